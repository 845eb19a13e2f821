"""Open cases as a reader may know them: the directorate all, a sender its own, everyone those openly heard (HØ-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from hearings.models import Hearing
from organisations import permissions as people
from revisions import permissions
from revisions.as_if_adopted import case_of, readable_items
from revisions.models import Case, ChangeItem
from revisions.permissions import Person


@dataclass(frozen=True, kw_only=True)
class OpenChange:
    """One change item, as a line: «Faglig endring av GAK-088»."""

    kind: str
    effect: str
    code: str  # empty for what is new
    chapter: str  # the slug, empty when it is not known
    old_text: str
    new_text: str


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """A case and what it would change, as this reader may know it.

    `title` is the hearing's for those who know the case from there alone. `url` and `phase` are empty for them.
    `heard_until` is the last day of a hearing that is open.
    """

    number: str
    title: str
    url: str
    phase: str
    heard_from: dt.date | None
    heard_until: dt.date | None
    changes: tuple[OpenChange, ...]

    @property
    def codes(self) -> list[str]:
        """The læringsmål it would change, each once."""
        return list(dict.fromkeys(change.code for change in self.changes if change.code))

    @property
    def chapters(self) -> list[str]:
        """The chapters it would change."""
        return sorted({change.chapter for change in self.changes if change.chapter})


def open_cases(reader: Person, *, on: dt.date, about: str = "") -> list[OpenCase]:
    """The open cases this person may know of, newest first, with what they would change; four queries at most.

    `about` is the code of a læringsmål: then only the cases, and the changes, that touch it.
    """
    rows = readable_items(reader, on=on)
    if about:
        rows = rows.filter(Q(objective__code=about) | Q(merged__objective__code=about)).distinct()
    items = list(rows.prefetch_related("proposal__case__hearings"))
    known = _known(reader, items)
    cases = [_open_case(case, list(group), known, on=on) for case, group in groupby(items, key=case_of)]
    return sorted(cases, key=lambda case: case.number, reverse=True)


def _known(reader: Person, items: Sequence[ChangeItem]) -> set[int]:
    """The cases the reader may open, by their key: for the others the hearing is all there is."""
    found = {case_of(item).pk for item in items}
    if not found or not reader.is_authenticated:
        return set()
    if people.is_directorate(reader):
        return found
    return set(permissions.cases_visible_to(reader).filter(pk__in=found).values_list("pk", flat=True))


def _open_case(case: Case, items: Sequence[ChangeItem], known: set[int], *, on: dt.date) -> OpenCase:
    hearing = _hearing(case, on=on)
    inside = case.pk in known
    return OpenCase(
        number=case.number,
        title=case.title if inside else hearing.title if hearing else "",
        url=case.get_absolute_url() if inside else "",
        phase=str(case.get_status_display()) if inside else "",
        heard_from=hearing.opens_on if hearing else None,
        heard_until=hearing.deadline if hearing and hearing.is_open(on=on) else None,
        changes=tuple(change for item in items for change in _changes(item)),
    )


def _hearing(case: Case, *, on: dt.date) -> Hearing | None:
    """The newest hearing, when it has opened."""
    newest = max(case.hearings.all(), key=lambda hearing: hearing.pk, default=None)
    return newest if newest is not None and newest.opens_on <= on else None


def _changes(item: ChangeItem) -> list[OpenChange]:
    """The item as lines: one for each læringsmål it changes, and one for what is new or a heading."""
    texts = [(source.objective.code, source.text) for source in item.sources] or [("", item.old_text)]
    return [
        OpenChange(
            kind=str(item.get_kind_display()),
            effect=str(item.get_effect_display()).partition(":")[0].lower(),
            code=code,
            chapter=item.chapter.slug if item.chapter else "",
            old_text=old,
            new_text=_new_text(item, old),
        )
        for code, old in texts
    ]


def _new_text(item: ChangeItem, old: str) -> str:
    """What stands there afterwards: the texts of a split one after another, the same where only the place changes."""
    if item.kind in (ChangeItem.Kind.MOVE, ChangeItem.Kind.RECODE, ChangeItem.Kind.MOVE_THEME):
        return old
    if item.kind == ChangeItem.Kind.SPLIT:
        return "\n".join(item.texts)
    return item.wording.heading if item.is_about_a_heading else item.new_text
