"""One of everything that has an address, and each address: what `test_access.py` asks about."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from config.access import ACCESS, STAFF
from hearings.models import (
    CouncilAssessment,
    Hearing,
    HearingAnswer,
    HearingAttachment,
    PersonalLink,
    RoundRequest,
    SummaryDocument,
)
from hearings.services.councils import hash_of
from hearings.services.hearing_answers import hash_of as hash_of_answer
from objectives.models import ExportJob, LearningActivity, LegalAct
from organisations.models import TrainingCouncil
from regulations.documents.structure import announced_file_name
from regulations.models import AmendmentRegulation, DraftTransitionalRule, RenderedDocument, ReviewComment
from regulations.services import prepare_dispatch
from revisions.models import (
    ActivityChange,
    Attachment,
    Case,
    DecisionLetter,
    ElaborationChange,
    Endorsement,
    FollowUp,
    PrincipleClarification,
    Proposal,
    ProposalDocument,
)
from revisions.services import acts
from tests import factories
from tests.hearings import answered
from tests.revisions import drafts, stages

PAGES = sorted(
    name for name, access in ACCESS.items() if access.audience is not STAFF and name != "organisations:logout"
)


@dataclass
class World:
    """One of everything that has an address, all of it the RegUt's and none of it the other sender's."""

    draft: Proposal
    sent: Proposal
    case: Case
    heard: Case
    regulation: AmendmentRegulation
    act: LegalAct
    attached: Attachment
    document: RenderedDocument
    dispatched: AmendmentRegulation
    addresses: dict[str, str]


def built_world() -> World:
    draft = drafts.complete_draft(code="GAK-010")
    announced = stages.announced(stages.proposal_with("GAK-020"))
    decided = stages.decided(stages.proposal_with("GAK-030"))
    regulation = stages.regulation()
    acts.include_item(item=decided.proposals.get().items.get(), regulation=regulation, by=factories.caseworker())
    sent = stages.proposal_with("GAK-040")
    act = announced.proposals.get().items.get().clause.regulation.act
    pdf = {"state": "ferdig", "content": b"%PDF-1.7", "file_name": "utkast.pdf", "requested_by": factories.caseworker()}
    RenderedDocument.objects.filter(regulation__act=act).update(**{**pdf, "file_name": announced_file_name(act)})
    built = World(
        draft=draft,
        sent=sent,
        case=stages.in_decision(stages.proposal_with("GAK-050")),
        heard=stages.in_hearing(stages.proposal_with("GAK-090")),
        regulation=regulation,
        act=act,
        attached=_file(draft),
        document=RenderedDocument.objects.create(regulation=regulation, **pdf),
        dispatched=_dispatched(),
        addresses={},
    )
    built.addresses.update(addresses_in(built))
    return built


def _dispatched() -> AmendmentRegulation:
    """A draft with its package for Lovdata made ready."""
    regulation = stages.locked_regulation(stages.decided(stages.proposal_with("GAK-060")))
    prepare_dispatch(
        regulation=regulation,
        decided_on=stages.DECIDED,
        contact_name="Saksbehandler",
        contact_email="post@example.no",
        by=factories.caseworker(),
        on=stages.DECIDED,
    )
    return regulation


def _file(proposal: Proposal) -> Attachment:
    return Attachment.objects.create(
        proposal=proposal,
        purpose="Rådenes vurdering",
        file_name="vurdering.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
        content=b"%PDF-1.7",
        uploaded_by=proposal.created_by,
    )


def _printed(proposal: Proposal) -> ProposalDocument:
    document = proposal.documents.get()
    ProposalDocument.objects.filter(pk=document.pk).update(state="ferdig", content=b"%PDF-1.7", file_name="forslag.pdf")
    return document


def _endorsement(proposal: Proposal) -> Endorsement:
    return proposal.endorsements.create(body="Komiteen", position="stotter", considered_on=dt.date(2026, 11, 3))


def _rule(regulation: AmendmentRegulation) -> DraftTransitionalRule:
    return DraftTransitionalRule.objects.create(regulation=regulation, started="spesialisering")


def _comment(regulation: AmendmentRegulation) -> ReviewComment:
    return ReviewComment.objects.create(regulation=regulation, body="Er dette riktig?", author=regulation.created_by)


def _activity() -> LearningActivity:
    row, _created = LearningActivity.objects.get_or_create(
        kind="kurs", title="Akutt abdomen", specialty=factories.specialty()
    )
    return row


def _course(proposal: Proposal) -> ActivityChange:
    return proposal.activity_changes.get_or_create(kind="kurs", proposed="Kurs")[0]


def _question() -> PrincipleClarification:
    raised = {"raised_by": factories.caseworker(), "raised_on": dt.date(2026, 11, 3)}
    return PrincipleClarification.objects.get_or_create(title="Hva er en prosedyre?", defaults=raised)[0]


def _recommended(case: Case) -> ActivityChange:
    return _course(case.proposals.get())


def _elaboration(proposal: Proposal) -> ElaborationChange:
    objective = factories.objective("GAK-010")
    return proposal.elaboration_changes.get_or_create(objective=objective, defaults={"new_text": "Forklaring."})[0]


def _export() -> ExportJob:
    made = {"on": "2026-03-01", "kind": "alt", "count": 1, "file_name": "vedlegg2.pdf", "content": b"%PDF-1.7"}
    return ExportJob.objects.get_or_create(key="0" * 64, defaults={"format": "pdf", "state": "ferdig", **made})[0]


def _hearing_open_now(case: Case) -> Hearing:
    """A hearing of the case, open now; its links and answers are asked by every visitor."""
    hearing = stages.last_hearing(case)
    today = timezone.localdate()
    Hearing.objects.filter(pk=hearing.pk).update(
        published_at=timezone.now(), opens_on=today, deadline=today + dt.timedelta(days=30)
    )
    return Hearing.objects.get(pk=hearing.pk)


def _answered(case: Case, *, sent: bool = False) -> HearingAnswer:
    """The RegUt's answer, begun or sent; one in each of two hearings."""
    hearing = _hearing_open_now(case)
    body = drafts.regut()
    answer, _created = HearingAnswer.objects.get_or_create(
        hearing=hearing,
        organisation=body,
        defaults={"version": hearing.versions.get(), "kind": "organisasjon", "sender_name": body.name},
    )
    if sent:
        HearingAnswer.objects.filter(pk=answer.pk).update(sent_at=timezone.now())
    return answer


