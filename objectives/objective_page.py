"""All that the page of one læringsmål shows, read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from . import timeline
from .elaborations import ElaborationPage, elaboration_of
from .known import Known
from .lineage import CarryOver, Lineage, carry_over, kind_in_words, lineage_of
from .models import LearningActivity, LegalAct, Objective, ObjectiveVersion, Succession
from .redline import Segment, redline
from .rows import Row, address_day, announced_on, objective_url, sections
from .standing import Standing

BESIDE = 2
"""How many læringsmål are shown before and after the one the page is about."""


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The arguments of `components/dates.html` for one wording."""

    announced: dt.date | None
    in_force: dt.date | None = None
    repealed_from: dt.date | None = None
    last_day: dt.date | None = None
    known_from: bool = False
    announced_unknown: bool = False
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class Next:
    """What comes after the wording shown: another wording, another læringsmål, or nothing."""

    day: dt.date
    has_come: bool
    act: LegalAct | None
    standing: Standing | None
    code: str = ""
    url: str = ""
    same_code: bool = False
    segments: list[Segment] | None = None
    carry_over: list[CarryOver] | None = None
    dates: Dates | None = None


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """One thing that happened to a code: when, by which act, and what it did to the words."""

    code: str
    url: str
    what: str
    dates: Dates
    act: LegalAct
    segments: list[Segment] | None = None
    text: str = ""


@dataclass(frozen=True)
class Place:
    """What stands around a wording under its heading, on the day given; `total` under the whole heading."""

    day: dt.date
    number: str
    title: str
    rows: list[Row]
    total: int

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, kw_only=True)
class ObjectivePage:
    """The page's regions, each made here and only drawn in the template."""

    objective: Objective
    version: ObjectiveVersion
    on: dt.date
    today: dt.date
    has_a_day: bool
    standing: Standing
    dates: Dates
    coming: list[Next]
    history: list[HistoryRow]
    drawings: list[timeline.Drawing]
    description: str
    place: Place | None
    elaboration: ElaborationPage | None
    activities: list[tuple[str, list[LearningActivity]]]
    known: Known | None = None

    @property
    def theme_anchor(self) -> str:
        """Where the heading is on the chapter's page, after «#tema-»."""
        return str(self.version.theme_id or "")

    @property
    def has_redline(self) -> bool:
        """Whether the history shows a change, which then wants a legend."""
        return any(happened.segments is not None for happened in self.history)

    @property
    def permanent_url(self) -> str:
        """An address that always shows the text of this day."""
        return objective_url(self.objective.code, on=self.on)

    @property
    def canonical_url(self) -> str:
        """The one address of this page, without what it was known as."""
        return self.permanent_url if self.has_a_day else objective_url(self.objective.code)

    @property
    def chapter_url(self) -> str:
        """The chapter the text stands in, on the day it is shown in its place."""
        url = self.version.chapter.get_absolute_url()
        day = self.place.day if self.place else self.on
        return url if day == self.today else f"{url}?dato={day:%d.%m.%Y}"


@dataclass(frozen=True)
class NeverInForce:
    """A code that was announced, and amended before its first day: what it read, and what came instead."""

    version: ObjectiveVersion
    links: list[Succession]


def never_in_force(objective: Objective) -> NeverInForce | None:
    """What to tell of a code whose only text never applied; None when it has none."""
    texts = ObjectiveVersion.with_annulled.filter(objective=objective, annulled_by__isnull=False)
    version = texts.select_related("objective", "enacted_by", "annulled_by").order_by("valid").last()
    if version is None:
        return None
    links = Succession.objects.filter(old=objective).select_related("new").order_by("new__code")
    return NeverInForce(version, list(links))


def of(
    objective: Objective, *, on: dt.date, today: dt.date, has_a_day: bool = True, known: Known | None = None
) -> ObjectivePage | None:
    """The page for the day `on`; None for a reserved code that has no text to show anyone.

    `has_a_day` is whether that day was asked for, and so is part of the page's address.

    With `known`, which then has a lineage, the page as it was known that day: what stood around the text in the
    annex, and the activities, are left out.
    """
    lineage = (known and known.lineage) or lineage_of(objective)
    if not lineage.versions:
        return None
    shown = lineage.shown(on=on)
    day = min(max(on, shown.valid_from), shown.last_day or dt.date.max)
    history = _history(lineage)
    return ObjectivePage(
        objective=objective,
        version=shown,
        on=on,
        today=today,
        has_a_day=has_a_day,
        standing=lineage.standing(shown, on=on),
        dates=_dates(lineage, shown, on=on),
        coming=list(_coming(lineage, shown, on=on)),
        history=history,
        drawings=timeline.drawings(lineage, on=on, today=today),
        description=_described(history),
        place=None if known else _place(shown, on=day, today=today),
        elaboration=elaboration_of(objective, before=known.until if known else None),
        activities=[] if known else _activities(objective),
        known=known,
    )


def _dates(lineage: Lineage, version: ObjectiveVersion, *, on: dt.date) -> Dates:
    ended = version.valid_until is not None and version.valid_until <= on
    if ended and not lineage.following(version) and not lineage.successors:
        return Dates(
            announced=announced_on(version.repealed_by),
            repealed_from=version.valid_until,
            announced_unknown=version.repealed_by is not None and version.repealed_by.announced_at is None,
        )
    return _dates_of(version, last_day=version.last_day, ended=ended)


def _dates_of(version: ObjectiveVersion, *, last_day: dt.date | None = None, ended: bool = False) -> Dates:
    return Dates(
        announced=announced_on(version.enacted_by),
        in_force=version.valid_from,
        last_day=last_day,
        known_from=not version.start_is_exact,
        announced_unknown=version.enacted_by.announced_at is None,
        ended=ended,
    )


