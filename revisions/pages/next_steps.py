"""What comes next in a case, in words: the band at the top of its page, and the other steps under it.

The steps and what stops them are read from the transition table; here is only which of them is the natural one, and
how a page says it. The worklist says the same in fewer words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.models import User
from revisions import permissions
from revisions.models import Case, Status
from revisions.pages.case_phases import Recorded, day_of
from revisions.pages.phases import FOR_THE_SENDER, note_of_the_return
from revisions.transitions import Action, Choice, choices


@dataclass(frozen=True)
class NextStep:
    """The band: `what` and `why`, and one button, or none when it is not this person's turn."""

    what: str | Promise
    why: str | Promise = ""
    button: str | Promise = ""
    url: str = ""
    label: str | Promise = ""
    post: bool = False


@dataclass(frozen=True)
class OtherStep:
    """A step beside the natural one: a link, or the sentence that says why it is closed."""

    label: str | Promise
    url: str
    explanation: str | Promise
    closed: str = ""


@dataclass(frozen=True)
class AnswersLeft:
    """A hearing whose answers are not all looked through, or whose comments are not all answered."""

    hearing_pk: int
    answers: int
    not_received: int
    comments: int
    not_disposed: int


@dataclass(frozen=True)
class Progress:
    """How far the decision and the endringsforskrift have come for the items of a case."""

    items: int = 0
    without_outcome: Sequence[tuple[int, str]] = ()
    """(number on the page, address) of what waits for a proposed outcome."""
    waiting: int = 0
    """Adopted by a made decision and in no endringsforskrift."""
    drafts: Sequence[tuple[int, str]] = ()
    """(id, name) of the drafts that hold items of the case."""
    answers: AnswersLeft | None = None
    """What a hearing that has ended still waits for."""
    tasks: int = 0
    tasks_left: int = 0
    """Of follow-up after the decision."""


@dataclass
class Steps:
    """What the page offers: the band, the steps beside it that are open, and those that are closed and why."""

    next: NextStep
    others: list[OtherStep] = field(default_factory=list)
    closed: list[OtherStep] = field(default_factory=list)


NATURAL = {
    Status.RECEIVED: (Action.ASSESS,),
    Status.COMPLETENESS: (Action.OPEN_ROUND,),
    Status.INPUT_ROUND: (Action.OPEN_HEARING, Action.PREPARE_RECOMMENDATION),
    Status.HEARING: (Action.PREPARE_DECISION,),
    Status.DECISION: (Action.PROPOSE_DECISION,),
    Status.DECISION_PROPOSED: (Action.MAKE_DECISION, Action.REJECT_ALL, Action.PUBLISH),
    Status.ANNOUNCED: (Action.FOLLOW_UP,),
    Status.PUBLISHED: (Action.FOLLOW_UP,),
    Status.FOLLOW_UP: (Action.CLOSE,),
    Status.POSTPONED: (Action.RESUME,),
}
# Taken elsewhere: by the sender with the proposal, and with the announcement of the endringsforskrift.
ELSEWHERE = (Action.RESUBMIT, Action.ANNOUNCE)
# The other way, or the other ending: not a step that waits for anything.
NOT_THIS_CASE = ("regulation-track", "recommendation-track", "nothing-adopted", "something-adopted")
# Nothing is decided before every comment has an answer (HØ-4), so they come first.
AFTER_THE_ANSWERS = (Action.PREPARE_DECISION, Action.PROPOSE_DECISION)
# Nothing is written and nothing is final: the button takes the step.
AT_ONCE = (Action.ASSESS, Action.PREPARE_DECISION, Action.PREPARE_RECOMMENDATION, Action.FOLLOW_UP, Action.RESUME)

