"""A paragraph of the file as lines: its own words, and its list items with their marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from objectives import legal_text

from .problems import Unreadable
from .source import Node

# FKMS-001, KLS-017, LM-07: at the start, and followed by a colon, a space or nothing.
_CODE = re.compile(r"([A-ZÆØÅ]{2,5})-(\d{2,4})(?=[:\s]|$):?\s*")
_LIKE_A_CODE = re.compile(r"([A-ZÆØÅ]{2,6}) ?([-–‐‑]?) ?\d{1,5}(?![\w-])", re.IGNORECASE)
_CODE_IN_TEXT = re.compile(r"(?<![\w-])([A-ZÆØÅ]{2,5})-\d{2,4}(?![\w-])")
# Where a sentence begins, and followed as a code that begins a paragraph is: «… over tid. GAK-002 Beherske …».
_CODE_OF_THE_NEXT = re.compile(r"(?:^|(?<=[.:;!?] ))([A-ZÆØÅ]{2,5})-(\d{2,4})(?::\s*|\s+)(?=[A-ZÆØÅ])")
# Spaces that are not the space bar's, soft hyphens, and what has no width at all.
_UNSEEN = re.compile(r"[\u00a0\u00ad\u1680\u2000-\u200f\u2028\u2029\u202f\u205f-\u2060\u3000\ufeff]")
_SCOPE = re.compile(r"Del (\d(?:[-–]\d)?)\s*(?::\s*|$)")
_BLOCKS = frozenset({"article", "p", "div", "section", "blockquote", "footer"})
_LISTS = frozenset({"ul", "ol"})


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (`level` 0) or a list item (`level` 1 and up, with its `mark`), and the file's line.

    `unseen` names the characters in it, as printed, that no reader sees: «U+00A0» is a space that does not break.
    """

    text: str
    line: int
    level: int = 0
    mark: str = ""
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code at the start of a line, and the words after it."""

    code: str
    prefix: str
    digits: str
    rest: str


def lines(paragraph: Node) -> list[Line]:
    """The paragraphs and list items in an element. Raises Unreadable for a table in it."""
    collector = _Collector()
    if paragraph.tag in _LISTS:
        collector.list_items(paragraph, level=1)
    else:
        collector.walk(paragraph, level=0, mark="", line=paragraph.line)
    collector.flush()
    return collector.lines


def words(text: str) -> str:
    """The text with single spaces, as one line."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def leading_code(text: str) -> Code | None:
    """The code the text begins with, or None."""
    match = _CODE.match(text)
    return Code(f"{match[1]}-{match[2]}", match[1], match[2], text[match.end() :]) if match else None


def begins_like_a_code(text: str, prefixes: Container[str]) -> str | None:
    """What the text begins with when that looks like a code with a slip in it: «GAK–088», «GAK 088», «gak-088»."""
    match = _LIKE_A_CODE.match(text)
    if match is None:
        return None
    name, hyphen = match.group(1, 2)
    is_like = (name.isupper() and (hyphen or name in prefixes)) or (hyphen and name.upper() in prefixes)
    return match[0] if is_like else None


def codes_within(text: str, prefixes: Iterable[str]) -> list[str]:
    """The codes of these series that stand anywhere in the text. «ICD-10» is not one, since ICD is no series."""
    known = frozenset(prefixes)
    return [match[0] for match in _CODE_IN_TEXT.finditer(text) if match[1] in known]


def divided(text: str, prefixes: Container[str]) -> tuple[str, list[Code]]:
    """The text up to the first code in it that begins a sentence; and those codes, each with its own words."""
    found = [match for match in _CODE_OF_THE_NEXT.finditer(text) if match[1] in prefixes]
    if not found:
        return text, []
    ends = [*(match.start() for match in found[1:]), len(text)]
    codes = [
        Code(f"{match[1]}-{match[2]}", match[1], match[2], text[match.end() : end].rstrip())
        for match, end in zip(found, ends, strict=True)
    ]
    return text[: found[0].start()].rstrip(), codes


def leading_scope(text: str) -> tuple[str, str] | None:
    """«Del 1: …» as the part of the training («1») and the words after it, or None."""
    match = _SCOPE.match(text)
    return (match[1].replace("–", "-"), text[match.end() :]) if match else None


def stored(parts: Sequence[Line]) -> str:
    """The lines as a stored text. The first level of list items is 1, whatever list they stood in."""
    shallowest = min((part.level for part in parts if part.level), default=1)
    return legal_text.from_blocks(
        legal_text.Block(part.text, level=part.level - shallowest + 1 if part.level else 0, mark=part.mark)
        for part in parts
    )


class _Collector:
    """Walks an element and gathers its words into lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._text: list[str] = []
        self._line, self._level, self._mark = 0, 0, ""

    def walk(self, node: Node, *, level: int, mark: str, line: int) -> None:
        self._begin(level, mark, line)
        for part in node.content:
            if isinstance(part, str):
                self._text.append(part)
            elif part.tag == "table":
                raise Unreadable(
                    _("En tabell inne i et avsnitt kan ikke leses som læringsmål."), code="table", line=part.line
                )
            elif part.tag in _LISTS:
                self.list_items(part, level=level + 1)
                self._begin(level, "", part.line)
            elif part.tag in _BLOCKS:
                self.flush()
                self.walk(part, level=level, mark=self._mark, line=part.line)
                self.flush()
            elif part.tag == "br":
                self.flush()
                self._line = part.line
            else:
                self._text.append(part.words())

    def flush(self) -> None:
        """End the line being gathered, unless nothing is in it."""
        printed = "".join(self._text)
        self._text.clear()
        text = words(printed)
        if not text:
            return
        unseen = ", ".join(sorted({f"U+{ord(character):04X}" for character in _UNSEEN.findall(printed)}))
        self.lines.append(Line(text, self._line, self._level if self._mark else 0, self._mark, unseen))
        self._mark = ""  # more words in the same item are a paragraph under it

    def _begin(self, level: int, mark: str, line: int) -> None:
        self.flush()
        self._level, self._mark, self._line = level, mark, line

    def list_items(self, node: Node, *, level: int) -> None:
        self.flush()
        for place, item in enumerate((part for part in node.content if isinstance(part, Node)), start=1):
            mark = item.attributes.get("data-li-identifier", "").replace(" ", "")
            self.walk(item, level=level, mark=mark or (f"{place}." if node.tag == "ol" else "–"), line=item.line)
            self.flush()
