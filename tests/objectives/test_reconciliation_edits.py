"""Any edits of a generated annex, and the report that lists exactly them."""

from __future__ import annotations

import copy
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import annex_markup as markup
from objectives.annex import outline
from objectives.annex.reader import read_annex
from objectives.models import ObjectiveVersion
from objectives.services.reconciliation import import_or_reconcile, preview
from organisations.models import User
from tests import factories

from .annex_files import write

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
AT = factories.announced(DAY)
SERIES = {fact.prefix: fact.digits for fact in outline.SERIES}
CHAPTERS = (("C15", "Gastroenterologisk kirurgi", "GAK"), ("C37", "Nevrologi", "NEV"), ("C41", "Radiologi", "RAD"))
SUBJECTS = ("utredning", "behandling", "oppfølging", "forebygging", "samhandling")


@dataclass
class Heading:
    """A temaoverskrift. `is_settled` when its læringsmål have been moved or removed once, so that no more are."""

    number: str
    title: str
    rows: list[tuple[str, str]]
    is_settled: bool = False
    is_new: bool = False


@dataclass
class Chapter:
    slug: str
    name: str
    prefix: str
    headings: list[Heading]
    is_settled: bool = False


@dataclass
class Annex:
    """A file to be edited, and what a comparison with the one it was is to say."""

    chapters: list[Chapter]
    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)

    def expect(self, code: str, which: str) -> None:
        self.expected[code, which] += 1

    def markup(self) -> str:
        parts = [
            markup.chapter(
                f"{chapter.slug}. {chapter.name}",
                markup.small("En innledning."),
                *(
                    markup.theme(
                        f"{heading.number} {heading.title}",
                        *(markup.paragraph(f"{code} {text}") for code, text in heading.rows),
                    )
                    for heading in chapter.headings
                ),
            )
            for chapter in self.chapters
        ]
        return markup.document(markup.part("C. Legespesialitetene i del 2 og 3", *parts))


def made() -> Annex:
    """Three chapters of four headings with four læringsmål each; every third number is skipped."""
    chapters = []
    for slug, name, prefix in CHAPTERS:
        codes = (f"{prefix}-{number:03d}" for number in range(1, 99) if number % 3)
        headings = [
            Heading(f"{slug[1:]}.{at}", f"Tema {at}", [(code, _text(prefix, code)) for code in _take(codes, 4)])
            for at in range(1, 5)
        ]
        chapters.append(Chapter(slug, name, prefix, headings))
    return Annex(chapters)


def _take(codes: Iterator[str], count: int) -> list[str]:
    return [next(codes) for _place in range(count)]


def _text(prefix: str, code: str) -> str:
    return f"Ha kunnskap om {SUBJECTS[int(code[-3:]) % len(SUBJECTS)]} ved tilstand {prefix.lower()}{code[-3:]}."


# --- the edits: each changes the annex, and expects what is to be said of it -----------------------------


def change_a_word(annex: Annex, draw: Callable[[Any], Any]) -> None:
    _edit_text(annex, draw, "text-changed", lambda text: text.replace("kunnskap om", "god kunnskap om", 1))


def add_a_hyphen(annex: Annex, draw: Callable[[Any], Any]) -> None:
    _edit_text(annex, draw, "text-characters", lambda text: text.replace("tilstand", "til-stand", 1))


def quote_a_word(annex: Annex, draw: Callable[[Any], Any]) -> None:
    _edit_text(annex, draw, "text-characters", lambda text: text.replace("tilstand", "«tilstand»", 1))


def _edit_text(annex: Annex, draw: Callable[[Any], Any], code: str, edit: Callable[[str], str]) -> None:
    places = [
        (heading, at)
        for chapter in annex.chapters
        for heading in chapter.headings
        for at, row in enumerate(heading.rows)
        if row[0] not in annex.touched
    ]
    if not places:
        return
    heading, at = draw(st.sampled_from(places))
    name, text = heading.rows[at]
    heading.rows[at] = (name, edit(text))
    annex.touched.add(name)
    annex.expect(code, name)


