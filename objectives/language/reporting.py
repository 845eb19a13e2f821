"""The language control over the whole register on a day: what it finds, counted, and every finding."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from objectives.models import Elaboration, ObjectiveVersion

from .context import Context
from .control import control, control_elaboration
from .findings import Finding
from .misspelling import suspects
from .register import words_on
from .sentences import ParsedText


@dataclass(frozen=True)
class Controlled:
    """A text and what was found in it. `kind` is «læringsmål» or «utdypende tekst»."""

    code: str
    specialty: str
    kind: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class RuleFigure:
    """One kind of finding: how many, in how many texts, and the words it is found at most often."""

    rule: str
    code: str
    findings: int
    texts: int
    words: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class LanguageReport:
    """What the control found on a day."""

    on: dt.date
    objectives: int
    elaborations: int
    controlled: Sequence[Controlled]
    has_dictionary: bool

    @property
    def with_findings(self) -> int:
        return sum(bool(one.findings) for one in self.controlled)

    def figures(self, *, most: int = 5) -> list[RuleFigure]:
        """By rule, in the order of the rules."""
        count: Counter[tuple[str, str]] = Counter()
        texts: Counter[tuple[str, str]] = Counter()
        words: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for one in self.controlled:
            kinds = [(finding.rule, finding.code) for finding in one.findings]
            count.update(kinds)
            texts.update(set(kinds))
            for kind, finding in zip(kinds, one.findings, strict=True):
                words[kind][finding.words.casefold()] += 1
        return [RuleFigure(*kind, count[kind], texts[kind], words[kind].most_common(most)) for kind in sorted(count)]

    def by_specialty(self) -> list[tuple[str, int, int]]:
        """(specialty, texts, findings), as the annex orders them."""
        texts: Counter[str] = Counter()
        findings: Counter[str] = Counter()
        for one in self.controlled:
            texts[one.specialty] += 1
            findings[one.specialty] += len(one.findings)
        return [(specialty, texts[specialty], findings[specialty]) for specialty in texts]

    def as_json(self) -> dict[str, Any]:
        """Everything, for another program: figures first, then each text that has findings."""
        return {
            "on": self.on,
            "objectives": self.objectives,
            "elaborations": self.elaborations,
            "with_findings": self.with_findings,
            "spelling_checked": self.has_dictionary,
            "figures": [
                {"rule": one.rule, "code": one.code, "findings": one.findings, "texts": one.texts}
                for one in self.figures()
            ],
            "texts": [
                {
                    "code": one.code,
                    "specialty": one.specialty,
                    "kind": one.kind,
                    "findings": [_as_json(finding) for finding in one.findings],
                }
                for one in self.controlled
                if one.findings
            ],
        }


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "code": finding.code,
        "place": finding.place.value,
        "start": finding.start,
        "end": finding.end,
        "words": finding.words,
        "message": finding.message,
        "proposals": list(finding.proposals),
    }


def language_report(*, on: dt.date, specialty: str = "") -> LanguageReport:
    """Control every læringsmål in force on the day, and every utdypende tekst, of one specialty (its slug) or of all.

    A word in force is known by that alone, so forms used once, a letter from a common one, are found as misspelt.
    """
    versions = ObjectiveVersion.objects.consolidated(on=on)
    elaborations = Elaboration.objects.order_by("objective__code")
    if specialty:
        versions = versions.filter(objective__series__specialty__slug=specialty)
        elaborations = elaborations.filter(objective__series__specialty__slug=specialty)
    rows = list(versions)
    explained = list(elaborations.select_related("objective__series__specialty"))
    base = words_on(on)
    return LanguageReport(
        on=on,
        objectives=len(rows),
        elaborations=len(explained),
        controlled=[*_objectives(rows, base), *_elaborations(explained, base)],
        has_dictionary=base.dictionary is not None,
    )


def _objectives(rows: Sequence[Any], base: Context) -> Iterator[Controlled]:
    """`rows` are annotated as by `consolidated()`."""
    under: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        under[row.theme_id].append(row)
    for row in rows:
        specialty = row.objective.series.specialty
        context = replace(
            base,
            specialty=specialty.slug if specialty else "",
            specialty_name=specialty.name if specialty else "",
            heading=row.theme_title or "",
            neighbours=tuple(other.text for other in under[row.theme_id] if other is not row) if row.theme_id else (),
        )
        findings = [*control(row.text, context), *suspects(ParsedText(row.text), context)]
        yield Controlled(row.objective.code, _name(specialty), "læringsmål", findings)


def _elaborations(rows: Iterable[Elaboration], base: Context) -> Iterator[Controlled]:
    for row in rows:
        context = replace(base, old=row.text)
        specialty = row.objective.series.specialty
        yield Controlled(
            row.objective.code, _name(specialty), "utdypende tekst", control_elaboration(row.text, context)
        )


def _name(specialty: object | None) -> str:
    return str(specialty) if specialty else ""
