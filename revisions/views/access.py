"""How a page gets hold of a proposal or a case: what the person may not know of reads as not found.

Every view fetches through here, so that an address alone never tells whether something exists.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from organisations.refusals import NotPermitted
from revisions import permissions
from revisions.models import Case, Proposal


def proposals_for(request: HttpRequest) -> QuerySet[Proposal]:
    """The proposals this person may read, with what every page about one shows."""
    return permissions.proposals_visible_to(request.user).for_list()  # type: ignore[attr-defined, no-any-return]


def proposal_or_404(request: HttpRequest, pk: int) -> Proposal:
    """The proposal, or 404: a draft is unknown to everybody but those who write for its sender."""
    return get_object_or_404(proposals_for(request), pk=pk)


def proposal_to_write_in(request: HttpRequest, pk: int) -> Proposal:
    """The proposal, or 404, or NotPermitted for somebody who may read it but not write in it."""
    return to_write_in(request, proposal_or_404(request, pk))


def to_write_in(request: HttpRequest, proposal: Proposal) -> Proposal:
    """The proposal this person may read; NotPermitted when they may not write in it."""
    if not permissions.may_draft(request.user, proposal):
        raise NotPermitted(
            _("Du kan lese dette forslaget, men ikke skrive i det. Be en innsender i %(sender)s om hjelp.")
            % {"sender": proposal.sender},
            code="may-not-draft",
            authority="SA-1",
        )
    return proposal


def case_or_404(request: HttpRequest, year: int, serial: int) -> Case:
    """The case with this number, or 404: the directorate reads every case, a sender its own."""
    case = (
        permissions.cases_visible_to(request.user)
        .select_related("responsible")
        .filter(number=f"{year:04d}/{serial:05d}")
        .first()
    )
    if case is None:
        raise Http404(_("Ingen sak har dette nummeret."))
    return case


def held(case: Case) -> Case:
    """The case's row, locked until the transaction ends: what a form was compared with is still there when it is saved,
    so that the later of two people is told of the other and never saves over them."""
    return Case.objects.select_for_update(of=("self",)).select_related("responsible").get(pk=case.pk)
