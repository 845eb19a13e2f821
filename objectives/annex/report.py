"""A reconciliation as it is kept and sent: data for programs, lines for people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from objectives.redline import Kind, Segment

from .comparison import Comparison
from .differences import Difference, DifferenceKind
from .reading import AnnexReading, Oddity
from .registered import CodeStatus

FORMAT = 1
"""Counted up when a field is renamed or taken away, not when one is added."""

STATUS_WORDS: Mapping[str, str | Promise] = {
    CodeStatus.IN_FORCE: gettext_lazy("gjelder i registeret"),
    CodeStatus.REPEALED: gettext_lazy("opphevet i registeret"),
    CodeStatus.NOT_YET_IN_FORCE: gettext_lazy("kunngjort, ikke i kraft"),
    CodeStatus.RESERVED: gettext_lazy("reservert i registeret"),
    CodeStatus.MISSING: gettext_lazy("mangler også i registeret"),
    CodeStatus.UNKNOWN: gettext_lazy("ukjent i registeret"),
}


def as_data(
    reading: AnnexReading,
    comparison: Comparison,
    *,
    oddities: Sequence[Oddity],
    added: Sequence[Difference] = (),
    file_name: str,
    made_at: dt.datetime,
) -> dict[str, Any]:
    """The report, ready for JSON. `added` is what the register had never known of and took in as the file has it."""
    differences = comparison.differences
    return {
        "format": FORMAT,
        "file": {"name": file_name, "sha256": reading.sha256, "act": str(reading.act)},
        "on": reading.starts.isoformat(),
        "made_at": made_at.isoformat(),
        "equal": not differences,
        "counts": _counts(reading, comparison, oddities=len(oddities), added=len(added)),
        "differences": [difference.as_data() for difference in differences],
        "added": [difference.as_data() for difference in added],
        "missing_numbers": [
            {
                "code": missing.code,
                "register": missing.entry.status.value,
                "day": missing.entry.day.isoformat() if missing.entry.day else None,
                "act": missing.entry.act,
            }
            for missing in comparison.missing
        ],
        "oddities": [
            {"code": odd.code, "message": odd.message, "line": odd.line, "objective": odd.objective} for odd in oddities
        ],
        "not_read": [{"line": warned.line, "message": warned.message} for warned in reading.warnings],
    }


def _counts(reading: AnnexReading, comparison: Comparison, *, oddities: int, added: int) -> dict[str, Any]:
    return {
        "in_file": len(reading.in_force),
        "former_in_file": len(reading.former),
        "in_register": len(comparison.register.in_force),
        "unchanged": comparison.unchanged,
        "differences": len(comparison.differences),
        "by_kind": dict(Counter(difference.kind.value for difference in comparison.differences)),
        "missing_numbers": len(comparison.missing),
        "oddities": oddities,
        "added": added,
    }


def as_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """The report for reading in a terminal; the words that differ as [-vår-]{+Lovdatas+}."""
    yield from _heading_lines(report)
    yield from _difference_lines(report)
    yield from lines_about_the_source(report)


def lines_about_the_source(report: Mapping[str, Any]) -> Iterator[str]:
    """What is to be said of the file alone: numbers it skips, what is odd in it, what was not read."""
    yield from _missing_lines(report["missing_numbers"])
    yield from _list(_("Merkverdig i kilden, gjengitt som det står"), report["oddities"])
    yield from _list(_("Ikke lest"), report["not_read"])


def marked(segments: Sequence[Segment]) -> str:
    """A redline as one line of plain text; a new paragraph is «¶»."""
    signs = {Kind.DELETE: "[-%s-]", Kind.INSERT: "{+%s+}", Kind.EQUAL: "%s"}
    return "".join(signs[kind] % text.replace("\n", "¶").replace("\t", "→") for kind, text in segments)


def _heading_lines(report: Mapping[str, Any]) -> Iterator[str]:
    on = dt.date.fromisoformat(report["on"])
    counts = report["counts"]
    yield _("Lovdatas konsolidering og registeret per %(day)s: %(file)d og %(register)d læringsmål i kraft.") % {
        "day": f"{on:%d.%m.%Y}",
        "file": counts["in_file"],
        "register": counts["in_register"],
    }
    if report["equal"]:
        yield _("Ingen forskjeller. %(unchanged)d læringsmål er like, de tidligere medregnet.") % counts
        return
    yield (
        ngettext("%(count)d forskjell:", "%(count)d forskjeller:", counts["differences"])
        % {"count": counts["differences"]}
        + " "
        + ", ".join(f"{DifferenceKind(kind).label.lower()} {count}" for kind, count in counts["by_kind"].items())
    )
    yield _("Tegnforklaring: [-bare i registeret-]{+bare hos Lovdata+}")


def _difference_lines(report: Mapping[str, Any]) -> Iterator[str]:
    kind = ""
    for difference in report["differences"]:
        if difference["kind"] != kind:
            kind = difference["kind"]
            yield f"\n{DifferenceKind(kind).label} ({report['counts']['by_kind'][kind]})"
        where = _(" (linje %(line)d)") % {"line": difference["line"]} if difference["line"] else ""
        yield f"- {difference['message']}{where} [{difference['code']}]"
        if difference["redline"]:
            yield "  " + marked([Segment(Kind(kind), text) for kind, text in difference["redline"]])


def _missing_lines(missing: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not missing:
        return
    yield "\n" + _("Numre som mangler i seriene hos Lovdata (%(count)d)") % {"count": len(missing)}
    by_status: dict[str, list[str]] = {}
    for number in missing:
        by_status.setdefault(number["register"], []).append(number["code"])
    for status, codes in by_status.items():
        yield f"- {STATUS_WORDS[status]}: {', '.join(codes)}"


def _list(title: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if rows:
        yield f"\n{title} ({len(rows)})"
        yield from (f"- {row['message']}" + (_(" (linje %(line)d)") % row if row["line"] else "") for row in rows)
