"""The review of a draft: a second person's approval, comments, versions, and putting a draft away."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from notifications.models import Event, Verb
from objectives.models import Objective
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services
from regulations.models import AmendmentRegulation, Approval, DraftVersion
from regulations.reviewing import current_version, standing_approval
from tests import factories

from .conftest import PLANNED, TODAY, announce


@pytest.fixture
def other(db):
    """A second person."""
    return factories.decision_maker()


def verbs(regulation) -> list[str]:
    return list(Event.objects.about(regulation).order_by("sequence").values_list("verb", flat=True))


# --- versions -----------------------------------------------------------------------------------------


def test_each_locking_keeps_a_version(draft, by):
    services.lock(regulation=draft, by=by)
    services.unlock(regulation=draft, by=by)
    services.lock(regulation=draft, by=by)

    assert list(draft.versions.values_list("number", flat=True)) == [1, 2]


def test_a_version_says_what_the_draft_says_with_the_codes_it_was_given(locked):
    content = current_version(locked).content

    assert content["title"] == "Forskrift om endring i spesialistforskriften"
    assert content["clauses"][0]["instructions"] == [["GAK-077 oppheves.", ""]]
    assert [clause["new_codes"] for clause in content["clauses"] if clause["new_codes"]] == [["GAK-085"], ["ANE-053"]]


def test_the_same_draft_gives_the_same_checksum(draft, by):
    services.lock(regulation=draft, by=by)
    services.unlock(regulation=draft, by=by)
    services.lock(regulation=draft, by=by)

    assert len(set(draft.versions.values_list("sha256", flat=True))) == 1


def renumber(version: DraftVersion) -> None:
    DraftVersion.objects.filter(pk=version.pk).update(number=7)


@pytest.mark.parametrize("change", [renumber, DraftVersion.delete])
def test_the_database_refuses_to_change_or_delete_a_version(locked, change):
    version = locked.versions.get()

    with transaction.atomic(), pytest.raises(IntegrityError, match="kan ikke endres eller slettes"):
        change(version)


# --- the approval -------------------------------------------------------------------------------------


def test_what_nobody_else_has_approved_is_not_announced(locked, by):
    with pytest.raises(RuleViolation) as refusal:
        services.announce(
            regulation=locked, number=114, decided_on=TODAY, announced_at=factories.announced(PLANNED), by=by
        )

    assert refusal.value.code == "not-approved"
    assert "En annen enn den som låste utkastet" in refusal.value.message


def test_a_second_person_approves_and_the_act_can_be_announced(locked, by, other):
    approval = services.approve(regulation=locked, by=other, note=" Lest mot vedtakene. ")

    assert (approval.approved_by, approval.version.number, approval.note) == (other, 1, "Lest mot vedtakene.")
    assert verbs(locked)[-1] == Verb.REGULATION_APPROVED
    assert announce(locked, by=by).pk


def test_whoever_locked_the_draft_does_not_approve_it(locked, by):
    with pytest.raises(RuleViolation, match="Du låste selv versjon 1") as refusal:
        services.approve(regulation=locked, by=by)

    assert refusal.value.code == "same-person"
    assert not Approval.objects.exists()


def test_another_person_who_locks_it_again_is_the_one_who_can_not_approve(locked, by, other):
    services.unlock(regulation=locked, by=by)
    services.lock(regulation=locked, by=other)

    with pytest.raises(RuleViolation, match="Du låste selv versjon 2"):
        services.approve(regulation=locked, by=other)
    assert services.approve(regulation=locked, by=by).version.number == 2


def test_an_open_draft_is_not_approved(draft, other):
    with pytest.raises(WrongState, match="er ikke låst"):
        services.approve(regulation=draft, by=other)


def test_a_version_is_approved_once(locked, other):
    services.approve(regulation=locked, by=other)

    with pytest.raises(WrongState, match="er allerede godkjent av"):
        services.approve(regulation=locked, by=factories.user(Role.CASEWORKER, email="tredje@example.no"))


def test_nobody_approves_a_version_they_have_not_read(locked, by, other):
    services.unlock(regulation=locked, by=by)
    services.lock(regulation=locked, by=by)

    with pytest.raises(RuleViolation, match="Les versjon 2 før du godkjenner"):
        services.approve(regulation=locked, by=other, version=1)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_others_do_not_approve(locked, role):
    with pytest.raises(NotPermitted):
        services.approve(regulation=locked, by=factories.user(role))


def test_opening_the_draft_again_withdraws_the_approval(locked, by, other):
    approval = services.approve(regulation=locked, by=other)
    services.unlock(regulation=locked, by=by)
    services.lock(regulation=locked, by=by)

    approval.refresh_from_db()
    assert (approval.withdrawn_by, approval.withdrawn_reason) == (by, "Utkastet ble åpnet igjen.")
    assert standing_approval(locked) is None
    with pytest.raises(RuleViolation, match="er ikke godkjent"):
        services.announce(
            regulation=locked, number=114, decided_on=TODAY, announced_at=factories.announced(PLANNED), by=by
        )


def test_an_approval_is_withdrawn_with_a_reason_and_the_draft_stays_locked(locked, other):
    services.approve(regulation=locked, by=other)

    services.withdraw_approval(regulation=locked, reason="Hjemmelen må ses på.", by=other)

    locked.refresh_from_db()
    assert locked.is_locked
    assert standing_approval(locked) is None
    assert verbs(locked)[-1] == Verb.APPROVAL_WITHDRAWN


def test_an_approval_is_not_withdrawn_without_a_reason(locked, other):
    services.approve(regulation=locked, by=other)

    with pytest.raises(RuleViolation, match="Skriv hvorfor du trekker godkjenningen"):
        services.withdraw_approval(regulation=locked, reason="  ", by=other)
    assert standing_approval(locked) is not None


def test_where_nobody_has_approved_there_is_nothing_to_withdraw(locked, other):
    with pytest.raises(WrongState, match="ingen godkjenning å trekke"):
        services.withdraw_approval(regulation=locked, reason="Feil.", by=other)


def test_the_approval_of_what_is_announced_stands(announced, other):
    with pytest.raises(WrongState, match="er allerede kunngjort"):
        services.withdraw_approval(regulation=announced, reason="Feil.", by=other)


# --- comments -----------------------------------------------------------------------------------------


def test_a_comment_is_about_the_draft_or_about_one_clause(draft, by):
    clause = draft.clauses.get(objective__code="GAK-077")

    whole = services.comment(regulation=draft, body="Er hjemmelen riktig?", by=by)
    one = services.comment(regulation=draft, clause=clause, body="Er denne vedtatt?", by=by)

    assert (whole.clause, whole.about) == (None, "")
    assert (one.clause, one.about) == (clause, "GAK-077")


def test_a_comment_outlives_the_clause_it_is_about(draft, by):
    clause = draft.clauses.get(objective__code="GAK-077")
    said = services.comment(regulation=draft, clause=clause, body="Er denne vedtatt?", by=by)

    services.remove_clause(clause=clause, by=by)

    said.refresh_from_db()
    assert (said.clause, said.about) == (None, "GAK-077")


def test_what_is_not_settled_stops_the_approval(locked, by, other):
    said = services.comment(regulation=locked, body="Er hjemmelen riktig?", by=other)

    with pytest.raises(RuleViolation, match="En kommentar til utkastet er ikke avklart"):
        services.approve(regulation=locked, by=other)
    services.answer(comment=said, body="Ja, § 3b.", by=by)
    services.settle(comment=said, by=other)

    assert services.approve(regulation=locked, by=other).is_standing


def test_an_answer_stands_under_the_first_comment(locked, by, other):
    said = services.comment(regulation=locked, body="Er hjemmelen riktig?", by=other)
    first = services.answer(comment=said, body="Ja.", by=by)
    second = services.answer(comment=first, body="Takk.", by=other)

    assert [one.pk for one in said.replies.order_by("pk")] == [first.pk, second.pk]


def test_what_is_settled_is_opened_before_it_is_answered(locked, by, other):
    said = services.comment(regulation=locked, body="Er hjemmelen riktig?", by=other)
    services.settle(comment=said, by=by)

    with pytest.raises(WrongState, match="Åpne den igjen"):
        services.answer(comment=said, body="Nei.", by=by)
    services.settle(comment=said, by=by, settled=False)
    assert services.answer(comment=said, body="Nei.", by=by).pk


def test_settling_twice_is_once(locked, by):
    said = services.comment(regulation=locked, body="Er hjemmelen riktig?", by=by)
    services.settle(comment=said, by=by)
    services.settle(comment=said, by=by)

    assert verbs(locked).count(Verb.COMMENT_SETTLED) == 1


# --- putting a draft away -----------------------------------------------------------------------------


def test_an_abandoned_draft_says_why_and_is_no_draft_any_more(locked, by):
    services.abandon(regulation=locked, reason="Departementet vil vente.", by=by)

    locked.refresh_from_db()
    assert (locked.is_abandoned, locked.abandoned_reason) == (True, "Departementet vil vente.")
    assert locked not in AmendmentRegulation.objects.drafts()
    assert verbs(locked)[-1] == Verb.REGULATION_ABANDONED


def test_a_draft_is_not_abandoned_without_a_reason(locked, by):
    with pytest.raises(RuleViolation, match="Skriv hvorfor du legger bort utkastet"):
        services.abandon(regulation=locked, reason=" ", by=by)


def test_its_reserved_codes_are_never_given_to_others(locked, operations, by):
    """ID-1: the next draft with the same change gets the number after."""
    reserved = {clause.new_objective.code for clause in locked.clauses.filter(new_objective__isnull=False)}
    services.abandon(regulation=locked, reason="Departementet vil vente.", by=by)

    anew = services.create_regulation(name="Vår 2027", planned_announcement=PLANNED, by=by, on=TODAY)
    for operation in (operations.add, operations.replace):
        services.add_clause(regulation=anew, operation=operation, by=by)
    services.lock(regulation=anew, by=by)

    given = {clause.new_objective.code for clause in anew.clauses.all()}
    assert reserved == {"GAK-085", "ANE-053"}
    assert given == {"GAK-086", "ANE-054"}
    assert Objective.objects.filter(code__in=reserved, created_by_clause__regulation=locked).count() == 2


@pytest.mark.parametrize(
    "verb", ["add_clause", "lock", "unlock", "approve", "announce", "comment", "edit_heading", "abandon"]
)
def test_nothing_more_is_done_with_an_abandoned_draft(locked, operations, by, other, verb):
    services.abandon(regulation=locked, reason="Departementet vil vente.", by=by)
    words = {"title": "A", "short_title": "B", "legal_basis": "C", "transitional_text": ""}
    doing = {
        "add_clause": lambda: services.add_clause(regulation=locked, operation=operations.add, by=by),
        "lock": lambda: services.lock(regulation=locked, by=by),
        "unlock": lambda: services.unlock(regulation=locked, by=by),
        "approve": lambda: services.approve(regulation=locked, by=other),
        "announce": lambda: services.announce(
            regulation=locked, number=114, decided_on=TODAY, announced_at=factories.announced(PLANNED), by=by
        ),
        "comment": lambda: services.comment(regulation=locked, body="Hei", by=by),
        "edit_heading": lambda: services.edit_heading(regulation=locked, **words, by=by),
        "abandon": lambda: services.abandon(regulation=locked, reason="Igjen.", by=by),
    }

    with pytest.raises(WrongState, match="er lagt bort"):
        doing[verb]()


def test_abandoning_withdraws_the_approval(locked, by, other):
    services.approve(regulation=locked, by=other)

    services.abandon(regulation=locked, reason="Departementet vil vente.", by=by)

    assert standing_approval(locked) is None


def test_what_is_announced_is_not_abandoned(announced, by):
    with pytest.raises(WrongState, match="er allerede kunngjort"):
        services.abandon(regulation=announced, reason="Angrer.", by=by)
