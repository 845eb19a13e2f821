"""What a clause does, as data beside its words: the operation, the texts before and after it, and the first day.

For the formats a program reads. A text is named by what the law names it by – its code, its act and its first day –
so that a file says the same to those who have not this register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.models import ObjectiveVersion, Stage, Succession, ThemeVersion
from objectives.operations import (
    AddObjective,
    AddTheme,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    MoveTheme,
    Operation,
    Place,
    RecodeObjective,
    RenameTheme,
    ReplaceObjective,
    SplitObjective,
    ThemeOperation,
    ended_codes,
)
from objectives.rules import long_date
from regulations import grounds
from regulations.grounds import Grounds
from regulations.models import AmendmentClause
from regulations.outline import PlacedClause

NOT_GIVEN = "ny"  # the number of a code that is given when the draft is locked, as «GAK-ny»

_KINDS = {
    "add": gettext_lazy("nytt læringsmål"),
    "correct": gettext_lazy("språklig retting"),
    "repeal": gettext_lazy("oppheving"),
    "move": gettext_lazy("flyttet, koden er beholdt"),
    "split": gettext_lazy("delt"),
    "merge": gettext_lazy("slått sammen"),
    "recode": gettext_lazy("ny kode, samme innhold"),
    "add-theme": gettext_lazy("ny temaoverskrift"),
    "rename-theme": gettext_lazy("endret temaoverskrift"),
    "move-theme": gettext_lazy("flyttet temaoverskrift"),
    "repeal-theme": gettext_lazy("opphevet temaoverskrift"),
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text or a heading that is changed: what it said, by which act, since when.

    `name` is a code; of a heading what it reads, number and title.
    """

    name: str
    text: str
    act: str  # LegalAct.legacy_id
    valid_from: dt.date


@dataclass(frozen=True, kw_only=True)
class NewText:
    """A text the clause brings. `code` is empty until it is reserved; then `prefix` tells its series."""

    code: str
    prefix: str
    text: str
    heading: str
    stage: str

    @property
    def name(self) -> str:
        return self.code or f"{self.prefix}-{NOT_GIVEN}"


@dataclass(frozen=True, kw_only=True)
class HeadingName:
    """A temaoverskrift the operation names: by its primary key, or by the key the act itself gives it."""

    ref: int | str
    chapter: str
    number: str
    title: str

    @property
    def text(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, kw_only=True)
class Change:
    """One clause as data. `starts` is None while the day is not known: straks in a draft, or decided later."""

    number: int
    what: str
    operation: Operation
    part: str  # the letter
    chapter: str
    chapter_title: str
    sheet: str
    specialty: str
    heading: str
    headings: tuple[HeadingName, ...]
    before: tuple[Words, ...]
    after: tuple[NewText, ...]
    entry_into_force: str  # AmendmentClause.EntryIntoForce
    starts: dt.date | None
    departure_reason: str
    grounds: Grounds = grounds.NONE

    @property
    def is_of_heading(self) -> bool:
        return isinstance(self.operation, ThemeOperation)

    @property
    def ended(self) -> tuple[str, ...]:
        """The codes that are no longer there afterwards."""
        return ended_codes(self.operation)

    @property
    def approvals_follow(self) -> bool | None:
        """Whether a doctor's approval goes over to what is new (ID-5); None where the question does not arise."""
        match self.operation:
            case ReplaceObjective(effect=effect):
                return effect != Succession.Kind.SHARPENED
            case RecodeObjective():
                return True
            case SplitObjective(approvals_carry_over=follow) | MergeObjectives(approvals_carry_over=follow):
                return follow
        return None

    @property
    def when(self) -> str:
        """«1. mars 2027», «straks» or «fastsettes senere»."""
        if self.starts:
            return long_date(self.starts)
        return str(_("straks") if self.entry_into_force == AmendmentClause.EntryIntoForce.IMMEDIATELY else _("senere"))

    @property
    def names(self) -> str:
        """What is changed and made: «GAK-042 og GAK-121», or the heading."""
        names = [*(one.name for one in self.before), *(one.name for one in self.after)]
        return ", ".join(dict.fromkeys(names)) or self.heading

    def heading_named(self, ref: int | str) -> HeadingName:
        """The heading the operation calls `ref`."""
        return next(one for one in self.headings if one.ref == ref)


