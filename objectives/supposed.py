"""What would differ in vedlegg 2 on a day, were operations applied that nobody has announced: from two snapshots.

The rows are the models', made in memory and never saved. As in a snapshot, what the register does not have has a
negative key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from .differences import Difference, Differences, HeadingOn, Unchanged, followed
from .models import AnnexChapter, Objective, ObjectiveVersion, Succession
from .models.validity import from_day
from .operations import Snapshot, Text
from .operations.snapshot import Link


def supposed_differences(
    before: Snapshot, after: Snapshot, *, on: dt.date, provisional: Collection[str] = ()
) -> Differences:
    """All that differs, and all that does not, in the chapters of `after` on the day `on`. No queries.

    `provisional` are codes nobody has been given: they are shown as new, and not as the numbers they may get.
    """
    making = _Making(after, _names(provisional))
    was, becomes = _in_force(before, on), _in_force(after, on)
    places = {text.pk: text.position for texts in after.texts.values() for text in texts}
    gone = {making.key(text.code): making.version(text, places) for pk, text in was.items() if pk not in becomes}
    come = {making.key(text.code): making.version(text, places) for pk, text in becomes.items() if pk not in was}
    new_links = after.links[len(before.links) :]
    links = [making.succession(link, key=-number) for number, link in enumerate(new_links, start=1)]
    items = list(followed(gone, come, links))
    return Differences(
        items=items,
        unchanged=list(_unchanged(becomes, was, making, items)),
        before=_headings(before, on),
        after=_headings(after, on),
    )


def differences_on(register: Snapshot, *, day: dt.date, provisional: Collection[str] = ()) -> Differences:
    """All that is another on the day than on the day before, in the chapters of the snapshot. No queries."""
    before = day - dt.timedelta(days=1)
    making = _Making(register, _names(provisional))
    was, becomes = _in_force(register, before), _in_force(register, day)
    places = {text.pk: text.position for texts in register.texts.values() for text in texts}
    gone = {making.key(text.code): making.version(text, places) for pk, text in was.items() if pk not in becomes}
    come = {making.key(text.code): making.version(text, places) for pk, text in becomes.items() if pk not in was}
    links = [making.succession(link, key=-number) for number, link in enumerate(register.links, start=1)]
    items = list(followed(gone, come, links))
    return Differences(
        items=items,
        unchanged=list(_unchanged(becomes, was, making, items)),
        before=_headings(register, before),
        after=_headings(register, day),
    )


def _names(provisional: Iterable[str]) -> dict[str, str]:
    """«GAK-[ny]», «GAK-[ny2]»: what a code is called while nobody has been given it."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for code in provisional:
        prefix = code.rpartition("-")[0]
        counts[prefix] = counts.get(prefix, 0) + 1
        names[code] = f"{prefix}-[ny{counts[prefix] if counts[prefix] > 1 else ''}]"
    return names


def _in_force(snapshot: Snapshot, on: dt.date) -> dict[int, Text]:
    return {text.pk: text for texts in snapshot.texts.values() for text in texts if text.applies(on=on)}


def _headings(snapshot: Snapshot, on: dt.date) -> dict[int, HeadingOn]:
    found = {}
    for theme, versions in snapshot.headings.items():
        heading = next((one for one in versions if one.applies(on=on)), None)
        if heading is not None:
            chapter = snapshot.chapters[snapshot.themes[theme].chapter].pk
            found[theme] = HeadingOn(theme, chapter, heading.number, heading.title, heading.position)
    return found


def _unchanged(
    becomes: Mapping[int, Text], was: Mapping[int, Text], making: _Making, items: Iterable[Difference]
) -> Iterable[Unchanged]:
    """What stays, and what has got another version with the same words in the same place."""
    differs = {id(item.after) for item in items}
    for pk, text in becomes.items():
        if pk in was or id(making.versions[pk]) not in differs:
            yield Unchanged(making.chapter(text).pk, text.theme, text.position, making.name(text.code), text.text)


@dataclass
class _Making:
    """Rows of the models for what a snapshot holds: the same row for the same thing."""

    snapshot: Snapshot
    names: Mapping[str, str]
    objectives: dict[str, Objective] = field(default_factory=dict)
    chapters: dict[str, AnnexChapter] = field(default_factory=dict)
    versions: dict[int, ObjectiveVersion] = field(default_factory=dict)

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def key(self, code: str) -> int:
        """A key of its own for each code: negative when nobody has been given it."""
        return int(self.objective(code).pk)

    def objective(self, code: str) -> Objective:
        if code not in self.objectives:
            key = len(self.objectives) + 1
            self.objectives[code] = Objective(pk=-key if code in self.names else key, code=self.name(code))
        return self.objectives[code]

    def chapter(self, text: Text) -> AnnexChapter:
        if text.chapter not in self.chapters:
            row = self.snapshot.chapters[text.chapter]
            self.chapters[text.chapter] = AnnexChapter(pk=row.pk, slug=row.slug, title=row.title)
        return self.chapters[text.chapter]

    def version(self, text: Text, places: Mapping[int, int]) -> ObjectiveVersion:
        """Where it stands among what is there afterwards: others may have been moved to make room."""
        self.versions[text.pk] = ObjectiveVersion(
            pk=text.pk,
            objective=self.objective(text.code),
            chapter=self.chapter(text),
            theme_id=text.theme,
            position=places.get(text.pk, text.position),
            text=text.text,
            stage=text.stage,
            valid=from_day(text.valid_from, text.valid_until),
        )
        return self.versions[text.pk]

    def succession(self, link: Link, *, key: int) -> Succession:
        return Succession(
            pk=key,
            old=self.objective(link.old),
            new=self.objective(link.new),
            kind=link.kind,
            approvals_carry_over=link.approvals_carry_over,
            activities_carry_over=link.activities_carry_over,
        )
