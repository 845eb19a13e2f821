"""Which comments on one change item say nearly the same: proposed as groups, confirmed by a person.

Pure functions of texts. Campaigns send the same letter with a sentence changed; committees copy each other. Words are
compared in sorted order, so that the same sentences in another order are alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

ALIKE = 88.0
"""Out of 100: about one word in eight may differ."""
MIN_WORDS = 5
"""Shorter ones must be the same word for word: «bør strykes» and «bør styrkes» are far apart."""
COMPARED = 2_000
"""Characters of each that are compared."""

_WORD = re.compile(r"\w+")


@dataclass
class Group:
    """Comments that say nearly the same, by primary key, in their order."""

    text: str
    comments: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.comments)


def proposed_groups(comments: Iterable[tuple[int, str]]) -> list[Group]:
    """The groups of two or more among (primary key, text), the largest first; those without words are in none.

    Each text joins the first group whose first text it is like, so that nothing drifts away step by step.
    """
    groups: dict[str, Group] = {}
    compared: list[str] = []
    for pk, text in comments:
        words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
        if not words:
            continue
        key = " ".join(sorted(words))[:COMPARED]
        home = groups.get(key)
        if home is None and len(words) >= MIN_WORDS:
            found = process.extractOne(key, compared, scorer=fuzz.ratio, score_cutoff=ALIKE)
            if found:
                home = groups[key] = groups[found[0]]
            else:
                compared.append(key)
        if home is None:
            home = groups[key] = Group(text)
        home.comments.append(pk)
    distinct = {id(group): group for group in groups.values()}
    return sorted((one for one in distinct.values() if len(one) > 1), key=lambda one: (-len(one), one.comments[0]))
