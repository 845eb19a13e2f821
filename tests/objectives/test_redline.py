"""What changed between two texts, and how it is drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from objectives.language.competence import TERMS
from objectives.redline import Kind, Segment, redline
from objectives.templatetags.legal import redline_tag

# Words of our own, with terms, lists, breaks and signs in them, so that the two texts have much in common.
WORDS = st.sampled_from(
    [
        *(term.words for term in TERMS),
        "lever",
        "galle",
        "nyre",
        "f.eks.",
        "MDT-møte",
        "1,5",
        " ",
        "  ",
        "\n",
        "\n\t3a. ",
        ",",
        ".",
        "(",
        "\x07",
        "é",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=25).map("".join), st.lists(WORDS, max_size=25).map(" ".join)
)


def deletions(segments: list[Segment]) -> list[str]:
    return [text for kind, text in segments if kind is Kind.DELETE]


def insertions(segments: list[Segment]) -> list[str]:
    return [text for kind, text in segments if kind is Kind.INSERT]


@given(TEXTS, TEXTS)
def test_without_the_insertions_it_is_the_old_text_and_without_the_deletions_the_new(old, new):
    segments = redline(old, new)

    assert "".join(text for kind, text in segments if kind is not Kind.INSERT) == old
    assert "".join(text for kind, text in segments if kind is not Kind.DELETE) == new


@given(TEXTS, TEXTS)
def test_neighbours_are_of_different_kinds_and_a_deletion_comes_before_its_insertion(old, new):
    kinds = [segment.kind for segment in redline(old, new)]

    pairs = list(pairwise(kinds))
    assert all(before is not after for before, after in pairs)
    assert (Kind.INSERT, Kind.DELETE) not in pairs


@given(TEXTS)
def test_a_text_against_itself_has_no_changes(text):
    assert redline(text, text) == ([Segment(Kind.EQUAL, text)] if text else [])


@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_drawn(old, new):
    html = redline_tag(old, new)

    assert html.count("<del") == html.count("</del>")
    assert html.count("<ins") == html.count("</ins>")


def test_an_added_word_is_the_only_thing_marked():
    segments = redline("Ha kunnskap om svulster i leveren.", "Ha kunnskap om ondartede svulster i leveren.")

    assert deletions(segments) == []
    assert [text.strip() for text in insertions(segments)] == ["ondartede"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ha kunnskap om", "Ha god kunnskap om"),
        ("Under supervisjon kunne", "Selvstendig kunne"),
        ("Ha kjennskap til", "Ha kunnskap om"),
    ],
)
def test_a_competence_term_is_changed_whole(old, new):
    segments = redline(f"{old} utrede og behandle smerter i magen.", f"{new} utrede og behandle smerter i magen.")

    assert deletions(segments) == [old]
    assert insertions(segments) == [new]


def test_a_word_and_an_abbreviation_are_never_split():
    segments = redline(
        "Ha kunnskap om vurdering i MDT-møte ved f.eks. gallestein hos voksne.",
        "Ha kunnskap om vurdering i MDT-møtet ved bl.a. gallestein hos voksne.",
    )

    assert deletions(segments) == ["MDT-møte", "f.eks."]
    assert insertions(segments) == ["MDT-møtet", "bl.a."]


def test_words_that_only_share_a_space_are_one_change():
    segments = redline(
        "Selvstendig kunne utføre enkel fjerning av galleblæren hos voksne pasienter.",
        "Selvstendig kunne utføre kikkhullsbasert inngrep av galleblæren hos voksne pasienter.",
    )

    assert deletions(segments) == ["enkel fjerning"]
    assert insertions(segments) == ["kikkhullsbasert inngrep"]


def test_a_mostly_changed_text_is_struck_whole():
    old, new = "Kjenne til rutiner for vaktbytte.", "Beherske utredning av brystsmerter hos eldre."

    assert redline(old, new) == [Segment(Kind.DELETE, old), Segment(Kind.INSERT, new)]


def test_a_change_in_one_list_item_leaves_the_others_alone():
    old = "Ha kunnskap om:\n\ta. gallestein\n\tb. betennelse i bukspyttkjertelen"
    new = "Ha kunnskap om:\n\ta. gallestein\n\tb. akutt betennelse i bukspyttkjertelen\n\tc. gulsott"

    segments = redline(old, new)

    assert segments[0] == Segment(Kind.EQUAL, "Ha kunnskap om:\n\ta. gallestein\n\tb. ")
    assert [text.strip() for text in insertions(segments)] == ["akutt", "c. gulsott"]
    assert deletions(segments) == []


def test_a_removed_paragraph_is_removed_whole():
    segments = redline("Første avsnitt om lever.\nAndre avsnitt om milt.", "Første avsnitt om lever.")

    assert deletions(segments) == ["\nAndre avsnitt om milt."]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x" * 100_000, "x" * 99_999 + "y"),
        ("a b " * 25_000, "b a c " * 16_000),
        ("\n" * 100_000, "\n" * 99_999 + "x"),
        ("a\n" * 50_000, "b\n" * 50_000),
        ("\x00\x1b\u202e" * 33_000, "\x1b\x00\u202e" * 33_000),
        ("Ha kunnskap om " * 6_600, "Ha god kunnskap om " * 5_200),
    ],
)
def test_a_hostile_text_is_still_told_exactly(old, new):
    segments = redline(old, new)

    assert "".join(text for kind, text in segments if kind is not Kind.INSERT) == old
    assert "".join(text for kind, text in segments if kind is not Kind.DELETE) == new


def test_the_drawing_says_aloud_what_is_removed_and_added():
    html = Template("{% load legal %}{% redline old new %}").render(
        Context({"old": "Ha kunnskap om lever.", "new": "Ha kunnskap om milt."})
    )

    assert (
        '<del class="rl"><span class="ds-sr-only">fjernet: </span>lever<span class="ds-sr-only">, slutt fjernet.'
        in html
    )
    assert '</del> <ins class="rl"><span class="ds-sr-only">tilføyd: </span>milt' in html


def test_the_drawing_escapes_what_people_write():
    html = redline_tag("Ha kunnskap om <b>", "Ha kunnskap om <script>")

    assert "<b>" not in html
    assert "<script>" not in html
    assert "&lt;" in html


def test_list_items_are_drawn_as_a_list():
    html = redline_tag("Ha kunnskap om:\n\ta. lever", "Ha kunnskap om:\n\ta. lever\n\tb. milt")

    assert html.count("<li") == 2
    assert "<p>Ha kunnskap om:</p>" in html


def test_a_break_put_into_a_kept_sentence_is_shown():
    html = redline_tag("Ha kunnskap om lever. Ha kunnskap om milt.", "Ha kunnskap om lever.\nHa kunnskap om milt.")

    assert "¶" in html
