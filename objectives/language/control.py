"""The language control: every rule on one text (SP-*, TE-2). It shows and proposes; it stops nobody (SP-9)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from .abbreviations import unexplained_abbreviations
from .context import Context, Finder
from .elaborations import hidden_requirements
from .findings import Finding, Place, Weight
from .headings import unrecognised_headings
from .inclusion import inclusions
from .levels import mismatched_levels
from .misspelling import new_word_forms
from .sentences import ParsedText
from .splitting import split_compounds
from .terms import unapproved_terms
from .variants import other_spelling

FOR_OBJECTIVES: Final[tuple[Finder, ...]] = (
    unapproved_terms,
    mismatched_levels,
    unexplained_abbreviations,
    other_spelling,
    new_word_forms,
    split_compounds,
    inclusions,
    unrecognised_headings,
)
FOR_ELABORATIONS: Final[tuple[Finder, ...]] = (hidden_requirements, new_word_forms, split_compounds)


def control(text: str, context: Context) -> list[Finding]:
    """What to look at in the text of a læringsmål, in the order it stands; the heading's findings come last."""
    return _found(text, context, FOR_OBJECTIVES)


def control_elaboration(text: str, context: Context) -> list[Finding]:
    """What to look at in an utdypende tekst. `context.old` is the one in force, if any."""
    return _found(text, context, FOR_ELABORATIONS)


def _found(text: str, context: Context, finders: tuple[Finder, ...]) -> list[Finding]:
    if not text.strip():
        return [_nothing_written()]
    findings = _by_rules(text, context, finders)
    if context.old.strip():
        before = {_likeness(one) for one in _by_rules(context.old, context, finders)}
        findings = [replace(one, is_new=False) if _likeness(one) in before else one for one in findings]
    return sorted(findings, key=lambda one: (one.place is Place.HEADING, one.start, one.end))


def _by_rules(text: str, context: Context, finders: tuple[Finder, ...]) -> list[Finding]:
    """A word that is known in another spelling is not told to be new as well."""
    parsed = ParsedText(text)
    findings = [finding for finder in finders for finding in finder(parsed, context)]
    respelt = {(one.start, one.end) for one in findings if one.rule == "SP-4"}
    return [one for one in findings if one.rule != "SP-5" or (one.start, one.end) not in respelt]


def _likeness(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.words.casefold()


def _nothing_written() -> Finding:
    return Finding(
        rule="SP-9",
        code="no-text",
        start=0,
        end=0,
        words="",
        message=_("Teksten mangler. Skriv den før du sender."),
        weight=Weight.MISSING,
    )
