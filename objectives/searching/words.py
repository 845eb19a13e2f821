"""What a person typed, as words to look for: each with its other spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from objectives.language.spelling import other_spellings

_PARTS = re.compile(r'"([^"]+)"|([^\s"]+)')
_MOST = 8
_SHORTEST_STEM = 3

Stems = dict[str, list[str]]


@dataclass(frozen=True)
class Word:
    """A word, or several in quotes, in small letters; and the other ways it may be spelt."""

    form: str
    others: tuple[str, ...] = ()
    is_phrase: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.form, *self.others)


def words_of(text: str, *, only_as_written: bool = False) -> list[Word]:
    """The words of a search, each once and in order; the first eight of very many."""
    found: dict[str, Word] = {}
    for phrase, word in _PARTS.findall(text):
        form = " ".join((phrase or word).casefold().split())
        if form and form not in found:
            others = () if phrase or only_as_written else tuple(other_spellings(form))
            found[form] = Word(form, others, is_phrase=bool(phrase))
    return list(found.values())[:_MOST]


def stems_of(words: Iterable[Word]) -> Stems:
    """By form, the Norwegian stems of each word that is not in quotes; none for words such as «og». One query."""
    forms = [form for word in words if not word.is_phrase for form in word.forms]
    if not forms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT form, tsvector_to_array(to_tsvector('norwegian', form)) FROM unnest(%s::text[]) AS form", [forms]
        )
        return dict(cursor.fetchall())


def pattern_of(words: Iterable[Word], stems: Stems) -> re.Pattern[str] | None:
    """What to mark in a text: the forms wherever they stand, and words that begin with a stem."""
    forms = sorted({form for word in words for form in word.forms}, key=len, reverse=True)
    if not forms:
        return None
    anywhere = [r"\s+".join(map(re.escape, form.split())) for form in forms]
    long_enough = {stem for found in stems.values() for stem in found if len(stem) >= _SHORTEST_STEM}
    beginning = [rf"\b{re.escape(stem)}\w*" for stem in sorted(long_enough)]
    return re.compile("|".join([*anywhere, *beginning]), re.IGNORECASE)
