"""What is drawn in Python for speed is what the components draw."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.template.loader import render_to_string

from objectives.markup import article_html, dates_html, headings_html, segments_html, text_html
from objectives.redline import redline
from objectives.rows import Heading, OldCode, Row
from objectives.templatetags.legal import legal_text, unbroken

DAY, LATER = dt.date(2026, 6, 25), dt.date(2027, 3, 1)


def told(row: Row) -> dict[str, object]:
    """The row as the arguments of the component."""
    facts = {name: getattr(row, name) for name in ("code", "url", "text", "segments", "here", "off", "mark", "word")}
    dates = {name: getattr(row, name) for name in ("announced", "in_force", "repealed_from", "meta")}
    old = row.old_codes[0].code if row.old_codes else ""
    return {**facts, **dates, "old_code": old, "id": row.anchor, "heading": "h4"}


def one_line(html: str) -> str:
    """Without the line ends an included file brings along."""
    return " ".join(html.split())


@pytest.mark.parametrize(
    "row",
    [
        Row(code="GAK-088", url="/laringsmal/GAK-088/", text="Ha kunnskap om <lever> & «galle»."),
        Row(code="ØNH-001", text="Uten adresse."),
        Row(code="GAK-088", url="/x/", text="Her.", here=True, meta=["Gjelder til og med 28. februar 2027"]),
        Row(code="GAK-088", url="/x/", text="Uendret.", off=True, anchor="m-GAK-088"),
        Row(code="GAK-088", url="/x/", text="Liste:\n\ta. lever\n\tb. milt\nTil slutt."),
        Row(
            code="GAK-090", url="/x/", segments=redline("Ha kunnskap.", "Ha god kunnskap."), old_codes=(OldCode("A-1"),)
        ),
        Row(code="GAK-091", url="/x/", text="Ny.", mark="kunngjort", word="Kunngjort", announced=DAY, in_force=LATER),
        Row(code="GAK-089", url="/x/", segments=redline("Gammel.", ""), announced=DAY, repealed_from=LATER),
    ],
    ids=lambda row: f"{row.code}-{row.text[:8]}",
)
def test_a_row_is_drawn_as_its_component_is(row):
    drawn = render_to_string("components/_objective.html", told(row))

    assert one_line(article_html(row, level="h4")) == one_line(drawn)


@pytest.mark.parametrize(
    "dates",
    [
        {"announced": DAY, "in_force": LATER},
        {"announced": None, "in_force": LATER, "announced_unknown": True, "known_from": True},
        {"announced": None, "in_force": None},
        {"announced": DAY, "repealed_from": LATER},
        {"announced": DAY, "in_force": DAY, "last_day": LATER},
        {"announced": DAY, "in_force": DAY, "last_day": LATER, "ended": True},
    ],
)
def test_dates_are_drawn_as_their_component_is(dates):
    assert dates_html(**dates) == one_line(render_to_string("components/dates.html", dates))


def test_a_new_code_stands_under_the_one_it_replaces():
    row = Row(code="GAK-107", url="/ny/", old_codes=(OldCode("GAK-088", "/gammel/"),), is_new_code=True, text="x")

    html = article_html(row)

    assert '<del class="rl"><span class="ds-sr-only">fjernet: </span><a href="/gammel/">GAK-088</a></del><br>' in html
    assert '<ins class="rl"><span class="ds-sr-only">tilføyd: </span><a href="/ny/">GAK-107</a></ins></h3>' in html


def test_headings_and_what_stands_under_them_are_one_level_apart():
    rows = [Row(code="GAK-001", text="x")]
    html = headings_html([Heading("", "", "", rows), Heading("1.1", "Lever & galle", "tema-7", rows)])

    assert html.count("<h3") == 2
    assert '<h3 class="theme" id="tema-7"><span class="num">1.1</span><span>Lever &amp; galle</span></h3>' in html
    assert '<h4 class="code">GAK-001</h4>' in html


def test_marks_do_not_break_what_must_be_escaped():
    html = text_html("<b>lever</b> & leversvikt", marks=re.compile("lever|&"))

    assert html == (
        '<p class="legal">&lt;b&gt;<mark>lever</mark>&lt;/b&gt; <mark>&amp;</mark> <mark>lever</mark>svikt</p>'
    )


def test_a_mark_of_nothing_marks_nothing():
    assert text_html("lever", marks=re.compile("x*")) == '<p class="legal">lever</p>'


def test_an_empty_text_is_an_empty_paragraph():
    assert text_html("") == segments_html([]) == '<p class="legal"></p>'


def test_no_line_ends_in_the_middle_of_a_code_and_what_is_copied_is_the_code():
    html = unbroken("Læringsmål <b> FKMS-005 og FOR-2026-11-03-2210.")

    assert html == (
        'Læringsmål &lt;b&gt; <span class="nb">FKMS-005</span> og <span class="nb">FOR-2026-11-03-2210</span>.'
    )


def test_a_sentence_that_begins_with_its_code_is_left_as_it_is():
    assert unbroken("PAT-045 oppheves.") == "PAT-045 oppheves."
    assert unbroken(legal_text("PAT-045 gjelder.")) == '<p class="legal">PAT-045 gjelder.</p>'
