"""The text of a læringsmål: paragraphs and list items, kept as printed.

Stored as lines. A line is a paragraph; a line that starts with one tab per level is a list item, with the item's
own mark first: «\\t3a. Under supervisjon kunne …». The words, and nothing else, are what is compared and searched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_SPACES = re.compile(r"[^\S\n\t]+")
_ITEM = re.compile(r"^(\t+)(\S+) (.*)$")
_WORD_BULLET = re.compile(r"^\s*(?:[•·◦▪]\s*|o\t)")


@dataclass(frozen=True)
class Block:
    """One paragraph (`level` 0) or list item (`level` 1 and up, with its `mark`)."""

    text: str
    level: int = 0
    mark: str = ""


def blocks(text: str) -> list[Block]:
    """The paragraphs and list items of a stored text."""
    result = []
    for line in text.split("\n"):
        item = _ITEM.match(line)
        if item:
            result.append(Block(item[3], level=len(item[1]), mark=item[2]))
        elif line.strip():
            result.append(Block(line.strip()))
    return result


def from_blocks(parts: Iterable[Block]) -> str:
    """The stored form of paragraphs and list items; the inverse of `blocks`."""
    return "\n".join("\t" * part.level + (f"{part.mark} " if part.level else "") + part.text for part in parts)


def plain(text: str) -> str:
    """All the words in order, joined by single spaces, list marks included."""
    if "\n" not in text and "\t" not in text:
        return text.strip()
    return " ".join(" ".join(filter(None, (part.mark, part.text))) for part in blocks(text))


def without_controls(text: str) -> str:
    """The text with nothing in it that is not seen, line breaks and tabs aside: what turns the direction of writing
    makes one text look like another."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c)[0] != "C")


def clean(pasted: str) -> str:
    """What a person typed or pasted, as a stored text: no control characters, single spaces, lists kept.

    A line that starts with a bullet or a dash and a space becomes a list item marked «–».
    """
    result = []
    for line in without_controls(pasted).split("\n"):
        stored = _ITEM.match(line.rstrip())
        if stored:
            result.append(Block(_SPACES.sub(" ", stored[3]).strip(), level=len(stored[1]), mark=stored[2]))
            continue
        bullet = _WORD_BULLET.match(line) or re.match(r"^\s*[-–]\s+", line)
        words = _SPACES.sub(" ", (line[bullet.end() :] if bullet else line).replace("\t", " ")).strip()
        if words:
            result.append(Block(words, level=1, mark="–") if bullet else Block(words))
    return from_blocks(result)
