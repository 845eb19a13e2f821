"""Role × object × action: what each kind of person may do with what, asked of the permission functions themselves.

Nothing is said here that they do not answer: each row calls one of them with real people and real objects, made for
the purpose and rolled back (`asked`). `docs/access.md` prints the answers; tests/test_access.py asks the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from hearings import permissions as hearings
from hearings.models import ConsultationRound, RoundRequest
from objectives import permissions as register
from organisations import permissions as people
from organisations.models import Membership, Organisation, Region, Role, Specialty, User
from regulations import permissions as acts
from revisions import permissions as cases
from revisions.models import Case, Proposal

from .access import Visitor

Person = User | AnonymousUser
# Which role, in which kind of body; the sender is a RegUt.
HELD: dict[Visitor, tuple[Role, str]] = {
    Visitor.SENDER: (Role.SUBMITTER, Organisation.Kind.REGUT),
    Visitor.COLLEAGUE: (Role.READER, Organisation.Kind.REGUT),
    Visitor.OTHER_SENDER: (Role.SUBMITTER, Organisation.Kind.MEDICAL_ASSOCIATION),
    Visitor.DIRECTORATE_READER: (Role.READER, Organisation.Kind.DIRECTORATE),
    Visitor.ADMINISTRATOR: (Role.ADMINISTRATOR, Organisation.Kind.DIRECTORATE),
    Visitor.DECISION_MAKER: (Role.DECISION_MAKER, Organisation.Kind.DIRECTORATE),
    Visitor.CASEWORKER: (Role.CASEWORKER, Organisation.Kind.DIRECTORATE),
}


@dataclass(frozen=True)
class Objects:
    """One of each thing: a draft, a proposal that is sent, the case another one became, a request; all the RegUt's."""

    draft: Proposal
    sent: Proposal
    case: Case
    request: RoundRequest


@dataclass(frozen=True)
class Right:
    """An action on an object, and the permission function that says who may."""

    object: str
    action: str
    function: str
    allows: Callable[[Person, Objects], bool]


def _right(object_: str, action: str, function: Callable[..., object], allows: Callable[..., bool]) -> Right:
    return Right(object_, action, f"{function.__module__}.{function.__name__}", allows)


def _sees(found: Callable[[Person], object]) -> Callable[[Person, str, Objects], bool]:
    return lambda person, name, objects: found(person).filter(pk=getattr(objects, name).pk).exists()  # type: ignore[attr-defined,no-any-return]


_reads_request = _sees(hearings.requests_visible_to)
_reads_proposal, _reads_case = _sees(cases.proposals_visible_to), _sees(cases.cases_visible_to)

