"""Competence terms and their levels: how a læringsmål says knowledge or skill, and how much of it (SP-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, IntEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntEnum):
    """The three levels, lowest first."""

    LOWEST = 1
    MIDDLE = 2
    HIGHEST = 3

    @property
    def bit(self) -> int:
        """Its place in the number the database keeps of the levels in a text."""
        return 1 << (self - 1)


class Aspect(Enum):
    """What a term is said of."""

    KNOWLEDGE = "kunnskap"
    SKILL = "ferdighet"
    EITHER = "kunnskap eller ferdighet"


@dataclass(frozen=True)
class Term:
    """A competence term, as the routine writes it."""

    words: str
    level: Level
    aspect: Aspect


@dataclass(frozen=True)
class Found:
    """A term in a text: which, and where (`text[start:end]`)."""

    term: Term
    start: int
    end: int


TERMS = (
    Term("Ha god kunnskap om", Level.HIGHEST, Aspect.KNOWLEDGE),
    Term("Ha kunnskap om", Level.MIDDLE, Aspect.KNOWLEDGE),
    Term("Ha kjennskap til", Level.LOWEST, Aspect.EITHER),
    Term("Kjenne til", Level.LOWEST, Aspect.EITHER),
    Term("Under supervisjon kunne", Level.MIDDLE, Aspect.SKILL),
    Term("Selvstendig kunne", Level.HIGHEST, Aspect.SKILL),
    Term("Beherske", Level.HIGHEST, Aspect.SKILL),
)
"""No term begins another, so the order says nothing."""

_BY_WORDS = {term.words.casefold(): term for term in TERMS}
_WORDS = "|".join(re.escape(term.words).replace("\\ ", r"\s+") for term in TERMS)
_ANY = re.compile(rf"\b(?:{_WORDS})\b", re.IGNORECASE)


def terms_in(text: str) -> list[Found]:
    """The competence terms of a text, in order, wherever they stand in it."""
    return [
        Found(_BY_WORDS[" ".join(match[0].casefold().split())], match.start(), match.end())
        for match in _ANY.finditer(text)
    ]


def levels_in(text: str) -> frozenset[Level]:
    """The levels a text asks for. Knowledge at one and skill at another gives both; none when no term is there."""
    return frozenset(found.term.level for found in terms_in(text))


class LevelChoice(TextChoices):
    """A level as one chooses it in a search."""

    LOWEST = "laveste", _("Laveste")
    MIDDLE = "mellomste", _("Mellomste")
    HIGHEST = "hoyeste", _("Høyeste")
    NONE = "uten", _("Uten kompetansebegrep")

    def is_of(self, levels: int) -> bool:
        """Whether a text with these levels (the sum of their bits) is to be found by this choice."""
        if self is LevelChoice.NONE:
            return levels == 0
        return bool(levels & _CHOSEN[self].bit)


_CHOSEN = {LevelChoice.LOWEST: Level.LOWEST, LevelChoice.MIDDLE: Level.MIDDLE, LevelChoice.HIGHEST: Level.HIGHEST}
