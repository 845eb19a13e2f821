"""TE-2: utdypende tekst explains; it adds no requirement that is not in the læringsmål."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .context import Context
from .findings import Finding
from .sentences import ParsedText

_REQUIRES = re.compile(
    r"\b(?P<words>(?:skal|må|kreves(?: det)?|påkrevd|obligatorisk(?:e)?|krav om|krav til|forutsettes(?: det)?"
    r"|minimum|minst) ?(?:kunne|ha|være|gjøre|gjennomføre|utføre|delta|beherske|\d+)?)\b",
    re.IGNORECASE,
)
_READ = re.compile(r"\s+(?:ikke\s+)?(?:leses|forstås|tolkes|oppfattes|ses|sees)\b", re.IGNORECASE)
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"")
_NOT = re.compile(r"\b(?:ikke|ingen|uten|intet)\s+(?:et\s+|noe\s+|noen\s+)?$", re.IGNORECASE)
_NOT_AFTER = re.compile(r"\s*(?:derfor |altså )?ikke\b", re.IGNORECASE)
_LEAST = re.compile(r"(?:minst|minimum)", re.IGNORECASE)


def hidden_requirements(parsed: ParsedText, context: Context) -> Iterator[Finding]:
    """Competence terms and words that require, outside quotations (TE-2)."""
    quoted = [match.span() for match in _QUOTED.finditer(parsed.text)]
    taken: list[tuple[int, int]] = []
    for one in parsed.competences:
        if not _within(one.start, quoted):
            taken.append((one.start, one.end))
            yield _a_term(parsed.text[one.start : one.end], one.start)
    for match in _REQUIRES.finditer(parsed.text):
        if _within(match.start(), quoted) or any(match.start() < end and start < match.end() for start, end in taken):
            continue
        words = match["words"].rstrip()
        end = match.start() + len(words)
        if _LEAST.fullmatch(words) or _READ.match(parsed.text, end) or _is_denied(parsed.text, match.start(), end):
            continue
        yield _a_requirement(words, match.start())


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_denied(text: str, start: int, end: int) -> bool:
    return bool(_NOT.search(text[:start]) or _NOT_AFTER.match(text, end))


def _a_term(words: str, start: int) -> Finding:
    return Finding(
        rule="TE-2",
        code="term-in-elaboration",
        start=start,
        end=start + len(words),
        words=words,
        message=_(
            "«%(words)s» er et kompetansebegrep, og hører hjemme i læringsmålet. Utdypende tekst forklarer kravet og "
            "legger ikke til nye. Sett ordene i anførselstegn hvis du siterer læringsmålet."
        )
        % {"words": words},
    )


def _a_requirement(words: str, start: int) -> Finding:
    return Finding(
        rule="TE-2",
        code="requirement-in-elaboration",
        start=start,
        end=start + len(words),
        words=words,
        message=_(
            "«%(words)s» leses som et krav. Utdypende tekst kan ikke kreve noe som ikke står i læringsmålet: skriv "
            "hva kravet betyr, for eksempel med «kan» eller «omfatter», eller foreslå å endre læringsmålet."
        )
        % {"words": words},
    )
