"""Writes out every form of a Hunspell dictionary, without its way of joining words to new ones.

Hunspell's own joining takes «gallebærekreft» for a word, and can use 20 ms on one (docs/language.md). Only the
standard library is used here: this runs once, before anything is installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_ONE_OF = re.compile(r"\[[^\]]*\]")


@dataclass
class _Affix:
    """One flag of the affix file: what is taken away, what is put there, and after or before which letters."""

    is_prefix: bool
    crosses: bool
    rules: list[tuple[str, str, re.Pattern[str]]] = field(default_factory=list)
    _reach: int = 0
    _ready: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def add_rule(self, *, strip: str, add: str, condition: str) -> None:
        """Put `add` for `strip` in words that meet the condition, which reaches some letters into them."""
        self._reach = max(self._reach, len(strip), len(_ONE_OF.sub(".", condition)))
        pattern = re.compile(condition if self.is_prefix else f"{condition}$")
        self.rules.append((strip, add, pattern))

    def forms(self, word: str) -> list[str]:
        if self.is_prefix:
            return [add + word for _strip, add, condition in self.rules if condition.match(word)]
        ending = word[-self._reach :]
        if ending not in self._ready:
            self._ready[ending] = [
                (len(strip), add)
                for strip, add, condition in self.rules
                if ending.endswith(strip) and condition.search(ending)
            ]
        return [(word[:-strip] if strip else word) + add for strip, add in self._ready[ending]]


def read_affixes(lines: Iterable[str]) -> dict[str, _Affix]:
    """The PFX and SFX tables by their flags; the rest of the file is about joining and suggesting."""
    affixes: dict[str, _Affix] = {}
    for line in lines:
        parts = line.split()
        if len(parts) < 4 or parts[0] not in ("PFX", "SFX"):
            continue
        kind, flag = parts[:2]
        if flag not in affixes:
            affixes[flag] = _Affix(is_prefix=kind == "PFX", crosses=parts[2] == "Y")
            continue
        strip, add = ("" if part == "0" else part for part in parts[2:4])
        condition = parts[4] if len(parts) > 4 else "."
        affixes[flag].add_rule(strip=strip, add=add, condition=condition)
    return affixes


def expanded(affixes: dict[str, _Affix], entries: Iterable[str]) -> Iterator[str]:
    """Every form of every entry («detonasjon/AEFGHJ»); the same form may come more than once."""
    for entry in entries:
        word, _slash, flags = entry.strip().partition("/")
        if not word or word.isdecimal():
            continue
        used = [affixes[flag] for flag in flags if flag in affixes]
        ended: list[str] = []
        for affix in used:
            if not affix.is_prefix:
                ended += affix.forms(word)
        yield word
        yield from ended
        for affix in used:
            if affix.is_prefix:
                yield from affix.forms(word)
                if affix.crosses:
                    yield from (form for whole in ended for form in affix.forms(whole))


def write_word_list(*, affixes: Path, entries: Path, target: Path) -> None:
    """Write the forms, one on each line, sorted as bytes, so that they can be looked up in the file itself."""
    with affixes.open(encoding="utf-8") as lines:
        table = read_affixes(lines)
    with entries.open(encoding="utf-8") as lines:
        forms = {form.encode() for form in expanded(table, lines)}
    partial = target.with_suffix(".partial")
    partial.write_bytes(b"\n" + b"\n".join(sorted(forms)) + b"\n")
    partial.replace(target)
