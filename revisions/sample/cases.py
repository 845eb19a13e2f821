"""Sample proposals and cases, one for every phase, made by the demo users through the real services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from hearings.services import BodyToTell
from objectives.models import AnnexChapter, Objective, Stage, Theme, TransitionalRule
from organisations.models import Organisation, Region, Specialty, TrainingCouncil, User
from organisations.services import set_specialty_contact
from regulations import services as regulations
from regulations.models import AmendmentClause, DraftTransitionalRule
from regulations.rules import suggested_date
from revisions import rules
from revisions.models import Case, ChangeItem, Decision, Proposal
from revisions.sample import heard
from revisions.sample.answers import answer_ended_round, answer_running_round
from revisions.sample.plans import (
    ADD,
    ADD_THEME,
    ANNOUNCED,
    ASSESSING,
    COMMITTEE_DRAFT,
    DECIDED,
    DRAFT,
    HEADINGS,
    IN_DECISION,
    IN_HEARING,
    IN_ROUND,
    IN_TRANSITION,
    MERGE,
    MOVE,
    PROPOSED,
    RETURNED,
    SPLIT,
    WAITING,
    Change,
    Plan,
)
from revisions.services import acts, cases, decisions, endorsements, follow_up, items, proposals
from revisions.transitions import Action, perform

HEARING_LETTER = (
    "Helsedirektoratet sender forslag til endring av læringsmål på høring.\n\n"
    "Regionale utdanningssentre og Legeforeningen har gitt innspill. Endringene står punkt for punkt under, med dagens "
    "tekst ved siden av.\n\n"
    "Vi ber særlig om svar på om læringsmålene kan nås i den kliniske hverdagen, og om noen trenger overgangstid."
)


def at_ten(day: dt.date) -> dt.datetime:
    """A moment of the day, in the morning, and never one that has not come."""
    return min(dt.datetime.combine(day, dt.time(10), tzinfo=timezone.get_current_timezone()), timezone.now())


class SampleCases:
    """Makes the cases, as the demo users, with dates counted back from the day `today`."""

    def __init__(self, people: dict[str, User], *, today: dt.date) -> None:
        self.people = people
        self.today = today
        self.caseworker, self.other, self.decider = (
            people["saksbehandler"],
            people["saksbehandler2"],
            people["beslutter"],
        )

    def create(self) -> None:
        """One case for every phase, the oldest first, so that the case numbers follow the calendar."""
        regut = Organisation.objects.get(kind=Organisation.Kind.REGUT, region=Region.WEST)
        specialty = Specialty.objects.get(short_name="GAK")
        set_specialty_contact(specialty=specialty, organisation=regut, by=self.people["administrator"])
        self._in_transition()
        self._announced()
        self._decided()
        self._proposed()
        self._in_decision()
        self._in_hearing(self._to_round(IN_HEARING, opened=self._ago(150)), opened=self._ago(60))
        self._in_hearing(self._to_round(HEADINGS, opened=self._ago(140)), opened=self._ago(50))
        running = self._to_round(IN_ROUND, opened=self._ago(20), closes=self._ahead(10))
        answer_running_round(running, self.people, today=self.today)
        returned = self._opened(RETURNED, on=self._ago(15))
        perform(returned, Action.ASSESS, by=self.caseworker, on=self._ago(14))
        cases.return_to_sender(
            case=returned,
            missing="Skriv hvem som har vurdert forslaget, og om kurset «Abdominalradiologi» berøres.",
            deadline=self._ahead(9),
            by=self.caseworker,
            on=self._ago(12),
        )
        perform(self._opened(ASSESSING, on=self._ago(6)), Action.ASSESS, by=self.caseworker, on=self._ago(4))
        self._submitted(WAITING, on=self._ago(1))
        self._proposal(DRAFT)
        self._proposal(COMMITTEE_DRAFT, by=self.people["komite"])

    def _ago(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=days)

    def _ahead(self, days: int) -> dt.date:
        return self.today + dt.timedelta(days=days)

    def _sender(self, plan: Plan) -> tuple[Organisation, User]:
        if plan.sender == Organisation.Kind.REGUT:
            return Organisation.objects.get(kind=plan.sender, region=Region.WEST), self.people["regut"]
        return Organisation.objects.get(kind=plan.sender), self.people["legeforeningen"]

    def _proposal(self, plan: Plan, *, by: User | None = None) -> Proposal:
        sender, submitter = self._sender(plan)
        writer = by or submitter
        proposal = proposals.create_proposal(
            sender=sender, specialty=Specialty.objects.get(short_name=plan.specialty), by=writer
        )
        for change in plan.changes:
            items.save_item(proposal=proposal, by=writer, on=self.today, **_item_fields(change, proposal))
        if plan.summary:
            proposals.save_parts(proposal=proposal, by=writer, summary=plan.summary)
        return proposal

    def _submitted(self, plan: Plan, *, on: dt.date) -> Proposal:
        proposal = self._proposal(plan)
        _sender, submitter = self._sender(plan)
        proposals.save_parts(proposal=proposal, by=submitter, **full_parts())
        if rules.needs_common_argument(proposal):
            proposals.save_parts(proposal=proposal, by=submitter, all_specialties_argument=_FOR_ALL)
        council = TrainingCouncil.objects.filter(specialty=proposal.specialty, region="").first()
        if council is not None and plan.sender == Organisation.Kind.REGUT:
            endorsements.add_endorsement(
                proposal=proposal, by=submitter, council=council, position="stotter", considered_on=on
            )
        return proposals.submit_proposal(proposal=proposal, by=submitter, on=on, at=at_ten(on))

    def _opened(self, plan: Plan, *, on: dt.date) -> Case:
        return cases.open_case(proposal=self._submitted(plan, on=on), title=plan.title, by=self.caseworker, on=on)

    def _to_round(self, plan: Plan, *, opened: dt.date, closes: dt.date | None = None) -> Case:
        case = self._opened(plan, on=opened)
        perform(case, Action.ASSESS, by=self.caseworker, on=opened)
        return self._ask(case, opened=opened, closes=closes)

    def _ask(self, case: Case, *, opened: dt.date, closes: dt.date | None = None) -> Case:
        asked = Organisation.objects.of_kind(Organisation.Kind.REGUT, Organisation.Kind.MEDICAL_ASSOCIATION)
        cases.open_round(
            case=case,
            asked=list(asked),
            opens_on=opened,
            deadline=closes or opened + dt.timedelta(days=42),
            note="Alle fire RegUt og Legeforeningen er spurt om faglige, organisatoriske og økonomiske konsekvenser.",
            by=self.caseworker,
            on=opened,
        )
        return case

    def _in_hearing(self, case: Case, *, opened: dt.date) -> Case:
        cases.open_hearing(
            case=case,
            by=self.caseworker,
            on=opened,
            title=f"Høring: {case.title}",
            opens_on=opened,
            deadline=opened + dt.timedelta(days=90),
            note="Høringsbrevet er sendt til høringsinstansene.",
            bodies=[BodyToTell(name=body.name) for body in Organisation.objects.of_kind(Organisation.Kind.RHF)],
            letter=HEARING_LETTER,
            consequences="Endringene krever ingen nye stillinger. Kursplanen i spesialiteten må gjennomgås.",
            contact="Saksbehandler i Helsedirektoratet, spesialistutdanning@example.no",
        )
        return case

    def _to_decision(self, plan: Plan, *, opened: dt.date) -> Case:
        case = self._in_hearing(self._to_round(plan, opened=opened), opened=opened + dt.timedelta(days=45))
        perform(case, Action.PREPARE_DECISION, by=self.caseworker, on=opened + dt.timedelta(days=140))
        return case

    def _propose(self, case: Case, *, on: dt.date) -> None:
        for item in ChangeItem.objects.filter(proposal__case=case):
            decisions.propose_outcome(
                item=item,
                outcome=Decision.Outcome.ADOPT,
                reason="Innspillsrunden og høringen støtter endringen.",
                by=self.caseworker,
            )
        perform(case, Action.PROPOSE_DECISION, by=self.caseworker, on=on)

    def _in_decision(self) -> None:
        case = self._to_decision(IN_DECISION, opened=self._ago(160))
        heard.answered(case, by=self.caseworker, dispose=False)
        answer_ended_round(case, self.people)
        first = ChangeItem.objects.filter(proposal__case=case).order_by("position").first()
        if first is not None:
            decisions.propose_outcome(
                item=first,
                outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
                text="Selvstendig kunne delta i og under supervisjon kunne lede tverrfaglige møter.",
                reason="Flere høringsinstanser mener at møteledelse ikke kan kreves på høyeste nivå.",
                by=self.caseworker,
            )

    def _proposed(self) -> None:
        self._propose(self._to_decision(PROPOSED, opened=self._ago(170)), on=self._ago(3))

    def _decided(self) -> Case:
        case = self._to_decision(DECIDED, opened=self._ago(190))
        self._propose(case, on=self._ago(30))
        decisions.make_decisions(case=case, by=self.decider, on=self._ago(21))
        return case

    def _in_transition(self) -> None:
        """An act in force with an overgangsregel that is running, and one change that waits for its day."""
        case = self._to_decision(IN_TRANSITION, opened=self._ago(700))
        self._propose(case, on=self._ago(450))
        decisions.make_decisions(case=case, by=self.decider, on=self._ago(440))
        announced_on = self._ago(420)
        regulation = regulations.create_regulation(
            name="Felles kompetansemål i del 1",
            planned_announcement=announced_on,
            by=self.caseworker,
            on=self._ago(440),
        )
        for item in acts.items_ready().filter(proposal__case=case):
            clause = acts.include_item(item=item, regulation=regulation, by=self.caseworker)
            if item.objective and item.objective.code == "FKM-007":
                regulations.set_entry_into_force(
                    clause=clause,
                    entry_into_force=AmendmentClause.EntryIntoForce.LATER,
                    in_force_from=None,
                    departure_reason="Kravet kan ikke nås før det nasjonale kurset om forskning er i gang.",
                    by=self.caseworker,
                )
        regulations.save_rule(
            regulation=regulation,
            scope=DraftTransitionalRule.Scope.ALL,
            started=TransitionalRule.Started.PART,
            stage=Stage.PART_1,
            until=suggested_date(announced_on).replace(year=suggested_date(announced_on).year + 2),
            by=self.caseworker,
        )
        regulations.lock(regulation=regulation, by=self.caseworker)
        regulations.approve(regulation=regulation, by=self.decider)
        acts.announce_regulation(
            regulation=regulation,
            number=2540,
            decided_on=self._ago(430),
            announced_at=timezone.make_aware(dt.datetime.combine(announced_on, dt.time(11, 20))),
            by=self.caseworker,
            on=announced_on,
        )
        perform(case, Action.FOLLOW_UP, by=self.caseworker, on=self._ago(400))

    def _announced(self) -> None:
        case = self._to_decision(ANNOUNCED, opened=self._ago(400))
        self._propose(case, on=self._ago(180))
        decisions.make_decisions(case=case, by=self.decider, on=self._ago(165))
        announced_on = self._ago(150)
        regulation = regulations.create_regulation(
            name="Endetarm og brokk",
            planned_announcement=announced_on,
            by=self.caseworker,
            on=self._ago(165),
        )
        for item in acts.items_ready().filter(proposal__case=case):
            acts.include_item(item=item, regulation=regulation, by=self.caseworker)
        regulations.lock(regulation=regulation, by=self.caseworker)
        regulations.approve(regulation=regulation, by=self.decider)
        acts.announce_regulation(
            regulation=regulation,
            number=1319,
            decided_on=self._ago(156),
            announced_at=timezone.make_aware(dt.datetime.combine(announced_on, dt.time(14, 5))),
            by=self.caseworker,
            on=announced_on,
        )
        heard.summed_up(heard.answered(case, by=self.caseworker, dispose=True), by=self.caseworker)
        opened = follow_up.start_follow_up(case=case, by=self.caseworker, on=self._ago(20))
        for task in opened[::2]:
            follow_up.do_follow_up(
                follow_up=task, outcome="Gjort som avtalt i regionen.", by=self.caseworker, now=timezone.now()
            )


def _item_fields(change: Change, proposal: Proposal) -> dict[str, Any]:
    fields: dict[str, Any] = {"kind": change.kind, "new_text": change.text, "comment": change.comment}
    if change.kind in ChangeItem.OF_HEADINGS:
        return fields | _heading_fields(change)
    if change.kind == MOVE:
        return fields | {"code": change.code, **_under_a_new_heading(change, proposal)}
    if change.kind in (SPLIT, MERGE):
        further = {"texts": change.texts, "codes": change.codes, "approvals_carry_over": True}
        return fields | {"code": change.code, **further}
    if change.kind != ADD:
        return fields | {"code": change.code, "effect": change.effect}
    neighbour = Objective.objects.get(code=change.code).versions.get()
    chapter: AnnexChapter = neighbour.chapter
    theme: Theme | None = neighbour.theme
    return fields | {"chapter": chapter, "theme": theme, "after": neighbour.objective, "stage": Stage(neighbour.stage)}


def _heading_fields(change: Change) -> dict[str, Any]:
    """Of the heading over `code`, or after it when it is new."""
    neighbour = Objective.objects.get(code=change.code).versions.get()
    number, title = change.heading or ("", "")
    place = "after_theme" if change.kind == ADD_THEME else "theme"
    return {"number": number, "new_text": title, "chapter": neighbour.chapter, place: neighbour.theme}


def _under_a_new_heading(change: Change, proposal: Proposal) -> dict[str, Any]:
    heading = proposal.items.get(kind=ADD_THEME, number=change.under)
    return {"chapter": heading.chapter, "new_heading": heading}


_FOR_ALL = "Kravet gjelder arbeid alle leger i spesialisering gjør, uansett spesialitet og helseregion."


def full_parts() -> dict[str, Any]:
    """Every part of the template but the summary."""
    return {
        **dict.fromkeys(Proposal.CHECKLIST, True),
        "reasons": "Regionale spesialistutdanningsråd tok opp saken, og tverregionalt råd har forankret forslaget.",
        "professional_consequences": "Læringsmålet svarer bedre til det spesialisten trenger i sitt arbeid.",
        "organisational_consequences": "Ingen endring av utdanningsløpet. Alle helseregioner kan gi opplæringen.",
        "economic_consequences": "Ingen vesentlige økonomiske eller administrative konsekvenser.",
        "trainee_consequences": "Godkjente læringsmål berøres ikke. Ikrafttredelse etter hovedregelen.",
        "activities_effect": "Ingen nasjonale kurs må endres: innholdet dekkes allerede.",
        "local_activities_effect": "Ingen nye lokale læringsaktiviteter trengs.",
        "conclusion": "Rådene er enige. Vi anbefaler at endringen vedtas.",
    }
