"""The review of a draft: its versions, who has approved what, and the rules of it. Rules return nothing or refuse."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import User
from organisations.refusals import RuleViolation, WrongState

from .models import AmendmentClause, AmendmentRegulation, Approval, DraftVersion, ReviewComment

# Two people see what becomes law, as two people make the decision it carries out.
TWO_PEOPLE = "Fire øyne"


def current_version(regulation: AmendmentRegulation) -> DraftVersion | None:
    """What is locked now, or was announced; None while the draft is open."""
    if not regulation.is_locked:
        return None
    return regulation.versions.select_related("locked_by").order_by("-number").first()


def standing_approval(regulation: AmendmentRegulation) -> Approval | None:
    """Who has approved what is locked now; None when nobody has, or the draft is open again."""
    version = current_version(regulation)
    if version is None:
        return None
    return version.approvals.standing().select_related("approved_by", "version").first()


def is_approved(regulation: AmendmentRegulation) -> None:
    """Nothing is sent to Lovdata, and no announcement registered, that a second person has not approved.

    Raises RuleViolation «not-approved».
    """
    if standing_approval(regulation) is None:
        raise RuleViolation(
            _(
                "«%(name)s» er ikke godkjent. En annen enn den som låste utkastet, må lese det og godkjenne det før "
                "det sendes til kunngjøring."
            )
            % {"name": regulation.name},
            code="not-approved",
            authority=TWO_PEOPLE,
        )


def is_not_approved(version: DraftVersion) -> None:
    """A version is approved once. Raises WrongState."""
    standing = version.approvals.standing().select_related("approved_by").first()
    if standing is not None:
        raise WrongState(
            _("Versjon %(number)s er allerede godkjent av %(who)s. Du trenger ikke gjøre noe.")
            % {"number": version.number, "who": standing.approved_by},
            code="already-approved",
            authority=TWO_PEOPLE,
        )


def is_another_person(version: DraftVersion, *, by: User) -> None:
    """Whoever locked the version does not approve it."""
    if version.locked_by_id == by.pk:
        raise RuleViolation(
            _("Du låste selv versjon %(number)s. En annen saksbehandler eller beslutter må godkjenne den.")
            % {"number": version.number},
            code="same-person",
            authority=TWO_PEOPLE,
        )


def is_the_version_that_was_read(version: DraftVersion, *, read: int) -> None:
    """Nobody approves a text they have not read."""
    if version.number != read:
        raise RuleViolation(
            _("Utkastet er låst på nytt siden du åpnet siden. Les versjon %(number)s før du godkjenner.")
            % {"number": version.number},
            code="another-version",
            authority=TWO_PEOPLE,
        )


def nothing_is_left_unsettled(regulation: AmendmentRegulation) -> None:
    """Every comment is settled before the draft is approved: what was asked has had its answer."""
    count = open_comments(regulation)
    if count:
        raise RuleViolation(
            ngettext(
                "En kommentar til utkastet er ikke avklart. Svar på den og merk den som avklart før du godkjenner.",
                "%(count)s kommentarer til utkastet er ikke avklart. Svar på dem og merk dem som avklart før du "
                "godkjenner.",
                count,
            )
            % {"count": count},
            code="open-comments",
            authority=TWO_PEOPLE,
        )


def open_comments(regulation: AmendmentRegulation) -> int:
    """How many threads are not settled."""
    return regulation.comments.filter(answers__isnull=True, settled_at__isnull=True).count()


def can_be_answered(comment: ReviewComment) -> None:
    """What is settled is opened again before it is answered. Raises WrongState."""
    if comment.is_settled:
        raise WrongState(
            _("Kommentaren er merket som avklart. Åpne den igjen før du svarer."),
            code="comment-settled",
            authority=TWO_PEOPLE,
        )


def can_be_withdrawn(approval: Approval | None, regulation: AmendmentRegulation) -> Approval:
    """The standing approval. Raises WrongState when there is none."""
    if approval is None:
        raise WrongState(
            _("«%(name)s» har ingen godkjenning å trekke. Last siden på nytt.") % {"name": regulation.name},
            code="nothing-to-withdraw",
            authority=TWO_PEOPLE,
        )
    return approval


def reason_is_as_approved(clause: AmendmentClause, *, reason: str, approval: Approval | None) -> None:
    """A reason a second person has read is not written over while the approval stands; a missing one can be given.

    Raises WrongState.
    """
    if approval is None:
        return
    clauses = approval.version.content["clauses"]
    read = next((one["departure_reason"] for one in clauses if one["clause"] == clause.pk), "")
    if read.strip() and reason.strip() != read.strip():
        raise WrongState(
            _("Begrunnelsen er godkjent av %(who)s og vises som den er. Trekk godkjenningen før du endrer den.")
            % {"who": approval.approved_by},
            code="reason-approved",
            authority=TWO_PEOPLE,
        )


def a_reason_is_given(reason: str, *, what: str) -> None:
    """What undoes something says why. `what` is the end of the sentence: «legger bort utkastet»."""
    if not reason.strip():
        raise RuleViolation(
            _("Skriv hvorfor du %(what)s. Begrunnelsen blir stående i historikken.") % {"what": what},
            code="reason-missing",
            authority=TWO_PEOPLE,
        )


def wording_is_read(departing: Sequence[str], *, read: bool) -> None:
    """A wording that does not say what its clause does is locked only by someone who has been told so."""
    if departing and not read:
        raise RuleViolation(
            _("Ordlyden i endringsleddet om %(names)s sier ikke det samme som endringen. Les advarslene før du låser.")
            % {"names": ", ".join(departing)},
            code="wording-departs",
            authority="Lovteknikk",
        )


def locked_before_versions(regulation: AmendmentRegulation) -> WrongState:
    """The refusal of a draft that was locked before versions were kept: there is nothing to approve."""
    return WrongState(
        _("«%(name)s» ble låst før versjoner ble tatt vare på. Lås opp utkastet og lås det igjen.")
        % {"name": regulation.name},
        code="no-version",
        authority=TWO_PEOPLE,
    )
