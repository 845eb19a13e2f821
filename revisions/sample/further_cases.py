"""More sample cases, so that every phase has one: received, corrected and sent again, postponed, withdrawn, closed,
announced, and one of the shorter way that is published. With the notes and questions people keep beside them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from organisations.models import Specialty
from regulations import services as regulations
from regulations.models import AmendmentRegulation, DispatchCheck
from revisions.models import (
    ActivityChange,
    AnnualCycle,
    Case,
    ChangeItem,
    Decision,
    ElaborationChange,
    Proposal,
    RecommendationDecision,
)
from revisions.rules import recommendations_of
from revisions.services import acts, cases, clarifications, decisions, handling, proposals, recommendations
from revisions.services.recommendation_decisions import propose_recommendation
from revisions.transitions import Action, perform

from .cases import SampleCases, at_ten, full_parts
from .plans import CORRECT, REPEAL, REPLACE, Change, Plan

NEW_CASE = Plan(
    "ØNH",
    "Øremikroskopi",
    (Change(REPLACE, "ØNH-001", "Ha god kunnskap om øremikroskopi og selvstendig kunne utføre den.", "skjerpet"),),
    "– Kunnskap tas med i kravet om øremikroskopi.",
)
SENT_AGAIN = Plan(
    "ANE",
    "Vanskelig luftvei",
    (
        Change(
            REPLACE, "ANE-006", "Ha god kunnskap om vanskelig luftvei og selvstendig kunne håndtere den.", "likeverdig"
        ),
    ),
    "– Ferdigheten skrives ut.",
)
POSTPONED = Plan(
    "PAT",
    "Medisinsk obduksjon",
    (Change(REPLACE, "PAT-016", "Under supervisjon kunne gjennomføre en medisinsk obduksjon.", "redusert"),),
    "– Kravet reduseres, fordi det gjøres færre obduksjoner.",
)
WITHDRAWN = Plan("RAD", "Røntgen thorax", (Change(REPEAL, "RAD-006"),), "– Læringsmålet utgår.")
CLOSED = Plan(
    "ALM",
    "Akuttmedisin på legevakt",
    (
        Change(
            CORRECT, "ALM-014", "Selvstendig kunne lede det akuttmedisinske arbeidet på legevakt til ambulanse kommer."
        ),
    ),
    "– Språklig retting.",
)
ANNOUNCED = Plan(
    "ANE",
    "Frie luftveier hos voksne",
    (
        Change(
            REPLACE,
            "ANE-004",
            "Ha god kunnskap om frie luftveier og selvstendig kunne sikre dem hos voksne.",
            "skjerpet",
        ),
    ),
    "– Kunnskap tas med i kravet.",
)


SENT_TO_LOVDATA = Plan(
    "PAT",
    "Livmorhals og molekylære analyser",
    (
        Change(CORRECT, "PAT-007", "Selvstendig kunne gradere dysplasi i livmorhalsen."),
        Change(
            REPLACE,
            "PAT-013",
            "Ha god kunnskap om molekylære analyser med betydning for behandlingsvalg.",
            "skjerpet",
        ),
    ),
    "– Språket rettes i ett læringsmål.\n– Kravet om molekylære analyser skjerpes.",
)
IMAGES = Plan(
    "RAD",
    "MR ved endetarmskreft og multippel sklerose",
    (
        Change(CORRECT, "RAD-012", "Ha god kunnskap om MR ved endetarmskreft."),
        Change(REPLACE, "RAD-018", "Ha god kunnskap om MR ved multippel sklerose.", "skjerpet"),
    ),
    "– Norsk ord for rectumkreft.\n– Kunnskapsnivået ved multippel sklerose heves.",
)
SPECIMENS = Plan(
    "PAT",
    "Operasjonspreparater og sekvensering",
    (
        Change(REPEAL, "PAT-004", comment="Dekkes av de andre læringsmålene om operasjonspreparater."),
        Change(
            REPLACE,
            "PAT-014",
            "Ha god kunnskap om sekvensering og selvstendig kunne velge riktig materiale.",
            "skjerpet",
        ),
    ),
    "– Ett læringsmål utgår.\n– Kunnskap tas med i kravet om sekvensering.",
)
TRANSPORT = Plan(
    "ANE",
    "Transportmedisin og livsstøttende behandling",
    (
        Change(CORRECT, "ANE-015", "Ha kunnskap om ekstrakorporal membranoksygenering (ECMO) og henvisning dit."),
        Change(REPLACE, "ANE-018", "Ha god kunnskap om transportmedisin, herunder luftambulanse.", "skjerpet"),
    ),
    "– Forkortelsen skrives ut.\n– Kunnskapsnivået i transportmedisin heves.",
)


class FurtherCases(SampleCases):
    """Makes them, as the demo users, with dates counted back from the day `today`."""

    def create(self) -> None:
        """The oldest first; a case is numbered in the order it is made."""
        self._announced_lately()
        self._sent_to_lovdata()
        self._drafts()
        self._closed()
        self._published()
        self._postponed()
        self._withdrawn()
        self._sent_again()
        new = self._opened(NEW_CASE, on=self._ago(1))
        cases.assign(case=new, responsible=self.other, by=self.caseworker)
        self._kept_beside()

    def _announced_lately(self) -> None:
        case = self._to_decision(ANNOUNCED, opened=self._ago(260))
        self._propose(case, on=self._ago(60))
        decisions.make_decisions(case=case, by=self.decider, on=self._ago(50))
        announced_on = self._ago(20)
        regulation = regulations.create_regulation(
            name=case.title, planned_announcement=announced_on, by=self.caseworker, on=self._ago(45)
        )
        for item in acts.items_ready().filter(proposal__case=case):
            acts.include_item(item=item, regulation=regulation, by=self.caseworker)
        regulations.lock(regulation=regulation, by=self.caseworker)
        regulations.approve(regulation=regulation, by=self.decider)
        acts.announce_regulation(
            regulation=regulation,
            number=2210,
            decided_on=self._ago(26),
            announced_at=timezone.make_aware(dt.datetime.combine(announced_on, dt.time(14, 5))),
            by=self.caseworker,
            on=announced_on,
        )

    def _sent_to_lovdata(self) -> None:
        """Approved, ticked off and sent; Lovdata has not announced it yet."""
        case = self._to_decision(SENT_TO_LOVDATA, opened=self._ago(240))
        self._propose(case, on=self._ago(40))
        decisions.make_decisions(case=case, by=self.decider, on=self._ago(30))
        regulation = regulations.create_regulation(
            name=case.title, planned_announcement=self._ahead(6), by=self.caseworker, on=self._ago(25)
        )
        acts.include_items(
            items=acts.items_ready().filter(proposal__case=case), regulation=regulation, by=self.caseworker
        )
        regulations.lock(regulation=regulation, by=self.caseworker)
        regulations.approve(regulation=regulation, by=self.decider)
        regulations.prepare_dispatch(
            regulation=regulation,
            decided_on=self._ago(3),
            contact_name=self.caseworker.name,
            contact_email=self.caseworker.email,
            by=self.caseworker,
            on=self.today,
        )
        regulations.tick_checklist(regulation=regulation, ticked=DispatchCheck.Point.values, by=self.caseworker)
        regulations.mark_as_sent(regulation=regulation, by=self.caseworker, at=timezone.now())

    def _drafts(self) -> None:
        """One under work, with clauses from two cases and two dates, and one that waits for another's approval."""
        under_work = self._drafted("Vår: radiologi og patologi", IMAGES, SPECIMENS)
        correction = under_work.clauses.get(objective__code="RAD-012")
        regulations.reword_clause(clause=correction, sentences=["Læringsmålet RAD-012 skal lyde:"], by=self.other)
        said = regulations.comment(
            regulation=under_work, clause=correction, body="Er ordet samordnet med kirurgene?", by=self.other
        )
        regulations.answer(comment=said, body="De bruker endetarm i teksten. Jeg spør dem.", by=self.caseworker)
        locked = self._drafted("Vår: anestesiologi", TRANSPORT)
        regulations.lock(regulation=locked, by=self.caseworker)

    def _drafted(self, name: str, *plans: Plan) -> AmendmentRegulation:
        """A draft planned some weeks ahead, with all that these cases have adopted."""
        draft = regulations.create_regulation(
            name=name, planned_announcement=self._ahead(60), by=self.caseworker, on=self._ago(5)
        )
        for plan in plans:
            case = self._to_decision(plan, opened=self._ago(210))
            self._propose(case, on=self._ago(40))
            decisions.make_decisions(case=case, by=self.decider, on=self._ago(30))
            ready = acts.items_ready().filter(proposal__case=case)
            acts.include_items(items=ready, regulation=draft, by=self.caseworker)
        return draft

    def _closed(self) -> None:
        """Rejected, followed up and closed."""
        case = self._to_decision(CLOSED, opened=self._ago(220))
        for item in ChangeItem.objects.filter(proposal__case=case):
            decisions.propose_outcome(
                item=item,
                outcome=Decision.Outcome.REJECT,
                reason="Teksten er riktig slik den står, og en retting ville ikke gjøre den klarere.",
                by=self.caseworker,
            )
        perform(case, Action.PROPOSE_DECISION, by=self.caseworker, on=self._ago(70))
        decisions.reject_all(case=case, by=self.decider, on=self._ago(62))
        perform(case, Action.CLOSE, by=self.caseworker, on=self._ago(55))

    def _published(self) -> None:
        """The shorter way: an utdypende tekst and a course, published when the decision was made."""
        proposal = self._recommendations(on=self._ago(120))
        case = cases.open_case(
            proposal=proposal, title="Kolecystektomi: utdypende tekst og kurs", by=self.caseworker, on=self._ago(120)
        )
        perform(case, Action.ASSESS, by=self.caseworker, on=self._ago(118))
        self._ask(case, opened=self._ago(115), closes=self._ago(90))
        perform(case, Action.PREPARE_RECOMMENDATION, by=self.caseworker, on=self._ago(85))
        for change in recommendations_of(case):
            self._recommend(change)
        perform(case, Action.PROPOSE_DECISION, by=self.caseworker, on=self._ago(80))
        decisions.publish(case=case, by=self.decider, on=self._ago(75))

    def _recommend(self, change: ActivityChange | ElaborationChange) -> RecommendationDecision:
        return propose_recommendation(
            change=change,
            outcome=Decision.Outcome.ADOPT,
            reason="De som ble spurt, er enige.",
            by=self.caseworker,
            on=self._ago(82),
        )

    def _recommendations(self, *, on: dt.date) -> Proposal:
        sender, submitter = self._sender(NEW_CASE)
        proposal = proposals.create_proposal(
            sender=sender, specialty=Specialty.objects.get(short_name="GAK"), by=submitter
        )
        recommendations.save_elaboration_change(
            proposal=proposal,
            by=submitter,
            on=on,
            code="GAK-007",
            new_text="Gjelder planlagte inngrep. Simulatortrening kommer før de første inngrepene på pasient.",
        )
        recommendations.save_activity_change(
            proposal=proposal,
            by=submitter,
            on=on,
            kind="kurs",
            current="Laparoskopisk kirurgi, grunnkurs",
            proposed="Laparoskopisk kirurgi med simulator, grunnkurs",
            course_kind="Ferdighetskurs",
            codes=["GAK-002", "GAK-007"],
        )
        parts = {"summary": "– Simulatortrening tas inn i utdypende tekst og kurs.", **full_parts()}
        proposals.save_parts(proposal=proposal, by=submitter, **parts)
        return proposals.submit_proposal(proposal=proposal, by=submitter, on=on, at=at_ten(on))

    def _postponed(self) -> None:
        case = self._opened(POSTPONED, on=self._ago(100))
        perform(case, Action.ASSESS, by=self.caseworker, on=self._ago(98))
        note = "Venter på den prinsipielle avklaringen om volumkrav."
        cases.postpone(case=case, reason=note, resume_on=self._ahead(30), by=self.caseworker, on=self._ago(90))
        raised = clarifications.raise_clarification(
            title="Kan et volumkrav reduseres når det er for få prosedyrer i en region?",
            background="Spørsmålet reises av flere fag der antallet prosedyrer går ned.",
            by=self.caseworker,
            on=self._ago(90),
            case=case,
        )
        other = Case.objects.filter(title="Lever og galleveier").first()
        if other is not None:
            clarifications.link_case(clarification=raised, case=other, by=self.caseworker)

    def _withdrawn(self) -> None:
        case = self._opened(WITHDRAWN, on=self._ago(80))
        note = "Rådene har ombestemt seg etter innspill fra avdelingene."
        perform(case, Action.WITHDRAW, by=self.people["regut"], on=self._ago(70), note=note)

    def _sent_again(self) -> None:
        """Sent back, corrected, and with the directorate again: two versions to compare."""
        case = self._opened(SENT_AGAIN, on=self._ago(40))
        perform(case, Action.ASSESS, by=self.caseworker, on=self._ago(38))
        cases.return_to_sender(
            case=case,
            missing="Beskriv virkningen for kurset «Den vanskelige luftveien».",
            deadline=self._ago(10),
            by=self.caseworker,
            on=self._ago(36),
        )
        proposal, submitter = case.proposals.get(), self.people["regut"]
        effect = "Kurset «Den vanskelige luftveien» dekker innholdet og beholdes uendret. Ingen nye lokale."
        proposals.save_parts(proposal=proposal, by=submitter, activities_effect=effect)
        cases.resubmit(proposal=proposal, by=submitter, on=self._ago(15))
        handling.edit_case(
            case=Case.objects.get(pk=case.pk),
            title=case.title,
            urgency_reason="",
            cycle=AnnualCycle.objects.ahead(on=self._ahead(270)).first(),
            due_on=self._ahead(5),
            by=self.caseworker,
            on=self._ago(14),
        )

    def _kept_beside(self) -> None:
        """What is written beside a case while it is handled."""
        case = Case.objects.get(title="Samarbeid og systemforståelse")
        handling.write_note(
            case=case, text="Legeforeningen ringte og ba om at punkt 1 ses sammen med FKM.", by=self.caseworker
        )
        handling.set_watching(case=case, by=self.other, watches=True)
        handling.save_assessment(
            case=case,
            by=self.caseworker,
            seen_at=None,
            answers={
                "problem": "Kravet om samarbeid er utydelig, og legene vurderes ulikt.",
                "measures": "Skrive ut kravet, eller la det stå og utdype det.",
                "recommendation": "Skrive ut kravet, fordi en utdyping ikke kan stille krav.",
            },
        )
