"""What changed between two texts, word by word, as people who write law want to see it.

A redline is exact: without the insertions it is the old text, without the deletions the new one, to the last
character. It is never split inside a word, an abbreviation or a competence term (SP-1): going from «Ha kunnskap om»
to «Ha god kunnskap om» is a change of level, and shown as one. Paragraphs and list items are set against each other
first, then the words within them. What is mostly changed is not interleaved: the old is struck whole, then the new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Indel

from .language.competence import TERMS

MOSTLY_CHANGED = 0.6
"""Above this share of changed characters two texts are no longer read well interleaved."""

# Beyond these sizes the comparison would take seconds and the answer help nobody: shown as old, then new.
_MOST_WORD_PAIRS = 4_000_000
_MOST_LINE_PAIRS = 10_000

_TERMS = "|".join(re.escape(term.words) for term in TERMS)
_TOKEN = re.compile(
    rf"(?:{_TERMS})\b"  # a competence term
    r"|(?:\w{1,4}\.){2,}"  # an abbreviation: «f.eks.», «m.m.»
    r"|\w+(?:[-–.,/'’]\w+)*"  # a word, compounds and numbers such as «1,5» whole
    r"|\n|[^\S\n]+"  # a line break, a run of other spaces
    r"|.",  # punctuation, and anything else, one at a time
    re.IGNORECASE | re.DOTALL,
)


class Kind(StrEnum):
    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


class Segment(NamedTuple):
    """A run of text that stands in both, only in the old, or only in the new."""

    kind: Kind
    text: str


def redline(old: str, new: str) -> list[Segment]:
    """The way from `old` to `new`: deletions before insertions, neighbours of a kind joined."""
    if old == new:
        return [Segment(Kind.EQUAL, old)] if old else []
    if old.split() == new.split():  # the same words, laid out in other paragraphs
        return list(_joined(_by_words(old, new)))
    return list(_joined(_by_lines(_lines(old), _lines(new))))


def is_changed(segments: Iterable[Segment]) -> bool:
    """Whether anything but equal text is there."""
    return any(segment.kind is not Kind.EQUAL for segment in segments)


def _lines(text: str) -> list[str]:
    """Paragraphs and list items, each with the line break that ends it."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _by_lines(old: list[str], new: list[str]) -> Iterator[Segment]:
    if len(old) * len(new) > _MOST_LINE_PAIRS:
        yield from _by_equal_lines(old, new)
        return
    i = j = 0
    for at_old, at_new in [*_partners(old, new), (len(old), len(new))]:
        yield from _replaced("".join(old[i:at_old]), "".join(new[j:at_new]))
        if at_old < len(old):
            yield from _by_words(old[at_old], new[at_new])
        i, j = at_old + 1, at_new + 1


def _by_equal_lines(old: list[str], new: list[str]) -> Iterator[Segment]:
    """Long texts: only lines that are the same are kept."""
    for equal, gone, come in _steps(old, new):
        if equal:
            yield Segment(Kind.EQUAL, equal)
        yield from _replaced(gone, come)


def _partners(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Which line of the old text became which of the new, in order: the pairing with most words in common."""
    if len(old) == len(new) == 1:
        return [(0, 0)]
    old_words, new_words = [_words(line) for line in old], [_words(line) for line in new]
    likeness = [[_likeness(a, b) for b in new_words] for a in old_words]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _words(line: str) -> frozenset[str]:
    return frozenset(token for token in _TOKEN.findall(line) if token[0].isalnum())


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Between 0 and 1; 0 when the lines have too little in common to be each other's old and new."""
    share = 2 * len(a & b) / (len(a) + len(b)) if a and b else float(a == b)
    return share if share >= 1 - MOSTLY_CHANGED else 0.0


def _by_words(old: str, new: str) -> Iterator[Segment]:
    segments = list(_without_islands(_steps(_TOKEN.findall(old), _TOKEN.findall(new))))
    if _share_changed(segments) > MOSTLY_CHANGED:
        yield from _whole(old, new)
    else:
        yield from segments


def _steps(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, str, str]]:
    """(equal, deleted, inserted) in order; in each either the first is empty or the two others are."""
    start = _common_start(a, b)
    end = _common_start(a[start:][::-1], b[start:][::-1])
    a_middle, b_middle = a[start : len(a) - end], b[start : len(b) - end]
    steps = [("".join(a[:start]), "", "")] if start else []
    if len(a_middle) * len(b_middle) > _MOST_WORD_PAIRS:
        steps.append(("", "".join(a_middle), "".join(b_middle)))
    else:
        steps += _compared(a_middle, b_middle)
    return [*steps, ("".join(a[len(a) - end :]), "", "")] if end else steps


def _common_start(a: Sequence[str], b: Sequence[str]) -> int:
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _compared(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, str, str]]:
    steps: list[tuple[str, str, str]] = []
    for op in Indel.opcodes(a, b):
        gone, come = "".join(a[op.src_start : op.src_end]), "".join(b[op.dest_start : op.dest_end])
        if op.tag == "equal":
            steps.append((gone, "", ""))
        elif steps and not steps[-1][0]:
            steps[-1] = ("", steps[-1][1] + gone, steps[-1][2] + come)
        else:
            steps.append(("", gone, come))
    return steps


def _without_islands(steps: list[tuple[str, str, str]]) -> Iterator[Segment]:
    """Spaces and commas that happen to stand in both, between two changed words, belong to the change."""
    gone = come = ""
    for at, (equal, deleted, inserted) in enumerate(steps):
        last = at == len(steps) - 1
        if equal and (gone or come) and not last and not any(c.isalnum() or c == "\n" for c in equal):
            followed_by_both = steps[at + 1][1] and steps[at + 1][2]
            if followed_by_both and gone and come:
                gone, come = gone + equal, come + equal
                continue
        if equal:
            yield from _replaced(gone, come)
            gone = come = ""
            yield Segment(Kind.EQUAL, equal)
        else:
            gone, come = gone + deleted, come + inserted
    yield from _replaced(gone, come)


def _share_changed(segments: Sequence[Segment]) -> float:
    total = changed = 0
    for kind, text in segments:
        size = sum(1 for c in text if not c.isspace())
        total += 2 * size if kind is Kind.EQUAL else size
        changed += 0 if kind is Kind.EQUAL else size
    return changed / total if total else 0.0


def _whole(old: str, new: str) -> Iterator[Segment]:
    """Old struck, then new; a line break that both end with stays outside."""
    if old.endswith("\n") and new.endswith("\n"):
        yield from _replaced(old[:-1], new[:-1])
        yield Segment(Kind.EQUAL, "\n")
    else:
        yield from _replaced(old, new)


def _replaced(old: str, new: str) -> Iterator[Segment]:
    if old:
        yield Segment(Kind.DELETE, old)
    if new:
        yield Segment(Kind.INSERT, new)


def _joined(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Between two equal runs there is at most one deletion, and then one insertion."""
    gone = come = equal = ""
    for kind, text in segments:
        if kind is Kind.EQUAL:
            if gone or come:
                if equal:
                    yield Segment(Kind.EQUAL, equal)
                yield from _replaced(gone, come)
                gone = come = equal = ""
            equal += text
        elif kind is Kind.DELETE:
            gone += text
        else:
            come += text
    if equal:
        yield Segment(Kind.EQUAL, equal)
    yield from _replaced(gone, come)
