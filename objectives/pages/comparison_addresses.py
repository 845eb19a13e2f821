"""The addresses of comparisons: they carry the days, the part or chapter, and how it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from objectives.forms import CompareForm

from .comparison_text import View


def compare_url(earlier: dt.date, later: dt.date, *, within: str = "") -> str:
    """A comparison of two days, of everything, a part (its letter) or a chapter (its slug)."""
    asked = {"fra": f"{earlier:%d.%m.%Y}", "til": f"{later:%d.%m.%Y}", "kapittel": within}
    return f"{reverse('objectives:compare')}?{urlencode({name: value for name, value in asked.items() if value})}"


@dataclass(frozen=True)
class Way:
    """A link to the same comparison shown otherwise, or to another one."""

    label: str | Promise | dt.date
    url: str
    is_here: bool = False


class CompareAddresses:
    """Where one can go from a comparison."""

    def __init__(
        self, form: CompareForm, *, view: View, unfolded: bool, today: dt.date, coming: Sequence[dt.date]
    ) -> None:
        self._form, self._view, self._unfolded = form, view, unfolded
        self._today, self._coming = today, coming

    @property
    def is_side_by_side(self) -> bool:
        return self._view is View.SIDE_BY_SIDE

    @property
    def has_redline(self) -> bool:
        return self._view is not View.AFTER

    @property
    def views(self) -> list[Way]:
        """The three ways to show it."""
        return [Way(view.label, self._same(view=view), view is self._view) for view in View]

    @property
    def unfold(self) -> Way:
        """The same with all that is unchanged too, or without it again."""
        return Way("", self._same(unfolded=not self._unfolded), self._unfolded)

    @property
    def here(self) -> str:
        """This comparison, to send to someone."""
        return self._same()

    @property
    def coming(self) -> list[Way]:
        """Today against each day on which something that is announced enters into force."""
        days = self._form.days if self._form.is_valid() else None
        return [
            Way(day, compare_url(self._today, day, within=self._within), days == (self._today, day))
            for day in self._coming
        ]

    def chapter(self, slug: str) -> str:
        """The same days, in one chapter."""
        return compare_url(*self._form.days, within=slug)

    @property
    def _within(self) -> str:
        within: str = self._form.cleaned_data.get("kapittel", "")
        return within

    def _same(self, *, view: View | None = None, unfolded: bool | None = None) -> str:
        if not self._form.is_valid():
            return reverse("objectives:compare")
        shown = view or self._view
        also = {
            "vis": "" if shown is View.CHANGES else shown.value,
            "uendrede": "ja" if (self._unfolded if unfolded is None else unfolded) else "",
        }
        more = urlencode({name: value for name, value in also.items() if value})
        url = compare_url(*self._form.days, within=self._within)
        return f"{url}&{more}" if more else url
