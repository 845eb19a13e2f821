"""What leaves a chapter is followed, and so are new codes and headings that are moved."""

from __future__ import annotations

import pytest
from django.db.models import Q

from objectives.differences import Kind, differences
from objectives.operations import (
    FIRST,
    ChangedText,
    MergeObjectives,
    MoveObjective,
    MoveTheme,
    Part,
    Place,
    RecodeObjective,
    SplitObjective,
)
from tests import factories

from .acts import DAY_BEFORE, STARTS, an_act, carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """GAK-001 and 002 in C15 of gastroenterologisk kirurgi, GAK-003 in C16 of the same specialty."""
    home = factories.specialty()
    factories.chapter("C15", of=home)
    other = factories.chapter("C16", "C16. Generell kirurgi", of=home)
    elsewhere = factories.theme("16.1", "Brokk", in_chapter=other)
    return {
        1: factories.version("GAK-001", "Ha kunnskap om lever."),
        2: factories.version("GAK-002", "Ha kunnskap om milt."),
        3: factories.version("GAK-003", "Ha kunnskap om brokk.", under=elsewhere),
        "elsewhere": elsewhere,
    }


def within(*slugs: str):
    return differences(Q(chapter__slug__in=slugs) if slugs else Q(), earlier=DAY_BEFORE, later=STARTS)


def told(found) -> list[tuple[Kind, list[str], str]]:
    return [(item.kind, [one.objective.code for one in item.before], item.code) for item in found.items]


def page(client, **query: str) -> str:
    days = {"fra": "31.08.2027", "til": "01.09.2027"}
    return client.get("/vedlegg/sammenlign/", days | query).content.decode()


@pytest.mark.parametrize("slugs", [(), ("C15",), ("C16",), ("C15", "C16")])
def test_what_moves_to_another_chapter_is_moved_seen_from_both(rows, slugs):
    place = Place(chapter="C16", theme=rows["elsewhere"].pk)
    carry_out(MoveObjective(code="GAK-001", place=place, basis=rows[1].pk))

    assert told(within(*slugs)) == [(Kind.MOVED, ["GAK-001"], "GAK-001")]


def test_the_chapter_it_left_says_where_it_went(client, rows):
    place = Place(chapter="C16", theme=rows["elsewhere"].pk)
    carry_out(MoveObjective(code="GAK-001", place=place, basis=rows[1].pk))

    assert "Står nå under 16.1 Brokk" in page(client, kapittel="C15")
    assert "Flyttet hit fra 15.12 Lever" in page(client, kapittel="C16")


def test_a_split_into_two_chapters_is_a_split_seen_from_each(rows):
    parts = (Part(text="A."), Part(text="B.", place=Place(chapter="C16", theme=rows["elsewhere"].pk)))
    carry_out(SplitObjective(code="GAK-001", parts=parts, approvals_carry_over=True, basis=rows[1].pk))

    assert told(within("C15")) == [(Kind.SPLIT, ["GAK-001"], "GAK-004"), (Kind.SPLIT, ["GAK-001"], "GAK-005")]
    assert told(within("C16")) == [(Kind.SPLIT, ["GAK-001"], "GAK-005")]


@pytest.mark.parametrize("slug", ["C15", "C16"])
def test_a_merger_across_chapters_has_all_that_were_merged(rows, slug):
    merged = (ChangedText(code="GAK-001", basis=rows[1].pk), ChangedText(code="GAK-003", basis=rows[3].pk))
    carry_out(MergeObjectives(merged=merged, text="Begge.", approvals_carry_over=True))

    assert told(within(slug)) == [(Kind.MERGED, ["GAK-001", "GAK-003"], "GAK-004")]


def test_a_new_code_with_the_same_text_is_told_as_such(client, rows):
    carry_out(RecodeObjective(code="GAK-001", prefix="GAK", basis=rows[1].pk))

    assert told(within()) == [(Kind.RECODED, ["GAK-001"], "GAK-004")]
    assert "Ny kode, samme tekst" in page(client)


def test_a_heading_that_is_moved_says_where_it_stood(client, rows):
    last = factories.theme("15.13", "Milt", in_chapter=factories.chapter("C15"))
    factories.version("GAK-006", under=last)
    carry_out(MoveTheme(theme=last.pk, after=FIRST, basis=last.versions.get().pk))

    found = within("C15")

    assert found.changed_headings() == [last.pk]
    assert told(found) == []
    html = page(client, kapittel="C15")
    assert "Overskriften er flyttet hit. Den sto etter 15.12 Lever." in html
    assert "Temaoverskrifter" in html


def test_a_chain_through_another_chapter_is_followed(rows):
    first = carry_out(
        RecodeObjective(
            code="GAK-001", prefix="GAK", place=Place(chapter="C16", theme=rows["elsewhere"].pk), basis=rows[1].pk
        )
    )[0]
    home = rows[2].theme_id
    carry_out(
        RecodeObjective(code="GAK-004", prefix="GAK", place=Place(chapter="C15", theme=home), basis=first.begun.pk),
        act=an_act(1400),
    )

    assert told(within("C15")) == [(Kind.RECODED, ["GAK-001"], "GAK-005")]
    assert told(within("C16")) == []


def test_what_is_followed_elsewhere_takes_eight_queries(rows, django_assert_max_num_queries):
    place = Place(chapter="C16", theme=rows["elsewhere"].pk)
    carry_out(MoveObjective(code="GAK-001", place=place, basis=rows[1].pk))

    with django_assert_max_num_queries(8):
        within("C15")
