"""What a change of text touches: competence terms, levels, numbers, negations, list items, and how much of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from objectives import legal_text
from objectives.redline import Kind, Segment, redline

from .competence import Aspect, Level, Term
from .sameness import Differences, IsWord, differences, is_content, is_number, like, turned_around
from .sentences import ParsedText
from .vocabulary import NEGATIONS


@dataclass(frozen=True)
class TermChange:
    """A competence term that came, went, or became another; one of the two may be missing."""

    was: Term | None
    now: Term | None


@dataclass(frozen=True)
class LevelChange:
    """The highest level a text asks for, of knowledge or of skill, before and after."""

    aspect: Aspect
    was: Level | None
    now: Level | None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What differs between two texts. Words are in small letters; what is only spelt otherwise is in `respelt`."""

    segments: Sequence[Segment]
    share: float
    terms: Sequence[TermChange] = ()
    levels: Sequence[LevelChange] = ()
    numbers_removed: Sequence[str] = ()
    numbers_added: Sequence[str] = ()
    negations_removed: Sequence[str] = ()
    negations_added: Sequence[str] = ()
    items_removed: Sequence[str] = ()
    items_added: Sequence[str] = ()
    words_removed: Sequence[str] = ()
    words_added: Sequence[str] = ()
    respelt: Sequence[tuple[str, str]] = ()
    is_moved: bool = False
    """Whether the same words now stand under other terms."""

    @property
    def is_changed(self) -> bool:
        return any(segment.kind is not Kind.EQUAL for segment in self.segments)

    @property
    def touches_terms(self) -> bool:
        return bool(self.terms)

    @property
    def touches_numbers(self) -> bool:
        return bool(self.numbers_removed or self.numbers_added)

    @property
    def touches_negations(self) -> bool:
        return bool(self.negations_removed or self.negations_added)


def evidence_of(old: str, new: str, *, is_word: IsWord | None = None) -> Evidence:
    """Compare two stored texts of a læringsmål.

    `is_word` tells words from slips of the pen: a form it does not know, one letter from one it knows, is misspelt.
    Without it nothing is taken for a slip.
    """
    segments = redline(old, new)
    before, after = ParsedText(old), ParsedText(new)
    words = differences(old, new, is_word=is_word)
    turned = turned_around(words)
    items_before, items_after = _items(old), _items(new)
    return Evidence(
        segments=segments,
        share=_share(old, new),
        terms=tuple(_terms(before, after)),
        levels=tuple(_levels(before, after)),
        numbers_removed=_only(words.removed, words.added, is_number),
        numbers_added=_only(words.added, words.removed, is_number),
        negations_removed=(*_only(words.removed, words.added, NEGATIONS.__contains__), *turned.lost),
        negations_added=(*_only(words.added, words.removed, NEGATIONS.__contains__), *turned.gained),
        items_removed=_not_in(items_before, items_after),
        items_added=_not_in(items_after, items_before),
        words_removed=_only(words.removed, words.added, is_content),
        words_added=_only(words.added, words.removed, is_content),
        respelt=tuple(words.respelt),
        is_moved=_is_moved(words, before, after),
    )


def _only(some: Sequence[str], others: Sequence[str], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple((Counter(one for one in some if wanted(one)) - Counter(others)).elements())


def _is_moved(words: Differences, before: ParsedText, after: ParsedText) -> bool:
    """Whether something has gone from one term's part of the text to another's, which is another requirement."""
    if len(before.competences) != len(after.competences) or len(before.competences) < 2:
        return False
    moved = Counter(map(like, words.removed)) & Counter(map(like, words.added))
    return any(
        (Counter(like(one).split()) - Counter(like(other).split())).keys() & moved.keys()
        for one, other in zip(_parts(before), _parts(after), strict=True)
    )


def _parts(parsed: ParsedText) -> list[str]:
    """The words each term speaks of: up to the next one."""
    ends = [one.start for one in parsed.competences[1:]] + [len(parsed.text)]
    return [parsed.text[one.end : end] for one, end in zip(parsed.competences, ends, strict=True)]


def _share(old: str, new: str) -> float:
    """How many of the words of both texts are in only one of them, between 0 and 1."""
    return float(Indel.normalized_distance(old.split(), new.split()))


def _terms(before: ParsedText, after: ParsedText) -> Iterator[TermChange]:
    """The terms set against each other in order; a different one in the same place is a change of it."""
    old, new = [one.term for one in before.competences], [one.term for one in after.competences]
    gone: list[Term] = []
    come: list[Term] = []
    for op in Indel.opcodes([one.words for one in old], [one.words for one in new]):
        if op.tag == "equal":
            yield from _paired(gone, come)
            gone, come = [], []
        else:
            gone += old[op.src_start : op.src_end]
            come += new[op.dest_start : op.dest_end]
    yield from _paired(gone, come)


def _paired(gone: list[Term], come: list[Term]) -> Iterator[TermChange]:
    for at in range(max(len(gone), len(come))):
        yield TermChange(gone[at] if at < len(gone) else None, come[at] if at < len(come) else None)


def _levels(before: ParsedText, after: ParsedText) -> Iterator[LevelChange]:
    for aspect in (Aspect.KNOWLEDGE, Aspect.SKILL):
        was, now = _highest(before, aspect), _highest(after, aspect)
        if was != now:
            yield LevelChange(aspect, was, now)


def _highest(parsed: ParsedText, aspect: Aspect) -> Level | None:
    """Terms for either are counted as knowledge, unless the text has none but skills."""
    wanted = (aspect, Aspect.EITHER) if aspect is Aspect.KNOWLEDGE else (aspect,)
    return max((one.level for one in parsed.competences if one.term.aspect in wanted), default=None)


def _items(text: str) -> list[str]:
    """The list items of a text, without their marks, as they are compared."""
    return [block.text.strip(" .,;") for block in legal_text.blocks(text) if block.level]


def _not_in(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    there = Counter(like(one) for one in others)
    left = []
    for one in some:
        if there[like(one)]:
            there[like(one)] -= 1
        else:
            left.append(one)
    return tuple(left)
