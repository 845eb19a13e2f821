"""Follow-up after the decision: the tasks of one's own bodies, all of them for the directorate, and one task."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations import permissions as people
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions
from revisions.forms.follow_up import FollowUpForm
from revisions.models import FollowUp
from revisions.pages.follow_ups import follow_up_page
from revisions.services import follow_up as services


@signed_in
@require_GET
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What is to be done, the first deadline first; what is done with `vis=gjort`."""
    shows_done = request.GET.get("vis") == "gjort"
    after = request.GET.get("etter", "")
    visible = permissions.follow_ups_visible_to(person(request))
    page = follow_up_page(visible, shows_done=shows_done, after=after)
    start = {"vis": "gjort"} if shows_done else {}
    context = {
        "rows": page.rows,
        "previous_url": f"?{urlencode(start)}" if after else "",
        "next_url": f"?{urlencode({**start, 'etter': page.next})}" if page.next else "",
        "shows_done": shows_done,
        "today": timezone.localdate(),
        "is_directorate": people.is_directorate(request.user),
    }
    return render(request, "revisions/follow_ups.html", context)


@signed_in
@answers_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its text, and whether it is done."""
    row = get_object_or_404(permissions.follow_ups_visible_to(person(request)).for_list(), pk=pk)
    action = request.POST.get("handling", "") if request.method == "POST" else ""
    form = FollowUpForm(
        request.POST if action else None,
        task=row,
        is_done=action == "gjort",
        initial={"text": row.text, "seen": row.text},
    )
    if action == "angre":
        services.undo_follow_up(follow_up=row, by=person(request))
        messages.success(request, _("Oppgaven er tatt opp igjen."))
        return redirect(row)
    if action and form.is_valid():
        with refusals_on(form):
            _act(request, row, action, form)
            return redirect("revisions:follow_ups" if action == "gjort" else row.get_absolute_url())
        if getattr(form, "is_in_wrong_state", False):
            row.refresh_from_db(fields=["text"])
            form.data = {**request.POST.dict(), "seen": row.text}
    context = {
        "row": row,
        "form": form,
        "may_act": permissions.may_follow_up(request.user, row),
        "today": timezone.localdate(),
        "case_url": row.case.get_absolute_url() if people.is_directorate(request.user) else "",
    }
    return render(request, "revisions/follow_up.html", context, status=status_of(form))


def _act(request: HttpRequest, row: FollowUp, action: str, form: FollowUpForm) -> None:
    by, data = person(request), form.cleaned_data
    if row.has_text:
        services.save_text(follow_up=row, text=data["text"], seen=data["seen"], by=by)
    if action == "gjort":
        services.do_follow_up(follow_up=row, outcome=data["outcome"], by=by, now=timezone.now())
        messages.success(request, _("«%(task)s» er meldt gjort.") % {"task": row.get_kind_display()})
    else:
        messages.success(request, _("Teksten er lagret."))