WHAT: dict[Action, Promise] = {
    Action.ASSESS: gettext_lazy("Vurder om forslaget er fullstendig"),
    Action.OPEN_ROUND: gettext_lazy("Åpne innspillsrunden"),
    Action.OPEN_HEARING: gettext_lazy("Send saken på høring"),
    Action.PREPARE_DECISION: gettext_lazy("Begynn på forslaget til vedtak"),
    Action.PREPARE_RECOMMENDATION: gettext_lazy("Gå til beslutning"),
    Action.PROPOSE_DECISION: gettext_lazy("Legg forslaget til vedtak fram for en beslutter"),
    Action.MAKE_DECISION: gettext_lazy("Les forslaget, og fatt vedtak"),
    Action.REJECT_ALL: gettext_lazy("Les forslaget, og fatt vedtak uten endringsforskrift"),
    Action.PUBLISH: gettext_lazy("Les forslaget, og beslutt"),
    Action.FOLLOW_UP: gettext_lazy("Start oppfølgingen"),
    Action.CLOSE: gettext_lazy("Avslutt saken når alt er fulgt opp"),
    Action.RESUME: gettext_lazy("Ta saken opp igjen når den er klar"),
}
WHY: dict[Action, Promise] = {
    Action.ASSESS: gettext_lazy("Les forslaget. Mangler noe, sender du det tilbake med en liste."),
    Action.OPEN_ROUND: gettext_lazy(
        "Er forslaget fullstendig, spør du RegUt, ALIS/SAMLIS og Legeforeningen. Mangler noe, send det tilbake."
    ),
    Action.OPEN_HEARING: gettext_lazy("Innspillsfristen er ute. Alle kan svare på høringen, normalt i tre måneder."),
    Action.PREPARE_DECISION: gettext_lazy("Høringsfristen er ute. Hvert endringspunkt skal ha et utfall og en grunn."),
    Action.PROPOSE_DECISION: gettext_lazy("Alle endringspunkter har fått utfall og begrunnelse."),
    Action.CLOSE: gettext_lazy("Spesialitetskontakten og RegUt følger opp læringsaktiviteter og informasjon."),
}


def step_url(case: Case, action: Action) -> str:
    """The address of a step's own page."""
    year, serial = case.number.split("/")
    return reverse("revisions:case_step", args=[year, serial, action.value])


def after_hearing_url(case: Case) -> str:
    """The address of what changed after the hearing."""
    year, serial = case.number.split("/")
    return reverse("revisions:case_after_hearing", args=[year, serial])


def outcome_url(case: Case, item_pk: int) -> str:
    """The address where one item's outcome is written."""
    year, serial = case.number.split("/")
    return reverse("revisions:item_outcome", args=[year, serial, item_pk])


def assign_url(case: Case) -> str:
    year, serial = case.number.split("/")
    return reverse("revisions:case_assign", args=[year, serial])


def steps_for(case: Case, *, user: User, recorded: Recorded, progress: Progress, on: dt.date) -> Steps:
    """What somebody in the directorate is offered."""
    offered = [one for one in choices(case, by=user, on=on) if one.action not in ELSEWHERE]
    natural = _natural(case, offered)
    if case.status == Status.REGULATION and permissions.may_announce(user):
        band = _to_the_act(progress)
    else:
        band = _band(case, natural, offered, recorded=recorded, progress=progress)
    shown = natural.action if natural and band.url == step_url(case, natural.action) else None
    rest = [_other(case, one) for one in offered if one.action is not shown and not _is_another_way(one)]
    return Steps(band, [one for one in rest if not one.closed], [one for one in rest if one.closed])


def steps_for_sender(case: Case, *, user: User, recorded: Recorded, own_is_out: str, on: dt.date) -> Steps:
    """What the sender is offered. `own_is_out` is the address of its own proposal while that is sent back."""
    what, why = FOR_THE_SENDER[case.status]
    band = NextStep(what, why, label=_("Nå"))
    if own_is_out:
        missing = note_of_the_return(recorded.steps)
        until = _("Fristen er %(day)s.") % {"day": long_date(case.due_on)} if case.due_on else ""
        band = NextStep(what, "\n".join(filter(None, (missing or str(why), until))), _("Rett forslaget"), own_is_out)
    elif case.status == Status.RETURNED:
        band = NextStep(*FOR_THE_SENDER[Status.COMPLETENESS], label=_("Nå"))
    elif case.status == Status.POSTPONED and case.due_on:
        planned = _("Den er planlagt tatt opp igjen %(day)s.") % {"day": long_date(case.due_on)}
        band = NextStep(what, f"{why} {planned}", label=_("Nå"))
    elif deadline := _open_until(case, recorded, on=on):
        band = NextStep(what, f"{why} " + _("Fristen er %(day)s.") % {"day": deadline}, label=_("Nå"))
    offered = [one for one in choices(case, by=user, on=on) if one.action not in ELSEWHERE]
    return Steps(band, [_other(case, one) for one in offered if one.is_open])


