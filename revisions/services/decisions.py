"""The vedtak: one outcome per change item, proposed by one person and made by another (SA-6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import legal_text
from organisations.models import User
from organisations.refusals import NotPermitted, WrongState
from revisions import permissions, rules
from revisions.models import Case, ChangeItem, Decision, Status, Wording
from revisions.transitions import Action, perform

from .letters import order_letters
from .recommendation_decisions import make_recommendations


def _case_in_decision(item: ChangeItem, *, by: User) -> Case:
    """The item's case, locked, while its decision is being written."""
    case = Case.objects.select_for_update().get(proposals__items=item)
    if case.status != Status.DECISION:
        raise WrongState(
            _("Sak %(number)s er i fasen «%(phase)s». Forslag til vedtak skrives i fasen «Vedtak».")
            % {"number": case.number, "phase": case.get_status_display()},
            code="wrong-state",
            authority="SA-6",
        )
    if not permissions.may_handle(by, case):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan foreslå vedtak."), code="not-a-caseworker", authority="SA-6"
        )
    return case


def _own_wording(item: ChangeItem, outcome: str, written: Wording) -> Wording:
    """What the directorate writes instead of the proposal, as it is stored; nothing for the other outcomes."""
    if outcome != Decision.Outcome.ADOPT_WITH_CHANGES:
        return Wording()
    if item.is_about_a_heading:
        return Wording(text=" ".join(written.text.split()), number=" ".join(written.number.split()))
    if item.kind == ChangeItem.Kind.SPLIT:
        return Wording(texts=tuple(text for text in map(legal_text.clean, written.texts) if text))
    return Wording(text=legal_text.clean(written.text))


@transaction.atomic
def propose_outcome(
    *,
    item: ChangeItem,
    outcome: str,
    reason: str,
    text: str = "",
    texts: Sequence[str] = (),
    number: str = "",
    by: User,
) -> Decision:
    """Write, or rewrite, the proposed outcome of one change item, with its reason (SA-6).

    `text`, `texts` (of a split) and `number` (of a heading) are the directorate's own, for «Vedtas med endringer».
    A decision already made, in a case that was reopened, is superseded by a new one and stays as it was.
    """
    case = _case_in_decision(item, by=by)
    own = _own_wording(item, outcome, Wording(text=text, texts=tuple(texts), number=number))
    rules.item_is_not_announced(item)
    if own != Wording():
        rules.own_text_changes_the_proposal(item, outcome=outcome, wording=own)
    standing = item.decisions.current().first()
    is_draft = standing is not None and not standing.is_made
    decision = standing if standing and is_draft else Decision(item=item, supersedes=standing)
    decision.outcome, decision.reason, decision.proposed_by = outcome, reason.strip(), by
    decision.text, decision.texts, decision.number = own.text, list(own.texts), own.number
    decision.proposed_at = timezone.now()
    decision.full_clean()
    decision.save()
    record(
        actor=by,
        verb=Verb.DECISION_PROPOSED,
        subject=item,
        case_number=case.number,
        payload={"outcome": outcome, "reason": decision.reason},
    )
    return decision


def make_decisions(*, case: Case, by: User, on: dt.date) -> list[Decision]:
    """Make the decisions another person proposed, so that an endringsforskrift can be drafted (SA-6, § 3b)."""
    return _decide(case, Action.MAKE_DECISION, by=by, on=on)


def reject_all(*, case: Case, by: User, on: dt.date) -> list[Decision]:
    """Make decisions that adopt nothing; the case goes to follow-up without an endringsforskrift."""
    return _decide(case, Action.REJECT_ALL, by=by, on=on)


def publish(*, case: Case, by: User, on: dt.date) -> list[Decision]:
    """Decide on what is not regulation: utdypende tekst and læringsaktiviteter (SA-3, shorter way)."""
    return _decide(case, Action.PUBLISH, by=by, on=on)


@transaction.atomic
def _decide(case: Case, action: Action, *, by: User, on: dt.date) -> list[Decision]:
    perform(case, action, by=by, on=on)
    waiting = (
        Decision.objects.current()
        .select_for_update(of=("self",))
        .filter(item__proposal__case=case, decided_at__isnull=True)
        .select_related("item__proposal__sender")
        .order_by("item__position", "pk")
    )
    made = list(waiting)
    moment = timezone.now()
    for decision in made:
        decision.decided_by, decision.decided_at, decision.decided_on = by, moment, on
        decision.full_clean()
        decision.save(update_fields=["decided_by", "decided_at", "decided_on"])
    for decision in made:
        record(
            actor=by,
            verb=Verb.DECISION_MADE,
            subject=decision.item,
            case_number=case.number,
            payload={"outcome": decision.outcome, "reason": decision.reason, "on": on.isoformat()},
        )
    recommended = make_recommendations(case=case, by=by, on=on, moment=moment)
    order_letters(case=case, made=[*made, *recommended], by=by, moment=moment)
    return made
