"""The life of a case: one table. Buttons, services, documentation and tests are read from it.

`perform` is the only code that assigns a case's status.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearings.services import stop_reminding
from notifications.models import Event, Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import NotPermitted, Refusal, RuleViolation, WrongState

from . import permissions, rules
from .models import Case, Status


class Action(models.TextChoices):
    """The steps a person can take with a case."""

    ASSESS = "vurder", gettext_lazy("Vurder fullstendighet")
    RETURN = "send-tilbake", gettext_lazy("Send tilbake til avsenderen")
    RESUBMIT = "send-pa-nytt", gettext_lazy("Send inn på nytt")
    OPEN_ROUND = "innspillsrunde", gettext_lazy("Åpne innspillsrunde")
    OPEN_HEARING = "horing", gettext_lazy("Send på høring")
    OMIT_HEARING = "utelat-horing", gettext_lazy("Utelat høring")
    HEAR_AGAIN = "ny-horing", gettext_lazy("Send på ny høring")
    PREPARE_DECISION = "til-vedtak", gettext_lazy("Gå til vedtak")
    PREPARE_RECOMMENDATION = "til-beslutning", gettext_lazy("Gå til beslutning")
    PROPOSE_DECISION = "foresla-vedtak", gettext_lazy("Foreslå vedtak")
    SEND_BACK = "tilbake-til-saksbehandler", gettext_lazy("Send tilbake til saksbehandler")
    MAKE_DECISION = "fatt-vedtak", gettext_lazy("Fatt vedtak")
    REJECT_ALL = "fatt-vedtak-uten-forskrift", gettext_lazy("Fatt vedtak uten endringsforskrift")
    PUBLISH = "publiser", gettext_lazy("Beslutt og publiser")
    DECIDE_AGAIN = "nytt-vedtak", gettext_lazy("Ta opp vedtaket på nytt")
    ANNOUNCE = "kunngjor", gettext_lazy("Registrer kunngjøring")
    FOLLOW_UP = "folg-opp", gettext_lazy("Start oppfølging")
    CLOSE = "avslutt", gettext_lazy("Avslutt saken")
    POSTPONE = "utsett", gettext_lazy("Utsett saken")
    RESUME = "gjenoppta", gettext_lazy("Gjenoppta saken")
    WITHDRAW = "trekk", gettext_lazy("Trekk saken")
    REOPEN = "gjenapne", gettext_lazy("Gjenåpne saken")


class Rule(Protocol):
    """Returns nothing when the case may take the step, and raises RuleViolation when not."""

    __name__: str

    def __call__(self, case: Case, *, by: User, on: dt.date) -> None: ...


@dataclass(frozen=True)
class Transition:
    """One step: from where, to where, who may, what must hold, and by what authority.

    `requires` must hold before the step is offered. `note` says that the step needs a written reason. `own_form`
    says that a service of its own takes the step, because it also records something (a round, a decision): its page
    is then more than a button, and `when_recorded` must hold once the service has written what it records.
    `unless_noted` must hold unless there is a written reason to go on anyway.
    """

    sources: frozenset[Status]
    target: Status
    may: Callable[[User, Case], bool]
    authority: str
    explanation: Promise
    requires: tuple[Rule, ...] = ()
    note: bool = False
    own_form: bool = False
    when_recorded: tuple[Rule, ...] = ()
    unless_noted: tuple[Rule, ...] = ()


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


ON_THE_WAY = _from(
    Status.RECEIVED,
    Status.COMPLETENESS,
    Status.RETURNED,
    Status.INPUT_ROUND,
    Status.HEARING,
    Status.DECISION,
)

# From here nobody is to be reminded of a round the case was in.
LAID_ASIDE = _from(Status.POSTPONED, Status.WITHDRAWN)

TABLE: dict[Action, Transition] = {
    Action.ASSESS: Transition(
        _from(Status.RECEIVED),
        Status.COMPLETENESS,
        permissions.may_handle,
        "SA-3",
        gettext_lazy("Se om forslaget svarer på alt malen spør om."),
        requires=(rules.has_a_caseworker,),
    ),
    Action.RETURN: Transition(
        _from(Status.COMPLETENESS),
        Status.RETURNED,
        permissions.may_handle,
        "SA-4",
        gettext_lazy("Avsenderen får en liste over det som mangler, og kan endre forslaget til det er sendt på nytt."),
        note=True,
        own_form=True,
    ),
    Action.RESUBMIT: Transition(
        _from(Status.RETURNED),
        Status.COMPLETENESS,
        permissions.may_send_again,
        "SA-4",
        gettext_lazy("Forslaget er rettet og sendes inn på nytt."),
        own_form=True,
        when_recorded=(rules.proposals_are_with_the_directorate,),
    ),
    Action.OPEN_ROUND: Transition(
        _from(Status.COMPLETENESS),
        Status.INPUT_ROUND,
        permissions.may_handle,
        "SA-3, spesialistforskriften § 6",
        gettext_lazy("Registrer når runden åpner, fristen og hvem som er spurt."),
        requires=(rules.has_a_caseworker, rules.proposals_are_with_the_directorate),
        own_form=True,
        when_recorded=(rules.a_round_is_recorded,),
    ),
    Action.OPEN_HEARING: Transition(
        _from(Status.INPUT_ROUND),
        Status.HEARING,
        permissions.may_handle,
        "SA-3, HØ-1",
        gettext_lazy("Registrer når høringen åpner og fristen. Alle kan svare."),
        requires=(
            rules.the_track_is_regulation,
            rules.a_round_is_recorded,
            rules.medical_association_was_asked,
            rules.the_round_is_over,
        ),
        own_form=True,
        when_recorded=(rules.a_hearing_is_recorded,),
    ),
    Action.OMIT_HEARING: Transition(
        _from(Status.INPUT_ROUND),
        Status.DECISION,
        permissions.may_handle,
        "Utredningsinstruksen punkt 3-3",
        gettext_lazy(
            "Bare når høring ikke er praktisk mulig, vanskeliggjør gjennomføringen eller er åpenbart unødvendig."
        ),
        requires=(
            rules.the_track_is_regulation,
            rules.a_round_is_recorded,
            rules.medical_association_was_asked,
            rules.the_round_is_over,
        ),
        note=True,
        own_form=True,
    ),
    Action.HEAR_AGAIN: Transition(
        _from(Status.DECISION),
        Status.HEARING,
        permissions.may_handle,
        "SA-3, HØ-1",
        gettext_lazy("Når saken er endret vesentlig siden høringen. Det som er hørt og svart før, blir stående."),
        requires=(
            rules.the_track_is_regulation,
            rules.has_a_caseworker,
            rules.proposals_are_with_the_directorate,
            rules.medical_association_was_asked,
        ),
        own_form=True,
        when_recorded=(rules.a_hearing_is_recorded,),
    ),
    Action.PREPARE_DECISION: Transition(
        _from(Status.HEARING),
        Status.DECISION,
        permissions.may_handle,
        "HØ-1, forvaltningsloven § 37",
        gettext_lazy("Høringen er over. Skriv forslag til vedtak for hvert endringspunkt."),
        requires=(rules.the_hearing_has_run_its_course,),
    ),
    Action.PREPARE_RECOMMENDATION: Transition(
        _from(Status.INPUT_ROUND),
        Status.DECISION,
        permissions.may_handle,
        "SA-3, TE-1, LA-2",
        gettext_lazy("Utdypende tekst og læringsaktiviteter går rett fra innspillsrunde til beslutning."),
        requires=(rules.the_track_is_recommendation, rules.a_round_is_recorded, rules.the_round_is_over),
    ),
    Action.PROPOSE_DECISION: Transition(
        _from(Status.DECISION),
        Status.DECISION_PROPOSED,
        permissions.may_handle,
        "SA-6",
        gettext_lazy("Legg forslaget fram for en beslutter."),
        requires=(
            rules.has_a_caseworker,
            rules.every_comment_is_disposed,
            rules.every_item_has_a_proposed_outcome,
            rules.no_material_change_is_unheard,
        ),
    ),
    Action.SEND_BACK: Transition(
        _from(Status.DECISION_PROPOSED),
        Status.DECISION,
        permissions.may_decide,
        "SA-6",
        gettext_lazy("Saksbehandleren arbeider videre med forslaget til vedtak."),
        note=True,
    ),
    Action.MAKE_DECISION: Transition(
        _from(Status.DECISION_PROPOSED),
        Status.REGULATION,
        permissions.may_decide,
        "SA-6, spesialistforskriften § 3b",
        gettext_lazy(
            "Vedtaket gjelder alle endringspunktene slik de er foreslått. Det kan ikke endres etterpå, bare erstattes."
        ),
        requires=(
            rules.the_track_is_regulation,
            rules.every_comment_is_disposed,
            rules.every_item_has_a_proposed_outcome,
            rules.another_person_proposed_it,
            rules.something_is_adopted,
            rules.no_material_change_is_unheard,
            rules.risky_language_is_confirmed,
        ),
        own_form=True,
    ),
    Action.REJECT_ALL: Transition(
        _from(Status.DECISION_PROPOSED),
        Status.FOLLOW_UP,
        permissions.may_decide,
        "SA-6",
        gettext_lazy("Ingen endringspunkter vedtas, og saken får ingen endringsforskrift."),
        requires=(
            rules.the_track_is_regulation,
            rules.every_comment_is_disposed,
            rules.every_item_has_a_proposed_outcome,
            rules.another_person_proposed_it,
            rules.nothing_is_adopted,
        ),
        own_form=True,
    ),
    Action.PUBLISH: Transition(
        _from(Status.DECISION_PROPOSED),
        Status.PUBLISHED,
        permissions.may_decide,
        "SA-3, TE-1, LA-2",
        gettext_lazy("Utdypende tekst og læringsaktiviteter gjelder fra de er publisert."),
        requires=(
            rules.the_track_is_recommendation,
            rules.every_item_has_a_proposed_outcome,
            rules.another_person_proposed_it,
        ),
        own_form=True,
    ),
    Action.DECIDE_AGAIN: Transition(
        _from(Status.REGULATION),
        Status.DECISION,
        permissions.may_handle,
        "SA-6",
        gettext_lazy(
            "Når et vedtatt punkt ikke kan kunngjøres, for eksempel fordi teksten er endret av en annen forskrift. "
            "Vedtaket står til et nytt erstatter det."
        ),
        requires=(rules.no_item_stands_in_a_draft,),
        note=True,
    ),
    Action.ANNOUNCE: Transition(
        _from(Status.REGULATION),
        Status.ANNOUNCED,
        permissions.may_handle_or_decide,
        "SA-3, forvaltningsloven § 38",
        gettext_lazy("Skjer når kunngjøringen av endringsforskriften registreres."),
        own_form=True,
        when_recorded=(rules.all_adopted_items_are_announced,),
    ),
    Action.FOLLOW_UP: Transition(
        _from(Status.ANNOUNCED, Status.PUBLISHED),
        Status.FOLLOW_UP,
        permissions.may_handle,
        "OP-1",
        gettext_lazy("Spesialitetskontakten og RegUt følger opp læringsaktiviteter og informasjon."),
        own_form=True,
    ),
    Action.CLOSE: Transition(
        _from(Status.FOLLOW_UP),
        Status.CLOSED,
        permissions.may_handle,
        "SA-3",
        gettext_lazy("Alt er fulgt opp. Saken kan gjenåpnes med en begrunnelse."),
        own_form=True,
        unless_noted=(rules.follow_up_is_done,),
    ),
    Action.POSTPONE: Transition(
        ON_THE_WAY,
        Status.POSTPONED,
        permissions.may_handle,
        "SA-6",
        gettext_lazy("Saken hviler. Den tas opp igjen ved fullstendighetsvurderingen."),
        note=True,
    ),
    Action.RESUME: Transition(
        _from(Status.POSTPONED),
        Status.COMPLETENESS,
        permissions.may_handle,
        "SA-6",
        gettext_lazy("Saken tas opp igjen og vurderes på nytt."),
    ),
    Action.WITHDRAW: Transition(
        ON_THE_WAY | {Status.POSTPONED},
        Status.WITHDRAWN,
        permissions.may_withdraw,
        "SA-1",
        gettext_lazy("Avsenderen vil ikke gå videre. Saken blir stående i arkivet."),
        note=True,
    ),
    Action.REOPEN: Transition(
        _from(Status.CLOSED, Status.WITHDRAWN),
        Status.COMPLETENESS,
        permissions.may_handle,
        "SA-3",
        gettext_lazy("Saken tas opp igjen fra fullstendighetsvurderingen. Vedtak som er fattet, står."),
        note=True,
    ),
}


@transaction.atomic
def perform(
    case: Case, action: Action, *, by: User, on: dt.date, note: str = "", due_on: dt.date | None = None
) -> Event:
    """Take one step with the case and write what happened, in one transaction.

    `due_on` is the deadline of the phase the case comes to; the one of the phase it leaves falls away.
    Raises WrongState when the step does not exist from where the case is, NotPermitted when another person must
    take it, and RuleViolation when something must be done first; in that order.
    """
    step = TABLE[action]
    locked = Case.objects.select_for_update().get(pk=case.pk)
    _check(locked, action, step, by=by, on=on)
    if step.note and not note.strip():
        raise RuleViolation(
            _("«%(action)s» må ha en begrunnelse. Skriv den i feltet under.") % {"action": action.label},
            code="note-missing",
            authority=step.authority,
        )
    if not note.strip():
        for rule in step.unless_noted:
            rule(locked, by=by, on=on)
    before, locked.status, locked.due_on = locked.status, step.target, due_on
    locked.save(update_fields=["status", "due_on"])
    case.status, case.due_on = locked.status, locked.due_on
    if before == Status.INPUT_ROUND and step.target in LAID_ASIDE:
        stop_reminding(consultations=locked.rounds.all())
    return record(
        actor=by,
        verb=Verb.CASE_STEP,
        subject=locked,
        case_number=locked.number,
        payload={
            "action": action.value,
            "from": before,
            "to": step.target.value,
            "note": note.strip(),
            "on": on.isoformat(),
            "authority": step.authority,
            **({"due_on": due_on.isoformat()} if due_on else {}),
        },
    )


def _check(case: Case, action: Action, step: Transition, *, by: User, on: dt.date) -> None:
    _exists_here(case, action, step)
    _may_be_taken(case, action, step, by=by)
    for rule in (*step.requires, *step.when_recorded):
        rule(case, by=by, on=on)


def _exists_here(case: Case, action: Action, step: Transition) -> None:
    if case.status not in step.sources:
        raise WrongState(
            _("Sak %(number)s er i fasen «%(phase)s», og da kan du ikke velge «%(action)s». Last siden på nytt.")
            % {"number": case.number, "phase": case.get_status_display(), "action": action.label},
            code="wrong-state",
            authority=step.authority,
        )


def _may_be_taken(case: Case, action: Action, step: Transition, *, by: User) -> None:
    if not step.may(by, case):
        raise NotPermitted(
            _("Du har ikke rollen som trengs for «%(action)s» i sak %(number)s. Be en med rollen gjøre det.")
            % {"action": action.label, "number": case.number},
            code="not-permitted",
            authority=step.authority,
        )


@dataclass(frozen=True)
class Choice:
    """A step as a page shows it: open, or closed with the sentence that says why."""

    action: Action
    step: Transition
    refusal: Refusal | None

    @property
    def is_open(self) -> bool:
        return self.refusal is None


def choices(case: Case, *, by: User, on: dt.date) -> list[Choice]:
    """The steps this person has from where the case is, in the table's order, with what stops each closed one."""
    return [
        Choice(action, step, _what_stops(case, step, by=by, on=on))
        for action, step in TABLE.items()
        if case.status in step.sources and step.may(by, case)
    ]


def choice(case: Case, action: Action, *, by: User, on: dt.date) -> Choice:
    """One step as its own page shows it. Raises WrongState and NotPermitted as `perform` would."""
    step = TABLE[action]
    _exists_here(case, action, step)
    _may_be_taken(case, action, step, by=by)
    return Choice(action, step, _what_stops(case, step, by=by, on=on))


def _what_stops(case: Case, step: Transition, *, by: User, on: dt.date) -> Refusal | None:
    for rule in step.requires:
        try:
            rule(case, by=by, on=on)
        except RuleViolation as found:
            return found
    return None
