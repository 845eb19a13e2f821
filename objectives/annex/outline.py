"""The outline of vedlegg 2 and its code series, as plain data: which part, chapter and prefix is whose.

Specialties are named by their short names in `organisations.reference`. The headings here are used until an import
brings the printed ones; official slips («Plastikkirurgir», «C.20») are kept, since the annex says so. Nothing here
needs the database or Django.
"""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import count
from typing import NamedTuple


class SeriesFact(NamedTuple):
    """A prefix, the specialty or set it belongs to, and how its numbers are printed."""

    prefix: str
    specialty: str
    digits: int = 3
    is_closed: bool = False


class ChapterFact(NamedTuple):
    """A chapter, whose it is (empty when it is shared by several sets), and the prefixes that may stand in it."""

    slug: str
    title: str
    specialty: str
    prefixes: frozenset[str]


PARTS = {"A": "A. Felles kompetansemål", "B": "B. Kliniske fag i del 1", "C": "C. Legespesialitetene i del 2 og 3"}
PART_POSITIONS = {letter: place for place, letter in enumerate(PARTS, start=1)}

# The læringsmål that LM held were replaced by FKMS, FKMK and FKM; their codes are printed with two digits.
COMMON_COMPETENCE_SERIES = (
    SeriesFact("FKM", "FKM"),
    SeriesFact("FKMS", "FKM"),
    SeriesFact("FKMK", "FKM"),
    SeriesFact("LM", "FKM", digits=2, is_closed=True),
)
_COMMON_COMPETENCE = frozenset(series.prefix for series in COMMON_COMPETENCE_SERIES)

_CHAPTERS_OF_C = {
    "FIM": "Felles læringsmål for indremedisinske spesialiteter (del 2)",
    "AMM": "Akutt- og mottaksmedisin",
    "BLS": "Blodsykdommer",
    "END": "Endokrinologi",
    "FOR": "Fordøyelsessykdommer",
    "GER": "Geriatri",
    "HJS": "Hjertesykdommer",
    "MED": "Indremedisin",
    "INF": "Infeksjonssykdommer",
    "LUN": "Lungesykdommer",
    "NYR": "Nyresykdommer",
    "FKI": "Felles læringsmål for kirurgiske spesialiteter (del 2)",
    "BAK": "Barnekirurgi",
    "BEK": "Bryst- og endokrinkirurgi",
    "GAK": "Gastroenterologisk kirurgi",
    "KIR": "Generell kirurgi",
    "KAK": "Karkirurgi",
    "PLA": "Plastikkirurgir",
    "THX": "Thoraxkirurgi",
    "URO": "Urologi",
    "ALM": "Allmennmedisin",
    "ANE": "Anestesiologi",
    "ARB": "Arbeidsmedisin",
    "BUP": "Barne- og ungdomspsykiatri",
    "PED": "Barnesykdommer",
    "FMR": "Fysikalsk medisin og rehabilitering",
    "GYN": "Fødselshjelp og kvinnesykdommer",
    "HUD": "Hud og veneriske sykdommer",
    "ITR": "Immunologi og transfusjonsmedisin",
    "KLF": "Klinisk farmakologi",
    "KNF": "Klinisk nevrofysiologi",
    "MAX": "Maxillofacial kirurgi",
    "MBK": "Medisinsk biokjemi",
    "GEN": "Medisinsk genetikk",
    "MMB": "Medisinsk mikrobiologi",
    "NKI": "Nevrokirurgi",
    "NEV": "Nevrologi",
    "NUK": "Nukleærmedisin",
    "ONC": "Onkologi",
    "ORT": "Ortopedisk kirurgi",
    "RAD": "Radiologi",
    "PAT": "Patologi",
    "VOP": "Psykiatri",
    "REV": "Revmatologi",
    "RUS": "Rus- og avhengighetsmedisin",
    "SAM": "Samfunnsmedisin",
    "ØNH": "Øre-nese-halssykdommer",
    "ØYE": "Øyesykdommer",
}
_PRINTED_WITH_A_DOT = {"URO"}  # «C.20 Urologi»


def _chapter_of_c(number: int, short_name: str, heading: str) -> ChapterFact:
    title = f"C.{number} {heading}" if short_name in _PRINTED_WITH_A_DOT else f"C{number}. {heading}"
    return ChapterFact(f"C{number}", title, short_name, frozenset({short_name}))


CHAPTERS = (
    ChapterFact("B1", "B1. Spesialisthelsetjenesten", "", frozenset({"KLS", "KLP"})),
    ChapterFact("B2", "B2. Kommunehelsetjenesten", "KLK", frozenset({"KLK"})),
    *(_chapter_of_c(number, *named) for number, named in enumerate(_CHAPTERS_OF_C.items(), start=1)),
)
_BY_SLUG = {chapter.slug: chapter for chapter in CHAPTERS}

SERIES = (
    *COMMON_COMPETENCE_SERIES,
    *(SeriesFact(prefix, prefix) for prefix in ("KLS", "KLP", "KLK")),
    *(SeriesFact(prefix, prefix) for prefix in _CHAPTERS_OF_C),
)

# Former chapters stand after the numbered ones of their part.
FORMER_POSITION = 900
_NUMBERED = re.compile(r"([A-ZÆØÅ])\.?(\d{1,2})\b\.?\s*\S")
_THEME = re.compile(r"(\d+(?:\.\d+)*\.?)\s+(\S.*)")


def part_letter(heading: str) -> str | None:
    """The letter of a part's heading: «A. Felles …» is A. None when it has none."""
    match = re.match(r"([A-ZÆØÅ])\.\s+\S", heading)
    return match[1] if match else None


def chapter_slug(heading: str) -> str | None:
    """The address name of a chapter's heading: «C15. …» and «C.15 …» are C15. None when it has no number."""
    match = _NUMBERED.match(heading)
    return f"{match[1]}{int(match[2])}" if match else None


def former_slug(letter: str, taken: Container[str]) -> str:
    """The address name of a former chapter, which has no number: A-tidligere, A-tidligere-2 …"""
    names = (f"{letter}-tidligere" + (f"-{place}" if place > 1 else "") for place in count(1))
    return next(name for name in names if name not in taken)


def theme_number(heading: str) -> tuple[str, str]:
    """«15.12 Lever» as («15.12», «Lever»); the number is empty when there is none."""
    match = _THEME.fullmatch(heading)
    return (match[1], match[2]) if match else ("", heading)


def chapter_position(slug: str) -> int:
    """The chapter's place in its part: its number, or after all numbered ones."""
    return int(slug[1:]) if slug[1:].isdigit() else FORMER_POSITION


def specialty_of_chapter(slug: str) -> str:
    """The short name of the specialty or set whose chapter it is; empty when it is shared or not known."""
    if slug.startswith("A"):
        return "FKM"
    return _BY_SLUG[slug].specialty if slug in _BY_SLUG else ""


def prefixes_in_chapter(slug: str) -> frozenset[str] | None:
    """The prefixes that may stand in the chapter, or None when the outline does not know it."""
    if slug.startswith("A"):
        return _COMMON_COMPETENCE
    return _BY_SLUG[slug].prefixes if slug in _BY_SLUG else None


def stage_in_chapter(letter: str, heading: str) -> str | None:
    """The part of the training a chapter's læringsmål belong to, as a `Stage`; None in part A: each list says it."""
    if letter == "A":
        return None
    if letter == "B":
        return "1"
    return "2" if "(del 2)" in heading.lower() else "2-3"