def remove_an_objective(annex: Annex, draw: Callable[[Any], Any]) -> None:
    _chapter, heading = _unsettled(annex, draw)
    if heading:
        at = draw(st.integers(0, len(heading.rows) - 1))
        if heading.rows[at][0] in annex.touched:
            return
        name, _words = heading.rows.pop(at)
        heading.is_settled = True
        annex.expect("objective-gone", name)


def move_an_objective(annex: Annex, draw: Callable[[Any], Any]) -> None:
    chapter, heading = _unsettled(annex, draw)
    others = [other for other in chapter.headings if other is not heading and not other.is_new] if chapter else []
    if heading and others:
        target = draw(st.sampled_from(others))
        at = draw(st.integers(0, len(heading.rows) - 1))
        if heading.rows[at][0] in annex.touched:
            return
        row = heading.rows.pop(at)
        target.rows.insert(draw(st.integers(0, len(target.rows))), row)
        heading.is_settled = True
        annex.touched.add(row[0])
        annex.expect("moved-to-heading", row[0])


def reorder_a_heading(annex: Annex, draw: Callable[[Any], Any]) -> None:
    """The first of them is put last, so that there is one shortest way to say it."""
    _chapter, heading = _unsettled(annex, draw)
    if heading and heading.rows[0][0] not in annex.touched:
        heading.rows.append(heading.rows.pop(0))
        heading.is_settled = True
        annex.touched.add(heading.rows[-1][0])
        annex.expect("moved-in-order", heading.rows[-1][0])


def add_an_objective(annex: Annex, draw: Callable[[Any], Any]) -> None:
    chapter = draw(st.sampled_from(annex.chapters))
    heading = draw(st.sampled_from(chapter.headings))
    name = _new_code(annex, chapter)
    heading.rows.insert(draw(st.integers(0, len(heading.rows))), (name, _text(chapter.prefix, name)))


def add_a_heading(annex: Annex, draw: Callable[[Any], Any]) -> None:
    chapter = draw(st.sampled_from(annex.chapters))
    number = f"{chapter.slug[1:]}.{50 + len(chapter.headings)}"
    name = _new_code(annex, chapter)
    heading = Heading(number, f"Nytt tema {number}", [(name, _text(chapter.prefix, name))], True, True)
    chapter.headings.insert(draw(st.integers(0, len(chapter.headings))), heading)
    annex.touched.add(heading.title)
    annex.expect("heading-new", f"{number} {heading.title}")


def _new_code(annex: Annex, chapter: Chapter) -> str:
    taken = {code for code, _text in (row for heading in chapter.headings for row in heading.rows)} | annex.touched
    number = next(number for number in range(30, 999) if f"{chapter.prefix}-{number:03d}" not in taken)
    name = f"{chapter.prefix}-{number:03d}"
    annex.touched.add(name)
    annex.expect("objective-new", name)
    return name


def rename_a_heading(annex: Annex, draw: Callable[[Any], Any]) -> None:
    _edit_heading(annex, draw, "heading-renamed", lambda heading: setattr(heading, "title", f"Om {heading.title}"))


def renumber_a_heading(annex: Annex, draw: Callable[[Any], Any]) -> None:
    _edit_heading(annex, draw, "heading-renumbered", lambda heading: setattr(heading, "number", f"{heading.number}9"))


def hyphenate_a_heading(annex: Annex, draw: Callable[[Any], Any]) -> None:
    edit = lambda heading: setattr(heading, "title", heading.title.replace("Tema", "Te-ma"))  # noqa: E731
    _edit_heading(annex, draw, "heading-characters", edit)


def _edit_heading(annex: Annex, draw: Callable[[Any], Any], code: str, edit: Callable[[Heading], None]) -> None:
    chapter = draw(st.sampled_from(annex.chapters))
    heading = draw(st.sampled_from(chapter.headings))
    printed = f"{heading.number} {heading.title}"
    if heading.is_new or heading.title in annex.touched or (chapter.slug + heading.number) in annex.touched:
        return
    edit(heading)
    annex.touched |= {heading.title, chapter.slug + heading.number}
    annex.expect(code, printed)


