"""Disposing of comments: the list, one at a time, and like ones together (HØ-4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from hearings import permissions, rules, services
from hearings.forms.dispositions import DispositionForm, GroupForm
from hearings.models import Hearing, HearingComment, Position
from hearings.pages.asked import CommentRow
from hearings.pages.dispositions import Filters, disposition_page, history_of, next_url
from hearings.services import Disposed
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in

from .fetching import comment_or_404, hearing_to_handle


@signed_in
@answers_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The comments of one change item; what is posted is the disposition of a group."""
    hearing = hearing_to_handle(request, pk)
    filters = Filters.from_query(request.GET)
    page = disposition_page(hearing, filters, user=person(request), on=timezone.localdate())
    if request.method == "POST":
        ticked = HearingComment.objects.in_hearing(hearing).filter(pk__in=_numbers(request.POST.getlist("comments")))
        page.form = GroupForm(request.POST, choices=[(one, "") for one in ticked.values_list("pk", flat=True)])
        if page.form.is_valid():
            with refusals_on(page.form):
                return _save_group(request, hearing, page.form, slug=page.filters.slug)
    context = {"page": page, "hearing": hearing, "form": page.form, "positions": Position.choices}
    status = status_of(page.form) if page.form else 200
    return render(request, "hearings/comments.html", context, status=status)


@signed_in
@answers_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """One comment with what is made of it, and what was made of it before."""
    hearing = hearing_to_handle(request, pk)
    row = comment_or_404(hearing, comment_pk)
    standing = getattr(row, "disposition", None)
    seen = {"seen": rules.fingerprint_of(standing)}
    initial = {"outcome": standing.outcome, "reason": standing.reason} if standing else {}
    form = DispositionForm(posted(request), initial={**initial, **seen})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            data = form.cleaned_data
            services.dispose(comment=row, by=person(request), now=timezone.now(), **data)
            messages.success(
                request, _("Vurderingen av merknaden fra %(sender)s er lagret.") % {"sender": row.answer.sender}
            )
            return redirect(next_url(hearing, slug=_slug(row)))
        if getattr(form, "is_in_wrong_state", False):
            # The person has now read what the other wrote: the next save replaces it, when they want it to.
            fresh = comment_or_404(hearing, comment_pk)
            form.data = {**request.POST.dict(), "seen": rules.fingerprint_of(getattr(fresh, "disposition", None))}
    context = {
        "hearing": hearing,
        "row": CommentRow(row, row.text),
        "item": row.item,
        "form": form,
        "history": history_of(standing),
        "may_dispose": permissions.may_dispose(request.user) and hearing.summary_published_at is None,
        "list_slug": _slug(row),
    }
    return render(request, "hearings/comment.html", context, status=status_of(form))


@signed_in
@require_GET
def comment_next(request: HttpRequest, pk: int) -> HttpResponse:
    """To the next change item with something left, from the one in the address."""
    hearing = hearing_to_handle(request, pk)
    return redirect(next_url(hearing, slug=request.GET.get("punkt", "")[:60]))


def _save_group(request: HttpRequest, hearing: Hearing, form: GroupForm, *, slug: str) -> HttpResponse:
    data = form.cleaned_data
    done = services.dispose_alike(
        hearing=hearing,
        comments=data["comments"],
        outcome=data["outcome"],
        reason=data["reason"],
        by=person(request),
        now=timezone.now(),
    )
    _tell(request, done)
    return redirect(next_url(hearing, slug=slug))


def _tell(request: HttpRequest, done: Disposed) -> None:
    if done.saved:
        text = ngettext("%(count)s merknad er vurdert.", "%(count)s merknader er vurdert.", done.saved)
        messages.success(request, text % {"count": done.saved})
    for standing in done.taken[:5]:
        messages.warning(
            request,
            _("%(name)s vurderte merknaden fra %(sender)s imens: «%(outcome)s». Den er ikke endret.")
            % {
                "name": standing.made_by,
                "sender": standing.comment.answer.sender,
                "outcome": standing.get_outcome_display(),
            },
        )
    if len(done.taken) > 5:
        messages.warning(
            request, _("%(count)s til var vurdert av andre, og er ikke endret.") % {"count": len(done.taken) - 5}
        )


def _slug(row: HearingComment) -> str:
    return row.item.key if row.item else "generelt"


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values[:2_000] if value.isascii() and value.isdigit() and len(value) < 15]
