"""Where a proposal stands for the person who reads it: what they may do, what comes next, and the way so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from notifications.models import Event
from organisations import permissions as people
from organisations.models import Membership, Role
from revisions import permissions
from revisions.models import Case, Proposal, Status
from revisions.pages.case_phases import Recorded, case_phases
from revisions.pages.phases import (
    FOR_THE_SENDER,
    TO_A_RECOMMENDATION,
    TO_A_REGULATION,
    Phase,
    note_of_the_return,
    steps_of,
)

from .sections import Progress, progress_of


@dataclass
class Reading:
    """What a proposal's page shows beside the proposal itself."""

    is_open: bool
    """Whether its sender can write in it now."""
    may_write: bool
    may_submit: bool
    is_directorate: bool
    progress: Progress
    saved_by: str = ""
    """Who last saved it, for those who write together."""
    missing_note: str = ""
    """What the directorate wrote was missing, when it sent the proposal back."""
    deadline: dt.date | None = None
    """When it should be sent again, if the directorate has said so."""
    is_touched: bool = False
    """Whether anything is saved since it came back."""
    submitters: list[str] = field(default_factory=list)
    """Who can send it, for those who cannot."""
    phases: list[Phase] = field(default_factory=list)
    next_step: dict[str, str | Promise] = field(default_factory=dict)


def reading_of(proposal: Proposal, *, user: permissions.Person, on: dt.date) -> Reading:
    """What this person sees of where the proposal stands on the day `on`."""
    case = proposal.case
    is_open = proposal.is_editable and not (case is not None and case.is_ended)
    reading = Reading(
        is_open=is_open,
        may_write=is_open and permissions.may_draft(user, proposal),
        may_submit=is_open and permissions.may_submit(user, proposal),
        is_directorate=people.is_directorate(user),
        progress=progress_of(proposal),
    )
    if case is not None:
        steps = steps_of(case)
        reading.phases = case_phases(case, _recorded(proposal, case, steps), on=on)
        if case.status == Status.RETURNED and proposal.is_reopened:
            reading.missing_note, reading.deadline = note_of_the_return(steps), case.due_on
            reading.is_touched = proposal.saved_at > steps[-1].moment
    elif proposal.submitted_at is not None and proposal.withdrawn_at is None:
        reading.phases = _ahead(proposal)
    if reading.may_write:
        reading.saved_by = _last_saver(proposal)
    if reading.may_write and not reading.may_submit:
        reading.submitters = _submitters(proposal)
    reading.next_step = _while_open(proposal, reading) if is_open else _once_sent(proposal, reading, user)
    return reading


def _ahead(proposal: Proposal) -> list[Phase]:
    """The way in front of a proposal that is sent and has no case yet."""
    way = TO_A_REGULATION if proposal.items.all() else TO_A_RECOMMENDATION
    sent = date_format(timezone.localtime(proposal.submitted_at), "d.m.Y")
    return [Phase(_("Sendt inn"), "now", sent), *(Phase(status.label) for status in way)]


def _recorded(proposal: Proposal, case: Case, steps: list[Event]) -> Recorded:
    """What the strip of phases is drawn from, as far as this proposal is concerned."""
    return Recorded(
        steps=steps,
        rounds=list(case.rounds.order_by("deadline", "pk")),
        hearings=list(case.hearings.order_by("deadline", "pk")),
        clauses=[item.clause for item in proposal.items.all() if item.clause],
    )


def _last_saver(proposal: Proposal) -> str:
    """The name of whoever last saved it; of whoever began it, when nobody is known to have."""
    last = proposal.history.values_list("history_user__name", flat=True).first()
    return last or str(proposal.created_by)


def _submitters(proposal: Proposal) -> list[str]:
    role = Role.CASEWORKER if proposal.sender.is_directorate else Role.SUBMITTER
    rows = Membership.objects.filter(organisation=proposal.sender, role=role, user__is_active=True)
    return list(rows.order_by("user__name").values_list("user__name", flat=True).distinct())


def _while_open(proposal: Proposal, reading: Reading) -> dict[str, str | Promise]:
    if not reading.may_write:
        if proposal.is_reopened:
            return {
                "what": _("Sendt tilbake til avsenderen"),
                "why": _("%(sender)s retter forslaget og sender det inn på nytt.") % {"sender": proposal.sender},
            }
        return {"what": _("Forslaget er et utkast"), "why": _("Det er ikke sendt inn ennå.")}
    edit = {"button": _("Fortsett å skrive"), "url": reverse("revisions:proposal_edit", args=[proposal.pk])}
    if reading.missing_note and not reading.is_touched:
        return {
            "what": _("Rett det som mangler, og send forslaget på nytt"),
            "why": "",
            **edit,
            "button": _("Rett forslaget"),
        }
    if not reading.progress.is_complete:
        why = _("%(done)s av %(all)s deler er ferdige.") % {
            "done": reading.progress.finished,
            "all": reading.progress.total,
        }
        return {"what": _("Skriv forslaget ferdig"), "why": why, **edit}
    if not reading.may_submit:
        return {"what": _("Be en innsender sende forslaget"), "why": who_can_send(proposal, reading.submitters), **edit}
    what, button = _("Send forslaget til Helsedirektoratet"), _("Gå til innsending")
    if reading.missing_note:
        what, button = _("Send forslaget på nytt når det er rettet"), _("Send inn på nytt")
    why = _("Alle delene er fylt ut. Når forslaget er sendt, kan det ikke endres.")
    return {"what": what, "why": why, "button": button, "url": reverse("revisions:proposal_submit", args=[proposal.pk])}


def who_can_send(proposal: Proposal, submitters: list[str]) -> str:
    """Whom to ask, for somebody who drafts but may not send (SA-1)."""
    if not submitters:
        return _("%(sender)s har ingen innsender. Be administratoren i Helsedirektoratet om å gi noen rollen.") % {
            "sender": proposal.sender
        }
    return _("Bare en innsender i %(sender)s kan sende det: %(names)s.") % {
        "sender": proposal.sender,
        "names": ", ".join(submitters),
    }


def _once_sent(proposal: Proposal, reading: Reading, user: permissions.Person) -> dict[str, str | Promise]:
    case = proposal.case
    if proposal.withdrawn_at is not None:
        day = date_format(timezone.localtime(proposal.withdrawn_at), "j. F Y")
        what = _("Forslaget ble trukket %(day)s") % {"day": day}
        return {"what": what, "why": proposal.withdrawal_reason}
    if case is None:
        if permissions.may_handle_cases(user):
            return {
                "what": _("Opprett sak av forslaget"),
                "why": _("Den som oppretter saken, blir saksbehandler."),
                "button": _("Opprett sak"),
                "url": reverse("revisions:case_open", args=[proposal.pk]),
            }
        return {
            "what": _("Dere trenger ikke gjøre noe nå"),
            "why": _("Helsedirektoratet har fått forslaget og oppretter en sak. Da får det et saksnummer."),
        }
    if reading.is_directorate:
        what = _("Forslaget hører til sak %(number)s") % {"number": case.number}
        return {"what": what, "why": case.title, "button": _("Åpne saken"), "url": case.get_absolute_url()}
    asked, reason = FOR_THE_SENDER[case.status]
    return {"what": asked, "why": reason}
