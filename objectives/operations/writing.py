"""Carrying a plan out in the database: the same effects as in memory, in bulk and with history."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import F, Func, Value
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from objectives.models import (
    AnnexChapter,
    CodeSeries,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Succession,
    Theme,
    ThemeVersion,
    UndeterminedChange,
)
from objectives.models.validity import from_day
from organisations.models import User

from .effects import (
    Awaits,
    CodeGiven,
    Effect,
    HeadingAnnulled,
    HeadingBegun,
    HeadingEnded,
    HeadingRoomMade,
    RoomMade,
    Succeeded,
    TextAnnulled,
    TextBegun,
    TextEnded,
    ThemeMade,
)
from .planning import Plan
from .types import to_data, with_themes

EffectKind = TypeVar("EffectKind", bound=Effect)
Version = TypeVar("Version", ObjectiveVersion, ThemeVersion)


@dataclass
class Written:
    """The rows a plan became, by the keys its effects know them by."""

    objectives: dict[str, Objective]
    themes: dict[int, Theme] = field(default_factory=dict)
    texts: dict[int, ObjectiveVersion] = field(default_factory=dict)
    headings: dict[int, ThemeVersion] = field(default_factory=dict)
    successions: dict[tuple[str, str], Succession] = field(default_factory=dict)
    undetermined: dict[int, UndeterminedChange] = field(default_factory=dict)


def write(plan: Plan, *, act: LegalAct, by: User, objectives: dict[str, Objective]) -> Written:
    """Write what the plan says; `objectives` are the locked rows of the codes it names, new ones are added to it.

    The database checks every row once more: overlap, codes, circles. Asking first would be a query per row.
    """
    written = Written(objectives)
    chapters = {row.slug: row for row in AnnexChapter.objects.all()}
    _make_room(plan, by=by)
    _give_codes(plan, written)
    _make_themes(plan, written)
    _end_texts(plan, written, act=act, by=by)
    _end_headings(plan, written, act=act, by=by)
    _begin_headings(plan, written, act=act, by=by)
    _begin_texts(plan, written, chapters, act=act, by=by)
    _link(plan, written, act=act)
    _leave_undetermined(plan, written, act=act, by=by)
    return written


def _of(plan: Plan, kind: type[EffectKind]) -> list[EffectKind]:
    return [effect for effect in plan.effects if isinstance(effect, kind)]


# --- codes and themes ---------------------------------------------------------------------------------


def _give_codes(plan: Plan, written: Written) -> None:
    """Count the series up, then register the codes as used, for good."""
    given = _of(plan, CodeGiven)
    prefixes = sorted({effect.prefix for effect in given})
    series = {row.prefix: row for row in CodeSeries.objects.filter(prefix__in=prefixes)}
    for prefix in prefixes:
        series[prefix].last_number = max(effect.number for effect in given if effect.prefix == prefix)
    CodeSeries.objects.bulk_update(series.values(), ["last_number"])
    rows = [Objective(series=series[one.prefix], number=one.number, code=one.code) for one in given]
    written.objectives |= {row.code: row for row in Objective.objects.bulk_create(rows)}


def _make_themes(plan: Plan, written: Written) -> None:
    made = [effect.theme for effect in _of(plan, ThemeMade)]
    rows = Theme.objects.bulk_create([Theme(chapter_id=theme.chapter_id) for theme in made])
    written.themes |= {theme.pk: row for theme, row in zip(made, rows, strict=True)}


# --- what ends ----------------------------------------------------------------------------------------


def _end_texts(plan: Plan, written: Written, *, act: LegalAct, by: User) -> None:
    ended = {effect.pk: effect.on for effect in _of(plan, TextEnded)}
    annulled = [effect.pk for effect in _of(plan, TextAnnulled)]
    rows = ObjectiveVersion.objects.select_related("objective", "enacted_by").in_bulk([*ended, *annulled])
    _end(rows, ended, annulled, ObjectiveVersion, act=act, by=by)
    written.texts |= rows


def _end_headings(plan: Plan, written: Written, *, act: LegalAct, by: User) -> None:
    ended = {effect.pk: effect.on for effect in _of(plan, HeadingEnded)}
    annulled = [effect.pk for effect in _of(plan, HeadingAnnulled)]
    rows = ThemeVersion.objects.select_related("theme").in_bulk([*ended, *annulled])
    _end(rows, ended, annulled, ThemeVersion, act=act, by=by)
    written.headings |= rows
    written.themes |= {row.theme.pk: row.theme for row in rows.values()}


def _end(
    rows: dict[int, Version],
    ended: dict[int, dt.date],
    annulled: Iterable[int],
    model: type[Version],
    *,
    act: LegalAct,
    by: User,
) -> None:
    """End the rows on their days and mark the annulled, one statement per day; then the history of them all."""
    annulled = set(annulled)
    for day in sorted(set(ended.values())):
        on_the_day = [pk for pk, on in ended.items() if on == day]
        until = Func(Func(F("valid"), function="lower"), Value(day), function="daterange")
        model.objects.filter(pk__in=on_the_day).update(valid=until, repealed_by=act)
    model.objects.filter(pk__in=annulled).update(annulled_by=act)
    for pk, row in rows.items():
        if pk in ended:
            row.valid, row.repealed_by = from_day(row.valid_from, ended[pk]), act
        row.annulled_by = act if pk in annulled else row.annulled_by
    if rows:
        # No fields: the rows are written above, a hundred times faster than one by one, and this adds their history.
        bulk_update_with_history(list(rows.values()), model, fields=[], default_user=by)


# --- what begins --------------------------------------------------------------------------------------


def _begin_texts(plan: Plan, written: Written, chapters: dict[str, AnnexChapter], *, act: LegalAct, by: User) -> None:
    """The new texts, in the places they have when the whole act is applied."""
    begun = {effect.text.pk: effect.text for effect in _of(plan, TextBegun)}
    after = {text.pk: text for one in begun.values() for text in plan.after.texts[one.code] if text.pk in begun}
    rows = {
        pk: ObjectiveVersion(
            objective=written.objectives[text.code],
            chapter=chapters[text.chapter],
            theme_id=_theme_pk(written, text.theme),
            position=text.position,
            text=text.text,
            stage=text.stage,
            valid=from_day(text.valid_from, text.valid_until),
            enacted_by=act,
        )
        for pk, text in after.items()
    }
    if rows:
        bulk_create_with_history(list(rows.values()), ObjectiveVersion, default_user=by)
    written.texts |= rows


def _begin_headings(plan: Plan, written: Written, *, act: LegalAct, by: User) -> None:
    begun = {effect.heading.pk: effect.heading for effect in _of(plan, HeadingBegun)}
    after = {row.pk: row for one in begun.values() for row in plan.after.headings[one.theme] if row.pk in begun}
    rows = {
        pk: ThemeVersion(
            theme=written.themes[heading.theme],
            number=heading.number,
            title=heading.title,
            position=heading.position,
            valid=from_day(heading.valid_from, heading.valid_until),
            enacted_by=act,
        )
        for pk, heading in after.items()
    }
    if rows:
        bulk_create_with_history(list(rows.values()), ThemeVersion, default_user=by)
    written.headings |= rows


def _theme_pk(written: Written, theme: int | None) -> int | None:
    """The database's key of a heading that may have been made just now."""
    return written.themes[theme].pk if theme is not None and theme < 0 else theme


