"""Vedlegg 2 against what it would be, were chosen open cases adopted: for all, each with what they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from objectives.models import AnnexChapter
from objectives.pages.comparison import ComparisonPage, page_of
from objectives.pages.comparison_addresses import Way
from objectives.pages.comparison_text import View
from objectives.supposed import supposed_differences
from revisions.as_if_adopted import AsIfAdopted, LeftOut, as_if_adopted
from revisions.forms.as_if_adopted import AsIfAdoptedForm
from revisions.models import Case
from revisions.open_cases import open_cases


@dataclass(frozen=True)
class Supposed:
    """What the chosen cases would make of vedlegg 2, and what of them is not shown."""

    found: AsIfAdopted
    page: ComparisonPage

    @property
    def left_out(self) -> list[tuple[str, list[LeftOut]]]:
        """What is not shown, by the case it is in."""
        return [(number, list(rows)) for number, rows in groupby(self.found.left_out, key=lambda one: one.case.number)]


@require_safe
@never_cache
def suppose(request: HttpRequest) -> HttpResponse:
    """Choose open cases, and read what differs – or the whole text as it would be."""
    today = timezone.localdate()
    cases = open_cases(request.user, on=today)
    chapters = list(AnnexChapter.objects.select_related("part").order_by("part__position", "position"))
    form = AsIfAdoptedForm(request.GET, cases=cases, chapters=chapters, today=today)
    asked = request.GET.get("vis", "")
    view = View(asked) if asked in View.values else View.CHANGES
    unfolded = request.GET.get("uendrede") == "ja"
    supposed = None
    if form.is_valid() and form.numbers:
        chosen = Case.objects.filter(number__in=form.numbers)
        found = as_if_adopted(chosen, reader=request.user, on=form.day, today=today)
        supposed = Supposed(found, _page(found, form.chosen, view=view, unfolded=unfolded))
    context = {
        "form": form,
        "cases": cases,
        "today": today,
        "supposed": supposed,
        "to": _Addresses(form, view, unfolded=unfolded) if supposed else None,
    }
    return render(request, "revisions/as_if_adopted.html", context, status=200 if form.is_valid() else 400)


def _page(found: AsIfAdopted, chapters: Sequence[AnnexChapter], *, view: View, unfolded: bool) -> ComparisonPage:
    differences = supposed_differences(found.before, found.after, on=found.on, provisional=found.provisional)
    wanted = {chapter.pk for chapter in chapters}
    return page_of(
        differences.within(wanted), chapters, earlier=found.on, later=found.on, view=view, with_unchanged=unfolded
    )


class _Addresses:
    """The same cases, shown otherwise."""

    def __init__(self, form: AsIfAdoptedForm, view: View, *, unfolded: bool) -> None:
        self._form, self._view, self._unfolded = form, view, unfolded

    @property
    def is_side_by_side(self) -> bool:
        return self._view is View.SIDE_BY_SIDE

    @property
    def has_redline(self) -> bool:
        return self._view is not View.AFTER

    @property
    def here(self) -> str:
        return self._same()

    @property
    def views(self) -> list[Way]:
        return [Way(view.label, self._same(view=view), view is self._view) for view in View]

    @property
    def unfold(self) -> Way:
        return Way("", self._same(unfolded=not self._unfolded), self._unfolded)

    @property
    def whole_text(self) -> str:
        """The chapters in full, as they would read."""
        return self._same(view=View.AFTER, unfolded=True)

    def _same(self, *, view: View | None = None, unfolded: bool | None = None) -> str:
        shown = view or self._view
        asked = {
            "kapittel": self._form.cleaned_data["kapittel"],
            "dato": "" if self._form.day == self._form.today else f"{self._form.day:%d.%m.%Y}",
            "vis": "" if shown is View.CHANGES else shown.value,
            "uendrede": "ja" if (self._unfolded if unfolded is None else unfolded) else "",
        }
        pairs = [("sak", number) for number in self._form.numbers]
        return f"{reverse('revisions:as_if_adopted')}?{urlencode([*pairs, *((n, v) for n, v in asked.items() if v)])}"
