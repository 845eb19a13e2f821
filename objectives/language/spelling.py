"""Words that læringsmål spell in more than one way (SP-4). Whoever searches for one spelling is offered the others."""

from __future__ import annotations

import datetime as dt
from typing import Final

REVIEWED: Final = dt.date(2026, 11, 22)
"""When somebody last went through the table. The spellings are those in use in vedlegg 2, not a standard."""

SPELLINGS: Final = (
    ("rektum", "rectum"),
    ("rektal", "rectal"),
    ("toraks", "thorax", "torax"),
    ("torakal", "thorakal", "thoracal"),
    ("kolecyst", "cholecyst"),
    ("kolangi", "cholangi"),
    ("kolon", "colon"),
    ("cøkum", "caecum", "cekum"),
    ("duktus", "ductus"),
    ("kreft", "cancer"),
    ("ødem", "oedem", "edem"),
    ("øsofag", "oesofag", "esofag"),
    ("anestesi", "anæstesi"),
    ("hematologi", "hæmatologi"),
    ("pediatri", "pædiatri"),
    ("lymfe", "lymphe"),
    ("nefro", "nephro"),
    ("oftalm", "ophthalm"),
    ("trombose", "thrombose"),
    ("hernie", "hernia"),
    ("karsinom", "carcinom"),
    ("skopi", "scopi"),
    ("punksjon", "punktion"),
    ("maksill", "maxill"),
)
"""Each row: the same word, or part of a word, the most Norwegian way first."""

_SHORTEST = 4
_MOST_FORMS = 8


def other_spellings(word: str) -> list[str]:
    """The same word spelt otherwise: «rektumkreft» gives «rectumkreft», «rektumcancer» and «rectumcancer».

    In small letters, without the word itself. Nothing for a word too short to tell.
    """
    word = word.casefold()
    if len(word) < _SHORTEST:
        return []
    forms = [word]
    for spellings in SPELLINGS:
        there = max((spelling for spelling in spellings if spelling in word), key=len, default=None)
        if there is not None:
            forms += [form.replace(there, other) for form in list(forms) for other in spellings if other != there]
    return forms[1:_MOST_FORMS]