def _link(plan: Plan, written: Written, *, act: LegalAct) -> None:
    links = [effect.link for effect in _of(plan, Succeeded)]
    rows = Succession.objects.bulk_create(
        [
            Succession(
                old=written.objectives[link.old],
                new=written.objectives[link.new],
                kind=link.kind,
                approvals_carry_over=link.approvals_carry_over,
                activities_carry_over=link.activities_carry_over,
                enacted_by=act,
            )
            for link in links
        ]
    )
    written.successions |= {(row.old.code, row.new.code): row for row in rows}


def _leave_undetermined(plan: Plan, written: Written, *, act: LegalAct, by: User) -> None:
    """The changes that are announced without a first day. Who gives one its day says so itself (`determining`)."""
    awaiting = [effect.change for effect in _of(plan, Awaits)]
    if not awaiting:
        return
    themes = {key: row.pk for key, row in written.themes.items()}
    before = act.undetermined_changes.count()
    rows = [
        UndeterminedChange(enacted_by=act, number=number, operation=to_data(with_themes(one.operation, themes)))
        for number, one in enumerate(awaiting, start=before + 1)
    ]
    bulk_create_with_history(rows, UndeterminedChange, default_user=by)
    for row, one in zip(rows, awaiting, strict=True):
        # Few rows, and read again only by people: one by one.
        row.changes.set([written.objectives[changed.code] for changed in one.operation.changes])
        row.creates.set([written.objectives[code] for code in one.codes])
    written.undetermined |= {one.pk: row for one, row in zip(awaiting, rows, strict=True)}


# --- room ---------------------------------------------------------------------------------------------


def _make_room(plan: Plan, *, by: User) -> None:
    """Push what stood under a heading further down, all that ever did, so that no day's order changes."""
    texts: dict[tuple[str, int | None], list[RoomMade]] = defaultdict(list)
    for room in _of(plan, RoomMade):
        texts[room.chapter, room.theme].append(room)
    for (chapter, theme), rooms in texts.items():
        if theme is None or theme > 0:
            rows = ObjectiveVersion.with_annulled.filter(chapter__slug=chapter, theme=theme)
            _push(rows, ObjectiveVersion, rooms, by=by)
    headings: dict[str, list[HeadingRoomMade]] = defaultdict(list)
    for made in _of(plan, HeadingRoomMade):
        headings[made.chapter].append(made)
    for chapter, pushes in headings.items():
        rows_of = ThemeVersion.with_annulled.filter(theme__chapter__slug=chapter)
        _push(rows_of, ThemeVersion, pushes, by=by)


def _push(
    rows: Iterable[Version], model: type[Version], rooms: Sequence[RoomMade | HeadingRoomMade], *, by: User
) -> None:
    pushed = []
    for row in rows:
        before = row.position
        for room in rooms:
            row.position += room.by if row.position >= room.position else 0
        if row.position != before:
            pushed.append(row)
    if pushed:
        bulk_update_with_history(pushed, model, ["position"], default_user=by, manager=model.with_annulled)