def _hearing_file(answer: HearingAnswer) -> HearingAttachment:
    facts = {
        "purpose": "Tall",
        "content_type": "application/pdf",
        "size": 8,
        "sha256": "0" * 64,
        "content": b"%PDF-1.7",
    }
    return HearingAttachment.objects.get_or_create(answer=answer, file_name="tall.pdf", defaults=facts)[0]


def _private(case: Case) -> str:
    """The secret of a private person's confirmed answer."""
    hearing, now = _hearing_open_now(case), timezone.now()
    HearingAnswer.objects.get_or_create(
        hearing=hearing,
        secret_hash=hash_of_answer("en-lenke"),
        defaults={
            "version": hearing.versions.get(),
            "kind": "privat",
            "sender_name": "Kari Nord",
            "email": "kari@example.no",
            "sent_at": now,
            "confirmed_at": now,
        },
    )
    return "en-lenke"


def _letter(case: Case) -> DecisionLetter:
    proposal = case.proposals.get()
    pdf = {"state": "ferdig", "content": b"%PDF-1.7", "file_name": "brev.pdf", "requested_by": factories.caseworker()}
    row, _created = DecisionLetter.objects.get_or_create(
        proposal=proposal, case=case, decided_at=proposal.submitted_at, defaults=pdf
    )
    return row


