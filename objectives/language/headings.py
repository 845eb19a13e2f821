"""SP-7: what the temaoverskrift names can be recognised in the læringsmål under it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .context import Context
from .findings import Finding, Place, Weight
from .lexicon import BEGINNING
from .sentences import ParsedText, Word, word_forms
from .spelling import SPELLINGS
from .vocabulary import FUNCTION_WORDS, GENERAL

_SHORTEST = 4
_STEM = 5
_SELDOM = 0.001
_PARTS = re.compile(r"[^\W\d_]+")


def unrecognised_headings(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """The words of the heading, when none of them can be recognised in the text (SP-7).

    A word is recognised by its beginning, within compounds and in other spellings. A text that shares its own words
    with its neighbours under the heading is where it belongs, whatever the heading says. Words of the specialty's own
    name, and words that say nothing of the subject, don't count.
    """
    words = telling_words(context.heading, specialty_name=context.specialty_name)
    if not words:
        return
    forms = set(word_forms(_canonical(parsed.text))) - FUNCTION_WORDS - GENERAL
    if any(_names(word.lower, forms) for word in words) or _is_like_its_neighbours(forms, context):
        return
    start, end = words[0].start, words[-1].end
    yield Finding(
        rule="SP-7",
        code="heading-not-recognised",
        start=start,
        end=end,
        words=context.heading[start:end],
        message=_(
            "Temaoverskriften «%(heading)s» er ikke lett å kjenne igjen i læringsmålet. Kontroller at det står under "
            "riktig overskrift, og at teksten sier hva overskriften mener."
        )
        % {"heading": context.heading},
        weight=Weight.NOTE,
        place=Place.HEADING,
    )


def telling_words(heading: str, *, specialty_name: str) -> list[Word]:
    """The words of a heading that say what it is about."""
    own = {_stem(form) for form in _PARTS.findall(specialty_name.casefold())}
    words = [Word(match[0], match.start(), match.end()) for match in _PARTS.finditer(heading)]
    return [
        word
        for word in words
        if len(word.form) >= _SHORTEST
        and word.lower not in FUNCTION_WORDS
        and word.lower not in GENERAL
        and _stem(word.lower) not in own
    ]


def _names(word: str, forms: set[str]) -> bool:
    """Whether a form of the text has the heading's word in it, or begins as it does: «nyresvikt», «Nyresykdommer»."""
    canonical = _canonical(word)
    stem, short = canonical[:_STEM], canonical[:_SHORTEST]
    return any(stem in form or form.startswith(short) for form in forms)


def _is_like_its_neighbours(forms: set[str], context: Context) -> bool:
    """Whether it shares a word with another text under the heading that is seldom met elsewhere."""
    beside = {form[:BEGINNING] for text in context.neighbours for form in word_forms(_canonical(text))}
    return any(
        len(form) >= BEGINNING
        and form[:BEGINNING] in beside
        and context.lexicon.share_beginning(form[:BEGINNING]) <= _SELDOM
        for form in forms
    )


def _stem(form: str) -> str:
    return _canonical(form)[:_STEM]


def _canonical(text: str) -> str:
    """In small letters, each word with several spellings in its most Norwegian one."""
    text = text.casefold()
    for first, *others in SPELLINGS:
        for other in sorted(others, key=len, reverse=True):
            if other not in first:
                text = text.replace(other, first)
    return text
