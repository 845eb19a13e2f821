"""Overgangsregler of a draft, and deciding the day of what was announced without one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from objectives.models import Stage, TransitionalRule, UndeterminedChange
from regulations import services
from regulations.forms import DeterminationForm, RepealedRulesForm, TransitionalRuleForm
from regulations.models import AmendmentRegulation, DraftTransitionalRule
from regulations.outline import placed_clauses
from regulations.pages import transitional as pages

from .access import for_the_directorate, person, refusals_on, refusals_told, regulation_or_404, status_of

AT_THE_FIELD = {
    "rule-without-part": "stage",
    "rule-without-objectives": "objectives",
    "rule-ends-before-it-helps": "until",
}
AT_THE_DAY = {
    "in-force-before-determination": "in_force_from",
    "determined-before-the-act": "determined_on",
    "starts-before-the-text": "in_force_from",
    "number-used": "number",
    "number-not-positive": "number",
}


def _rules_url(regulation: AmendmentRegulation) -> str:
    return reverse("regulations:rules", args=[regulation.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft's overgangsregler; a POST says which earlier ones it puts an end to."""
    draft = regulation_or_404(pk)
    standing = pages.standing_rules(draft)
    initial = {"repealed": draft.repealed_rules.all()}
    form = RepealedRulesForm(request.POST or None, standing=standing, initial=initial)
    if request.method == "POST":
        # Nothing ticked is an empty POST.
        form = RepealedRulesForm(request.POST, standing=standing)
        if form.is_valid():
            with refusals_on(form):
                services.set_repealed_rules(regulation=draft, **form.cleaned_data, by=person(request))
                messages.success(request, _("Valget av overgangsregler som oppheves, er lagret."))
                return redirect(_rules_url(draft))
    context = pages.rules_page(draft, user=person(request)) | {"form": form, "standing": list(standing)}
    return render(request, "regulations/rules.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def rule(request: HttpRequest, pk: int, rule_pk: int | None = None) -> HttpResponse:
    """A new overgangsregel, or one that is there."""
    draft = regulation_or_404(pk)
    row = _rule_or_404(draft, rule_pk) if rule_pk is not None else None
    placed = placed_clauses(draft)
    form = TransitionalRuleForm(request.POST or None, initial=_initial(row), **pages.choices(placed))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=AT_THE_FIELD):
            services.save_rule(regulation=draft, rule=row, **form.cleaned_data, by=person(request))
            messages.success(request, _("Overgangsregelen er lagret."))
            return redirect(_rules_url(draft))
    shown = next((one for one in pages.rule_rows(draft, placed) if row and one.rule.pk == row.pk), None)
    may_edit = pages.may_edit(draft, user=person(request))
    context = {"regulation": draft, "form": form, "row": shown, "may_edit": may_edit}
    return render(request, "regulations/rule.html", context, status=status_of(form))


@require_POST
@for_the_directorate
def rule_remove(request: HttpRequest, pk: int, rule_pk: int) -> HttpResponse:
    """Take the overgangsregel out of the draft."""
    row = _rule_or_404(regulation_or_404(pk), rule_pk)
    with refusals_told(request):
        services.remove_rule(rule=row, by=person(request))
        messages.success(request, _("Overgangsregelen er tatt ut av utkastet."))
    return redirect(_rules_url(row.regulation))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def determine(request: HttpRequest, pk: int) -> HttpResponse:
    """When what the act announced without a day enters into force."""
    announced = regulation_or_404(pk)
    if announced.act is None:
        raise Http404
    rows = pages.waiting_rows(announced)
    waiting = UndeterminedChange.objects.filter(pk__in=[one.change.pk for one in rows])
    form = DeterminationForm(
        request.POST or None,
        waiting=waiting,
        labels={one.change.pk: f"{one.row.placed.new_code or one.row.placed.name}: {one.row.what}" for one in rows},
        today=timezone.localdate(),
        initial={"changes": waiting},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=AT_THE_DAY):
            services.determine_entry_into_force(regulation=announced, **form.cleaned_data, by=person(request))
            messages.success(request, _("Ikrafttredelsen er fastsatt."))
            return redirect(announced)
        rows = pages.waiting_rows(announced, day=form.cleaned_data["in_force_from"])
    context = pages.determination_page(announced, user=person(request), rows=rows, form=form)
    return render(request, "regulations/determine.html", context, status=status_of(form))


def _rule_or_404(draft: AmendmentRegulation, rule_pk: int) -> DraftTransitionalRule:
    return get_object_or_404(draft.draft_rules.select_related("regulation"), pk=rule_pk)


def _initial(row: DraftTransitionalRule | None) -> dict[str, Any]:
    if row is None:
        return {
            "scope": DraftTransitionalRule.Scope.ALL,
            "started": TransitionalRule.Started.PART,
            "stage": Stage.PART_1,
        }
    own = {name: getattr(row, name) for name in TransitionalRuleForm.base_fields if name != "objectives"}
    return own | {"objectives": row.objectives.all()}
