"""What a læringsmål's page says of what comes after it, and of what it came in place of."""

from __future__ import annotations

import pytest

from objectives.lineage import lineage_of
from objectives.models import Objective
from objectives.operations import (
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    Part,
    Place,
    RecodeObjective,
    ReplaceObjective,
    SplitObjective,
)
from tests import factories

from .acts import an_act, carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    return {number: factories.version(f"GAK-00{number}", f"Ha kunnskap om {number}.") for number in (1, 2, 3)}


def page(client, code: str) -> str:
    return client.get(f"/laringsmal/{code}/").content.decode().split("<main")[1]


def test_a_split_says_how_many_and_which(client, rows):
    parts = (Part(text="A."), Part(text="B."))
    carry_out(SplitObjective(code="GAK-001", parts=parts, approvals_carry_over=True, basis=rows[1].pk))

    html = page(client, "GAK-001")

    assert "Delt i 2 fra 1. september 2027: GAK-004 er nummer 1" in html
    assert "Delt i 2 fra 1. september 2027: GAK-005 er nummer 2" in html
    assert "Er du godkjent i GAK-001, er du også godkjent i GAK-005." in html


def test_a_merger_names_the_others_and_the_new_one_all_it_came_from(client, rows):
    merged = tuple(ChangedText(code=f"GAK-00{number}", basis=rows[number].pk) for number in (1, 2, 3))
    carry_out(MergeObjectives(merged=merged, text="Alle.", approvals_carry_over=True))

    assert "Slått sammen med GAK-002 og GAK-003 til GAK-004 fra 1. september 2027" in page(client, "GAK-001")
    html = page(client, "GAK-004")
    assert "Erstatter GAK-001, GAK-002 og GAK-003 fra 1. september 2027" in html
    assert "Erstatter GAK-001, GAK-002 og GAK-003. Slått sammen, godkjenninger overføres." in html
    assert html.count("Kurs og prosedyrer du har gjennomført, teller også for GAK-004.") == 1


def test_a_new_code_for_the_same_text_says_that_the_text_is_the_same(client, rows):
    carry_out(RecodeObjective(code="GAK-001", prefix="GAK", basis=rows[1].pk))

    html = page(client, "GAK-001")

    assert "Fra 1. september 2027 har læringsmålet koden GAK-004" in html
    assert "Teksten er den samme." in html
    assert "<del" not in html


def test_a_move_says_from_where_and_to_where(client, rows):
    new = factories.theme("15.13", "Milt")
    carry_out(MoveObjective(code="GAK-001", place=Place(chapter="C15", theme=new.pk), basis=rows[1].pk))

    html = page(client, "GAK-001")

    assert "Flyttes fra 1. september 2027" in html
    assert html.count("Flyttet fra 15.12 Lever til 15.13 Milt, koden er beholdt.") >= 2
    assert "lyder det slik" not in html


def test_a_correction_that_also_moves_says_both(client, rows):
    new = factories.theme("15.13", "Milt")
    place = Place(chapter="C15", theme=new.pk)
    carry_out(CorrectText(code="GAK-001", text="Ha kunnskap om en.", place=place, basis=rows[1].pk))

    html = page(client, "GAK-001")

    assert "Fra 1. september 2027 lyder det slik" in html
    assert "Språklig retting, koden er beholdt. Flyttet fra 15.12 Lever til 15.13 Milt, koden er beholdt." in html


def test_the_new_one_says_what_a_doctor_keeps_from_the_old(client, rows):
    carry_out(ReplaceObjective(code="GAK-001", text="Beherske 1.", effect="skjerpet", basis=rows[1].pk))

    html = page(client, "GAK-004")

    assert "Erstatter GAK-001 fra 1. september 2027" in html
    assert "Kravet er skjerpet. Godkjenningen står i historikken" in html


def test_what_was_recoded_twice_before_its_first_day_leads_to_the_last_one(client, rows):
    (first,) = carry_out(RecodeObjective(code="GAK-001", prefix="GAK", basis=rows[1].pk))
    (second,) = carry_out(RecodeObjective(code="GAK-004", prefix="GAK", basis=first.begun.pk), act=an_act(1400))
    carry_out(RecodeObjective(code="GAK-005", prefix="GAK", basis=second.begun.pk), act=an_act(1401))

    assert "Fra 1. september 2027 har læringsmålet koden GAK-006" in page(client, "GAK-001")
    assert "Erstatter GAK-001 fra 1. september 2027" in page(client, "GAK-006")


def test_the_way_past_what_never_applied_carries_over_what_both_steps_do(rows):
    replaced = ReplaceObjective(code="GAK-001", text="Beherske 1.", effect="skjerpet", basis=rows[1].pk)
    (first,) = carry_out(replaced)
    carry_out(RecodeObjective(code="GAK-004", prefix="GAK", basis=first.begun.pk), act=an_act(1400))

    (link,) = lineage_of(Objective.objects.get(code="GAK-001")).successors

    assert (link.old.code, link.new.code, link.kind) == ("GAK-001", "GAK-005", "skjerpet")
    assert not link.approvals_carry_over
    assert link.activities_carry_over
