"""The spesialitetskontakt asks the councils, builds the answer from what they say, and lifts a disagreement (IR-*)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hearings import permissions, rules
from hearings.models import CouncilAssessment, PersonalLink, RoundRequest, RoundResponse
from notifications.models import Verb
from notifications.services import record
from organisations.models import TrainingCouncil, User
from organisations.refusals import NotPermitted, RuleViolation, WrongState

from . import mails
from .answering import Saved, Sheet, write_fields
from .requests import latest_version
from .responses import save_response

# A link outlives the inner deadline, so that a late council is not shut out.
LINK_LASTS = dt.timedelta(days=14)


@dataclass(frozen=True)
class CouncilToAsk:
    """A council, and where its leader is reached when the leader has no user."""

    council: TrainingCouncil
    leader_name: str = ""
    leader_email: str = ""


@transaction.atomic
def ask_councils(
    *, request: RoundRequest, councils: Sequence[CouncilToAsk], deadline: dt.date, by: User, on: dt.date
) -> list[CouncilAssessment]:
    """Pass the questions on to council leaders with an inner deadline (IR-2).

    A leader without a user gets a personal link by mail. Raises RuleViolation for a deadline after the body's own,
    for a leader nobody can reach, and for a council that is asked already.
    """
    row = _locked(request, by=by)
    if response := RoundResponse.objects.filter(request=row).first():
        rules.is_not_sent(response)
    rules.inner_deadline_is_possible(deadline=deadline, request=row, on=on)
    version = latest_version(row.consultation)
    made = []
    for one in councils:
        assessment = CouncilAssessment(
            request=row,
            council=one.council,
            version=version,
            deadline=deadline,
            leader_name=one.leader_name.strip(),
            leader_email=one.leader_email.strip(),
            passed_on_by=by,
            next_reminder_on=rules.next_reminder(deadline, after=on),
        )
        _can_be_reached(assessment)
        assessment.full_clean()
        assessment.save()
        _invite(assessment, by=by)
        made.append(assessment)
    record(
        actor=by,
        verb=Verb.COUNCILS_ASKED,
        subject=row,
        case_number=row.consultation.case_number,
        payload={"councils": [str(one.council) for one in made], "deadline": deadline.isoformat()},
    )
    return made


def _locked(request: RoundRequest, *, by: User) -> RoundRequest:
    found = RoundRequest.objects.select_for_update(of=("self",)).select_related("organisation", "consultation")
    row = found.get(pk=request.pk)
    if not permissions.may_ask_councils(by, row):
        raise NotPermitted(
            _("Bare en innsender i %(body)s kan spørre rådene. Be en av dem gjøre det.") % {"body": row.organisation},
            code="may-not-ask-councils",
            authority="IR-2",
        )
    return row


def _can_be_reached(assessment: CouncilAssessment) -> None:
    if not mails.address_of_leader(assessment):
        raise RuleViolation(
            _("%(council)s har ingen leder med bruker. Skriv e-postadressen til lederen.")
            % {"council": assessment.council},
            code="leader-unreachable",
            authority="IR-2",
        )


def _invite(assessment: CouncilAssessment, *, by: User) -> None:
    if assessment.council.leader_id is not None:
        mails.ask_leader(assessment)
        return
    secret = secrets.token_urlsafe(32)
    link = PersonalLink(
        assessment=assessment,
        secret_hash=hash_of(secret),
        email=assessment.leader_email,
        expires_on=assessment.deadline + LINK_LASTS,
        made_by=by,
    )
    link.full_clean()
    link.save()
    mails.ask_leader(assessment, link=link, secret=secret)


def hash_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class LinkRefused(Exception):
    """A link that opens nothing; `why` is «unknown», «revoked» or «expired»."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def open_link(*, secret: str, on: dt.date, now: dt.datetime) -> CouncilAssessment:
    """The one assessment a personal link opens. Raises LinkRefused."""
    related = ("assessment__council__specialty", "assessment__version", "assessment__request__organisation")
    found = PersonalLink.objects.select_related(*related, "assessment__request__consultation")
    link = found.filter(secret_hash=hash_of(secret)).first()
    if link is None:
        raise LinkRefused("unknown")
    if link.revoked_at is not None:
        raise LinkRefused("revoked")
    if not link.is_valid(on=on):
        raise LinkRefused("expired")
    link.last_opened_at = now
    link.save(update_fields=["last_opened_at"])
    return link.assessment


@transaction.atomic
def renew_link(*, assessment: CouncilAssessment, by: User) -> None:
    """Send the leader a new personal link; the ones before it stop working."""
    row = _of_ours(assessment, by=by)
    rules.is_not_sent(row)
    if row.council.leader_id is not None:
        raise WrongState(_("Rådets leder har en bruker og trenger ingen lenke."), code="leader-has-user")
    _revoke(row)
    _invite(row, by=by)
    _tell_of_link(row, Verb.LINK_RENEWED, by=by)


@transaction.atomic
def revoke_links(*, assessment: CouncilAssessment, by: User) -> None:
    """Take the council's personal link back; it opens nothing from now on."""
    row = _of_ours(assessment, by=by)
    if not _revoke(row):
        raise WrongState(_("Rådet har ingen lenke som virker."), code="no-link")
    _tell_of_link(row, Verb.LINK_REVOKED, by=by)


def _of_ours(assessment: CouncilAssessment, *, by: User) -> CouncilAssessment:
    _locked(assessment.request, by=by)
    related = ("council__leader", "council__specialty", "request__organisation", "request__consultation")
    return CouncilAssessment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=assessment.pk)


