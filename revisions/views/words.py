"""The word list of the language control: what was said to be right, for the directorate to approve or take out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives import permissions
from objectives.models import ListedWord
from objectives.services import words as services
from organisations import permissions as people
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions.forms.language import WordForm

MOST = 500
"""No more of each part is shown; the search narrows it."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def word_list(request: HttpRequest) -> HttpResponse:
    """The list; a post adds a word, approves one (`godkjenn`) or takes one out (`ta-ut`)."""
    user = person(request)
    if not people.is_directorate(user):
        raise NotPermitted(
            _("Ordlisten holdes av Helsedirektoratet. Meld et ord der det er markert i teksten."),
            code="not-directorate",
        )
    form = WordForm(posted(request) if "word" in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        with refusals_on(form, fields={"not-one-word": "word"}):
            messages.success(request, _act(request, form))
            return redirect("revisions:word_list")
    sought = "".join(letter for letter in request.GET.get("q", "") if letter.isprintable()).strip().casefold()[:60]
    rows = ListedWord.objects.filter(form__contains=sought).select_related("organisation", "listed_by", "approved_by")
    context = {
        "form": form,
        "sought": sought,
        "waiting": rows.waiting().order_by("listed_at", "pk")[:MOST],
        "approved": rows.approved()[:MOST],
        "may_keep": permissions.may_approve_words(user),
    }
    return render(request, "revisions/word_list.html", context, status=status_of(form))


def _act(request: HttpRequest, form: WordForm) -> str:
    """Do what the button says, and tell what was done."""
    user = person(request)
    if form.is_bound:
        own = next(held.organisation for held in people.roles_of(user) if held.organisation.is_directorate)
        row = services.list_word(word=form.cleaned_data["word"], organisation=own, by=user)
        return _("«%(word)s» er lagt i ordlisten.") % {"word": row}
    if pk := request.POST.get("godkjenn"):
        row = services.approve_word(word=_listed(pk), by=user)
        return _("«%(word)s» er godkjent for alle.") % {"word": row}
    row = _listed(request.POST.get("ta-ut", ""))
    services.remove_word(word=row, by=user)
    return _("«%(word)s» er tatt ut av ordlisten.") % {"word": row}


def _listed(pk: str) -> ListedWord:
    return get_object_or_404(ListedWord, pk=int(pk) if pk.isdecimal() and len(pk) < 18 else 0)