def _coming(lineage: Lineage, shown: ObjectiveVersion, *, on: dt.date) -> Iterator[Next]:
    """What follows the wording shown, once an announced act has ended it."""
    if shown.valid_until is None:
        return
    has_come = shown.valid_until <= on
    following = lineage.following(shown)
    if following is not None:
        yield _next(following, shown, lineage.standing(following, on=on), has_come=has_come, same_code=True)
        return
    for link in lineage.successors:
        new = lineage.first_text_of(link.new)
        if new is not None:
            stands = lineage.standing(new, on=on) if new.valid_from > on else None
            yield _next(new, shown, stands, has_come=has_come, link=link)
    if not lineage.successors:
        yield Next(day=shown.valid_until, has_come=has_come, act=shown.repealed_by, standing=None)


def _next(
    new: ObjectiveVersion,
    shown: ObjectiveVersion,
    stands: Standing | None,
    *,
    has_come: bool,
    same_code: bool = False,
    link: Succession | None = None,
) -> Next:
    return Next(
        day=new.valid_from,
        has_come=has_come,
        act=new.enacted_by,
        standing=stands,
        code=new.objective.code,
        url=objective_url(new.objective.code, on=new.valid_from if same_code else None),
        same_code=same_code,
        segments=redline(shown.text, new.text),
        carry_over=carry_over(link) if link else None,
        dates=_dates_of(new),
    )


def _history(lineage: Lineage) -> list[HistoryRow]:
    """Oldest first: what the læringsmål came from, its own wordings, its end, and what came after."""
    rows = [_came_from(lineage, link) for link in lineage.predecessors]
    rows += [_wording(lineage, version) for version in lineage.versions]
    last = lineage.versions[-1]
    if last.valid_until is not None and not lineage.successors and last.repealed_by is not None:
        ended = Dates(
            announced=announced_on(last.repealed_by),
            repealed_from=last.valid_until,
            announced_unknown=last.repealed_by.announced_at is None,
        )
        code = lineage.objective.code
        what = _("Opphevet. Koden brukes ikke igjen.")
        rows.append(HistoryRow(code=code, url=objective_url(code), what=what, dates=ended, act=last.repealed_by))
    rows += [_went_on_as(lineage, link) for link in lineage.successors]
    return [found for found in rows if found is not None]


def _came_from(lineage: Lineage, link: Succession) -> HistoryRow | None:
    old = lineage.first_text_of(link.old)
    if old is None:
        return None
    return HistoryRow(
        code=link.old.code,
        url=objective_url(link.old.code),
        what=_("Forgjengeren til %(code)s.") % {"code": link.new.code},
        dates=_dates_of(old),
        act=old.enacted_by,
        text=old.text,
    )


def _wording(lineage: Lineage, version: ObjectiveVersion) -> HistoryRow:
    before = lineage.before(version)
    code = lineage.objective.code
    if before is None:
        what = _("Fastsatt.") if version.start_is_exact else _("Den eldste ordlyden i registeret.")
    elif before.objective_id == version.objective_id:
        is_moved = before.text == version.text
        what = _("Flyttet, koden er beholdt.") if is_moved else _("Språklig retting, koden er beholdt.")
    else:
        links = [link for link in lineage.predecessors if link.old_id == before.objective_id]
        what = _("Erstatter %(old)s. %(kind)s.") % {"old": before.objective.code, "kind": kind_in_words(links[0])}
    return HistoryRow(
        code=code,
        url=objective_url(code, on=version.valid_from),
        what=what,
        dates=_dates_of(version),
        act=version.enacted_by,
        segments=redline(before.text, version.text) if before else None,
        text="" if before else version.text,
    )


def _went_on_as(lineage: Lineage, link: Succession) -> HistoryRow | None:
    new = lineage.first_text_of(link.new)
    if new is None:
        return None
    return HistoryRow(
        code=link.new.code,
        url=objective_url(link.new.code),
        what=_("Erstatter %(old)s. %(kind)s.") % {"old": link.old.code, "kind": kind_in_words(link)},
        dates=_dates_of(new),
        act=link.enacted_by,
        segments=redline(lineage.versions[-1].text, new.text),
    )


def _described(history: list[HistoryRow]) -> str:
    """The drawing in words, for those who don't see it."""
    parts = []
    for happened in history:
        day = happened.dates.repealed_from or happened.dates.in_force
        known = _("kjent fra") if happened.dates.known_from else _("fra")
        parts.append(f"{happened.code}: {happened.what} {known.capitalize()} {day:%d.%m.%Y}.")
    return " ".join(parts)


def _place(version: ObjectiveVersion, *, on: dt.date, today: dt.date) -> Place:
    """The two before and the two after under the heading, as it read on the day."""
    beside = ObjectiveVersion.objects.in_force(on=on).filter(chapter=version.chapter_id, theme=version.theme_id)
    under = beside.with_heading(on=on).order_by("position", "objective__code")
    found = sections(under, suffix=address_day(on, today=today), here=version.objective.code)
    if not found:
        return Place(on, "", "", [], 0)
    heading = found[0].headings[0]
    at = next((place for place, row in enumerate(heading.rows) if row.here), 0)
    near = heading.rows[max(at - BESIDE, 0) : at + BESIDE + 1]
    return Place(on, heading.number, heading.title, near, len(heading.rows))


def _activities(objective: Objective) -> list[tuple[str, list[LearningActivity]]]:
    rows = objective.learning_activities.select_related("specialty").order_by("kind", "title")
    return [(kind, list(found)) for kind, found in groupby(rows, key=lambda activity: activity.get_kind_display())]