def remove_a_heading(annex: Annex, draw: Callable[[Any], Any]) -> None:
    chapter, heading = _unsettled(annex, draw)
    is_edited = heading and (
        chapter.slug + heading.number in annex.touched or any(code in annex.touched for code, _words in heading.rows)
    )
    if heading and not is_edited and not chapter.is_settled:
        chapter.headings.remove(heading)
        chapter.is_settled = True
        annex.expect("heading-gone", f"{heading.number} {heading.title}")
        for code, _words in heading.rows:
            annex.expect("objective-gone", code)


def reorder_headings(annex: Annex, draw: Callable[[Any], Any]) -> None:
    chapter = draw(st.sampled_from(annex.chapters))
    first = chapter.headings[0]
    if not chapter.is_settled and not first.is_new and chapter.slug + first.number not in annex.touched:
        chapter.headings.append(chapter.headings.pop(0))
        chapter.is_settled = True
        annex.touched.add(chapter.slug + first.number)
        annex.expect("heading-moved", f"{first.number} {first.title}")


def rename_a_chapter(annex: Annex, draw: Callable[[Any], Any]) -> None:
    chapter = draw(st.sampled_from(annex.chapters))
    if not chapter.name.startswith("Om "):
        annex.expect("chapter-renamed", f"{chapter.slug}. {chapter.name}")
        chapter.name = f"Om {chapter.name.lower()}"


def _unsettled(annex: Annex, draw: Callable[[Any], Any]) -> tuple[Chapter | None, Heading | None]:
    places = [
        (chapter, heading) for chapter in annex.chapters for heading in chapter.headings if not heading.is_settled
    ]
    return draw(st.sampled_from(places)) if places else (None, None)


ADDITIONS = (add_an_objective, add_a_heading)
EDITS = (
    *ADDITIONS,
    change_a_word,
    add_a_hyphen,
    quote_a_word,
    remove_an_objective,
    move_an_objective,
    reorder_a_heading,
    rename_a_heading,
    renumber_a_heading,
    hyphenate_a_heading,
    remove_a_heading,
    reorder_headings,
    rename_a_chapter,
)

examples = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def register(tmp_path: Path) -> Annex:
    """Holds the annex as it was made."""
    annex = made()
    call_command("import_annex", str(write(tmp_path, annex.markup())), stdout=io.StringIO())
    return annex


def read(annex: Annex):
    return read_annex(annex.markup().encode(), series=SERIES)


def told(report) -> Counter[tuple[str, str]]:
    return Counter((row["code"], row["objective"] or row["heading"]) for row in report["differences"])


@examples
@given(data=st.data())
def test_the_report_lists_exactly_what_was_edited(register: Annex, data: st.DataObject):
    annex = copy.deepcopy(register)
    for edit in data.draw(st.lists(st.sampled_from(EDITS), max_size=12)):
        edit(annex, data.draw)

    report = preview(reading=read(annex), file_name="prove.xml", at=AT).report

    assert told(report) == annex.expected
    assert report["equal"] is not bool(annex.expected)


@examples
@given(data=st.data())
def test_what_is_new_is_taken_in_where_it_stands_and_nothing_else_is_changed(register: Annex, data: st.DataObject):
    annex = copy.deepcopy(register)
    for edit in data.draw(st.lists(st.sampled_from(EDITS), max_size=8)):
        edit(annex, data.draw)
    new = {"objective-new", "heading-new"}
    before = dict(ObjectiveVersion.objects.values_list("objective__code", "text"))

    with transaction.atomic():
        outcome = import_or_reconcile(
            reading=read(annex), file_name="prove.xml", by=User.objects.system(), at=AT, add_unknown=True
        )
        after = dict(ObjectiveVersion.objects.values_list("objective__code", "text"))
        transaction.set_rollback(True)

    assert told(outcome.report) == Counter({key: n for key, n in annex.expected.items() if key[0] not in new})
    assert after.keys() - before.keys() == {which for code, which in annex.expected if code == "objective-new"}
    assert after | before == after


@pytest.mark.parametrize("edit", EDITS)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_edit_is_one_that_is_told(edit: Callable[[Annex, Callable[[Any], Any]], None], data: st.DataObject):
    annex = made()

    edit(annex, data.draw)

    assert annex.expected
