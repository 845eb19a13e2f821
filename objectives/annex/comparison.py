"""The reading beside the register: what is new in it, what the register has already, and what differs.

For now a difference is refused by who imports. Reconciling is to give each kind of `Difference` an operation.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from objectives import legal_text
from objectives.models import AnnexChapter, Objective, ObjectiveVersion

from .reading import AnnexReading, ChapterReading, ObjectiveReading

_SHOWN = 50
_COLUMNS = (
    "chapter__slug",
    "chapter__is_former",
    "objective__code",
    "theme_number",
    "theme_title",
    "stage",
    "text",
    "valid",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is compared of a læringsmål: where it stands, what it says, and when a former one ceased."""

    code: str
    theme: str
    stage: str
    text: str
    ceased: dt.date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing the file says otherwise than the register. `line` is the file's; None for what the file lacks."""

    what: str
    line: int | None = None

    def __str__(self) -> str:
        return f"linje {self.line}: {self.what}" if self.line else self.what


@dataclass(slots=True)
class Comparison:
    """What an import would do.

    `to_write` is the læringsmål of chapters the register has none in. A chapter it has some in must read as the
    file does; `differences` is where they don't, and `unchanged` counts the læringsmål that do.
    """

    to_write: list[ObjectiveReading] = field(default_factory=list)
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)


def compare(reading: AnnexReading) -> Comparison:
    """The reading beside the register as it stands on the day the reading's texts are known from."""
    registered = _registered(on=reading.starts)
    used = _codes_in_use()
    headings = dict(AnnexChapter.objects.values_list("slug", "title"))
    rows_of: dict[str, list[ObjectiveReading]] = defaultdict(list)
    for row in reading.objectives:
        rows_of[row.chapter].append(row)
    result = Comparison()
    for slug, rows in rows_of.items():
        if slug in registered:
            differences = [
                *_heading_differs(headings[slug], reading.chapters[slug]),
                *_chapter_differs(registered[slug], rows),
            ]
            result.differences += differences
            result.unchanged += 0 if differences else len(rows)
        else:
            result.differences += _cannot_be_new(rows, used)
            result.to_write += rows
    return result


def _registered(*, on: dt.date) -> dict[str, list[Standing]]:
    """The register by chapter, in the annex's order: the texts in force on the day, and those of former chapters."""
    versions = (
        ObjectiveVersion.objects.filter(Q(valid__contains=on) | Q(chapter__is_former=True))
        .with_heading(on=on)
        .in_outline_order()
        .values_list(*_COLUMNS)
    )
    chapters: dict[str, list[Standing]] = defaultdict(list)
    for slug, is_former, code, number, title, stage, text, valid in versions:
        theme = f"{number or ''} {title or ''}".strip()
        chapters[slug].append(Standing(code, theme, stage, text, valid.upper if is_former else None))
    return chapters


def _codes_in_use() -> Mapping[str, str]:
    """Codes that a læringsmål can't begin with, and why: they have a text, or are reserved for an act under way."""
    texts = ObjectiveVersion.objects.values_list("objective__code", "chapter__title")
    reserved = Objective.objects.filter(versions__isnull=True).exclude(origin=Objective.Origin.MISSING)
    return {
        **{code: _("den er reservert i registeret") for code in reserved.values_list("code", flat=True)},
        **{code: _("registeret har den i «%(chapter)s»") % {"chapter": chapter} for code, chapter in texts},
    }


def _cannot_be_new(rows: Sequence[ObjectiveReading], used: Mapping[str, str]) -> Iterator[Difference]:
    for row in rows:
        if row.code in used:
            yield Difference(f"{row.code}: {used[row.code]}", row.line)


def _heading_differs(registered: str, chapter: ChapterReading) -> Iterator[Difference]:
    if registered != chapter.title:
        yield Difference(
            _("kapittelet heter «%(file)s» i filen og «%(register)s» i registeret")
            % {"file": chapter.title, "register": registered},
            chapter.line,
        )


def _chapter_differs(registered: Sequence[Standing], rows: Sequence[ObjectiveReading]) -> list[Difference]:
    by_code = {row.code: row for row in registered}
    found = []
    for row in rows:
        before = by_code.pop(row.code, None)
        if before is None:
            found.append(Difference(_("%(code)s er ikke i kapittelet i registeret") % {"code": row.code}, row.line))
        elif before != (now := _standing(row)):
            found.append(Difference(f"{row.code}: {_how_it_differs(before, now)}", row.line))
    found += [Difference(_("%(code)s i registeret mangler i filen") % {"code": code}) for code in by_code]
    return found or list(_order_differs(registered, rows))


def _order_differs(registered: Sequence[Standing], rows: Sequence[ObjectiveReading]) -> Iterator[Difference]:
    for before, row in zip(registered, rows, strict=False):
        if before.code != row.code:
            what = _("%(code)s står der registeret har %(other)s") % {"code": row.code, "other": before.code}
            yield Difference(what, row.line)
            return


def _standing(row: ObjectiveReading) -> Standing:
    theme = f"{row.theme.number} {row.theme.title}".strip() if row.theme else ""
    return Standing(row.code, theme, row.stage, row.text, row.ended.ceased if row.ended else None)


def _how_it_differs(before: Standing, now: Standing) -> str:
    if before.theme != now.theme:
        return _("står under «%(file)s» i filen og «%(register)s» i registeret") % {
            "file": now.theme or "–",
            "register": before.theme or "–",
        }
    if before.stage != now.stage:
        return _("hører til del %(file)s i filen og del %(register)s i registeret") % {
            "file": now.stage,
            "register": before.stage,
        }
    if before.text != now.text:
        file, register = _around_the_difference(legal_text.plain(now.text), legal_text.plain(before.text))
        return _("teksten er «%(file)s» i filen og «%(register)s» i registeret") % {"file": file, "register": register}
    return _("opphevet %(file)s i filen og %(register)s i registeret") % {"file": now.ceased, "register": before.ceased}


def _around_the_difference(first: str, second: str) -> tuple[str, str]:
    """The words where two texts begin to differ, a little before them included."""
    pairs = enumerate(zip(first, second, strict=False))
    differs = next((place for place, (a, b) in pairs if a != b), min(len(first), len(second)))
    start = max(0, differs - _SHOWN // 2)

    def shown(text: str) -> str:
        return ("…" if start else "") + text[start : start + _SHOWN] + ("…" if len(text) > start + _SHOWN else "")

    return shown(first), shown(second)
