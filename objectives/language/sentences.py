"""The sentences and words of a stored text, each with where it stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .competence import Found, Level, Term, terms_in

_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"(\t+)(\S+) ")
_SHORTENED = (
    "f.eks|bl.a|m.m|m.fl|m.v|o.l|osv|ca|evt|ev|inkl|ekskl|jf|jfr|hhv|dvs|pga|mht|iht|ift|vedr|nr|pkt|kap|dr|prof|st|tlf"
)
_ENDS = re.compile(rf"(?<!\d)(?<![.(\s])(?P<mark>[.!?])(?=\s+[A-ZÆØÅ«(\d])|(?P<shortened>\b(?:{_SHORTENED})\.)", re.I)
_CAPITAL = re.compile(r"\s+[«(]?[A-ZÆØÅ0-9]")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True)
class Sentence:
    """`text[start:end]`: one sentence, or one item of a list. `lead` is the sentence a list hangs on, if any."""

    words: str
    start: int
    end: int
    is_item: bool = False
    lead: Sentence | None = None


@dataclass(frozen=True)
class Word:
    """A word, hyphens inside it included, and where it stands."""

    form: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.form.casefold()


@dataclass(frozen=True)
class Competence:
    """What a sentence asks for: a term where it stands, also when words are put inside it."""

    term: Term
    start: int
    end: int
    level: Level = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", self.term.level)


_SUPERVISED = next(found.term for found in terms_in("Under supervisjon kunne"))
_INDEPENDENT = next(found.term for found in terms_in("Selvstendig kunne"))
_PARTED = (
    (re.compile(r"\bunder supervisjon (?:av|og|fra|med)\b[^.;:]{1,90}?\bkunne\b", re.I), _SUPERVISED),
    (re.compile(r"\bselvstendig,? (?:og|eller)\b[^.;:]{1,90}?\bkunne\b", re.I), _INDEPENDENT),
)


class ParsedText:
    """A text read once for all the rules: its sentences, words and competence terms."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def sentences(self) -> list[Sentence]:
        return list(_sentences(self.text))

    @cached_property
    def words(self) -> list[Word]:
        return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(self.text)]

    @cached_property
    def competences(self) -> list[Competence]:
        """Every term in order, «Under supervisjon av … kunne» included."""
        found = [Competence(one.term, one.start, one.end) for one in terms_in(self.text)]
        for pattern, term in _PARTED:
            found += [
                Competence(term, match.start(), match.end())
                for match in pattern.finditer(self.text)
                if not any(_meets(one, match) for one in found)
            ]
        return sorted(found, key=lambda one: one.start)

    def competences_of(self, sentence: Sentence) -> list[Competence]:
        """The terms that begin in the sentence."""
        return [one for one in self.competences if sentence.start <= one.start < sentence.end]


def _meets(one: Competence | Found, match: re.Match[str]) -> bool:
    return one.start < match.end() and match.start() < one.end


def word_forms(text: str) -> Iterator[str]:
    """The words of a text in small letters."""
    return (match[0].casefold() for match in _WORD.finditer(text))


def _sentences(text: str) -> Iterator[Sentence]:
    lead: Sentence | None = None
    for line in _LINE.finditer(text):
        item = _ITEM.match(line[0])
        begin = line.start() + (item.end() if item else 0)
        parts = list(_split(text, begin, line.end()))
        for at, (start, end) in enumerate(parts):
            hangs = lead if item and at == 0 else None
            sentence = Sentence(text[start:end], start, end, is_item=bool(item), lead=hangs)
            yield sentence
            if not item:
                opens = not sentence.words.endswith((".", "!", "?"))
                lead = sentence if at == len(parts) - 1 and opens else None


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a line begin and end, without the spaces around them."""
    begin = start
    for match in _ENDS.finditer(text, start, end):
        if match["shortened"] or not _CAPITAL.match(text, match.end()):
            continue
        if trimmed := _trimmed(text, begin, match.end()):
            yield trimmed
        begin = match.end()
    if trimmed := _trimmed(text, begin, end):
        yield trimmed


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
