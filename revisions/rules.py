"""The case's rules (SA-*, FO-*, HØ-*). Each returns nothing, or refuses with what, which, when and what now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.models import Event, Verb
from objectives import rules as register_rules
from organisations.models import Organisation, User
from organisations.refusals import RuleViolation, WrongState
from regulations.models import AmendmentRegulation

from .models import Case, ChangeItem, Decision, Proposal, Status


def long_date(day: dt.date) -> str:
    """A date as a sentence says it: «1. mars 2027»."""
    return date_format(day, "j. F Y")


def items_of(case: Case) -> list[ChangeItem]:
    """The change items of all the case's proposals, in order."""
    return list(
        ChangeItem.objects.filter(proposal__case=case)
        .select_related("objective", "proposal")
        .order_by("proposal_id", "position", "pk")
    )


def current_decisions(case: Case) -> dict[int, Decision]:
    """The decision that stands for each item, by the item's id; items without one are left out."""
    rows = Decision.objects.current().filter(item__proposal__case=case).select_related("item", "proposed_by")
    return {row.item_id: row for row in rows}


# --- the proposal -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Missing:
    """Something the template asks for that is not there: the field, and the sentence that says so."""

    field: str
    message: str


_REQUIRED_PARTS = {
    "summary": gettext_lazy("Skriv en oppsummering: hva foreslås, og hvorfor."),
    "reasons": gettext_lazy("Skriv begrunnelsen: hvorfor endringen trengs, og hvem som har vurdert den."),
    "professional_consequences": gettext_lazy("Beskriv de faglige konsekvensene, også om det ikke er noen."),
    "organisational_consequences": gettext_lazy("Beskriv de organisatoriske konsekvensene, også om det ikke er noen."),
    "economic_consequences": gettext_lazy(
        "Beskriv de økonomiske og administrative konsekvensene, også om det ikke er noen."
    ),
    "activities_effect": gettext_lazy(
        "Beskriv virkningen for læringsaktiviteter, også om det ikke er noen, med en begrunnelse."
    ),
    "conclusion": gettext_lazy("Skriv en konklusjon; ved uenighet en vektet konklusjon."),
}


def missing_parts(proposal: Proposal) -> list[Missing]:
    """What is missing outright before the proposal can be sent (FO-2, FO-4, FO-5, LA-1), in the template's order."""
    missing = [
        Missing(name, str(words)) for name, words in _REQUIRED_PARTS.items() if not getattr(proposal, name).strip()
    ]
    has_items = proposal.items.exists()
    if has_items and not proposal.trainee_consequences.strip():
        missing.append(
            Missing(
                "trainee_consequences",
                _("Beskriv konsekvensene for leger som allerede er i utdanning, med forslag til overgangsordning."),
            )
        )
    if not has_items and not proposal.activity_changes.exists():
        missing.append(
            Missing("items", _("Legg til minst ett endringspunkt, eller en endring av kurs eller prosedyre."))
        )
    for name in Proposal.CHECKLIST:
        if not getattr(proposal, name):
            label = str(getattr(Proposal._meta.get_field(name), "verbose_name", name))
            point = f"{label[0].lower()}{label[1:]}"
            missing.append(Missing(name, _("Bekreft i sjekklisten: %(point)s.") % {"point": point}))
    return missing


def proposal_is_complete(proposal: Proposal) -> None:
    """Nothing that the template demands is missing outright (SP-9: nothing else may stop the sender)."""
    missing = missing_parts(proposal)
    if missing:
        raise RuleViolation(
            _("Forslaget kan ikke sendes ennå. Dette mangler: %(missing)s")
            % {"missing": " ".join(part.message for part in missing)},
            code="proposal-incomplete",
            authority="FO-2",
        )


def proposal_is_editable(proposal: Proposal) -> None:
    """A submitted proposal stands as it was sent, unless it is sent back (SA-4)."""
    if not proposal.is_editable:
        raise RuleViolation(
            _(
                "Forslaget ble sendt inn %(date)s og kan ikke endres. "
                "Be Helsedirektoratet sende det tilbake hvis noe må rettes."
            )
            % {"date": long_date(proposal.submitted_at.date() if proposal.submitted_at else proposal.saved_at.date())},
            code="proposal-is-sent",
            authority="SA-4",
        )


def proposal_was_never_sent(proposal: Proposal) -> None:
    """Only a draft can be thrown away; what was sent is kept, and can be withdrawn."""
    if proposal.submitted_at is not None:
        raise RuleViolation(
            _("Forslaget er sendt inn og kan ikke slettes. Trekk saken i stedet."),
            code="proposal-was-sent",
            authority="SA-1",
        )