RIGHTS: tuple[Right, ...] = (
    _right("draft", "read", cases.proposals_visible_to, lambda p, o: _reads_proposal(p, "draft", o)),
    _right("draft", "write", cases.may_draft, lambda p, o: cases.may_draft(p, o.draft)),
    _right("draft", "send", cases.may_submit, lambda p, o: cases.may_submit(p, o.draft)),
    _right("sent proposal", "read", cases.proposals_visible_to, lambda p, o: _reads_proposal(p, "sent", o)),
    _right(
        "sent proposal",
        "read while it is being corrected",
        cases.reads_as_it_is_written,
        lambda p, o: cases.reads_as_it_is_written(p, o.sent),
    ),
    _right("sent proposal", "withdraw", cases.may_submit, lambda p, o: cases.may_submit(p, o.sent)),
    _right("sent proposal", "make a case of", cases.may_handle_cases, lambda p, o: cases.may_handle_cases(p)),
    _right("case", "read", cases.cases_visible_to, lambda p, o: _reads_case(p, "case", o)),
    _right("case", "read notes and journal", people.is_directorate, lambda p, o: people.is_directorate(p)),
    _right("case", "follow", cases.may_watch, lambda p, o: cases.may_watch(p, o.case)),
    _right("case", "write notes", cases.may_write_notes, lambda p, o: cases.may_write_notes(p, o.case)),
    _right("case", "assign, edit, take forward", cases.may_handle, lambda p, o: cases.may_handle(p, o.case)),
    _right("case", "propose outcomes", cases.may_handle, lambda p, o: cases.may_handle(p, o.case)),
    _right("case", "decide", cases.may_decide, lambda p, o: cases.may_decide(p, o.case)),
    _right("case", "send again", cases.may_send_again, lambda p, o: cases.may_send_again(p, o.case)),
    _right("case", "withdraw", cases.may_withdraw, lambda p, o: cases.may_withdraw(p, o.case)),
    _right("request in a round", "read", hearings.requests_visible_to, lambda p, o: _reads_request(p, "request", o)),
    _right(
        "request in a round", "write the answer", hearings.may_answer, lambda p, o: hearings.may_answer(p, o.request)
    ),
    _right("request in a round", "send the answer", hearings.may_send, lambda p, o: hearings.may_send(p, o.request)),
    _right(
        "request in a round",
        "ask the councils",
        hearings.may_ask_councils,
        lambda p, o: hearings.may_ask_councils(p, o.request),
    ),
    _right("request in a round", "remind, give time", hearings.may_run_rounds, lambda p, o: hearings.may_run_rounds(p)),
    _right("question of principle", "read", people.is_directorate, lambda p, o: people.is_directorate(p)),
    _right("question of principle", "raise", cases.may_handle_cases, lambda p, o: cases.may_handle_cases(p)),
    _right("question of principle", "settle", cases.may_settle_principles, lambda p, o: cases.may_settle_principles(p)),
    _right(
        "a body's hearing answer",
        "read and write",
        hearings.may_draft_hearing_answer,
        lambda p, o: hearings.may_draft_hearing_answer(p, o.draft.sender),
    ),
    _right(
        "a body's hearing answer",
        "send, change, withdraw",
        hearings.may_send_hearing_answer,
        lambda p, o: hearings.may_send_hearing_answer(p, o.draft.sender),
    ),
    _right("endringsforskrift, draft", "read", acts.may_see, lambda p, o: acts.may_see(p)),
    _right("endringsforskrift, draft", "write", acts.may_draft, lambda p, o: acts.may_draft(p)),
    _right("endringsforskrift, draft", "announce", acts.may_announce, lambda p, o: acts.may_announce(p)),
    _right(
        "utdypende tekst, læringsaktivitet",
        "write outside a case",
        register.may_change_outside_acts,
        lambda p, o: register.may_change_outside_acts(p),
    ),
    _right(
        "reconciliation with Lovdata",
        "read",
        register.may_read_reconciliations,
        lambda p, o: register.may_read_reconciliations(p),
    ),
    _right("people, bodies, contacts", "keep", people.is_administrator, lambda p, o: people.is_administrator(p)),
)


def asked() -> list[tuple[Right, dict[Visitor, bool]]]:
    """Every right with the answer for each kind of person. Writes rows to ask with, and takes all of them back."""
    with transaction.atomic():
        objects, persons = _objects(), {}
        for visitor in Visitor:
            persons[visitor] = _person(visitor)
        answers = [
            (right, {visitor: bool(right.allows(person, objects)) for visitor, person in persons.items()})
            for right in RIGHTS
        ]
        transaction.set_rollback(True)
    return answers


def _body(kind: str) -> Organisation:
    """A body of this kind, one that is there if there is one."""
    found = Organisation.objects.filter(kind=kind).order_by("pk").first()
    region = Region.WEST if kind == Organisation.Kind.REGUT else ""
    return found or Organisation.objects.create(kind=kind, name=f"Rettigheter: {kind}", region=region)


def _person(visitor: Visitor) -> Person:
    if visitor is Visitor.NOBODY:
        return AnonymousUser()
    person = User.objects.create(email=f"rettigheter-{visitor.name.lower()}@example.no", name=visitor.value)
    if visitor in HELD:
        role, kind = HELD[visitor]
        Membership.objects.create(user=person, organisation=_body(kind), role=role)
    return person


def _objects() -> Objects:
    sender = _body(Organisation.Kind.REGUT)
    writer = User.objects.create(email="rettigheter-skriver@example.no", name="Skriver")
    specialty, _made = Specialty.objects.get_or_create(
        short_name="RETT", defaults={"name": "Rettigheter", "slug": "rettigheter"}
    )
    case = Case.objects.create(number="0001/00001", title="Rettigheter", opened_on=dt.date(2026, 1, 1))

    def proposal(**fields: object) -> Proposal:
        return Proposal.objects.create(sender=sender, specialty=specialty, created_by=writer, **fields)

    is_sent = {"submitted_at": timezone.now(), "submitted_by": writer}
    proposal(case=case, **is_sent)
    day = dt.date(2026, 1, 1)
    consultation = ConsultationRound.objects.create(opens_on=day, deadline=day)
    asked = RoundRequest.objects.create(consultation=consultation, organisation=sender, deadline=day)
    return Objects(draft=proposal(), sent=proposal(**is_sent), case=case, request=asked)
