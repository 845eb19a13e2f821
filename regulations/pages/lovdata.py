"""Whether Lovdata's new consolidation says what the act does, each læringsmål: the register's reconciliation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from objectives.models import LegalAct, ReconciliationReport
from objectives.redline import Kind, Segment
from objectives.rows import objective_url
from regulations.entered import days_of, entered


@dataclass(frozen=True)
class Finding:
    """What differs: the sentence, and Lovdata's words against ours."""

    message: str
    segments: Sequence[Segment]


@dataclass(frozen=True)
class Compared:
    """A læringsmål the act changes, and what is different about it; empty when it is the same."""

    code: str
    url: str
    what: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class ComparedDay:
    """A day on which something of the act entered into force, and the newest comparison made on that day or later.

    Without a report nobody has compared yet: Lovdata consolidates when the day comes.
    """

    day: dt.date
    is_past: bool
    report: ReconciliationReport | None
    rows: Sequence[Compared]

    @property
    def different(self) -> Sequence[Compared]:
        return [row for row in self.rows if row.findings]


def lovdata_page(act: LegalAct, *, on: dt.date) -> dict[str, Any]:
    """Everything templates/regulations/lovdata.html shows."""
    reports = list(ReconciliationReport.objects.select_related("made_by").order_by("-made_at", "-pk")[:1])
    newest = reports[0] if reports else None
    return {"act": act, "days": [_day(act, day, newest, on=on) for day in sorted(days_of(act))], "newest": newest}


def _day(act: LegalAct, day: dt.date, newest: ReconciliationReport | None, *, on: dt.date) -> ComparedDay:
    report = newest if newest is not None and newest.on >= day else None
    found = _by_code(report.content["differences"]) if report else {}
    rows = []
    for item in entered(act, day=day).items:
        codes = dict.fromkeys([*(version.objective.code for version in item.before), item.code])
        findings = [finding for code in codes for finding in found.get(code, [])]
        rows.append(Compared(item.code, objective_url(item.code), str(item.kind.label), findings))
    return ComparedDay(day, day <= on, report, rows)


def _by_code(differences: Sequence[Mapping[str, Any]]) -> dict[str, list[Finding]]:
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for one in differences:
        if one["objective"]:
            segments = [Segment(Kind(kind), text) for kind, text in one["redline"]]
            by_code[one["objective"]].append(Finding(one["message"], segments))
    return by_code