def sender_may_propose(organisation: Organisation) -> None:
    """Proposals come from RegUt, ALIS/SAMLIS, Legeforeningen or the directorate itself (SA-1)."""
    if organisation.kind not in Organisation.PROPOSING_KINDS:
        raise RuleViolation(
            _(
                "%(sender)s kan ikke sende endringsforslag. Forslag kommer fra RegUt, ALIS/SAMLIS-kontor, "
                "Legeforeningen eller Helsedirektoratet."
            )
            % {"sender": organisation},
            code="sender-may-not-propose",
            authority="SA-1",
        )


def proposal_has_no_case(proposal: Proposal) -> None:
    """A proposal belongs to one case."""
    if proposal.case is not None:
        raise RuleViolation(
            _("Forslaget hører allerede til sak %(number)s. Åpne saken for å arbeide videre.")
            % {"number": proposal.case.number},
            code="proposal-has-a-case",
            authority="SA-3",
        )


def proposal_is_submitted(proposal: Proposal) -> None:
    """A case is made of what is sent in, not of a draft."""
    if proposal.submitted_at is None:
        raise RuleViolation(
            _("Forslaget er ikke sendt inn og kan ikke bli en sak. Avsenderen må sende det først."),
            code="proposal-not-submitted",
            authority="SA-3",
        )


# How far a case may have come when one more proposal joins it: what joins goes on the round with the rest (LA-4).
JOINABLE = (Status.RECEIVED, Status.COMPLETENESS, Status.RETURNED)


def case_takes_more_proposals(case: Case) -> None:
    """Closely tied proposals are one case, as long as nobody has been asked about it (LA-4)."""
    if case.status not in JOINABLE:
        raise RuleViolation(
            _(
                "Sak %(number)s er i fasen «%(phase)s» og tar ikke imot flere forslag. Opprett en egen sak, eller "
                "velg en sak der innspillsrunden ikke har åpnet."
            )
            % {"number": case.number, "phase": case.get_status_display()},
            code="case-has-moved-on",
            authority="LA-4",
        )


# --- the steps of the case ----------------------------------------------------------------------------


def has_a_caseworker(case: Case, *, by: User, on: dt.date) -> None:
    """Somebody in the directorate answers for the case."""
    if case.responsible_id is None:
        raise RuleViolation(
            _("Sak %(number)s har ingen saksbehandler. Tildel saken før du fører den videre.")
            % {"number": case.number},
            code="no-caseworker",
            authority="SA-3",
        )


def proposals_are_with_the_directorate(case: Case, *, by: User, on: dt.date) -> None:
    """Nothing in the case is out for completion with its sender (SA-4)."""
    if case.proposals.filter(is_reopened=True).exists():
        raise RuleViolation(
            _("Et forslag i sak %(number)s er sendt tilbake til avsenderen. Vent til det er sendt inn på nytt.")
            % {"number": case.number},
            code="proposal-is-out",
            authority="SA-4",
        )


def a_round_is_recorded(case: Case, *, by: User, on: dt.date) -> None:
    """Both sides are asked before a hearing, whoever proposed (SA-3; spesialistforskriften § 6)."""
    if not case.rounds.exists():
        raise RuleViolation(
            _("Sak %(number)s har ingen innspillsrunde. Registrer runden med frist og hvem som er spurt.")
            % {"number": case.number},
            code="no-round",
            authority="SA-3",
        )


def the_round_is_over(case: Case, *, by: User, on: dt.date) -> None:
    """Those who are asked have had the time they were promised (IR-5)."""
    last = case.rounds.order_by("-deadline").first()
    if last is not None and last.deadline >= on:
        raise RuleViolation(
            _("Innspillsfristen i sak %(number)s er ikke ute. Den går ut %(date)s; gå videre dagen etter.")
            % {"number": case.number, "date": long_date(last.deadline)},
            code="round-open",
            authority="IR-5",
        )


def a_hearing_is_recorded(case: Case, *, by: User, on: dt.date) -> None:
    """What changes the forskrift goes on a public hearing (HØ-1)."""
    if not case.hearings.exists():
        raise RuleViolation(
            _("Sak %(number)s har ingen høring. Registrer høringen, eller utelat den med en begrunnelse.")
            % {"number": case.number},
            code="no-hearing",
            authority="HØ-1",
        )


def the_hearing_has_run_its_course(case: Case, *, by: User, on: dt.date) -> None:
    """A forskrift is not decided while its hearing is open (forvaltningsloven § 37; HØ-1)."""
    a_hearing_is_recorded(case, by=by, on=on)
    last = case.hearings.order_by("-deadline").first()
    if last is not None and last.deadline >= on:
        raise RuleViolation(
            _("Høringsfristen i sak %(number)s er ikke ute. Den går ut %(date)s; gå videre dagen etter.")
            % {"number": case.number, "date": long_date(last.deadline)},
            code="hearing-open",
            authority="HØ-1",
        )


