"""A second person at the directorate confirms that a risky «språklig retting» is only language (ID-3, ID-4)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import NotPermitted, RuleViolation
from revisions import permissions, rules
from revisions.models import Case, ChangeItem, LanguageConfirmation


@transaction.atomic
def confirm_language(*, item: ChangeItem, seen: str, reason: str, by: User) -> LanguageConfirmation:
    """Confirm the text that would become law, as `by` has `seen` it.

    Raises NotPermitted, and RuleViolation for the case's own people, a text that has been changed since, and one that
    needs no confirmation. Confirming again what is confirmed gives the first confirmation.
    """
    case = Case.objects.select_for_update().get(proposals__items=item)
    if not permissions.may_confirm_language(by):
        raise NotPermitted(
            _("Bare saksbehandlere og beslutter i Helsedirektoratet kan bekrefte at en endring er språklig."),
            code="may-not-confirm",
            authority="ID-4",
        )
    decision = rules.current_decisions(case).get(item.pk)
    text = rules.language_to_confirm(item, decision)
    rules.there_is_something_to_confirm(item, text)
    rules.a_second_person_confirms(item, decision, case=case, by=by)
    if seen != text:
        raise RuleViolation(
            _("Teksten er endret siden du åpnet siden. Les den på nytt før du bekrefter."),
            code="changed-meanwhile",
            authority="ID-4",
        )
    standing = rules.confirmations_of(case).get((item.pk, text))
    if standing is not None:
        return standing
    confirmation = LanguageConfirmation(item=item, text=text, reason=reason.strip(), confirmed_by=by)
    confirmation.full_clean()
    confirmation.save()
    record(
        actor=by,
        verb=Verb.LANGUAGE_CONFIRMED,
        subject=item,
        case_number=case.number,
        payload={"reason": confirmation.reason, "text": text},
    )
    return confirmation
