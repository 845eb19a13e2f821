"""What a search looks through, kept in the process: the words and the stems of every wording shown on a day.

Some 6 MB for the largest register, and found in by the millisecond; PostgreSQL reads five thousand texts anew each
time. PostgreSQL makes the stems, and it is asked once for the stems of what is typed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField

from objectives.models import SearchableVersion

from .words import Word


@dataclass(frozen=True)
class Shelf:
    """By version, the text in small letters; by heading and by stem, the versions."""

    texts: Mapping[int, str]
    headings: Mapping[str, list[int]]
    stems: Mapping[str, list[int]]

    @classmethod
    def of(cls, versions: QuerySet[SearchableVersion]) -> Shelf:
        """Read it all in one query; `versions` have their `theme_title`."""
        lexemes = Func(F("lexemes"), function="tsvector_to_array", output_field=ArrayField(TextField()))
        texts: dict[int, str] = {}
        headings: dict[str, list[int]] = defaultdict(list)
        stems: dict[str, list[int]] = defaultdict(list)
        for version, words, title, found in versions.order_by().values_list("pk", "words", "theme_title", lexemes):
            texts[version] = words
            headings[(title or "").lower()].append(version)
            for stem in found:
                stems[stem].append(version)
        return cls(texts, dict(headings), dict(stems))

    def with_word(self, word: Word, stems: Iterable[Iterable[str]]) -> set[int]:
        """The versions with part of the text, a form of a word in it, or part of the heading; `stems` of each form.

        Stems alone would miss compounds and tell «sykdom» from «sykdommer»; parts of words alone would miss «barn»
        when «barnet» is typed. So both are asked.
        """
        forms = word.forms
        found = {version for version, text in self.texts.items() if any(form in text for form in forms)}
        for heading, versions in self.headings.items():
            if any(form in heading for form in forms):
                found.update(versions)
        for together in stems:
            lists = [self.stems.get(stem, []) for stem in together]
            if lists:
                found |= set(lists[0]).intersection(*lists[1:])
        return found

    def has(self, form: str, versions: Iterable[int]) -> bool:
        """Whether the form stands in the text of one of these."""
        return any(form in self.texts[version] for version in versions if version in self.texts)
