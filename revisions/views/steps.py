"""What each step's page asks for, what it suggests, and which service takes the step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearings.rules import hearing_period
from hearings.services import BodyToTell
from organisations.models import Organisation, User
from revisions import rules
from revisions.forms import cases as forms
from revisions.forms import rounds
from revisions.forms.decisions import fingerprint
from revisions.forms.hearings import HearingForm
from revisions.models import Case, Decision, RecommendationDecision
from revisions.pages.sent_on_hearing import consequences_of, hearing_bodies, letter_of_a_new_hearing, suggested_letter
from revisions.round_bodies import facts_about, specialties_of, suggested_bodies
from revisions.services import cases, decisions, follow_up
from revisions.transitions import TABLE, Action, perform

# How long a sender is given to put right what is missing, unless the caseworker says otherwise.
ANSWER_WITHIN = dt.timedelta(weeks=3)

Take = Callable[[Case, User, dt.date, dict[str, Any]], object]
Make = Callable[[Case, QueryDict | None, dt.date], forms.StepForm]


@dataclass(frozen=True)
class StepPage:
    """How one step is taken: its form, filled with what is known, and the service behind the button.

    `fields` says at which field a refusal belongs. `is_final` warns that the step can't be undone. `has_preview` says
    that what it publishes can be looked at first.
    """

    make: Make
    take: Take
    fields: dict[str, str] = field(default_factory=dict)
    is_final: bool = False
    has_preview: bool = False
    advice: Promise | str = ""


def step_page(action: Action) -> StepPage:
    """The page of a step that the directorate, or a sender that withdraws, takes here."""
    if action in OWN_FORM:
        return OWN_FORM[action]
    return StepPage(
        _note if TABLE[action].note else _no_form,
        lambda case, by, on, data: perform(case, action, by=by, on=on, note=data.get("note", "")),
        {"note-missing": "note"},
    )


def _no_form(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    return forms.StepForm(data)


def _note(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    return forms.NoteForm(data)


def _missing(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    """What the system itself finds missing stands in the list from the start (SA-4, FO-2)."""
    found = [part.message for proposal in case.proposals.order_by("pk") for part in rules.missing_parts(proposal)]
    note = "\n".join(f"– {message}" for message in dict.fromkeys(found))
    return forms.MissingForm(data, initial={"note": note, "deadline": on + ANSWER_WITHIN})


def _round(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    specialties = specialties_of(case)
    bodies = rounds.round_bodies(specialties)
    suggested = suggested_bodies(list(bodies), specialties)
    initial = {
        "asked": [body.pk for body in suggested],
        "opens_on": on,
        "deadline": rounds.default_round_deadline(on),
    }
    facts = facts_about(list(bodies), specialties)
    return rounds.RoundForm(data, bodies=bodies, suggested=suggested, facts=facts, initial=initial)


def _hearing(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    specialties = specialties_of(case)
    bodies = hearing_bodies(specialties)
    kinds = Organisation.Kind
    initial = {
        "title": (_("Høring: %(title)s") % {"title": case.title})[:250],
        "opens_on": on,
        "deadline": hearing_period(on=on).normal_deadline(on),
        "letter": suggested_letter(case, specialties),
        "consequences": consequences_of(case),
        "contact": _("Helsedirektoratet, sak %(number)s") % {"number": case.number},
        "asked": [body.pk for body in bodies if body.kind != kinds.OTHER],
    }
    return HearingForm(data, bodies=bodies, initial=initial)


def _new_hearing(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    form = _hearing(case, data, on)
    form.initial["title"] = (_("Ny høring: %(title)s") % {"title": case.title})[:250]
    form.initial["letter"] = letter_of_a_new_hearing(rules.material_changes(case))
    return form


def _open_hearing(case: Case, by: User, on: dt.date, data: dict[str, Any]) -> object:
    known = [BodyToTell(name=body.name, organisation=body) for body in data["asked"]]
    facts = {name: value for name, value in data.items() if name not in ("asked", "others")}
    return cases.open_hearing(case=case, by=by, on=on, bodies=[*known, *data["others"]], **facts)


def _omit(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    return forms.OmitHearingForm(data)


def _postpone(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    return forms.PostponeForm(data)


def _decide(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    standing = rules.current_decisions(case)
    recommended = rules.current_recommendations(case)
    shown: list[Decision | RecommendationDecision] = [
        *(standing[pk] for pk in sorted(standing)),
        *(recommended[key] for key in sorted(recommended)),
    ]
    return forms.DecideForm(data, fingerprint=fingerprint(*shown))


def _close(case: Case, data: QueryDict | None, on: dt.date) -> forms.StepForm:
    return forms.CloseForm(data)


OWN_FORM: dict[Action, StepPage] = {
    Action.FOLLOW_UP: StepPage(_no_form, lambda case, by, on, data: follow_up.start_follow_up(case=case, by=by, on=on)),
    Action.CLOSE: StepPage(
        _close,
        lambda case, by, on, data: perform(case, Action.CLOSE, by=by, on=on, note=data.get("note", "")),
        {"follow-up-open": "note"},
    ),
    Action.RETURN: StepPage(
        _missing,
        lambda case, by, on, data: cases.return_to_sender(
            case=case, missing=data["note"], deadline=data["deadline"], by=by, on=on
        ),
        {"note-missing": "note", "deadline-past": "deadline"},
    ),
    Action.OPEN_ROUND: StepPage(
        _round,
        lambda case, by, on, data: cases.open_round(case=case, by=by, on=on, **rounds.RoundForm.as_asked(data)),
        {"medical-association-not-asked": "asked", "training-centre-not-asked": "asked"},
    ),
    Action.OPEN_HEARING: StepPage(
        _hearing,
        _open_hearing,
        {"hearing-too-short": "deadline"},
        advice=gettext_lazy(
            "Normal frist er tre måneder. En frist kortere enn seks uker må begrunnes. Høringsinstansene får e-post "
            "den dagen høringen åpner. Se hvordan den blir før du sender den."
        ),
        has_preview=True,
    ),
    Action.HEAR_AGAIN: StepPage(
        _new_hearing,
        _open_hearing,
        {"hearing-too-short": "deadline"},
        advice=gettext_lazy(
            "Den nye høringen spør om det direktoratet nå vil vedta, med tekstene slik de er foreslått vedtatt. "
            "Fristen følger de samme reglene som før: en frist kortere enn seks uker må begrunnes."
        ),
        has_preview=True,
    ),
    Action.OMIT_HEARING: StepPage(
        _omit,
        lambda case, by, on, data: cases.omit_hearing(case=case, reason=data["note"], by=by, on=on),
        {"note-missing": "note"},
    ),
    Action.POSTPONE: StepPage(
        _postpone,
        lambda case, by, on, data: cases.postpone(
            case=case, reason=data["note"], resume_on=data["resume_on"], by=by, on=on
        ),
        {"note-missing": "note", "deadline-past": "resume_on"},
    ),
    Action.MAKE_DECISION: StepPage(
        _decide, lambda case, by, on, data: decisions.make_decisions(case=case, by=by, on=on), is_final=True
    ),
    Action.REJECT_ALL: StepPage(
        _decide, lambda case, by, on, data: decisions.reject_all(case=case, by=by, on=on), is_final=True
    ),
    Action.PUBLISH: StepPage(
        _decide, lambda case, by, on, data: decisions.publish(case=case, by=by, on=on), is_final=True
    ),
}
