"""SP-3: an abbreviation is written out at first use, with the abbreviation in brackets after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from .context import Context
from .findings import Finding
from .lexicon import words_before, written_out
from .sentences import ParsedText
from .vocabulary import ESTABLISHED

SHORTENED: Final = {
    "f.eks.": "for eksempel",
    "feks.": "for eksempel",
    "bl.a.": "blant annet",
    "m.m.": "med mer",
    "mm.": "med mer",
    "m.fl.": "med flere",
    "m.v.": "med videre",
    "mv.": "med videre",
    "o.l.": "og lignende",
    "ol.": "og lignende",
    "osv.": "og så videre",
    "etc.": "og så videre",
    "evt.": "eventuelt",
    "ev.": "eventuelt",
    "inkl.": "inkludert",
    "ekskl.": "ekskludert",
    "jf.": "jamfør",
    "jfr.": "jamfør",
    "hhv.": "henholdsvis",
    "dvs.": "det vil si",
    "pga.": "på grunn av",
    "mht.": "med hensyn til",
    "iht.": "i henhold til",
    "ift.": "i forhold til",
    "vedr.": "vedrørende",
    "ifm.": "i forbindelse med",
    "mtp.": "med tanke på",
    "spes.": "spesielt",
    "sml.": "sammenlign",
    "ca.": "cirka",
    "div.": "diverse",
    "pas.": "pasienter",
    "beh.": "behandling",
    "diff.diagnoser": "differensialdiagnoser",
}
"""Everyday short forms, and what they are short for."""

_ANY_SHORT = re.compile(
    r"(?<![\w.])(?:" + "|".join(re.escape(one) for one in sorted(SHORTENED, key=len, reverse=True)) + r")(?!\w)", re.I
)
_CAPITALS = re.compile(r"(?<![\w-])(?:[A-ZÆØÅ]{2,}\d*[A-ZÆØÅ]*|[A-ZÆØÅ][a-zæøå]?[A-ZÆØÅ]{2,})(?:-[a-zæøå]+)?(?!\w)")
_ROMAN = re.compile(r"[IVX]+")
_CODE = re.compile(r"-\d{3}\b")
_IN_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]{2,40})\)")


def unexplained_abbreviations(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """Abbreviations that are not written out where they first stand (SP-3)."""
    yield from _everyday(parsed)
    explained = {short for short, _long in explanations(parsed.text)}
    seen: set[str] = set()
    for match in _CAPITALS.finditer(parsed.text):
        short = match[0].partition("-")[0]
        if short in seen or short in ESTABLISHED or _ROMAN.fullmatch(short) or _CODE.match(parsed.text, match.end()):
            continue
        seen.add(short)
        if short in explained or _is_shouted(parsed.text, match):
            continue
        yield _finding(parsed.text, match, short, context)


def explanations(text: str) -> Iterator[tuple[str, str]]:
    """The abbreviations a text explains, with what they stand for: the words before, and the short form in brackets.

    A bracket is believed when the letters fit the words, or when it holds nothing but the short form.
    """
    for match in _IN_BRACKETS.finditer(text):
        for one in _CAPITALS.finditer(match["inside"]):
            short = one[0].partition("-")[0]
            long = written_out(short, words_before(text, match.start()))
            if long or match["inside"].strip() == one[0]:
                yield short, long


def _everyday(parsed: ParsedText) -> Iterator[Finding]:
    for match in _ANY_SHORT.finditer(parsed.text):
        long = SHORTENED[match[0].casefold()]
        long = long.capitalize() if match[0][:1].isupper() else long
        yield Finding(
            rule="SP-3",
            code="shortened-word",
            start=match.start(),
            end=match.end(),
            words=match[0],
            message=_("«%(short)s» skrives helt ut: «%(long)s».") % {"short": match[0], "long": long},
            proposals=(long,),
        )


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """A heading or a sentence all in capitals has no abbreviations to find."""
    line = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _finding(text: str, match: re.Match[str], short: str, context: Context) -> Finding:
    behind = re.match(r"\s*\(([^()]{6,80})\)", text[match.end() :])
    if behind and written_out(short, behind[1]):
        swapped = f"{behind[1]} ({match[0]})"
        return _abbreviation(
            text[match.start() : match.end() + behind.end()],
            match.start(),
            _("Skriv ordene først og forkortelsen i parentes bak: «%(swapped)s».") % {"swapped": swapped},
            swapped,
        )
    long = context.lexicon.expansions.get(short, "")
    if long:
        proposal = f"{long} ({match[0]})"
        message = _("«%(short)s» må skrives helt ut første gang: «%(proposal)s».")
        return _abbreviation(match[0], match.start(), message % {"short": match[0], "proposal": proposal}, proposal)
    message = _("«%(short)s» må skrives helt ut første gang, med forkortelsen i parentes bak.")
    return _abbreviation(match[0], match.start(), message % {"short": match[0]})


def _abbreviation(words: str, start: int, message: str, *proposals: str) -> Finding:
    return Finding(
        rule="SP-3",
        code="abbreviation",
        start=start,
        end=start + len(words),
        words=words,
        message=message,
        proposals=proposals,
    )
