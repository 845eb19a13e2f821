"""The Norwegian dictionary, looked up in its file: no process keeps it in memory of its own."""

from __future__ import annotations

import mmap
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

FILE_NAME = "nb.txt"
MISSING_FROM_THE_DICTIONARY = frozenset({"noen", "noe", "noens"})
"""Everyday words the dictionary lacks."""


class KnowsWords(Protocol):
    """Something that knows which words there are."""

    def __contains__(self, word: object) -> bool: ...


class WordList:
    """Words in a file, one on each line, sorted as bytes, the first line empty. Thread-safe: it is only read."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __contains__(self, word: object) -> bool:
        """Whether the word stands there, letter by letter; halving, some twenty looks."""
        if not isinstance(word, str) or not word or "\n" in word:
            return False
        sought, data = word.encode(), self._bytes
        low, high = 0, len(data) - 1  # both at a line break; the line sought begins after one from low on, before high
        while low < high:
            before = data.rfind(b"\n", low, (low + high) // 2 + 1)
            after = data.find(b"\n", before + 1)
            line = data[before + 1 : after]
            if line == sought:
                return True
            if line < sought:
                low = after
            else:
                high = before
        return False


@cache
def norwegian() -> WordList | None:
    """The dictionary for bokmål, opened once in each process; None where it has not been fetched (config.W003)."""
    path = Path(settings.DICTIONARY_DIR) / FILE_NAME
    return WordList(path) if path.is_file() else None


def knows(words: KnowsWords | None, form: str) -> bool:
    """Whether a form is a word: as written, in small letters, or as a name."""
    if form.casefold() in MISSING_FROM_THE_DICTIONARY:
        return True
    return words is not None and (form in words or form.casefold() in words or form.capitalize() in words)
