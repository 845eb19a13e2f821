"""«Hva skjer med forslaget mitt»: what has happened, what is planned, what is asked of the sender, and the receipts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Event, Verb
from revisions import permissions
from revisions.models import DecisionLetter, Proposal, ProposalDocument, ProposalVersion, Status

from .case_phases import day_of, in_force
from .phases import steps_of
from .reading import reading_of
from .shown_items import announced_on
from .status_drawing import drawings_of


@dataclass(frozen=True)
class Fact:
    """One thing that has happened, or is planned, on a day; `number` is the one in the drawing."""

    number: int
    day: dt.date
    what: str
    note: str = ""
    is_planned: bool = False


@dataclass(frozen=True)
class Receipt:
    """That a version was received: when, from whom, its number in the journal, and its PDF when it is made."""

    number: int
    sent_at: dt.datetime
    sent_by: str
    journal_number: int
    pdf_url: str
    remarks: list[str]


def status_page(proposal: Proposal, *, user: permissions.Person, on: dt.date) -> dict[str, Any]:
    """What templates/revisions/proposal_status.html shows on the day `on`."""
    facts = facts_of(proposal, on=on)
    return {
        "proposal": proposal,
        "reading": reading_of(proposal, user=user, on=on),
        "facts": facts,
        "drawings": drawings_of(facts, on=on),
        "receipts": receipts_of(proposal),
        "letters": _letters(proposal, user=user),
    }


def _letters(proposal: Proposal, *, user: permissions.Person) -> list[DecisionLetter]:
    """The letters about what was decided on the proposal, the newest first (SA-6)."""
    if proposal.case is None:
        return []
    rows = permissions.letters_visible_to(user, proposal.case).filter(proposal=proposal)
    return list(rows.defer("content").select_related("case", "proposal__sender").order_by("-decided_at"))


def facts_of(proposal: Proposal, *, on: dt.date) -> list[Fact]:
    """Everything with a day, the oldest first, numbered."""
    told = [*_own(proposal), *_of_the_case(proposal, on=on)]
    told.sort(key=lambda one: one[0])
    return [Fact(number, *one) for number, one in enumerate(told, start=1)]


_Told = tuple[dt.date, str, str, bool]


def _own(proposal: Proposal) -> Iterator[_Told]:
    """Begun, and sent each time."""
    sent = _sendings(proposal)
    days = [dt.date.fromisoformat(event.payload["on"]) for event in sent]
    begun = timezone.localdate(proposal.created_at)
    if not days or begun <= days[0]:
        yield begun, _("Påbegynt"), "", False
    for event, day in zip(sent, days, strict=True):
        what = _("Sendt inn") if event.verb == Verb.PROPOSAL_SUBMITTED else _("Sendt inn på nytt")
        yield day, what, _("Versjon %(number)s") % {"number": event.payload["version"]}, False


def _of_the_case(proposal: Proposal, *, on: dt.date) -> Iterator[_Told]:
    case = proposal.case
    if case is None:
        return
    yield case.opened_on, _("Sak %(number)s opprettet") % {"number": case.number}, case.title, False
    for step in steps_of(case):
        status = Status(step.payload["to"])
        if status != Status.DECISION_PROPOSED:  # the directorate's own business until the decision is made
            yield day_of(step) or on, _what(status), "", False
    for asked, what in ((case.rounds, _("Frist i innspillsrunden")), (case.hearings, _("Høringsfrist"))):
        for one in asked.order_by("deadline"):
            yield one.deadline, what, "", one.deadline >= on
    if case.status == Status.RETURNED and case.due_on is not None:
        yield case.due_on, _("Frist for å sende inn på nytt"), "", case.due_on >= on
    yield from _of_the_clauses(proposal, on=on)


def _what(status: Status) -> str:
    words = {
        Status.COMPLETENESS: _("Fullstendigheten vurderes"),
        Status.RETURNED: _("Sendt tilbake for utfylling"),
        Status.INPUT_ROUND: _("Innspillsrunden åpnet"),
        Status.HEARING: _("Høringen åpnet"),
        Status.DECISION: _("Vedtak forberedes"),
        Status.REGULATION: _("Vedtak fattet"),
    }
    return words.get(status, str(status.label))


def _of_the_clauses(proposal: Proposal, *, on: dt.date) -> Iterator[_Told]:
    """When what was adopted enters into force; planned until the act is announced (EF-1)."""
    clauses = [item.clause for item in proposal.items.all() if item.clause]
    unannounced = [clause for clause in clauses if announced_on(clause) is None]
    if unannounced:
        day = max(clause.regulation.planned_announcement for clause in unannounced)
        yield day, _("Kunngjøring"), _("planlagt"), True
    dates = in_force(clauses)
    for day in dates.days:
        yield day, _("Ikrafttredelse"), _("planlagt") if dates.is_planned else "", dates.is_planned or day > on


def receipts_of(proposal: Proposal) -> list[Receipt]:
    """One for each version that was sent, the newest first."""
    versions = list(proposal.versions.select_related("sent_by").order_by("-number"))
    numbers = {event.payload["version"]: event.sequence for event in _sendings(proposal)}
    done = proposal.documents.filter(state=ProposalDocument.State.DONE, version__isnull=False)
    files = dict(done.order_by("requested_at").values_list("version", "pk"))
    return [_receipt(proposal, version, numbers, files) for version in versions]


def _receipt(
    proposal: Proposal, version: ProposalVersion, numbers: dict[int, int], files: dict[int | None, int]
) -> Receipt:
    file = files.get(version.number)
    remarks = version.content["proposal"]["fields"].get("sent_warnings") or []
    return Receipt(
        number=version.number,
        sent_at=version.sent_at,
        sent_by=str(version.sent_by),
        journal_number=numbers.get(version.number, 0),
        pdf_url=reverse("revisions:proposal_pdf_file", args=[proposal.pk, file]) if file else "",
        remarks=[remark["message"] for remark in remarks],
    )


def _sendings(proposal: Proposal) -> list[Event]:
    """Each time the proposal was sent, as the journal has it, the oldest first."""
    sent = Event.objects.about(proposal).filter(verb__in=(Verb.PROPOSAL_SUBMITTED, Verb.PROPOSAL_RESUBMITTED))
    return list(sent.order_by("sequence"))
