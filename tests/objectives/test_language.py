"""Competence terms, levels and spellings: in Python as in the database."""

from __future__ import annotations

import pytest

from objectives.language.competence import TERMS, Level, LevelChoice, levels_in, terms_in
from objectives.language.spelling import SPELLINGS, other_spellings
from objectives.models import SearchableVersion
from tests import factories

TEXTS = [
    "Ha kjennskap til vaksiner.",
    "kjenne til vaksiner",
    "Ha kunnskap om vaksiner.",
    "Under supervisjon kunne gi vaksiner.",
    "Ha god kunnskap om vaksiner.",
    "Beherske vaksinering.",
    "Selvstendig kunne gi vaksiner.",
    "HA GOD KUNNSKAP OM vaksiner og under supervisjon kunne gi dem.",
    "Ha  kunnskap\nom:\n\ta. vaksiner",
    "Kunne gi vaksiner.",
    "Behersket vaksinering, og hadde kjennskap tilfeldigvis.",
    "Ha kunnskap om øyne; selvstendig\tkunne se.",
]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.words)
def test_each_term_is_found_with_its_level(term):
    (found,) = terms_in(f"Legen skal {term.words.lower()} noe.")

    assert found.term is term
    assert levels_in(term.words) == {term.level}


def test_a_term_is_found_where_it_stands():
    text = "Ha god kunnskap om nyrer og under supervisjon kunne ta prøver."

    first, second = terms_in(text)

    assert text[first.start : first.end] == "Ha god kunnskap om"
    assert text[second.start : second.end] == "under supervisjon kunne"


def test_knowledge_and_skill_may_be_at_different_levels():
    assert levels_in("Ha god kunnskap om nyrer. Under supervisjon kunne ta prøver.") == {Level.HIGHEST, Level.MIDDLE}


def test_a_part_of_a_word_is_no_term():
    assert terms_in("Behersket, og ha kunnskap omtrent.") == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_the_database_finds_the_same_levels(text):
    version = factories.version("GAK-001", text)

    levels = SearchableVersion.objects.get(pk=version.pk).levels

    assert levels == sum(level.bit for level in levels_in(text))


def test_a_text_without_a_term_is_found_as_such():
    assert LevelChoice.NONE.is_of(0)
    assert not LevelChoice.NONE.is_of(Level.LOWEST.bit)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("rektum", ["rectum"]),
        ("Thoraxkirurgi", ["torakskirurgi", "toraxkirurgi"]),
        ("kolecystektomi", ["cholecystektomi"]),
        ("leverkreft", ["levercancer"]),
        ("rektumkreft", ["rectumkreft", "rektumcancer", "rectumcancer"]),
        ("lever", []),
        ("ød", []),
        ("", []),
    ],
)
def test_a_word_has_its_other_spellings(word, others):
    assert other_spellings(word) == others


def test_no_spelling_stands_in_two_rows():
    everything = [spelling for row in SPELLINGS for spelling in row]

    assert len(everything) == len(set(everything))
    assert all(spelling == spelling.casefold() for spelling in everything)
