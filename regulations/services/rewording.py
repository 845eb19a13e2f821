"""A lawyer's own wording of a clause: kept beside the system's, printed instead of it, and taken away again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import legal_text
from organisations.models import User
from organisations.refusals import RuleViolation
from regulations import permissions, rules
from regulations.documents import wording
from regulations.models import AmendmentClause, AmendmentRegulation
from regulations.outline import PlacedClause, placed_clauses

from .rows import locked_row, signed

LONGEST = 1_000


@transaction.atomic
def reword_clause(*, clause: AmendmentClause, sentences: Sequence[str], by: User) -> AmendmentClause:
    """Print these sentences instead of the system's, one for each instruction; the same as the system's is none of
    one's own. What they no longer say is warned about, by `documents.departures`, and never mended.

    Raises NotPermitted, WrongState when the draft is locked, announced or abandoned, and RuleViolation when a sentence
    is empty or too long, or when they are not as many as the instructions.
    """
    permissions.require_drafting(by)
    draft = locked_row(clause.regulation, by=by)
    rules.is_open_for_editing(draft)
    changed = AmendmentClause.objects.select_for_update(of=("self",)).get(pk=clause.pk)
    made = [one.prose for one in wording.generated(_placed(draft, changed))]
    own = [" ".join(legal_text.without_controls(sentence).split()) for sentence in sentences]
    _can_be_printed(own, made)
    own = [] if own == made else own
    if own == changed.own_wording:
        return changed
    before, changed.own_wording = changed.own_wording, own
    changed.full_clean()
    signed(changed, by).save(update_fields=["own_wording"])
    payload = {"clause": changed.pk, "from": before or made, "to": own or made}
    record(actor=by, verb=Verb.CLAUSE_REWORDED, subject=draft, payload=payload)
    return changed


def restore_wording(*, clause: AmendmentClause, by: User) -> AmendmentClause:
    """Print the system's wording again. Raises as `reword_clause`."""
    made = [one.prose for one in wording.generated(_placed(clause.regulation, clause))]
    return reword_clause(clause=clause, sentences=made, by=by)


def _placed(draft: AmendmentRegulation, clause: AmendmentClause) -> PlacedClause:
    return next(one for one in placed_clauses(draft) if one.clause.pk == clause.pk)


def _can_be_printed(own: Sequence[str], made: Sequence[str]) -> None:
    if len(own) != len(made):
        message = _("Endringsleddet har %(count)d setninger. Last siden på nytt, og skriv hver av dem.")
        raise RuleViolation(message % {"count": len(made)}, code="sentences-missing", authority="Lovteknikk")
    if not all(own):
        raise RuleViolation(
            _("Setningen kan ikke være tom. Skriv hva endringsleddet skal si, eller bruk systemets ordlyd."),
            code="sentence-empty",
            authority="Lovteknikk",
        )
    if any(len(sentence) > LONGEST for sentence in own):
        raise RuleViolation(
            _("Setningen er lengre enn %(most)d tegn. Den skal bare si hva som endres; teksten er vedtatt i saken.")
            % {"most": LONGEST},
            code="sentence-too-long",
            authority="Lovteknikk",
        )