def _follow_up(case: Case) -> FollowUp:
    row, _created = FollowUp.objects.get_or_create(
        case=case, kind="nyhetssak", owner=case.proposals.get().sender, defaults={"deadline": dt.date(2026, 8, 15)}
    )
    return row


def _hearing(case: Case) -> Hearing:
    day = dt.date(2026, 9, 1)
    found = case.hearings.first() or Hearing.objects.create(title="Høring", opens_on=day, deadline=day)
    case.hearings.add(found)
    return found


def _heard() -> dict[str, dict[str, object]]:
    """The addresses of a published hearing with one published answer and a published summary."""
    hearing = answered.hearing("GAK-095")
    answer = answered.answer(hearing, published_at=answered.AFTER, received_at=answered.AFTER)
    comment = answered.comment(answer)
    Hearing.objects.filter(pk=hearing.pk).update(summary_published_at=answered.AFTER)
    pdf = {"content": b"%PDF-1.7", "file_name": "svar.pdf"}
    file = HearingAttachment.objects.create(answer=answer, purpose="Kart", size=8, sha256="0" * 64, **pdf)
    document = SummaryDocument.objects.create(
        hearing=hearing, format="pdf", state="ferdig", is_published=True, requested_by=factories.caseworker(), **pdf
    )
    of_answer = {"pk": hearing.pk, "answer_pk": answer.pk}
    return {
        "hearings:reception": {"pk": hearing.pk},
        "hearings:reception_answer": of_answer,
        "hearings:reception_file": {**of_answer, "file_pk": file.pk},
        "hearings:comments": {"pk": hearing.pk},
        "hearings:comment_next": {"pk": hearing.pk},
        "hearings:comment": {"pk": hearing.pk, "comment_pk": comment.pk},
        "hearings:summary_edit": {"pk": hearing.pk},
        "hearings:published_answers": {"pk": hearing.pk},
        "hearings:published_export": {"pk": hearing.pk, "suffix": "csv"},
        "hearings:published_answer": of_answer,
        "hearings:published_file": {**of_answer, "file_pk": file.pk},
        "hearings:summary": {"pk": hearing.pk},
        "hearings:summary_file": {"pk": hearing.pk, "document_pk": document.pk},
    }


def _request(case: Case) -> RoundRequest:
    return RoundRequest.objects.get(consultation__cases=case, organisation=drafts.regut())


def _assessment(case: Case) -> CouncilAssessment:
    asked = _request(case)
    council, _made = TrainingCouncil.objects.get_or_create(kind="fkm", region="HV")
    return CouncilAssessment.objects.get_or_create(
        request=asked,
        council=council,
        defaults={
            "version": asked.consultation.versions.get(),
            "deadline": asked.deadline,
            "leader_email": "leder@example.no",
            "passed_on_by": factories.submitter(drafts.regut()),
        },
    )[0]


def _link(case: Case) -> str:
    PersonalLink.objects.create(
        assessment=_assessment(case),
        secret_hash=hash_of("hemmelig"),
        email="leder@example.no",
        expires_on=dt.date(2999, 1, 1),
        made_by=factories.submitter(drafts.regut()),
    )
    return "hemmelig"


