"""The words of the læringsmål in force: how often, where, next to what, and what the abbreviations stand for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .sentences import word_forms

COMMON = 3
"""A form used this many times is one people agree on."""

_IN_BRACKETS = re.compile(r" \((?P<short>[A-ZÆØÅ][\w-]*[A-ZÆØÅ][\w-]*)\)")
_WORDS_BEFORE = re.compile(r"(?:[\w-]+ ){0,7}[\w-]+$")
_FAR_BACK = 200
BEGINNING = 6
_HEAD_LENGTH = 5


@dataclass(frozen=True)
class SpellingCount:
    """How often a spelling stands in the specialty, and in all of vedlegg 2."""

    spelling: str
    in_specialty: int
    in_all: int


class Lexicon:
    """Word forms in small letters, with counts. Made once from (specialty, text) pairs, then only read."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self.forms: Counter[str] = Counter()
        self.by_specialty: Mapping[str, Counter[str]] = defaultdict(Counter)
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.expansions: dict[str, str] = {}
        self._stems: dict[tuple[str, str], int] = {}
        for specialty, text in texts:
            words = list(word_forms(text))
            self.by_specialty[specialty].update(words)
            self.pairs.update(pairwise(words))
            self._learn_abbreviations(text)
        for counts in self.by_specialty.values():
            self.forms.update(counts)

    def __contains__(self, form: object) -> bool:
        return isinstance(form, str) and form.casefold() in self.forms

    def count(self, form: str, *, specialty: str = "") -> int:
        """How often a form stands in a specialty's texts, or in all of them."""
        counts = self.by_specialty.get(specialty, Counter()) if specialty else self.forms
        return counts[form.casefold()]

    def spelling_counts(self, spellings: Iterable[str], *, specialty: str) -> list[SpellingCount]:
        """How often words with each of these letters in them stand, in the specialty and in all."""
        return [SpellingCount(one, self._containing(one, specialty), self._containing(one, "")) for one in spellings]

    def share_beginning(self, letters: str) -> float:
        """How much of all the text the words beginning with these six letters are."""
        return self._beginnings[letters] / max(self._size, 1)

    def common_neighbour(self, form: str) -> str | None:
        """The common form that is one letter from this one (too many, too few, another, or two swapped)."""
        found = process.extractOne(form, self._common, scorer=OSA.distance, score_cutoff=1)
        return found[0] if found and found[1] else None

    def warm(self) -> None:
        """Make what is otherwise made when first asked for, so that nobody's first answer is slow."""
        _made = self.heads, self._beginnings, self._size

    @cached_property
    def heads(self) -> frozenset[str]:
        """What words are made to end with: common forms that end at least two other, longer ones."""
        endings: Counter[str] = Counter()
        for form in self.forms:
            endings.update(form[at:] for at in range(3, len(form) - _HEAD_LENGTH + 1))
        return frozenset(form for form in self._common if len(form) >= _HEAD_LENGTH and endings[form] >= 2)

    @cached_property
    def _beginnings(self) -> Counter[str]:
        beginnings: Counter[str] = Counter()
        for form, count in self.forms.items():
            beginnings[form[:BEGINNING]] += count
        return beginnings

    @cached_property
    def _size(self) -> int:
        return self.forms.total()

    @cached_property
    def _common(self) -> list[str]:
        return [form for form, count in self.forms.items() if count >= COMMON and len(form) > 3]

    def _containing(self, letters: str, specialty: str) -> int:
        key = (letters, specialty)
        if key not in self._stems:
            counts = self.by_specialty.get(specialty, Counter()) if specialty else self.forms
            self._stems[key] = sum(count for form, count in counts.items() if letters in form)
        return self._stems[key]

    def _learn_abbreviations(self, text: str) -> None:
        for match in _IN_BRACKETS.finditer(text):
            if long := written_out(match["short"], words_before(text, match.start())):
                self.expansions.setdefault(match["short"].partition("-")[0], long)


def words_before(text: str, at: int) -> str:
    """The words right before a place, at most eight, with nothing but spaces between them."""
    match = _WORDS_BEFORE.search(text[max(at - _FAR_BACK, 0) : at])
    return match[0] if match else ""


def written_out(short: str, before: str) -> str:
    """The last of the words before a bracket that the abbreviation in it is made of; nothing when they don't fit.

    «MDT» in «drøfte i multidisiplinært teammøte» gives «multidisiplinært teammøte»: every letter stands in the words
    in order, the first at the beginning.
    """
    letters = re.sub(r"[^A-ZÆØÅ]", "", short.partition("-")[0]).casefold()
    words = before.split()
    for count in range(1, min(len(words), len(letters) + 2) + 1):
        tail = words[-count:]
        if tail[0].casefold().startswith(letters[:1]) and _are_in_order(letters, " ".join(tail).casefold()):
            return " ".join(tail)
    return ""


def _are_in_order(letters: str, text: str) -> bool:
    at = -1
    for letter in letters:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True
