"""The page that answers which læringsmål apply to a doctor who began on a day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from objectives.cohorts import Answer, Choice, Current, applying_to
from objectives.forms import CohortForm
from objectives.rows import Row, objective_url


@dataclass(frozen=True)
class ChapterRows:
    """The læringsmål in force of one chapter; those a rule lets the doctor leave aside say so."""

    slug: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class ChoiceRows:
    """A rule the doctor can use, and the former læringsmål it lets stand."""

    choice: Choice
    rows: list[Row]


@dataclass(frozen=True)
class CohortPage:
    """The answer, ready to be drawn."""

    answer: Answer
    chapters: list[ChapterRows]
    choices: list[ChoiceRows]


def cohort_page(form: CohortForm) -> CohortPage:
    """The answer to a valid form."""
    answer = applying_to(form.doctor, on=form.day)
    return CohortPage(answer, _chapters(answer), [_choice(choice) for choice in answer.choices])


def _chapters(answer: Answer) -> list[ChapterRows]:
    chapters = groupby(answer.current, key=lambda one: (one.chapter_slug, one.chapter))
    return [ChapterRows(slug, title, [_row(one) for one in those]) for (slug, title), those in chapters]


def _row(one: Current) -> Row:
    return Row(code=one.code, url=objective_url(one.code), text=one.text)


def _choice(choice: Choice) -> ChoiceRows:
    return ChoiceRows(choice, [Row(code=one.code, url=objective_url(one.code), text=one.text) for one in choice.former])
