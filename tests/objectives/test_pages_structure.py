"""The public pages after acts that move, split, merge, recode and amend."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from objectives.changes import ChangeKind, changes_by
from objectives.lineage import carry_over
from objectives.models import LegalAct, ObjectiveVersion
from objectives.operations import (
    AddTheme,
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    Part,
    Place,
    RecodeObjective,
    RenameTheme,
    ReplaceObjective,
    SplitObjective,
)
from tests import factories

from .acts import an_act, carry_out

pytestmark = pytest.mark.django_db

SECOND = dt.date(2027, 6, 11)
ADDRESSES = ("/", "/laringsmal/", "/vedlegg/", "/vedlegg/C15/", "/api/v1/laringsmal/")


@pytest.fixture
def register():
    """Six læringsmål; an act announced by factories' own dates does something else with each."""
    rows = {number: factories.version(f"GAK-{number:03}", f"Ha kunnskap om {number}.") for number in range(1, 7)}
    rows["heading"] = rows[1].theme
    return rows


@pytest.fixture
def acts(register) -> dict[str, LegalAct]:
    first, second = an_act(), an_act(1319, SECOND)
    heading = register["heading"]
    *_others, replaced, _theme, _renamed = carry_out(
        MoveObjective(code="GAK-001", place=Place(chapter="C15", theme="milt"), basis=register[1].pk),
        SplitObjective(
            code="GAK-002", parts=(Part(text="A."), Part(text="B.")), approvals_carry_over=True, basis=register[2].pk
        ),
        MergeObjectives(
            merged=tuple(ChangedText(code=f"GAK-00{number}", basis=register[number].pk) for number in (3, 4)),
            text="Begge.",
            approvals_carry_over=False,
        ),
        CorrectText(code="GAK-006", text="Rettet.", basis=register[6].pk),
        ReplaceObjective(code="GAK-005", text="Nytt.", effect="skjerpet", basis=register[5].pk),
        AddTheme(key="milt", chapter="C15", number="15.13", title="Milt", after=None),
        RenameTheme(theme=heading.pk, number="15.12", title="Leversykdom", basis=heading.versions.get().pk),
        act=first,
    )
    carry_out(RecodeObjective(code="GAK-010", prefix="GAK", basis=replaced.begun.pk), act=second)
    LegalAct.objects.filter(pk=first.pk).update(announced_at=factories.announced(dt.date(2026, 1, 2)))
    LegalAct.objects.filter(pk=second.pk).update(announced_at=factories.announced(dt.date(2026, 1, 3)))
    return {"first": first, "second": second}


@pytest.mark.parametrize("day", ["", "?dato=31.08.2027", "?dato=01.09.2027"])
def test_every_list_can_be_read(client, acts, day):
    answers = {address: client.get(f"{address}{day}").status_code for address in ADDRESSES}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("day", ["", "?dato=31.08.2027", "?dato=01.09.2027"])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8, 9, 11])
def test_every_objective_can_be_read(client, acts, number, day):
    assert client.get(f"/laringsmal/GAK-{number:03}/{day}", follow=True).status_code == 200


def test_the_annex_of_the_day_has_the_new_headings_and_order(client, acts):
    page = client.get("/vedlegg/C15/?dato=01.09.2027").content.decode()

    codes = re.findall(r"GAK-0\d\d(?=</a>)", page)
    assert codes == ["GAK-007", "GAK-008", "GAK-009", "GAK-011", "GAK-006", "GAK-001"]
    assert "Leversykdom" in page


def test_the_front_page_says_what_each_change_was(client, acts):
    page = client.get("/").content.decode()

    assert "flyttet, koden er beholdt" in page
    assert "erstatter GAK-010" in page


def test_a_code_that_was_announced_and_never_in_force_says_so(client, acts):
    answer = client.get("/laringsmal/GAK-010/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "trådte aldri i kraft" in page
    assert "FOR-2027-06-11-1319" in page
    assert "GAK-011" in page


def test_an_amended_change_is_told_from_what_was_announced(acts):
    third = an_act(1400, dt.date(2027, 7, 1))
    announced = ObjectiveVersion.objects.get(objective__code="GAK-007")

    carry_out(CorrectText(code="GAK-007", text="A, rettet.", basis=announced.pk), act=third)

    (change,) = changes_by([third], limit=5)
    assert (change.kind, change.before.text, change.after.text) == (ChangeKind.CORRECTED, "A.", "A, rettet.")


def test_approval_of_what_is_merged_takes_all_of_them():
    row = factories.version("GAK-001")
    other = factories.version("GAK-002")
    merged = tuple(ChangedText(code=one.objective.code, basis=one.pk) for one in (row, other))

    (outcome,) = carry_out(MergeObjectives(merged=merged, text="Begge.", approvals_carry_over=True))

    approvals, _activities = carry_over(outcome.succession)
    assert approvals.why == ("Er du godkjent i alle læringsmålene som er slått sammen, er du også godkjent i GAK-003.")
