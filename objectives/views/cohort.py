"""Which læringsmål apply to a doctor who began on a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives.cohorts import running_rules
from objectives.conditional import unless_changed
from objectives.forms import CohortForm
from objectives.freshness import RegisterState
from objectives.pages.cohort import cohort_page


@require_safe
@unless_changed
def cohort(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """The question as a form, the answer under it, and the rules that are running on the day."""
    form = CohortForm(request.GET or None, today=timezone.localdate())
    answered = form.is_bound and form.is_valid()
    context = {
        "form": form,
        "page": cohort_page(form) if answered else None,
        "rules": [] if answered else running_rules(on=form.today),
    }
    return render(request, "objectives/cohort.html", context, status=400 if form.is_bound and not answered else 200)
