"""The directorate's second look at a «språklig retting» that touches a term, a number or a negation (ID-4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives.language.changes import classify, what_is_risky
from organisations import permissions as people
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.forms.confirmations import ConfirmationForm
from revisions.models import Case, ChangeItem
from revisions.services import language as services

from .access import case_or_404


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def language_confirm(request: HttpRequest, year: int, serial: int, item_pk: int) -> HttpResponse:
    """What the change touches, and a button that says it is only language, with a reason."""
    case = case_or_404(request, year, serial)
    if not people.is_directorate(person(request)):
        raise NotPermitted(
            _("Bare Helsedirektoratet bekrefter at en endring er språklig."), code="not-directorate", authority="ID-4"
        )
    item = _item_or_404(case, item_pk)
    text = rules.language_to_confirm(item, rules.current_decisions(case).get(item.pk))
    form = ConfirmationForm(posted(request), initial={"seen": text})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            services.confirm_language(item=item, by=person(request), **form.cleaned_data)
            messages.success(
                request, _("Det er bekreftet at endringen av %(code)s er språklig.") % {"code": item.objective}
            )
            return redirect(case.get_absolute_url())
        form.has_read(text)
    shown = text or item.new_text
    context = {
        "case": case,
        "item": item,
        "form": form,
        "text": text,
        "proposed": classify(item.old_text, shown),
        "touched": _(" og ").join(what_is_risky(rules.evidence_to_confirm(item, shown))),
        "standing": rules.confirmations_of(case).get((item.pk, shown)),
        "may_confirm": permissions.may_confirm_language(person(request)),
    }
    return render(request, "revisions/language_confirm.html", context, status=status_of(form))


def _item_or_404(case: Case, pk: int) -> ChangeItem:
    item = next((one for one in rules.items_of(case) if one.pk == pk), None)
    if item is None or item.kind != ChangeItem.Kind.CORRECT:
        raise Http404(_("Saken har ikke denne språklige rettingen."))
    return item
