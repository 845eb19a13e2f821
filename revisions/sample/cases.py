"""Sample proposals and cases, one for every phase, made by the demo users through the real services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from objectives.models import AnnexChapter, Objective, Stage, Theme
from organisations.models import Organisation, Region, Specialty, User
from regulations import services as regulations
from revisions.models import Case, ChangeItem, Decision, Proposal
from revisions.services import acts, cases, decisions, items, proposals
from revisions.transitions import Action, perform

CORRECT, REPLACE, REPEAL, ADD = (
    ChangeItem.Kind.CORRECT,
    ChangeItem.Kind.REPLACE,
    ChangeItem.Kind.REPEAL,
    ChangeItem.Kind.ADD,
)


@dataclass(frozen=True)
class Change:
    """A change item to propose: of `code`, or new `after` that code."""

    kind: str
    code: str
    text: str = ""
    effect: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Plan:
    """A proposal with its items, and the title the case gets."""

    specialty: str
    title: str
    changes: tuple[Change, ...]
    summary: str
    sender: str = Organisation.Kind.REGUT
    parts: dict[str, str] = field(default_factory=dict)


WAITING = Plan(
    "PAT",
    "Digital patologi",
    (
        Change(
            CORRECT,
            "PAT-009",
            "Selvstendig kunne tolke frysesnitt under operasjon.",
            comment="Kompetansenivået manglet.",
        ),
        Change(
            REPLACE,
            "PAT-011",
            "Ha god kunnskap om digitale arbeidsverktøy og selvstendig kunne validere dem.",
            "skjerpet",
        ),
    ),
    "– Kompetansenivået i PAT-009 skrives ut.\n– Digital patologi løftes til høyeste nivå.",
)
ASSESSING = Plan(
    "ANE",
    "Luftveier hos barn",
    (Change(REPLACE, "ANE-005", "Selvstendig kunne sikre frie luftveier hos barn over ett år.", "skjerpet"),),
    "– Kravet skjerpes for barn over ett år.",
)
RETURNED = Plan(
    "RAD",
    "CT av tykktarmen",
    (Change(CORRECT, "RAD-014", "Ha kunnskap om CT-kolografi.", comment="Orddeling og norsk skrivemåte."),),
    "– Skrivemåten rettes.",
)
IN_ROUND = Plan(
    "FIM",
    "Akutte tilstander i felles indremedisin",
    (
        Change(CORRECT, "FIM-013", "Selvstendig kunne rette opp de vanligste elektrolyttforstyrrelsene."),
        Change(CORRECT, "FIM-006", "Selvstendig kunne vurdere behov for overflytting til intensivavdeling."),
        Change(ADD, "FIM-005", "Selvstendig kunne gi første behandling ved alvorlig allergisk reaksjon."),
    ),
    "– To språklige rettinger.\n– Ett nytt læringsmål om alvorlig allergisk reaksjon.",
)
IN_HEARING = Plan(
    "ØNH",
    "Hørsel og hode- og halskreft",
    (
        Change(CORRECT, "ØNH-004", "Under supervisjon kunne vurdere pasienter for cochleaimplantasjon."),
        Change(
            REPLACE,
            "ØNH-015",
            "Ha god kunnskap om multidisiplinært teammøte (MDT-møte) og selvstendig kunne legge fram pasienter der.",
            "skjerpet",
        ),
        Change(REPEAL, "ØNH-009", comment="Dekkes av felles læringsmål."),
    ),
    "– En orddelingsfeil rettes.\n– Kravet om MDT-møte skjerpes.\n– Et læringsmål utgår.",
    Organisation.Kind.MEDICAL_ASSOCIATION,
)
IN_DECISION = Plan(
    "ALM",
    "Samarbeid og systemforståelse",
    (
        Change(
            REPLACE,
            "ALM-019",
            "Selvstendig kunne lede tverrfaglige møter om pasienter med sammensatte behov.",
            "skjerpet",
        ),
        Change(
            CORRECT,
            "ALM-010",
            "Selvstendig kunne følge opp pasienter med kronisk obstruktiv lungesykdom (kols) og hjertesvikt.",
        ),
    ),
    "– Møteledelse blir et krav.\n– En forkortelse skrives ut.",
    Organisation.Kind.MEDICAL_ASSOCIATION,
)
PROPOSED = Plan(
    "ANE",
    "Sedasjon og regional anestesi",
    (
        Change(
            REPLACE,
            "ANE-012",
            "Ha god kunnskap om komplikasjoner ved regionalanestesi og selvstendig kunne behandle dem.",
            "skjerpet",
        ),
        Change(ADD, "ANE-022", "Ha god kunnskap om overvåking etter sedasjon."),
    ),
    "– Kunnskapsnivået heves til nivået for ferdigheten.\n– Nytt læringsmål om overvåking.",
)
DECIDED = Plan(
    "GAK",
    "Lever og galleveier",
    (
        Change(CORRECT, "GAK-007", "Selvstendig kunne utføre laparoskopisk kolecystektomi."),
        Change(
            REPLACE,
            "GAK-014",
            "Ha god kunnskap om behandling av levermetastaser fra tykktarms- og endetarmskreft.",
            "skjerpet",
        ),
        Change(REPEAL, "GAK-015", comment="Dekkes av det skjerpede læringsmålet om levermetastaser."),
        Change(ADD, "GAK-016", "Under supervisjon kunne utføre intraoperativ ultralyd av lever."),
    ),
    "– Skrivemåten av kolecystektomi rettes.\n– Kravet om levermetastaser skjerpes.\n– Intraoperativ "
    "ultralyd blir nytt.",
)
ANNOUNCED = Plan(
    "GAK",
    "Endetarm og brokk",
    (
        Change(CORRECT, "GAK-023", "Under supervisjon kunne utføre fremre reseksjon av rektum."),
        Change(
            REPLACE,
            "GAK-027",
            "Ha kunnskap om kirurgi ved inflammatorisk tarmsykdom, herunder tidspunkt for operasjon.",
            "likeverdig",
        ),
        Change(REPLACE, "GAK-030", "Selvstendig kunne operere lyskebrokk laparoskopisk.", "skjerpet"),
        Change(REPEAL, "GAK-021"),
    ),
    "– Skrivemåten av rektum samles.\n– Brokkirurgi skjerpes.\n– Et læringsmål utgår.",
)
DRAFT = Plan(
    "GAK",
    "",
    (
        Change(
            CORRECT,
            "GAK-012",
            "Selvstendig kunne vurdere indikasjon for endoskopisk undersøkelse av galle- og pankreasganger (ERCP).",
        ),
    ),
    "– Kompetansenivået skrives ut, og forkortelsen forklares.",
)
COMMITTEE_DRAFT = Plan(
    "GAK",
    "",
    (Change(REPLACE, "GAK-020", "Selvstendig kunne drenere væskeansamlinger etter pankreatitt.", "skjerpet"),),
    "",
    Organisation.Kind.MEDICAL_ASSOCIATION,
)


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
        self._announced()
        self._decided()
        self._proposed()
        self._in_decision()
        self._in_hearing(self._to_round(IN_HEARING, opened=self._ago(150)), opened=self._ago(60))
        self._to_round(IN_ROUND, opened=self._ago(20), closes=self._ahead(10))
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
            items.save_item(proposal=proposal, by=writer, **_item_fields(change))
        if plan.summary:
            proposals.save_parts(proposal=proposal, by=writer, summary=plan.summary)
        return proposal

    def _submitted(self, plan: Plan, *, on: dt.date) -> Proposal:
        proposal = self._proposal(plan)
        _sender, submitter = self._sender(plan)
        proposals.save_parts(proposal=proposal, by=submitter, **full_parts())
        return proposals.submit_proposal(proposal=proposal, by=submitter, on=on)

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
        acts.announce_regulation(
            regulation=regulation,
            number=1319,
            decided_on=self._ago(156),
            announced_at=timezone.make_aware(dt.datetime.combine(announced_on, dt.time(14, 5))),
            by=self.caseworker,
            on=announced_on,
        )
        perform(case, Action.FOLLOW_UP, by=self.caseworker, on=self._ago(140))


def _item_fields(change: Change) -> dict[str, Any]:
    fields: dict[str, Any] = {"kind": change.kind, "new_text": change.text, "comment": change.comment}
    if change.kind != ADD:
        return fields | {"code": change.code, "effect": change.effect}
    neighbour = Objective.objects.get(code=change.code).versions.get()
    chapter: AnnexChapter = neighbour.chapter
    theme: Theme | None = neighbour.theme
    return fields | {"chapter": chapter, "theme": theme, "after": neighbour.objective, "stage": Stage(neighbour.stage)}


def full_parts() -> dict[str, Any]:
    """Every part of the template but the summary."""
    return {
        **dict.fromkeys(Proposal.CHECKLIST, True),
        "reasons": "Regionale spesialistutdanningsråd tok opp saken, og tverregionalt råd har forankret forslaget.",
        "professional_consequences": "Læringsmålet svarer bedre til det spesialisten trenger i sitt arbeid.",
        "organisational_consequences": "Ingen endring av utdanningsløpet. Alle helseregioner kan gi opplæringen.",
        "economic_consequences": "Ingen vesentlige økonomiske eller administrative konsekvenser.",
        "trainee_consequences": "Godkjente læringsmål berøres ikke. Ikrafttredelse etter hovedregelen.",
        "activities_effect": "Ingen nasjonale kurs må endres: innholdet dekkes allerede. Ingen nye lokale.",
        "conclusion": "Rådene er enige. Vi anbefaler at endringen vedtas.",
    }
