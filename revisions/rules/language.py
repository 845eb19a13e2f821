"""A «språklig retting» that touches a competence term, a number or a negation is looked at by two (ID-3, ID-4)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from objectives.language.changes import is_risky_as_language, what_is_risky
from objectives.language.evidence import Evidence, evidence_of
from organisations.models import User
from organisations.refusals import RuleViolation
from revisions.models import Case, ChangeItem, Decision, LanguageConfirmation

from .decisions import current_decisions, items_of


def language_to_confirm(item: ChangeItem, decision: Decision | None) -> str:
    """The text a second person must find to be only language; empty when nobody needs to.

    It is the text that would become law: the directorate's own where it changes the proposal. Nothing of an item that
    is not to be adopted, nor of a decision that is made.
    """
    if item.kind != ChangeItem.Kind.CORRECT or (decision is not None and (decision.is_made or not decision.adopts)):
        return ""
    text = (decision.adopted_wording if decision else item.wording).text
    return text if is_risky_as_language(evidence_of(item.old_text, text)) else ""


def evidence_to_confirm(item: ChangeItem, text: str) -> Evidence:
    """What the text changes in the one in force, as it is weighed here."""
    return evidence_of(item.old_text, text)


def confirmations_of(case: Case) -> dict[tuple[int, str], LanguageConfirmation]:
    """What is confirmed in the case, by item and text."""
    rows = LanguageConfirmation.objects.filter(item__proposal__case=case).select_related("confirmed_by")
    return {(row.item_id, row.text): row for row in rows}


def unconfirmed_items(case: Case) -> list[ChangeItem]:
    """The items whose «språklig» waits for a second person."""
    decisions, confirmed = current_decisions(case), confirmations_of(case)
    waiting = []
    for item in items_of(case):
        text = language_to_confirm(item, decisions.get(item.pk))
        if text and (item.pk, text) not in confirmed:
            waiting.append(item)
    return waiting


def risky_language_is_confirmed(case: Case, *, by: User, on: dt.date) -> None:
    """No decision is made while a «språklig» that touches what is required waits for its second person (ID-4)."""
    waiting = unconfirmed_items(case)
    if not waiting:
        return
    item = waiting[0]
    decision = current_decisions(case).get(item.pk)
    touched = _(" og ").join(what_is_risky(evidence_of(item.old_text, language_to_confirm(item, decision))))
    raise RuleViolation(
        _(
            "Rettingen av %(code)s er foreslått som språklig, men berører %(touched)s. En annen i Helsedirektoratet må "
            "bekrefte at kravet er det samme, før sak %(number)s kan vedtas. %(count)s venter på det."
        )
        % {"code": item.objective, "touched": touched, "number": case.number, "count": len(waiting)},
        code="language-not-confirmed",
        authority="ID-4",
    )


def a_second_person_confirms(item: ChangeItem, decision: Decision | None, *, case: Case, by: User) -> None:
    """Whoever answers for the case, wrote the proposal or the outcome, is not the second person (ID-4)."""
    first = {case.responsible_id, item.proposal.created_by_id, item.proposal.submitted_by_id}
    if decision is not None:
        first.add(decision.proposed_by_id)
    if by.pk in first:
        raise RuleViolation(
            _("Du har selv skrevet forslaget eller ansvaret for saken. En annen i Helsedirektoratet må bekrefte."),
            code="not-a-second-person",
            authority="ID-4",
        )


def there_is_something_to_confirm(item: ChangeItem, text: str) -> None:
    """Only what is risky, and the text as it stands now, is confirmed."""
    if not text:
        raise RuleViolation(
            _("Endringen av %(code)s trenger ingen bekreftelse slik den er nå.") % {"code": item.objective or item},
            code="nothing-to-confirm",
            authority="ID-4",
        )
