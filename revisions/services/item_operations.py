"""From an endringspunkt to the typed operation it is in the register, and what stands in the way of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from objectives import operations
from objectives.models import ObjectiveVersion, ThemeVersion
from objectives.operations import (
    FIRST,
    AddObjective,
    AddTheme,
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    MoveTheme,
    Operation,
    Part,
    Place,
    RecodeObjective,
    RenameTheme,
    RepealObjective,
    RepealTheme,
    ReplaceObjective,
    Scheduled,
    SplitObjective,
)
from organisations.refusals import RuleViolation
from revisions.models import ChangeItem, Wording

Kind = ChangeItem.Kind

# What `operation_for` reads of an item.
READ_WITH = (
    *("objective", "basis__chapter", "chapter", "after", "series"),
    *("heading_basis", "new_heading__chapter", "proposal__specialty"),
)
_ANY_DAY = dt.date(2017, 3, 1)  # spesialistforskriften's own first day, for a chapter where nothing stands yet


def operation_for(item: ChangeItem, *, wording: Wording | None = None, prefix: str = "") -> Operation:
    """The typed operation the item is, with the words that were adopted, or else the sender's own.

    `prefix` is the series of a new læringsmål, when it is known already (`series.prefixes_for`).
    Raises RuleViolation when a new læringsmål stands in a chapter that has no code series (ID-1).
    """
    words = wording or item.wording
    if item.is_about_a_heading:
        return _of_a_heading(item, words)
    if item.kind == Kind.ADD:
        return _added(item, words, prefix=prefix)
    return _of_an_objective(item, words)


def heading_key(item: ChangeItem) -> str:
    """What an act's operations call the heading this item adds: the same whatever words are adopted."""
    chapter = item.chapter.slug if item.chapter else ""
    return f"{chapter}: {item.wording.heading}"


def place_of(item: ChangeItem) -> Place:
    """Where the item's læringsmål is to stand."""
    return Place(chapter=_chapter(item), theme=_theme(item), after=_after(item))


def _chapter(item: ChangeItem) -> str:
    assert item.chapter is not None  # noqa: S101 - what has a place has a chapter
    return item.chapter.slug


def _theme(item: ChangeItem) -> int | str | None:
    return heading_key(item.new_heading) if item.new_heading else item.theme_id


def _after(item: ChangeItem) -> str | None:
    if item.is_first:
        return FIRST
    return item.after.code if item.after else None


def _added(item: ChangeItem, words: Wording, *, prefix: str) -> AddObjective:
    place = place_of(item)
    return AddObjective(
        prefix=prefix or prefix_for(item),
        text=words.text,
        chapter=place.chapter,
        theme=place.theme,
        after=place.after,
        stage=item.stage,
    )


def _of_an_objective(item: ChangeItem, words: Wording) -> Operation:
    first = item.sources[0]
    code, basis = first.objective.code, first.basis
    place = place_of(item) if item.is_moved else None
    if item.kind == Kind.CORRECT:
        return CorrectText(code=code, text=words.text, basis=basis, place=place)
    if item.kind == Kind.REPLACE:
        return ReplaceObjective(code=code, text=words.text, effect=item.effect, basis=basis, place=place)
    if item.kind == Kind.MOVE:
        return MoveObjective(code=code, place=place_of(item), basis=basis)
    if item.kind == Kind.RECODE:
        assert item.series is not None  # noqa: S101 - the database refuses otherwise
        return RecodeObjective(code=code, prefix=item.series.prefix, basis=basis, place=place)
    if item.kind == Kind.SPLIT:
        parts = tuple(Part(text=text) for text in words.texts)
        return SplitObjective(code=code, parts=parts, approvals_carry_over=bool(item.approvals_carry_over), basis=basis)
    if item.kind == Kind.MERGE:
        merged = tuple(ChangedText(code=one.objective.code, basis=one.basis) for one in item.sources)
        follows = bool(item.approvals_carry_over)
        return MergeObjectives(merged=merged, text=words.text, approvals_carry_over=follows, place=place)
    return RepealObjective(code=code, basis=basis)


