"""Vedlegg 2 on two days, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives.conditional import unless_changed
from objectives.forms import CompareForm
from objectives.freshness import RegisterState
from objectives.models import AnnexChapter
from objectives.pages.changes import days_to_come
from objectives.pages.comparison import comparison_page
from objectives.pages.comparison_addresses import CompareAddresses
from objectives.pages.comparison_text import View


@require_safe
@unless_changed
def compare(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """What differs between two days. Without days: today, and the next day something is to enter into force."""
    today = timezone.localdate()
    coming = days_to_come(after=today, state=state)
    chapters = list(AnnexChapter.objects.select_related("part").order_by("part__position", "position"))
    form = CompareForm(request.GET, chapters=chapters, defaults=(today, coming[0] if coming else today))
    asked = request.GET.get("vis", "")
    view = View(asked) if asked in View.values else View.CHANGES
    unfolded = request.GET.get("uendrede") == "ja"
    page = known_from = None
    if form.is_valid():
        earlier, later = form.days
        known_from = state.first_day if state.text_since(on=earlier) is None else None
        page = comparison_page(form.chosen, earlier=earlier, later=later, view=view, with_unchanged=unfolded)
    addresses = CompareAddresses(form, view=view, unfolded=unfolded, today=today, coming=coming)
    context = {"form": form, "page": page, "to": addresses, "today": today, "known_from": known_from}
    return render(request, "objectives/compare.html", context, status=200 if form.is_valid() else 400)