def every_item_has_a_proposed_outcome(case: Case, *, by: User, on: dt.date) -> None:
    """Each change item gets an outcome with a reason (SA-6)."""
    decisions = current_decisions(case)
    items = items_of(case)
    waiting = [item for item in items if item.pk not in decisions]
    if waiting:
        raise RuleViolation(
            _(
                "%(count)s av %(all)s endringspunkter i sak %(number)s mangler forslag til vedtak. "
                "Skriv utfall og begrunnelse for hvert."
            )
            % {"count": len(waiting), "all": len(items), "number": case.number},
            code="items-without-outcome",
            authority="SA-6",
        )


def another_person_proposed_it(case: Case, *, by: User, on: dt.date) -> None:
    """«Foreslå vedtak» and «fatt vedtak» are two different people: neither an outcome nor the step is one's own."""
    waiting = [row for row in current_decisions(case).values() if not row.is_made]
    if by.pk in {_who_proposed_decision(case), *(row.proposed_by_id for row in waiting)}:
        raise RuleViolation(
            _("Du har selv foreslått vedtak i sak %(number)s. En annen beslutter må fatte vedtaket.")
            % {"number": case.number},
            code="same-person",
            authority="SA-6",
        )


# The value of transitions.Action.PROPOSE_DECISION, as it stands in the journal; the table is a layer above.
PROPOSED_DECISION = "foresla-vedtak"


def _who_proposed_decision(case: Case) -> int | None:
    """The id of whoever last took the step «Foreslå vedtak», also in a case without change items."""
    steps = Event.objects.in_case(case.number).filter(verb=Verb.CASE_STEP, payload__action=PROPOSED_DECISION)
    return steps.newest_first().values_list("actor_id", flat=True).first()


def _adopted_and_not_announced(case: Case) -> bool:
    """Whether an item is adopted, or proposed to be, that no announced act holds yet."""
    adopted = [row.item_id for row in current_decisions(case).values() if row.adopts]
    return ChangeItem.objects.filter(pk__in=adopted, clause__regulation__act__isnull=True).exists()


def something_is_adopted(case: Case, *, by: User, on: dt.date) -> None:
    """An endringsforskrift needs at least one adopted item; what an act already holds, needs no other."""
    if not _adopted_and_not_announced(case):
        raise RuleViolation(
            _(
                "Ingen endringspunkter i sak %(number)s er foreslått vedtatt. Avslutt saken uten "
                "endringsforskrift i stedet."
            )
            % {"number": case.number},
            code="nothing-adopted",
            authority="SA-6",
        )


def nothing_is_adopted(case: Case, *, by: User, on: dt.date) -> None:
    """A case without an endringsforskrift has no adopted item that waits for one."""
    if _adopted_and_not_announced(case):
        raise RuleViolation(
            _("Sak %(number)s har endringspunkter som er foreslått vedtatt. De må med i en endringsforskrift.")
            % {"number": case.number},
            code="something-adopted",
            authority="SA-6",
        )


def item_is_not_announced(item: ChangeItem) -> None:
    """What is announced is law; it is changed by a new proposal, not by a new decision."""
    act = item.clause.regulation.act if item.clause else None
    if act is not None:
        raise RuleViolation(
            _("Endringspunkt %(position)s er kunngjort ved %(act)s. Opprett et nytt forslag for å endre det igjen.")
            % {"position": item.position, "act": act},
            code="item-is-announced",
            authority="SA-3",
        )


def item_is_not_decided(item: ChangeItem) -> None:
    """What a made decision is about stands as it was decided; a sender writes a new item instead (SA-6)."""
    made = item.decisions.made().order_by("-pk").first()
    if made is not None and made.decided_on is not None:
        raise RuleViolation(
            _(
                "Endringspunkt %(position)s ble avgjort %(date)s og kan ikke endres eller tas ut. "
                "Legg endringen i et nytt forslag, eller skriv til Helsedirektoratet i begrunnelsen."
            )
            % {"position": item.position, "date": long_date(made.decided_on)},
            code="item-is-decided",
            authority="SA-6",
        )


def own_text_changes_the_proposal(item: ChangeItem, *, outcome: str, text: str) -> None:
    """«Vedtas med endringer» says something else than both the proposal and the text in force (SA-6, ID-4)."""
    if outcome != Decision.Outcome.ADOPT_WITH_CHANGES:
        return
    if item.kind == ChangeItem.Kind.REPEAL:
        raise RuleViolation(
            _(
                "Endringspunkt %(position)s er en oppheving og har ingen tekst å endre. Velg «Vedtas», «Tas ikke til "
                "følge» eller «Utsettes»."
            )
            % {"position": item.position},
            code="repeal-has-no-text",
            authority="SA-6",
        )
    if text == item.new_text:
        raise RuleViolation(
            _("Direktoratets tekst er lik forslaget. Endre den, eller velg «Vedtas»."),
            code="own-text-is-the-proposal",
            authority="SA-6",
        )
    if item.objective is not None:
        register_rules.text_says_something_else(item.objective.code, old=item.old_text, new=text)