def _of_a_heading(item: ChangeItem, words: Wording) -> Operation:
    after: int | str | None = FIRST if item.is_first else item.after_theme_id
    after = heading_key(item.new_heading) if item.new_heading else after
    if item.kind == Kind.ADD_THEME:
        chapter = _chapter(item)
        return AddTheme(key=heading_key(item), chapter=chapter, number=words.number, title=words.text, after=after)
    theme, basis = item.theme_id, item.heading_basis_id
    assert theme is not None  # noqa: S101 - the database refuses otherwise
    assert basis is not None  # noqa: S101 - the same
    if item.kind == Kind.RENAME_THEME:
        return RenameTheme(theme=theme, number=words.number, title=words.text, basis=basis)
    if item.kind == Kind.MOVE_THEME:
        return MoveTheme(theme=theme, after=after, basis=basis, number=item.number)
    return RepealTheme(theme=theme, basis=basis)


def prefix_for(item: ChangeItem) -> str:
    """The code series a new læringsmål gets its code from: that of its neighbours under the chapter (ID-1)."""
    newest = (
        ObjectiveVersion.objects.filter(chapter=item.chapter, objective__series__is_closed=False, stage=item.stage)
        .order_by("-objective__number")
        .values_list("objective__series__prefix", flat=True)
        .first()
    )
    if newest:
        return newest
    series = (
        item.chapter.specialty.series.filter(is_closed=False).first()
        if item.chapter and item.chapter.specialty
        else None
    )
    if series is None:
        raise RuleViolation(
            _("Kapittelet «%(chapter)s» har ingen kodeserie. Opprett en serie før læringsmålet kan få kode.")
            % {"chapter": item.chapter},
            code="no-series",
            authority="ID-1",
        )
    return series.prefix


def holds_with_the_rest(item: ChangeItem, *, on: dt.date | None = None) -> None:
    """Raises RuleViolation, in the register's words, when the item could not be announced with its proposal.

    Asked for the day `on`, or later when something it touches begins later. New læringsmål are left out: they have
    no code series to ask until they are decided.
    """
    rest = ChangeItem.objects.filter(proposal=item.proposal_id).exclude(pk=item.pk).exclude(kind=Kind.ADD)
    others = list(rest.select_related(*READ_WITH).prefetch_related("merged__objective"))
    starts = max(_last_change(item), on or dt.date.min)
    scheduled = [Scheduled(operation=operation_for(one), in_force_from=starts) for one in (item, *others)]
    problem = operations.problems(scheduled, decided_on=dt.date.min)[0]
    if problem is not None:
        raise problem


def _last_change(item: ChangeItem) -> dt.date:
    """The last first day, of those announced, in the chapters the item touches."""
    chapters = _chapters(item)
    texts = ObjectiveVersion.objects.open_ended().filter(chapter__in=chapters)
    headings = ThemeVersion.objects.open_ended().filter(theme__chapter__in=chapters)
    found = [rows.aggregate(last=Max("valid__startswith"))["last"] for rows in (texts, headings)]
    return max((day for day in found if day is not None), default=_ANY_DAY)


def _chapters(item: ChangeItem) -> Sequence[int]:
    of_sources = [row.basis.chapter_id for row in item.further]
    own = [item.chapter_id, item.basis.chapter_id if item.basis else None]
    return [pk for pk in (*own, *of_sources) if pk is not None]


def by_phase(items: Sequence[ChangeItem]) -> list[ChangeItem]:
    """New headings first and repealed headings last, as within an act; otherwise in their order."""
    phases = {Kind.ADD_THEME: 0, Kind.REPEAL_THEME: 2}
    return sorted(items, key=lambda item: phases.get(Kind(item.kind), 1))