def _natural(case: Case, offered: Sequence[Choice]) -> Choice | None:
    """The step the case is heading for: the first open one, else the first that only waits."""
    ways = [one for one in offered if one.action in NATURAL.get(Status(case.status), ()) and not _is_another_way(one)]
    return next((one for one in ways if one.is_open), ways[0] if ways else None)


def _is_another_way(one: Choice) -> bool:
    return one.refusal is not None and one.refusal.code in NOT_THIS_CASE


def _other(case: Case, one: Choice) -> OtherStep:
    closed = one.refusal.message if one.refusal else ""
    return OtherStep(one.action.label, step_url(case, one.action), one.step.explanation, closed)


def _band(
    case: Case, natural: Choice | None, offered: Sequence[Choice], *, recorded: Recorded, progress: Progress
) -> NextStep:
    handles = any(one.action is Action.POSTPONE for one in offered) or natural is not None
    if handles and case.responsible_id is None and not case.is_ended:
        return NextStep(
            _("Tildel saken til en saksbehandler"),
            _("Ingen har saken nå, og den kan ikke føres videre før noen har den."),
            _("Tildel saken"),
            assign_url(case),
        )
    if handles and case.status == Status.DECISION and progress.without_outcome:
        return _write_outcomes(progress)
    if progress.answers and natural and natural.action in AFTER_THE_ANSWERS:
        return _to_the_answers(progress.answers)
    if case.status == Status.FOLLOW_UP and progress.tasks_left:
        return _to_the_tasks(progress)
    if natural is not None and natural.is_open:
        action = natural.action
        why = _rests(case, recorded) or WHY.get(action, natural.step.explanation)
        return NextStep(WHAT[action], why, action.label, step_url(case, action), post=action in AT_ONCE)
    return _waiting(case, natural, recorded)


def _rests(case: Case, recorded: Recorded) -> str:
    """Why a case rests and until when, in the words of whoever laid it aside; nothing for other cases."""
    step = recorded.last(Action.POSTPONE)
    if case.status != Status.POSTPONED or step is None:
        return ""
    planned = _("Planlagt tatt opp igjen %(day)s.") % {"day": long_date(case.due_on)} if case.due_on else ""
    return "\n".join(filter(None, (planned, step.payload.get("note", ""))))


def _write_outcomes(progress: Progress) -> NextStep:
    number, url = progress.without_outcome[0]
    done = progress.items - len(progress.without_outcome)
    return NextStep(
        _("Skriv forslag til vedtak for punkt %(number)s") % {"number": number},
        _("%(done)s av %(all)s endringspunkter er vurdert. Alle må ha utfall og begrunnelse.")
        % {"done": done, "all": progress.items},
        _("Vurder punkt %(number)s") % {"number": number},
        url,
    )


def _to_the_answers(left: AnswersLeft) -> NextStep:
    """The hearing has ended: its answers are looked through, then its comments are answered."""
    if left.not_received:
        return NextStep(
            _("Gå gjennom høringssvarene"),
            _("Høringsfristen er ute. %(left)s av %(all)s svar er ikke gjennomgått.")
            % {"left": left.not_received, "all": left.answers},
            _("Gå gjennom svarene"),
            reverse("hearings:reception", args=[left.hearing_pk]),
        )
    return NextStep(
        _("Vurder merknadene fra høringen"),
        _("%(left)s av %(all)s merknader er ikke vurdert. Saken kan ikke avgjøres før alle er det.")
        % {"left": left.not_disposed, "all": left.comments},
        _("Vurder merknadene"),
        reverse("hearings:comments", args=[left.hearing_pk]),
    )


def _to_the_tasks(progress: Progress) -> NextStep:
    """Decided and announced: RegUt and the directorate do what makes it known."""
    why = ngettext(
        "Én av %(all)s oppgaver er ikke gjort.",
        "%(left)s av %(all)s oppgaver er ikke gjort.",
        progress.tasks_left,
    ) % {"left": progress.tasks_left, "all": progress.tasks}
    return NextStep(_("Følg opp vedtaket"), why, _("Se oppgavene"), "#oppfolging")