def _revoke(assessment: CouncilAssessment) -> int:
    return PersonalLink.objects.filter(assessment=assessment, revoked_at=None).update(revoked_at=timezone.now())


def _tell_of_link(assessment: CouncilAssessment, verb: Verb, *, by: User) -> None:
    record(
        actor=by,
        verb=verb,
        subject=assessment.request,
        case_number=assessment.request.consultation.case_number,
        payload={"council": str(assessment.council)},
    )


@transaction.atomic
def nudge_council(*, assessment: CouncilAssessment, by: User, on: dt.date) -> None:
    """Remind a council at the spesialitetskontakt's word; once a day is enough."""
    row = _of_ours(assessment, by=by)
    rules.is_not_sent(row)
    mails.remind_council(row, on=on, what=f"purret-{on.isoformat()}")
    record(
        actor=by,
        verb=Verb.BODY_REMINDED,
        subject=row.request,
        case_number=row.request.consultation.case_number,
        payload={"body": str(row.council), "on": on.isoformat()},
    )


@transaction.atomic
def save_assessment(
    *, assessment: CouncilAssessment, values: Mapping[str, str], read: Mapping[str, str] | None = None, writer: str
) -> Saved:
    """Save what a council's leader wrote. Whoever calls has found that the person may: by user or by link."""
    row = CouncilAssessment.objects.select_for_update().get(pk=assessment.pk)
    rules.is_not_sent(row)
    return write_fields(Sheet(row), values, read=read, writer=writer, now=timezone.now())


@transaction.atomic
def send_assessment(*, assessment: CouncilAssessment, by: User | None, on: dt.date) -> CouncilAssessment:
    """Send the council's assessment to the spesialitetskontakt (IR-3). `by` is None when it came by a link."""
    related = ("council__leader", "council__specialty", "request__organisation", "request__consultation")
    found = CouncilAssessment.objects.select_for_update(of=("self",)).select_related(*related)
    row = found.get(pk=assessment.pk)
    rules.is_not_sent(row)
    rules.everything_is_answered(Sheet(row).unanswered)
    row.sent_at, row.is_late, row.next_reminder_on = timezone.now(), rules.is_late(row.deadline, on=on), None
    row.save(update_fields=["sent_at", "is_late", "next_reminder_on"])
    consultation = row.request.consultation
    mails.receipt(
        to=mails.address_of_leader(row),
        title=str(consultation),
        case_number=consultation.case_number,
        key=f"radsvurdering-{row.pk}-kvittering",
        url="",
        is_late=row.is_late,
    )
    record(
        actor=by or User.objects.system(),
        verb=Verb.COUNCIL_ANSWERED,
        subject=row.request,
        case_number=consultation.case_number,
        payload={"council": str(row.council), "leader": str(by or row.leader_name), "is_late": row.is_late},
    )
    return row


@transaction.atomic
def take_over(
    *, request: RoundRequest, assessment: CouncilAssessment, fields: Collection[str], by: User
) -> RoundResponse:
    """Put a council's texts into the body's own answer, each with the council named as its source.

    What stands in the answer is added to and never replaced; a position only where none is chosen. Raises
    RuleViolation when the assessment is of another version than the answer.
    """
    source = Sheet(assessment)
    response, _saved = save_response(request=request, values={}, by=by)
    if response.version_id != assessment.version_id:
        raise RuleViolation(
            _("Vurderingen fra %(council)s gjelder en annen versjon enn svaret.") % {"council": assessment.council},
            code="another-version",
        )
    target, values = Sheet(response), {}
    for name in fields:
        text = source.stored(name) if name in source.fields else ""
        if not text:
            continue
        standing = target.stored(name)
        if name.startswith("standpunkt-"):
            values[name] = standing or text
        else:
            named = _("%(council)s: %(text)s") % {"council": assessment.council, "text": text}
            values[name] = standing if named in standing else "\n\n".join(filter(None, [standing, named]))
    save_response(request=request, values=values, by=by)
    return response


@transaction.atomic
def lift_disagreement(*, request: RoundRequest, to: str, on: dt.date, outcome: str, by: User) -> RoundRequest:
    """Tell to whom a disagreement the councils can't settle is lifted, when, and with what outcome (IR-6)."""
    row = _locked(request, by=by)
    row.lifted_to, row.lifted_on, row.lifted_outcome = to.strip(), on, outcome.strip()
    row.full_clean()
    row.save(update_fields=["lifted_to", "lifted_on", "lifted_outcome"])
    record(
        actor=by,
        verb=Verb.DISAGREEMENT_LIFTED,
        subject=row,
        case_number=row.consultation.case_number,
        payload={"to": row.lifted_to, "on": on.isoformat(), "outcome": row.lifted_outcome},
    )
    return row


@transaction.atomic
def remind_assessment(*, assessment_id: int, on: dt.date) -> bool:
    """Send the reminder that is due for one council, if any, and set the next. False when there was none."""
    related = ("council__leader", "council__specialty", "request__consultation")
    rows = CouncilAssessment.objects.select_for_update(of=("self",)).select_related(*related)
    row = rows.filter(pk=assessment_id, next_reminder_on__lte=on).first()
    if row is None:
        return False
    row.next_reminder_on = rules.next_reminder(row.deadline, after=on)
    row.save(update_fields=["next_reminder_on"])
    if row.is_sent or RoundResponse.objects.filter(request=row.request_id, sent_at__isnull=False).exists():
        return False
    mails.remind_council(row, on=on, what=f"minnet-{on.isoformat()}")
    return True
