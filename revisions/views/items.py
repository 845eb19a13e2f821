"""The change items of a proposal: adding one, changing it, taking it out (FO-3)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import once
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions.forms.items import ItemForm, initial_of
from revisions.forms.kinds import settle
from revisions.models import ChangeItem, Proposal
from revisions.pages.item_language import language_beside
from revisions.pages.item_writing import begin, read, writing_of
from revisions.pages.shown_items import SHOWN_WITH, ShownItem, headings_for
from revisions.services import items as item_services

from . import looking
from .parts import GET_OR_POST, ask_once_more, back_to, draft_or_404, row_is_gone

# The field a refusal about an item stands at.
AT_THE_FIELD = {
    "unknown-code": "code",
    "already-repealed": "code",
    "no-text": "code",
    "nothing-changed": "new_text",
    "theme-in-another-chapter": "theme",
    "former-chapter": "chapter",
    "another-specialty": "chapter",
    "not-moved": "after",
    "not-merged": "code_2",
    "heading-unchanged": "title",
    "heading-empty": "title",
    "heading-number-used": "number",
    "heading-already-repealed": "theme",
    "heading-repealed": "theme",
    "heading-not-in-force": "theme",
    "heading-not-empty": "theme",
    "unknown-new-heading": "theme",
    "unknown-series": "series",
    "series-closed": "series",
}


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a change item: the kind first, then what that kind asks for."""
    return _item(request, draft_or_404(request, pk), None)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def item_edit(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Change an item that is there."""
    proposal = draft_or_404(request, pk)
    item = proposal.items.select_related("objective", "chapter").filter(pk=item_pk).first()
    if item is None and request.method == "POST":
        return row_is_gone(request, proposal, again="revisions:item_new", anchor="endringspunkter")
    if item is None:
        raise Http404(_("Forslaget har ikke dette endringspunktet."))
    return _item(request, proposal, item)


def _item(request: HttpRequest, proposal: Proposal, item: ChangeItem | None) -> HttpResponse:
    """The form of an item. A post that only looks shows how it reads so far."""
    data = posted(request)
    looks = looking.is_a_look(data)
    values: dict[str, Any] = data.dict() if data is not None else _first_values(request, item)
    looking.carry_out(values, organisation=proposal.sender, by=person(request))
    settle(values)
    today = timezone.localdate()
    writing = writing_of(proposal, values, item=item, on=today)
    form = writing.form(is_bound=data is not None and not looks)
    if form.is_bound and form.is_valid():
        if item is None and once.is_sent_again(request):
            return redirect(back_to(proposal, "endringspunkter"))
        with refusals_on(form, fields=AT_THE_FIELD):
            item_services.save_item(proposal=proposal, item=item, by=person(request), on=today, **form.change())
            messages.success(request, _("Endringspunktet er lagret."))
            return redirect(back_to(proposal, "endringspunkter"))
    begin(writing, form)
    read(writing)
    writing.language = language_beside(writing)
    context = {
        "proposal": proposal,
        "item": item,
        "form": form,
        "writing": writing,
        "theirs": _theirs(form, item),
        "once": once.new_token(),
    }
    response = render(request, "revisions/proposal_item.html", context, status=status_of(form))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _theirs(form: ItemForm, item: ChangeItem | None) -> ShownItem | None:
    """What another has saved in the item meanwhile, to be shown beside what this person wrote."""
    if item is None or not form.is_bound or not form.has_error(NON_FIELD_ERRORS, code="changed-by-another"):
        return None
    saved = ChangeItem.objects.select_related(*SHOWN_WITH).get(pk=item.pk)
    form.has_seen(item_services.saved_at(saved))
    return ShownItem(saved.position, saved, headings_for([saved], on=timezone.localdate()))


def _first_values(request: HttpRequest, item: ChangeItem | None) -> dict[str, Any]:
    """What the form shows at first: the item as it is saved, or the kind and the code the address names."""
    if item is None:
        return {"kind": request.GET.get("type", ""), "code": request.GET.get("kode", "")[:12]}
    seen_at = item_services.saved_at(item)
    return {**initial_of(item), "seen_at": seen_at.isoformat() if seen_at else ""}


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def item_delete(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Take a change item out, after asking once more."""
    proposal = draft_or_404(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(back_to(proposal, "endringspunkter"))
    item = get_object_or_404(proposal.items.select_related("objective", "proposal"), pk=item_pk)
    if request.method == "POST":
        item_services.remove_item(item=item, by=person(request))
        messages.success(request, _("Endringspunktet er slettet."))
        return redirect(back_to(proposal, "endringspunkter"))
    return ask_once_more(
        request,
        proposal,
        question=_("Slett endringspunktet?"),
        what=str(item),
        follows=_("Teksten og kommentaren i punktet blir borte."),
        button=_("Slett endringspunktet"),
        anchor="#endringspunkter",
    )
