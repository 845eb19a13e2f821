"""Setting right what was registered wrongly of an announcement: proposed by one person, confirmed by another."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives.models import LegalAct
from objectives.services import first_days
from organisations.models import User
from regulations import correcting, mails, permissions, rules
from regulations.correcting import Consequences, Facts
from regulations.documents.wording import legal_basis_line
from regulations.models import AmendmentRegulation, AnnouncementCorrection, EntryIntoForce

from .documents import order_document
from .mailing import tell, touched_by
from .rows import signed


@transaction.atomic
def propose_correction(*, act: LegalAct, facts: Facts, reason: str, by: User) -> AnnouncementCorrection:
    """Propose that the announcement of `act` was registered wrongly, and really says `facts`.

    Nothing is changed before another person confirms it. Raises NotPermitted; WrongState when the act was not
    registered here, or when another correction waits; RuleViolation when nothing is corrected, when no reason is
    given, or when the facts can't be right.
    """
    permissions.require_announcing(by)
    row, regulation = _locked(act)
    correcting.no_correction_waits(row)
    correcting.something_is_corrected(row, facts)
    correcting.a_reason_is_given(reason, what=_("kunngjøringen må rettes"))
    correcting.consequences(regulation, row, facts)
    assert row.announced_at is not None  # noqa: S101 - `_locked` refuses an act without
    correction = AnnouncementCorrection(
        act=row,
        number_before=row.number,
        decided_on_before=row.decided_on,
        announced_at_before=row.announced_at,
        number=facts.number,
        decided_on=facts.decided_on,
        announced_at=facts.announced_at,
        reason=reason.strip(),
        proposed_by=by,
    )
    correction.full_clean()
    correction.save(force_insert=True)
    record(actor=by, verb=Verb.CORRECTION_PROPOSED, subject=row, payload=_payload(correction))
    return correction


@transaction.atomic
def confirm_correction(*, correction: AnnouncementCorrection, by: User) -> LegalAct:
    """Confirm a proposed correction: number and dates are set right, and so is what follows from the announcement.

    What entered into force «straks» follows the right day; the days the act states stand. A new PDF is ordered.
    Raises NotPermitted; WrongState when it is confirmed or rejected already; RuleViolation for whoever proposed it,
    and when the facts can't be right any more.
    """
    permissions.require_announcing(by)
    act, regulation = _locked(correction.act)
    row = _locked_correction(correction)
    correcting.is_undecided(row)
    correcting.is_another_person(row, by=by)
    facts = Facts(number=row.number, decided_on=row.decided_on, announced_at=row.announced_at)
    what = correcting.consequences(regulation, act, facts)
    first_days.correcting(act)
    _set_right(act, facts, regulation, by=by)
    first_days.move(what.moved, to=what.after, by=by)
    first_days.no_longer_correcting()
    _tell_of_the_right_day(act, what)
    row.confirmed_by, row.confirmed_at, row.consequences = by, timezone.now(), what.as_data()
    row.save(update_fields=["confirmed_by", "confirmed_at", "consequences"])
    order_document(regulation=regulation, by=by)
    before, reason = row.legacy_id_before, row.reason
    mail = mails.is_corrected(act, before=before, reason=reason, consequences=what.sentences)
    tell(mail, about=f"rettet-{row.pk}", act=act, objectives=touched_by(act))
    payload = _payload(row) | what.as_data()
    record(actor=by, verb=Verb.ANNOUNCEMENT_CORRECTED, subject=act, payload=payload)
    return act


@transaction.atomic
def reject_correction(*, correction: AnnouncementCorrection, reason: str, by: User) -> AnnouncementCorrection:
    """Let the announcement stand as it is registered; whoever proposed the correction can take it back so too.

    Raises NotPermitted, WrongState when it is confirmed or rejected already, and RuleViolation without a reason.
    """
    permissions.require_announcing(by)
    act, _regulation = _locked(correction.act)
    row = _locked_correction(correction)
    correcting.is_undecided(row)
    correcting.a_reason_is_given(reason, what=_("rettingen avvises"))
    row.rejected_by, row.rejected_at, row.rejected_reason = by, timezone.now(), reason.strip()
    row.save(update_fields=["rejected_by", "rejected_at", "rejected_reason"])
    payload = _payload(row) | {"rejected_reason": row.rejected_reason}
    record(actor=by, verb=Verb.CORRECTION_REJECTED, subject=act, payload=payload)
    return row


def _locked(act: LegalAct) -> tuple[LegalAct, AmendmentRegulation]:
    """The act's row, locked, with what it was drafted as. Raises WrongState for one that was not registered here."""
    row = LegalAct.objects.select_for_update(of=("self",)).select_related("amendment_regulation").get(pk=act.pk)
    return row, correcting.is_registered_here(row)


def _locked_correction(correction: AnnouncementCorrection) -> AnnouncementCorrection:
    rows = AnnouncementCorrection.objects.select_for_update(of=("self",))
    return rows.select_related("confirmed_by", "rejected_by").get(pk=correction.pk)


def _set_right(act: LegalAct, facts: Facts, regulation: AmendmentRegulation, *, by: User) -> None:
    act.number, act.decided_on, act.announced_at = facts.number, facts.decided_on, facts.announced_at
    act.legal_basis = legal_basis_line(regulation.legal_basis, decided_on=facts.decided_on)
    act.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            signed(act, by).save(update_fields=["number", "decided_on", "announced_at", "legal_basis"])
    except IntegrityError as error:
        # Another act took the number after the rule looked.
        other = _("en annen forskrift")
        raise rules.number_is_used(facts.number, year=facts.decided_on.year, other=other) from error


def _tell_of_the_right_day(act: LegalAct, what: Consequences) -> None:
    """The day that is right is told of as the wrong one was: not again when that is done, the correction says it."""
    if not what.moved:
        return
    wrong = EntryIntoForce.objects.filter(act=act, day=what.before).first()
    told_at: dt.datetime | None = wrong.told_at if wrong else None
    EntryIntoForce.objects.get_or_create(act=act, day=what.after, defaults={"known_on": what.after, "told_at": told_at})


def _payload(correction: AnnouncementCorrection) -> dict[str, str]:
    return {
        "act_before": f"forskrift/{correction.decided_on_before}-{correction.number_before}",
        "act": f"forskrift/{correction.decided_on}-{correction.number}",
        "announced_at_before": correction.announced_at_before.isoformat(),
        "announced_at": correction.announced_at.isoformat(),
        "reason": correction.reason,
    }
