"""All that the page of one læringsmål shows, read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from . import timeline
from .coming import CameFrom, Next, came_from, coming
from .elaborations import ElaborationPage, elaboration_of
from .headings import Headings
from .known import Known
from .lineage import Lineage, in_a_row, kind_in_words, lineage_of
from .models import LearningActivity, LegalAct, Objective, ObjectiveVersion, Succession
from .pages.transitional import RuleNote, notes_on
from .redline import Segment, redline
from .rows import Row, address_day, announced_on, objective_url, sections
from .standing import NOT_KNOWN, Standing
from .undetermined import Awaiting, awaiting_of
from .wording_dates import Dates, dates_of

BESIDE = 2
"""How many læringsmål are shown before and after the one the page is about."""


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
    came_from: CameFrom | None
    history: list[HistoryRow]
    drawings: list[timeline.Drawing]
    description: str
    place: Place | None
    elaboration: ElaborationPage | None
    activities: list[tuple[str, list[LearningActivity]]]
    known: Known | None = None
    awaiting: list[Awaiting] = field(default_factory=list)
    rules: list[RuleNote] = field(default_factory=list)

    @property
    def theme_anchor(self) -> str:
        """Where the heading is on the chapter's page, after «#tema-»."""
        return str(self.version.theme_id or "")

    @property
    def has_redline(self) -> bool:
        """Whether the history shows a change, which then wants a legend."""
        return any(happened.segments is not None for happened in self.history)

    @property
    def is_before_known(self) -> bool:
        """Whether the day is before the register knows anything of this code."""
        return self.standing == NOT_KNOWN

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
    headings = Headings.of(lineage)
    awaiting = [] if known else awaiting_of(objective)
    history = [*_history(lineage, headings), *(_waits(one) for one in awaiting)]
    return ObjectivePage(
        objective=objective,
        version=shown,
        on=on,
        today=today,
        has_a_day=has_a_day,
        standing=lineage.standing(shown, on=on),
        dates=_dates(lineage, shown, on=on),
        coming=list(coming(lineage, shown, headings, on=on)),
        came_from=came_from(lineage),
        history=history,
        drawings=timeline.drawings(lineage, on=on, today=today, awaiting=awaiting),
        description=_described(history),
        place=None if known else _place(shown, on=day, today=today),
        elaboration=elaboration_of(objective, before=known.until if known else None),
        activities=[] if known else _activities(objective),
        known=known,
        awaiting=awaiting,
        rules=[] if known else notes_on(objective, on=on),
    )


def _dates(lineage: Lineage, version: ObjectiveVersion, *, on: dt.date) -> Dates:
    ended = version.valid_until is not None and version.valid_until <= on
    if ended and not lineage.following(version) and not lineage.successors:
        return Dates(
            announced=announced_on(version.repealed_by),
            repealed_from=version.valid_until,
            announced_unknown=version.repealed_by is not None and version.repealed_by.announced_at is None,
        )
    return dates_of(version, last_day=version.last_day, ended=ended)


def _history(lineage: Lineage, headings: Headings) -> list[HistoryRow]:
    """Oldest first: what the læringsmål came from, its own wordings, its end, and what came after."""
    rows = [_came_from(lineage, link) for link in lineage.predecessors]
    rows += [_wording(lineage, version, headings) for version in lineage.versions]
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
        dates=dates_of(old),
        act=old.enacted_by,
        text=old.text,
    )


def _wording(lineage: Lineage, version: ObjectiveVersion, headings: Headings) -> HistoryRow:
    before = lineage.before(version)
    code = lineage.objective.code
    if not before:
        what = _("Fastsatt.") if version.start_is_exact else _("Den eldste ordlyden i registeret.")
    elif before[0].objective_id == version.objective_id:
        moved = headings.moved(before[0], version)
        is_corrected = before[0].text != version.text
        told = [_("Språklig retting, koden er beholdt.")] if is_corrected else []
        what = " ".join([*told, moved]) if moved else told[0] if told else _("Fastsatt på nytt med samme ordlyd.")
    else:
        old = {row.objective_id for row in before}
        links = [link for link in lineage.predecessors if link.old_id in old]
        codes = in_a_row(link.old.code for link in links)
        what = _("Erstatter %(old)s. %(kind)s.") % {"old": codes, "kind": kind_in_words(links[0])}
    was = "\n".join(row.text for row in before)
    is_same = was == version.text
    return HistoryRow(
        code=code,
        url=objective_url(code, on=version.valid_from),
        what=what,
        dates=dates_of(version),
        act=version.enacted_by,
        segments=redline(was, version.text) if before and not is_same else None,
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
        dates=dates_of(new),
        act=link.enacted_by,
        segments=None if _is_same_text(lineage, new) else redline(lineage.versions[-1].text, new.text),
    )


def _is_same_text(lineage: Lineage, new: ObjectiveVersion) -> bool:
    return lineage.versions[-1].text == new.text


def _waits(one: Awaiting) -> HistoryRow:
    """What is announced without a day: last, since it is in force after all that has one, if ever."""
    return HistoryRow(
        code=one.code,
        url=one.url,
        what=one.what,
        dates=Dates(announced=one.announced),
        act=one.act,
        segments=one.segments,
    )


def _described(history: list[HistoryRow]) -> str:
    """The drawing in words, for those who don't see it."""
    parts = []
    for happened in history:
        day = happened.dates.repealed_from or happened.dates.in_force
        if day is None:
            parts.append(f"{happened.code}: {happened.what} {_('Ikrafttredelse ikke fastsatt.')}")
            continue
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
