"""The phases a case goes through, in order, and what its sender is to know in each of them (SA-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.models import Event, Verb
from revisions.models import Case, Status

TO_A_REGULATION = (
    Status.RECEIVED,
    Status.COMPLETENESS,
    Status.INPUT_ROUND,
    Status.HEARING,
    Status.DECISION,
    Status.REGULATION,
    Status.ANNOUNCED,
    Status.FOLLOW_UP,
    Status.CLOSED,
)
TO_A_RECOMMENDATION = (
    Status.RECEIVED,
    Status.COMPLETENESS,
    Status.INPUT_ROUND,
    Status.DECISION,
    Status.PUBLISHED,
    Status.FOLLOW_UP,
    Status.CLOSED,
)
# These are drawn at the step they are part of.
PART_OF = {Status.RETURNED: Status.COMPLETENESS, Status.DECISION_PROPOSED: Status.DECISION}


@dataclass(frozen=True)
class Phase:
    """One step as `components/phases.html` draws it: `state` is «done», «now» or nothing."""

    label: str | Promise
    state: str = ""
    date: str = ""


def steps_of(case: Case) -> list[Event]:
    """The steps the case has taken, oldest first."""
    return list(Event.objects.in_case(case.number).filter(verb=Verb.CASE_STEP).order_by("sequence"))


FOR_THE_SENDER: dict[str, tuple[Promise, Promise]] = {
    Status.RECEIVED: (
        _("Dere trenger ikke gjøre noe nå"),
        _("Helsedirektoratet har opprettet sak og skal vurdere om forslaget er fullstendig."),
    ),
    Status.COMPLETENESS: (
        _("Dere trenger ikke gjøre noe nå"),
        _("Helsedirektoratet vurderer om forslaget er fullstendig. Mangler noe, får dere det tilbake med en liste."),
    ),
    Status.RETURNED: (
        _("Rett forslaget og send det inn på nytt"),
        _("Helsedirektoratet har sendt det tilbake. Saken venter til det er sendt inn igjen."),
    ),
    Status.INPUT_ROUND: (
        _("Vi venter på innspill"),
        _("RegUt, ALIS- og SAMLIS-kontorene og Legeforeningen vurderer forslaget, også når de har foreslått det selv."),
    ),
    Status.HEARING: (
        _("Vi venter på høringen"),
        _("Forslaget er på åpen høring. Alle kan svare, også dere."),
    ),
    Status.DECISION: (
        _("Dere trenger ikke gjøre noe nå"),
        _("Helsedirektoratet går gjennom innspillene og skriver forslag til vedtak for hvert endringspunkt."),
    ),
    Status.DECISION_PROPOSED: (
        _("Dere trenger ikke gjøre noe nå"),
        _("Vedtaket er foreslått, og en beslutter i Helsedirektoratet skal fatte det."),
    ),
    Status.REGULATION: (
        _("Vi venter på kunngjøringen"),
        _("Vedtaket er fattet. Det som er vedtatt, tas inn i en endringsforskrift og kunngjøres i Norsk Lovtidend."),
    ),
    Status.ANNOUNCED: (
        _("Endringene er kunngjort"),
        _("Språklige rettinger gjelder straks. Faglige endringer gjelder fra ikrafttredelsen."),
    ),
    Status.PUBLISHED: (_("Endringene er publisert"), _("De nye læringsaktivitetene gjelder nå.")),
    Status.FOLLOW_UP: (
        _("Endringene følges opp"),
        _("Spesialitetskontakten og RegUt følger opp læringsaktiviteter og informasjon."),
    ),
    Status.CLOSED: (_("Saken er avsluttet"), _("Forslaget og saken blir stående i arkivet.")),
    Status.POSTPONED: (
        _("Saken er utsatt"),
        _("Den tas opp igjen ved fullstendighetsvurderingen. Dere trenger ikke gjøre noe nå."),
    ),
    Status.WITHDRAWN: (_("Saken er trukket"), _("Forslaget og saken blir stående i arkivet.")),
}
"""What is asked of the sender in each phase, and why."""


def note_of_the_return(steps: Iterable[Event]) -> str:
    """What the directorate wrote was missing when it last sent the proposal back (SA-4)."""
    notes = [step.payload.get("note", "") for step in steps if step.payload["to"] == Status.RETURNED.value]
    return notes[-1] if notes else ""
