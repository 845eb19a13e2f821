"""The case's journal as people read it: who did what, when, and the reason they gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.models import Event, Verb
from revisions.models import Case, Decision, Status
from revisions.transitions import Action

# What happened to the case itself, and needs no name beside it.
ABOUT_THE_CASE = (Verb.CASE_OPENED, Verb.PROPOSAL_RESUBMITTED, Verb.CASE_NOTED, Verb.CONSEQUENCES_ASSESSED)
FIELDS = {
    "title": gettext_lazy("tittelen"),
    "urgency_reason": gettext_lazy("om saken haster"),
    "cycle": gettext_lazy("løpet i årshjulet"),
    "due_on": gettext_lazy("fristen"),
}
WITH_A_NOTE = (Verb.CASE_STEP, Verb.PRINCIPLE_SETTLED, Verb.NEW_HEARING_NOT_NEEDED)
LATEST = 10
PAGE = 50


@dataclass(frozen=True)
class Line:
    """One event: the person, what they did, and what they wrote."""

    sequence: int
    moment: dt.datetime
    who: str
    what: str
    note: str = ""


def events_of(case: Case) -> QuerySet[Event]:
    """The case's events, newest first."""
    return Event.objects.in_case(case.number).for_list().newest_first()


def lines(events: Iterable[Event]) -> list[Line]:
    """The events as sentences."""
    return [
        Line(event.sequence, event.moment, event.actor.name, what_happened(event), _note(event)) for event in events
    ]


def what_happened(event: Event) -> str:
    """What was done, to follow the name of who did it: «åpnet …», «fattet vedtak: …»."""
    payload = event.payload
    if event.verb == Verb.CASE_STEP:
        return _("valgte «%(action)s». Fasen er nå «%(phase)s».") % {
            "action": Action(payload["action"]).label,
            "phase": Status(payload["to"]).label,
        }
    if event.verb in (Verb.DECISION_PROPOSED, Verb.DECISION_MADE):
        return _("%(verb)s: %(outcome)s, %(subject)s.") % {
            "verb": event.get_verb_display(),
            "outcome": Decision.Outcome(payload["outcome"]).label.lower(),
            "subject": event.subject_label,
        }
    if event.verb in (Verb.ROUND_RECORDED, Verb.HEARING_RECORDED):
        deadline = parse_date(payload["deadline"])
        return _("%(verb)s med frist %(day)s.") % {"verb": event.get_verb_display(), "day": f"{deadline:%d.%m.%Y}"}
    about = payload.get("responsible_name") or payload.get("sender_name")
    if event.verb == Verb.CASE_ASSIGNED and about:
        return _("tildelte saken til %(name)s.") % {"name": about}
    if event.verb == Verb.CASE_JOINED and about:
        return _("tok inn forslaget fra %(sender)s.") % {"sender": about}
    if event.verb == Verb.CASE_EDITED:
        names = [FIELDS[name] for name in payload["changed"] if name in FIELDS]
        return _("endret %(what)s.") % {"what": ", ".join(str(name) for name in names)}
    if event.verb == Verb.CASE_LEFT and about:
        return _("tok ut forslaget fra %(sender)s.") % {"sender": about}
    if event.verb == Verb.LETTER_ORDERED and about:
        return _("bestilte vedtaksbrev til %(sender)s.") % {"sender": about}
    if event.verb in ABOUT_THE_CASE:
        return f"{event.get_verb_display()}."
    return _("%(verb)s: %(subject)s.") % {"verb": event.get_verb_display(), "subject": event.subject_label}


def _note(event: Event) -> str:
    """What the person wrote with it. A decision's reason stands with the item, and is not repeated here."""
    return str(event.payload.get("note", "")) if event.verb in WITH_A_NOTE else ""