def what_it_does(operation: Operation) -> str:
    """What kind of change it is, and what it replaces."""
    if isinstance(operation, ReplaceObjective):
        kind = Succession.Kind(operation.effect).label.lower()
        return _("erstatter %(code)s, %(kind)s") % {"code": operation.code, "kind": kind}
    return str(_KINDS[operation.kind])


def change_of(
    placed: PlacedClause, *, number: int, announced_on: dt.date | None, why: Grounds = grounds.NONE
) -> Change:
    """The clause as data; `announced_on` is None for a draft, where straks is no day yet."""
    clause, operation, specialty = placed.clause, placed.operation, placed.chapter.specialty
    return Change(
        number=number,
        what=what_it_does(operation),
        operation=operation,
        part=placed.chapter.part.letter,
        chapter=placed.chapter.slug,
        chapter_title=placed.chapter.title,
        sheet=specialty.short_name if specialty else placed.chapter.slug,
        specialty=specialty.name if specialty else placed.chapter.title,
        heading=str(placed.theme) if placed.theme else "",
        headings=tuple(_headings(placed)),
        before=_before(placed),
        after=tuple(_after(placed)),
        entry_into_force=clause.entry_into_force,
        starts=clause.starts_on(announced_on=announced_on) if announced_on else clause.in_force_from,
        departure_reason=clause.departure_reason.strip(),
        grounds=why,
    )


def _headings(placed: PlacedClause) -> Iterator[HeadingName]:
    """Each once, those of the chapter the clause is about before others'."""
    operation = placed.operation
    refs = [place.theme for place in operation.places]
    refs += [version.theme_id for version in placed.bases]
    refs.append(operation.theme_touched)
    if isinstance(operation, AddTheme | MoveTheme):
        refs.append(operation.after)
    for ref in dict.fromkeys(ref for ref in refs if ref):
        words = placed.headings.get(ref)
        if words is None:
            continue
        chapter = words.theme.chapter.slug if words.theme_id else _chapter_of_new(placed, ref)
        yield HeadingName(ref=ref, chapter=chapter, number=words.number, title=words.title)


def _chapter_of_new(placed: PlacedClause, ref: int | str) -> str:
    """The chapter of a heading the same act adds: the one of the place that names it."""
    named = [place.chapter for place in placed.operation.places if place.theme == ref]
    return named[0] if named else placed.chapter.slug


def _before(placed: PlacedClause) -> tuple[Words, ...]:
    if placed.operation.theme_touched is not None and placed.theme is not None:
        return (_words(placed.theme, str(placed.theme), placed.theme.title),)
    return tuple(_words(version, version.objective.code, version.text) for version in placed.bases)


def _words(version: ObjectiveVersion | ThemeVersion, name: str, text: str) -> Words:
    return Words(name=name, text=text, act=version.enacted_by.legacy_id, valid_from=version.valid_from)


def _after(placed: PlacedClause) -> Iterator[NewText]:
    """What there is when the clause has entered into force, with code or not yet."""
    operation, basis = placed.operation, placed.basis
    if isinstance(operation, AddTheme | RenameTheme | MoveTheme):
        return
    if isinstance(operation, CorrectText | MoveObjective) and basis is not None:
        text = operation.text if isinstance(operation, CorrectText) else basis.text
        yield _new(placed, operation.code, text, operation.place, basis.stage)
        return
    codes = iter(placed.new_codes)
    for prefix, (text, place, stage) in zip(operation.prefixes, _brought(placed), strict=True):
        yield _new(placed, next(codes, ""), text, place, stage, prefix=prefix)


def _brought(placed: PlacedClause) -> Iterator[tuple[str, Place | None, str]]:
    """Each new text with where it stands and which part of the training it belongs to."""
    operation, basis = placed.operation, placed.basis
    stage = basis.stage if basis else ""
    match operation:
        case AddObjective():
            yield operation.text, operation.places[0], operation.stage
        case ReplaceObjective():
            yield operation.text, operation.place, stage
        case MergeObjectives():
            yield operation.text, operation.place, operation.stage or stage
        case RecodeObjective():
            yield placed.old_text, operation.place, stage
        case SplitObjective():
            yield from ((part.text, part.place, part.stage or stage) for part in operation.parts)


def _new(placed: PlacedClause, code: str, text: str, place: Place | None, stage: str, *, prefix: str = "") -> NewText:
    heading = placed.heading_of(place)
    return NewText(
        code=code,
        prefix=prefix or code.rpartition("-")[0],
        text=text,
        heading=str(heading) if heading else "",
        stage=str(Stage(stage).label) if stage else "",
    )