def addresses_in(world: World) -> dict[str, str]:
    """An address with each name: of a draft for what is written, of what is sent for what is read."""
    year, serial = world.case.number.split("/")
    case = {"year": year, "serial": serial}
    item = world.draft.items.get().pk
    draft, regulation = {"pk": world.draft.pk}, {"pk": world.regulation.pk}
    arguments: dict[str, dict[str, object]] = {
        "revisions:case_extend": {**case, "request_pk": _request(world.case).pk},
        "revisions:case_question": {**case, "request_pk": _request(world.case).pk},
        "hearings:request": {"pk": _request(world.case).pk},
        "hearings:answer": {"pk": _request(world.case).pk},
        "hearings:send": {"pk": _request(world.case).pk},
        "hearings:newer_version": {"pk": _request(world.case).pk},
        "hearings:ask_councils": {"pk": _request(world.case).pk},
        "hearings:lift": {"pk": _request(world.case).pk},
        "hearings:follow_up": {"pk": _request(world.case).pk, "assessment_pk": _assessment(world.case).pk},
        "hearings:assessment": {"pk": _assessment(world.case).pk},
        "hearings:link": {"secret": _link(world.case)},
        "organisations:contact_edit": {"slug": factories.specialty().slug},
        "revisions:proposal": {"pk": world.sent.pk},
        "revisions:case_open": {"pk": world.sent.pk},
        "revisions:attachment": {"pk": world.sent.pk, "attachment_pk": _file(world.sent).pk},
        "revisions:proposal_status": {"pk": world.sent.pk},
        "revisions:proposal_request_pdf": {"pk": world.sent.pk},
        "revisions:proposal_pdf": {"pk": world.sent.pk, "document_pk": world.sent.documents.get().pk},
        "revisions:proposal_pdf_file": {"pk": world.sent.pk, "document_pk": _printed(world.sent).pk},
        "revisions:endorsement_new": draft,
        "revisions:endorsement_delete": {**draft, "endorsement_pk": _endorsement(world.draft).pk},
        "revisions:attachment_delete": {**draft, "attachment_pk": world.attached.pk},
        "revisions:activity_edit": {**draft, "change_pk": _course(world.draft).pk},
        "revisions:activity_delete": {**draft, "change_pk": _course(world.draft).pk},
        "revisions:elaboration_edit": {**draft, "change_pk": _elaboration(world.draft).pk},
        "revisions:elaboration_delete": {**draft, "change_pk": _elaboration(world.draft).pk},
        "revisions:item_edit": {**draft, "item_pk": item},
        "revisions:item_delete": {**draft, "item_pk": item},
        "revisions:case_step": {**case, "action": "utsett"},
        "revisions:language_confirm": {**case, "item_pk": world.case.proposals.get().items.get().pk},
        "revisions:hearing_freeze": {**case, "hearing_pk": _hearing(world.case).pk},
        "revisions:follow_up": {"pk": _follow_up(world.case).pk},
        "revisions:letter": {**case, "letter_pk": _letter(world.case).pk},
        "revisions:case_take_out": {**case, "proposal_pk": world.case.proposals.get().pk},
        "revisions:clarification": {"pk": _question().pk},
        "revisions:proposal_withdraw": {"pk": world.sent.pk},
        "revisions:proposal_version": {"pk": world.sent.pk, "number": 1},
        "revisions:recommendation_outcome": {**case, "slug": "aktivitet", "change_pk": _recommended(world.case).pk},
        "revisions:item_outcome": {**case, "item_pk": world.case.proposals.get().items.get().pk},
        "regulations:clause": {**regulation, "clause_pk": world.regulation.clauses.get().pk},
        "regulations:rule": {**regulation, "rule_pk": _rule(world.regulation).pk},
        "regulations:rule_remove": {**regulation, "rule_pk": _rule(world.regulation).pk},
        "regulations:comment_answer": {**regulation, "comment_pk": _comment(world.regulation).pk},
        "regulations:comment_settle": {**regulation, "comment_pk": _comment(world.regulation).pk},
        "regulations:determine": {"pk": world.act.amendment_regulation.pk},
        "regulations:clause_remove": {**regulation, "clause_pk": world.regulation.clauses.get().pk},
        "regulations:clause_reword": {**regulation, "clause_pk": world.regulation.clauses.get().pk},
        "regulations:clause_rebase": {**regulation, "clause_pk": world.regulation.clauses.get().pk},
        "regulations:act_amend": {"year": world.act.decided_on.year, "number": world.act.number},
        "regulations:document": {**regulation, "document_pk": world.document.pk},
        "regulations:download": {**regulation, "document_pk": world.document.pk},
        "regulations:dispatch_package": {"pk": world.dispatched.pk},
        "regulations:dispatch_manuscript": {"pk": world.dispatched.pk},
        "regulations:act_lovdata": {"year": world.act.decided_on.year, "number": world.act.number},
        "regulations:entry": {"day": world.act.announced_at.date().isoformat()},
        "revisions:act_correct": {"year": world.act.decided_on.year, "number": world.act.number},
        "regulations:act": {"year": world.act.decided_on.year, "number": world.act.number},
        "regulations:act_pdf": {"year": world.act.decided_on.year, "number": world.act.number},
        "regulations:act_file": {"year": world.act.decided_on.year, "number": world.act.number, "form": "json"},
        "regulations:file": {**regulation, "form": "json"},
        "objectives:objective": {"code": "GAK-020"},
        "api:objective": {"code": "GAK-020"},
        "objectives:specialty": {"slug": factories.specialty().slug},
        "objectives:objective_on": {"code": "GAK-020", "day": "2027-03-01"},
        "objectives:part": {"letter": "C"},
        "objectives:chapter": {"slug": "C15"},
        "objectives:specialty_activities": {"slug": factories.specialty().slug},
        "objectives:activity": {"slug": factories.specialty().slug, "pk": _activity().pk},
        "objectives:activity_edit": {"slug": factories.specialty().slug, "pk": _activity().pk},
        "objectives:elaboration_edit": {"code": "GAK-020"},
        "objectives:export_job": {"key": _export().key},
        "hearings:hearing": {"pk": _hearing_open_now(world.case).pk},
        "hearings:answer_new": {"pk": _hearing_open_now(world.case).pk},
        "hearings:answer_received": {"pk": _hearing_open_now(world.case).pk},
        "hearings:answer_link": {"secret": _private(world.case)},
        "hearings:answer_link_change": {"secret": _private(world.case)},
        "hearings:answer_link_withdraw": {"secret": _private(world.case)},
        "hearings:answer_begin": {"pk": _hearing_open_now(world.case).pk, "organisation_pk": drafts.regut().pk},
        "hearings:own_answer": {"pk": _answered(world.case).pk},
        "hearings:answer_send": {"pk": _answered(world.case).pk},
        "hearings:answer_change": {"pk": _answered(world.heard, sent=True).pk},
        "hearings:answer_withdraw": {"pk": _answered(world.heard, sent=True).pk},
        "hearings:answer_file_new": {"pk": _answered(world.case).pk},
        "hearings:answer_file": {
            "pk": _answered(world.case).pk,
            "file_pk": _hearing_file(_answered(world.case)).pk,
        },
        "hearings:answer_file_delete": {
            "pk": _answered(world.case).pk,
            "file_pk": _hearing_file(_answered(world.case)).pk,
        },
        "objectives:export_file": {"key": _export().key},
        **_heard(),
    }
    return {
        name: reverse(name, kwargs=arguments.get(name) or _by_its_kind(name, case, draft, regulation)) for name in PAGES
    }


def _by_its_kind(name: str, case: dict, draft: dict, regulation: dict) -> dict[str, object]:
    if name.startswith("revisions:case_") or name == "revisions:case":
        return case
    of_a_draft = re.match(
        r"revisions:(proposal|item|activity|elaboration|attachment)_(?!new$)"
        r"|revisions:(item|activity|elaboration|attachment)_new",
        name,
    )
    of_nothing = ("regulations:regulations", "regulations:acts", "regulations:entries", "regulations:feed")
    of_a_regulation = name in ("revisions:announce", "revisions:regulation_items", "revisions:regulation_abandon") or (
        name.startswith("regulations:") and name not in of_nothing
    )
    return draft if of_a_draft else regulation if of_a_regulation else {}