def the_track_is_recommendation(case: Case, *, by: User, on: dt.date) -> None:
    """Only utdypende tekst and læringsaktiviteter take the shorter way, without hearing and forskrift (SA-3)."""
    if case.track != Case.Track.RECOMMENDATION:
        raise RuleViolation(
            _("Sak %(number)s endrer forskriften og må gå veien om høring og endringsforskrift.")
            % {"number": case.number},
            code="regulation-track",
            authority="SA-3",
        )


def the_track_is_regulation(case: Case, *, by: User, on: dt.date) -> None:
    """What changes the forskrift takes the long way (SA-3)."""
    if case.track != Case.Track.REGULATION:
        raise RuleViolation(
            _("Sak %(number)s endrer ikke forskriften og skal ikke på høring. Gå rett til beslutning.")
            % {"number": case.number},
            code="recommendation-track",
            authority="SA-3",
        )


def adopted_items_waiting(case: Case) -> int:
    """How many items the case has adopted that no announced act holds yet."""
    adopted = [row.item_id for row in current_decisions(case).values() if row.is_made and row.adopts]
    return ChangeItem.objects.filter(pk__in=adopted, clause__regulation__act__isnull=True).count()


def adopted_and_free(item: ChangeItem) -> Decision:
    """The decision that lets the item into an endringsforskrift.

    Raises RuleViolation when it is not adopted, or stands in an endringsforskrift already.
    """
    decision = item.decisions.current().made().adopting().first()
    if decision is None:
        raise RuleViolation(
            _("Endringspunkt %(position)s er ikke vedtatt og kan ikke tas inn i en endringsforskrift.")
            % {"position": item.position},
            code="item-not-adopted",
            authority="SA-6",
        )
    if item.clause is not None:
        raise RuleViolation(
            _("Endringspunkt %(position)s står allerede i endringsforskriften «%(name)s».")
            % {"position": item.position, "name": item.clause.regulation.name},
            code="item-already-included",
            authority="SA-3",
        )
    return decision


def decided_before_the_act(regulation: AmendmentRegulation, *, decided_on: dt.date) -> None:
    """The forskrift is not dated before the decisions it carries out."""
    latest = (
        Decision.objects.current()
        .made()
        .filter(item__clause__regulation=regulation)
        .order_by("-decided_on")
        .values_list("decided_on", flat=True)
        .first()
    )
    if latest is not None and decided_on < latest:
        raise RuleViolation(
            _(
                "Forskriften kan ikke være vedtatt %(act)s: et av endringspunktene ble først vedtatt "
                "%(item)s. Kontroller datoen."
            )
            % {"act": long_date(decided_on), "item": long_date(latest)},
            code="act-before-decision",
            authority="EF-1",
        )


def no_item_stands_in_a_draft(case: Case, *, by: User, on: dt.date) -> None:
    """A decision is not taken up again while a draft holds what it decided (SA-6)."""
    held = ChangeItem.objects.filter(proposal__case=case, clause__isnull=False, clause__regulation__act__isnull=True)
    name = held.order_by("pk").values_list("clause__regulation__name", flat=True).first()
    if name is not None:
        raise RuleViolation(
            _("Sak %(number)s har endringspunkter i utkastet «%(name)s». Ta dem ut av utkastet først.")
            % {"number": case.number, "name": name},
            code="item-in-a-draft",
            authority="SA-6",
        )


def case_is_carried_out(case: Case) -> None:
    """Only decided items of a case that waits for its endringsforskrift are taken into one. Raises WrongState."""
    if case.status != Status.REGULATION:
        raise WrongState(
            _("Sak %(number)s er i fasen «%(phase)s», og punktene kan ikke tas inn i en endringsforskrift nå.")
            % {"number": case.number, "phase": case.get_status_display()},
            code="wrong-state",
            authority="SA-3",
        )


def all_adopted_items_are_announced(case: Case, *, by: User, on: dt.date) -> None:
    """A case is announced when every item it adopted stands in an announced act."""
    waiting = adopted_items_waiting(case)
    if waiting:
        raise RuleViolation(
            _(
                "%(count)s vedtatte endringspunkter i sak %(number)s er ikke kunngjort. Ta dem inn i "
                "en endringsforskrift."
            )
            % {"count": waiting, "number": case.number},
            code="items-not-announced",
            authority="SA-3",
        )
