"""The small parts of a reconciliation: the same but for characters, out of order, and where what is new goes."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.annex import matching, report
from objectives.annex.differences import Code, Difference, DifferenceKind
from objectives.annex.matching import Heading
from objectives.annex.typography import differs_only_in_characters
from objectives.redline import redline
from objectives.services.additions import positions_between


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("pre-operativ", "preoperativ"),
        ("pre operativ", "pre–operativ"),
        ("«lever»", '"lever"'),
        ("pasientens", "pasient’ens"),
        ("3-4 uker", "3–4 uker"),
        ("3 – 4 uker", "3-4 uker"),
        ("Beherske:\n\t– punksjon", "Beherske: punksjon"),
        ("10\u00a0mg", "10 mg"),
        ("lever\u00ad", "lever"),
    ],
)
def test_texts_that_differ_in_characters_alone(first: str, second: str):
    assert differs_only_in_characters(first, second)
    assert differs_only_in_characters(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("lever", "lever"),
        ("lever", "Lever"),
        ("lever.", "lever"),
        ("3-4 uker", "34 uker"),
        ("3 4", "34"),
        ("under -5 grader", "under 5 grader"),
        ("Ha kunnskap om", "Ha god kunnskap om"),
    ],
)
def test_texts_that_differ_in_more_or_not_at_all(first: str, second: str):
    assert not differs_only_in_characters(first, second)


def test_as_few_as_can_be_are_out_of_order():
    for places in permutations(range(6)):
        moved = matching.out_of_order(places)

        left = [place for at, place in enumerate(places) if at not in moved]
        longest = max(size for size in range(7) for run in combinations(places, size) if list(run) == sorted(run))
        assert left == sorted(left)
        assert len(left) == longest


def test_nothing_is_out_of_order_in_nothing():
    assert matching.out_of_order([]) == []


def heading(number: str, title: str, *codes: str) -> Heading[str]:
    return Heading(f"{number} {title}", number, title, frozenset(codes))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (heading("1", "Lever", "A"), heading("1", "Lever", "B")),
        (heading("1", "Lever", "A"), heading("2", "Lever", "A")),
        (heading("1", "Lever"), heading("2", "Lever", "A")),
        (heading("1", "Lever", "A", "B"), heading("1", "Milt", "B")),
        (heading("1", "Lever"), heading("1", "Milt")),
        (heading("1", "Lever", "A", "B"), heading("2", "Milt", "B", "C")),
        (heading("", "Lever", "A"), heading("", "Milt", "A")),
    ],
)
def test_headings_that_are_the_same(ours: Heading[str], theirs: Heading[str]):
    assert matching.pairs([ours], [theirs]) == [(ours, theirs)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (heading("1", "Lever", "A"), heading("2", "Lever", "B")),
        (heading("1", "Lever", "A"), heading("1", "Milt", "B")),
        (heading("", "Lever"), heading("", "Milt")),
        (heading("1", "Lever", "A", "B", "C"), heading("2", "Milt", "C", "D", "E")),
    ],
)
def test_headings_that_are_two(ours: Heading[str], theirs: Heading[str]):
    assert matching.pairs([ours], [theirs]) == []


def test_of_two_alike_the_one_with_the_same_objectives_is_the_same():
    ours = [heading("1", "Lever", "A", "B"), heading("1", "Lever", "C")]
    theirs = [heading("1", "Lever", "C"), heading("1", "Lever", "A", "B")]

    found = {(a.codes, b.codes) for a, b in matching.pairs(ours, theirs)}

    assert all(a == b for a, b in found)


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 5))
def test_what_is_new_gets_a_place_between_its_neighbours(is_new: list[bool], gap: int):
    order = list(range(len(is_new)))
    standing = {thing: thing * gap * 1000 for thing in order if not is_new[thing]}

    found = positions_between(order, standing, [])

    positions = standing | found
    assert sorted(positions) == order
    assert [positions[thing] for thing in order] == sorted(set(positions.values()))


def test_what_is_new_stands_before_what_the_file_does_not_have():
    found = positions_between(["a", "new"], {"a": 1000}, [1000, 2000])

    assert found == {"new": 1500}


def test_a_redline_as_a_line_of_text_shows_breaks_and_levels():
    segments = redline("Beherske det.\n\t– alltid", "Beherske dette.\n\t– alltid")

    assert report.marked(segments) == "Beherske [-det-]{+dette+}.¶→– alltid"


@pytest.mark.parametrize("code", Code)
def test_every_code_is_of_a_kind(code: Code):
    assert Difference(code=code, message="").kind in DifferenceKind
