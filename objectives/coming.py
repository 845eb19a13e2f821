"""What comes after the wording shown, and what a læringsmål came in place of: with what follows a doctor across."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .headings import Headings
from .lineage import CarryOver, Lineage, carry_over, in_a_row
from .models import LegalAct, ObjectiveVersion, Succession
from .redline import Segment, redline
from .rows import objective_url
from .standing import Standing
from .wording_dates import Dates, dates_of


@dataclass(frozen=True, kw_only=True)
class Next:
    """What comes after the wording shown: another wording or place, another læringsmål, or nothing.

    `segments` is None when there is no new text, or the same one; `note` then says so.
    """

    title: str
    act: LegalAct | None
    standing: Standing | None = None
    code: str = ""
    url: str = ""
    same_code: bool = False
    segments: list[Segment] | None = None
    note: str = ""
    carry_over: list[CarryOver] | None = None
    dates: Dates | None = None


@dataclass(frozen=True)
class CameFrom:
    """What a læringsmål came in place of, and what a doctor who has that keeps."""

    title: str
    carry_over: list[CarryOver]


def coming(lineage: Lineage, shown: ObjectiveVersion, headings: Headings, *, on: dt.date) -> Iterator[Next]:
    """What follows the wording shown, once an announced act has ended it."""
    if shown.valid_until is None:
        return
    following = lineage.following(shown)
    if following is not None:
        yield _same_code(shown, following, headings, lineage.standing(following, on=on))
        return
    begun = [(link, new) for link in lineage.successors if (new := lineage.first_text_of(link.new))]
    for place, (link, new) in enumerate(begun, start=1):
        stands = lineage.standing(new, on=on) if new.valid_from > on else None
        yield _another(link, shown, new, stands, place=place, of=len(begun))
    if not begun:
        day = _in_words(shown.valid_until)
        title = _("Opphevet fra %(day)s") if shown.valid_until <= on else _("Oppheves fra %(day)s")
        note = _("Ingen ny tekst kommer i stedet, og koden brukes ikke igjen.")
        yield Next(title=title % {"day": day}, act=shown.repealed_by, note=note)


def came_from(lineage: Lineage) -> CameFrom | None:
    """What the læringsmål replaced, and what carries over (ID-5); None for one that replaced nothing."""
    links = lineage.predecessors
    first = next(iter(lineage.versions), None)
    if not links or first is None:
        return None
    told = {"old": in_a_row(link.old.code for link in links), "day": _in_words(first.valid_from)}
    lines = dict.fromkeys(line for link in links for line in carry_over(link))
    return CameFrom(_("Erstatter %(old)s fra %(day)s") % told, list(lines))


def _same_code(shown: ObjectiveVersion, new: ObjectiveVersion, headings: Headings, stands: Standing) -> Next:
    day = {"day": _in_words(new.valid_from)}
    moved = headings.moved(shown, new)
    is_same = shown.text == new.text
    title = _("Fra %(day)s lyder det slik") % day
    if is_same:
        title = (_("Flyttes fra %(day)s") if moved else _("Fastsettes på nytt fra %(day)s")) % day
    note = _("Teksten er den samme.") if is_same else ""
    return Next(
        title=title,
        act=new.enacted_by,
        standing=stands,
        code=new.objective.code,
        url=objective_url(new.objective.code, on=new.valid_from),
        same_code=True,
        segments=None if is_same else redline(shown.text, new.text),
        note=" ".join(filter(None, [moved, note])),
        dates=dates_of(new),
    )


def _another(
    link: Succession, shown: ObjectiveVersion, new: ObjectiveVersion, stands: Standing | None, *, place: int, of: int
) -> Next:
    is_same = shown.text == new.text
    return Next(
        title=_title(link, new, is_same=is_same, place=place, of=of),
        act=new.enacted_by,
        standing=stands,
        code=new.objective.code,
        url=objective_url(new.objective.code),
        segments=None if is_same else redline(shown.text, new.text),
        note=_("Teksten er den samme.") if is_same else "",
        carry_over=carry_over(link),
        dates=dates_of(new),
    )


def _title(link: Succession, new: ObjectiveVersion, *, is_same: bool, place: int, of: int) -> str:
    told = {"day": _in_words(new.valid_from), "code": new.objective.code, "place": place, "of": of}
    if link.kind == Succession.Kind.SPLIT and of > 1:
        return _("Delt i %(of)d fra %(day)s: %(code)s er nummer %(place)d") % told
    if link.kind == Succession.Kind.MERGED:
        others = _merged_with(link)
        if others:
            return _("Slått sammen med %(others)s til %(code)s fra %(day)s") % {"others": others, **told}
    if is_same:
        return _("Fra %(day)s har læringsmålet koden %(code)s") % told
    return _("Fra %(day)s gjelder %(code)s i stedet") % told


def _merged_with(link: Succession) -> str:
    """The others that were merged into the same one."""
    others = Succession.objects.filter(new=link.new_id).exclude(old=link.old_id).order_by("old__code")
    return in_a_row(others.values_list("old__code", flat=True))


def _in_words(day: dt.date) -> str:
    return str(date_format(day, "j. F Y"))