def _to_the_act(progress: Progress) -> NextStep:
    """Decided: the items must into an endringsforskrift, and that must be announced."""
    if progress.waiting:
        why = ngettext(
            "Ett vedtatt endringspunkt står ikke i noen endringsforskrift ennå.",
            "%(count)s vedtatte endringspunkter står ikke i noen endringsforskrift ennå.",
            progress.waiting,
        ) % {"count": progress.waiting}
        return NextStep(
            _("Ta de vedtatte punktene inn i en endringsforskrift"),
            why,
            _("Gå til endringsforskriftene"),
            reverse("regulations:regulations"),
        )
    pk, name = progress.drafts[0] if progress.drafts else (0, "")
    if not pk:
        return NextStep(_("Saken venter på kunngjøring"))
    return NextStep(
        _("Kunngjør endringsforskriften «%(name)s»") % {"name": name},
        _("Alle vedtatte endringspunkter er tatt inn. Saken går videre når kunngjøringen er registrert."),
        _("Åpne endringsforskriften"),
        reverse("regulations:regulation", args=[pk]),
    )


def _waiting(case: Case, natural: Choice | None, recorded: Recorded) -> NextStep:
    """Nothing to press: whom we wait for, and until when."""
    label = _("Venter")
    if case.status == Status.RETURNED:
        back = day_of(recorded.last(Action.RETURN))
        why = _("Forslaget ble sendt tilbake %(day)s. Saken går videre når det er sendt inn på nytt.")
        until = _(" Fristen er %(day)s.") % {"day": long_date(case.due_on)} if case.due_on else ""
        return NextStep(_("Avsenderen retter forslaget"), why % {"day": long_date(back)} + until, label=label)
    if case.status == Status.DECISION_PROPOSED:
        return _waiting_for_decision(natural, recorded)
    if case.status in (Status.INPUT_ROUND, Status.HEARING) and natural and natural.refusal:
        asked = recorded.rounds if case.status == Status.INPUT_ROUND else recorded.hearings
        if asked:
            name = _("Innspillsrunden") if case.status == Status.INPUT_ROUND else _("Høringen")
            until = date_format(asked[-1].deadline, "l j. F Y")
            what = _("%(name)s er åpen til og med %(day)s") % {"name": name, "day": until}
            return NextStep(what, natural.refusal.message, label=label)
    if case.is_ended:
        return NextStep(FOR_THE_SENDER[case.status][0], label=_("Ferdig"))
    if natural is not None and natural.refusal is not None:
        if natural.refusal.code == "changed-after-hearing":
            what, button = _("Saken er endret etter høringen"), _("Se hva som er endret")
            return NextStep(what, natural.refusal.message, button, after_hearing_url(case))
        return NextStep(WHAT[natural.action], natural.refusal.message)
    what = _("Saken er i fasen «%(phase)s»") % {"phase": case.get_status_display()}
    who = _("%(name)s har saken.") % {"name": case.responsible} if case.responsible else _("Ingen har saken nå.")
    return NextStep(what, who, label=_("Nå"))


def _waiting_for_decision(natural: Choice | None, recorded: Recorded) -> NextStep:
    proposed = recorded.last(Action.PROPOSE_DECISION)
    why = _("Forslaget til vedtak ble lagt fram %(day)s.") % {"day": long_date(day_of(proposed))} if proposed else ""
    if natural is not None and natural.refusal is not None:
        why = natural.refusal.message
    return NextStep(_("En beslutter skal fatte vedtak"), why, label=_("Venter"))


def _open_until(case: Case, recorded: Recorded, *, on: dt.date) -> str:
    asked = {Status.INPUT_ROUND: recorded.rounds, Status.HEARING: recorded.hearings}.get(Status(case.status), ())
    return date_format(asked[-1].deadline, "l j. F Y") if asked and asked[-1].deadline >= on else ""


def long_date(day: dt.date | None) -> str:
    """«1. mars 2027», or nothing."""
    return date_format(day, "j. F Y") if day else ""
