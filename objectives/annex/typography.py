"""Texts that say the same in other characters: spaces, hyphens and dashes, quotation marks, and how lines are set."""

from __future__ import annotations

import re
import unicodedata

_DASH = r"\-\u2010-\u2015\u2212"
_SPACE = r"\s\u00ad\u200b-\u200f\u2060\ufeff"
_QUOTE = r"\"'«»‹›\u2018-\u201f´`"
_ANY = f"{_SPACE}{_DASH}{_QUOTE}"
_SET_APART = re.compile(rf"[{_ANY}]+(?![{_ANY}\d])")
_BEFORE_A_DIGIT = re.compile(f"[{_ANY}]+")
_IS_DASH = re.compile(f"[{_DASH}]")


def bare(text: str) -> str:
    """The text without what this module is about: two texts with the same bare form differ in nothing else.

    What stands before a digit is kept in kind, since «3–4» is not «34» and «-5» is not «5».
    """
    return _BEFORE_A_DIGIT.sub(_kept, _SET_APART.sub("", unicodedata.normalize("NFC", text)))


def differs_only_in_characters(first: str, second: str) -> bool:
    """Whether two texts that are not the same differ in spaces, hyphens, dashes, quotation marks or layout alone."""
    return first != second and bare(first) == bare(second)


def _kept(match: re.Match[str]) -> str:
    after_digit = match.string[max(match.start() - 1, 0) : match.start()].isdigit()
    if _IS_DASH.search(match[0] if after_digit else match[0][-1]):
        return "-"
    return " " if after_digit else ""
