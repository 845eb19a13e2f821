"""The language control beside a text that is being written: what is found, at the words, and what the change is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives import legal_text
from objectives.language.changes import (
    Classification,
    Consequences,
    Proposed,
    classify,
    consequences_of,
    is_risky_as_language,
    what_is_risky,
)
from objectives.language.context import Context
from objectives.language.control import control, control_elaboration
from objectives.language.findings import Finding, Place, Weight
from objectives.language.marking import Run, marked
from objectives.language.pilot import QUESTIONS
from objectives.language.register import context_on
from objectives.models import Theme
from organisations.models import Organisation, Specialty
from organisations.prose import cleaned

OF_A_WORD = ("misspelt", "new-word")
"""Findings that only say that nobody knows the word."""
LONGEST = 20_000
"""No more of a text than this is controlled while it is written."""
_COUNTS = ("ingen", "ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")


@dataclass(frozen=True)
class NumberedFinding:
    """A finding as the page lists it. `exchanges` are what the buttons send, each with what it puts there."""

    number: int
    finding: Finding
    exchanges: Sequence[tuple[str, str]]

    @property
    def may_be_right(self) -> bool:
        """Whether somebody may know better, and put the word on the list of right ones."""
        return self.finding.code in OF_A_WORD


@dataclass(frozen=True)
class ChangeEvidence:
    """What the change of the text looks like, what follows of that, and what a second person would look at."""

    proposed: Proposed
    consequences: Consequences
    risky: str
    is_chosen_otherwise: bool
    share: int
    """How many of the words are changed, in per cent."""


@dataclass(frozen=True)
class LanguageView:
    """What the fragment shows of the text in the form's field `name`."""

    name: str
    summary: str
    runs: Sequence[Run]
    heading_runs: Sequence[Run]
    findings: Sequence[NumberedFinding]
    change: ChangeEvidence | None
    questions: Sequence[str | Promise]
    is_spelling_checked: bool


def language_of(
    text: str,
    *,
    name: str,
    on: dt.date,
    old: str = "",
    specialty: Specialty | None = None,
    theme: Theme | None = None,
    heading: str | None = None,
    apart_from: int | None = None,
    chosen: str = "",
    organisation: Organisation | None = None,
) -> LanguageView | None:
    """The control of a læringsmål as it is written, against the text in force if there is one.

    None while there is no text, or it is the one in force. `name` is the field it is written in; `chosen` is the
    classification the sender has chosen (`Classification`), if any; `apart_from` and
    `organisation` are as in `context_on`.
    """
    written = legal_text.clean(cleaned(text)[:LONGEST])
    if not written.strip() or written == old:
        return None
    where: dict[str, Any] = {"specialty": specialty, "theme": theme, "heading": heading, "apart_from": apart_from}
    context = context_on(on, old=old, organisation=organisation, **where)
    change = change_of(old, written, context=context, chosen=chosen) if old.strip() else None
    return _view(name, written, control(written, context), context, change=change, questions=QUESTIONS)


def language_of_elaboration(
    text: str,
    *,
    name: str,
    on: dt.date,
    old: str = "",
    requirement: str = "",
    organisation: Organisation | None = None,
) -> LanguageView | None:
    """The control of an utdypende tekst; words of the læringsmål itself are known."""
    written = legal_text.clean(cleaned(text)[:LONGEST])
    if not written.strip():
        return None
    context = context_on(on, old=f"{old}\n{requirement}", organisation=organisation)
    return _view(name, written, control_elaboration(written, context), context, change=None, questions=())


def change_of(old: str, new: str, *, context: Context, chosen: str = "") -> ChangeEvidence:
    """The evidence of a change, and what is proposed."""
    proposed = classify(old, new, is_word=context.is_established)
    risky = ""
    if is_risky_as_language(proposed.evidence):
        risky = _(" og ").join(what_is_risky(proposed.evidence))
    return ChangeEvidence(
        proposed=proposed,
        consequences=consequences_of(Classification(chosen) if chosen else proposed.classification),
        risky=risky,
        is_chosen_otherwise=bool(chosen) and chosen != proposed.classification,
        share=round(proposed.evidence.share * 100),
    )


def exchange_in(values: dict[str, Any]) -> None:
    """Carry out what the button «Bytt til» sent, in the values of the form it stands in.

    It sends «field|place|words|proposal» as `bytt`. Words that no longer stand there are left as they are.
    """
    name, _bar, exchange = str(values.pop("bytt", "")).partition("|")
    if name in values:
        values[name] = exchanged(str(values[name]), exchange)


def exchanged(text: str, exchange: str) -> str:
    """The text with a proposal in place of the words it is for («place|words|proposal»), when they stand there."""
    written = legal_text.clean(cleaned(text)[:LONGEST])
    place, _bar, rest = exchange.partition("|")
    words, _bar, proposal = rest.partition("|")
    if not place.isdecimal() or not words or len(place) > len(str(LONGEST)):
        return text
    start = int(place)
    if written[start : start + len(words)] != words:
        return text
    return f"{written[:start]}{proposal}{written[start + len(words) :]}"


def _view(
    name: str,
    text: str,
    findings: Sequence[Finding],
    context: Context,
    *,
    change: ChangeEvidence | None,
    questions: Sequence[str | Promise],
) -> LanguageView:
    has_heading = any(one.place is Place.HEADING for one in findings)
    return LanguageView(
        name=name,
        summary=summary_of(findings),
        runs=marked(text, findings),
        heading_runs=marked(context.heading, findings, place=Place.HEADING) if has_heading else (),
        findings=[NumberedFinding(number, one, _exchanges(name, one)) for number, one in enumerate(findings, start=1)],
        change=change,
        questions=questions,
        is_spelling_checked=context.dictionary is not None,
    )


def _exchanges(name: str, finding: Finding) -> list[tuple[str, str]]:
    if finding.place is not Place.TEXT or "|" in finding.words:
        return []
    return [(f"{name}|{finding.start}|{finding.words}|{proposal}", proposal) for proposal in finding.proposals]


def summary_of(findings: Sequence[Finding]) -> str:
    """«Språkkontroll: tre funn. Ingen av dem hindrer deg i å sende.»"""
    if not findings:
        return _("Språkkontroll: ingen funn.")
    count = _COUNTS[len(findings)] if len(findings) < len(_COUNTS) else str(len(findings))
    if any(one.weight is Weight.MISSING for one in findings):
        return _("Språkkontroll: teksten mangler.")
    stops = ngettext("Det hindrer deg ikke i å sende.", "Ingen av dem hindrer deg i å sende.", len(findings))
    return _("Språkkontroll: %(count)s funn. %(stops)s") % {"count": count, "stops": stops}
