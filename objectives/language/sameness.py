"""Which words two texts differ by, when what is only language is left out: endings, spellings, hyphens, short forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA, Indel

from objectives import legal_text

from .abbreviations import SHORTENED
from .competence import TERMS
from .lexicon import written_out
from .spelling import SPELLINGS
from .vocabulary import NEGATIONS, NUMBER_WORDS, SMALL_WORDS

IsWord = Callable[[str], bool]


_TURNING = ("u", "kontra", "anti", "non", "a", "in", "im", "mis", "ikke")
"""Put in front of a word these make it its opposite."""
_PAIRS = ("hypo", "hyper", "intra", "inter", "pre", "peri", "post", "makro", "mikro", "endo", "ekto", "supra", "infra")
"""Beginnings that medicine lives by: no slip leads from one to another."""

_TOKEN = re.compile(r"\d+(?:[.,/–-]\d+)*|[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SHORT_FORMS = re.compile(
    r"(?<![\w.])(?:" + "|".join(re.escape(one) for one in sorted(SHORTENED, key=len, reverse=True)) + ")", re.IGNORECASE
)
_EXPLAINED = re.compile(r"(?P<before>(?:[\w-]+ ){0,6}[\w-]+) \((?P<short>[A-ZÆØÅ][\w-]*[A-ZÆØÅ][\w-]*)\)")
_TERMS = re.compile("|".join(re.escape(term.words) for term in TERMS), re.IGNORECASE)
_ENDINGS = frozenset(
    ["", "e", "n", "r", "s", "t", "a", "en", "er", "et", "es", "ens", "ets", "ene", "enes", "ers", "ne"]
)
_LONGEST_ENDING = 4
_SHORTEST_STEM = 3
_LONG = 6


@dataclass
class Differences:
    """Words only in the old, words only in the new, and pairs that are the same word written otherwise."""

    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    respelt: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Turned:
    """Words that became their opposite: those that lost what denies, and those that gained it."""

    lost: Sequence[str]
    gained: Sequence[str]


def differences(old: str, new: str, *, is_word: IsWord | None = None) -> Differences:
    """Set the words of two texts against each other, in order."""
    a, b = list(tokens(old)), list(tokens(new))
    found = Differences()
    gone: list[str] = []
    come: list[str] = []
    for op in Indel.opcodes([canonical(one) for one in a], [canonical(one) for one in b]):
        if op.tag == "equal":
            _settle(gone, come, found, is_word)
            gone, come = [], []
            pairs = zip(a[op.src_start : op.src_end], b[op.dest_start : op.dest_end], strict=True)
            found.respelt += [(one, other) for one, other in pairs if one != other]
        else:
            gone += a[op.src_start : op.src_end]
            come += b[op.dest_start : op.dest_end]
    _settle(gone, come, found, is_word)
    return found


def _settle(gone: list[str], come: list[str], found: Differences, is_word: IsWord | None) -> None:
    """In one place: the same letters with other spaces are a spelling, so is another ending of a word, or a slip."""
    if gone and come and "".join(map(canonical, gone)) == "".join(map(canonical, come)):
        found.respelt.append((" ".join(gone), " ".join(come)))
        return
    left = list(come)
    for one in gone:
        twin = next((other for other in left if is_inflection(one, other) or _is_slip(one, other, is_word)), None)
        if twin is None:
            found.removed.append(one)
        else:
            left.remove(twin)
            found.respelt.append((one, twin))
    found.added += left


def tokens(text: str) -> Iterator[str]:
    """Words and numbers in small letters, without list marks and terms; short forms are written out, and
    «multidisiplinært teammøte (MDT)» is the same as «MDT»."""
    plain = "\n".join(block.text for block in legal_text.blocks(text))
    plain = _SHORT_FORMS.sub(lambda match: SHORTENED[match[0].casefold()], _TERMS.sub(" ", plain))
    plain = _EXPLAINED.sub(_only_short, plain)
    return (match[0].casefold() for match in _TOKEN.finditer(plain))


def _only_short(match: re.Match[str]) -> str:
    long = written_out(match["short"], match["before"])
    return f"{match['before'][: -len(long)]}{match['short']}" if long else match[0]


def canonical(token: str) -> str:
    """A word without its hyphens, in the first of its spellings."""
    if not token[:1].isalpha():
        return token
    word = token.replace("-", "")
    for first, *others in SPELLINGS:
        for other in others:
            if other in word and other not in first:
                word = word.replace(other, first)
    return word


def like(text: str) -> str:
    """A text as it is compared with others: its canonical words."""
    return " ".join(canonical(token) for token in tokens(text))


def is_number(token: str) -> bool:
    return token[:1].isdigit() or token in NUMBER_WORDS


def is_content(token: str) -> bool:
    """Whether a word says what is required, and is not a number or a negation, which are told by themselves."""
    return token not in SMALL_WORDS and token not in NEGATIONS and not is_number(token)


def is_inflection(old: str, new: str) -> bool:
    """Whether two forms are endings of one word: «sykdom», «sykdommer», «sykdommene». Small words are not words so."""
    if old in NEGATIONS or new in NEGATIONS or is_number(old) or is_number(new):
        return False
    old, new = canonical(old), canonical(new)
    for stem in range(max(_SHORTEST_STEM, len(old) - _LONGEST_ENDING), len(old) + 1):
        if old[stem:] not in _ENDINGS or not new.startswith(old[:stem]):
            continue
        rest = new[stem:]
        if rest in _ENDINGS or (rest[:1] == old[stem - 1] and rest[1:] in _ENDINGS):
            return True
    return len(new) < len(old) and new.endswith("m") and is_inflection(new, old)


def _is_slip(old: str, new: str, is_word: IsWord | None) -> bool:
    """The old is no word, and the new is one, a letter from it: «undersøkelsse» and «undersøkelse»."""
    if is_word is None or min(len(old), len(new)) < _LONG or _pair_of(old) != _pair_of(new):
        return False
    return OSA.distance(old, new, score_cutoff=1) <= 1 and is_word(new) and not is_word(old)


def _pair_of(word: str) -> str:
    return next((one for one in _PAIRS if word.startswith(one)), "")


def turned_around(words: Differences) -> Turned:
    """«selekterte» to «uselekterte», and the other way."""
    lost, gained = [], []
    for old in words.removed:
        for new in words.added:
            if any(new.replace("-", "") == prefix + old for prefix in _TURNING):
                gained.append(new)
            elif any(old.replace("-", "") == prefix + new for prefix in _TURNING):
                lost.append(old)
    return Turned(tuple(lost), tuple(gained))
