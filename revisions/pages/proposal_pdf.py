"""How far the PDF of a proposal has come, as the page and the fragment that follows it show it."""

from __future__ import annotations

from typing import Any

from organisations.models import User
from revisions.models import Proposal, ProposalDocument
from revisions.services.documents import version_for


def latest_pdf(proposal: Proposal, *, user: User) -> dict[str, Any]:
    """The newest PDF of what this reader of the proposal sees: the draft as it was, or the version that was sent."""
    version = version_for(user, proposal)
    return pdf_fragment(proposal.documents.filter(version=version).defer("content").first(), proposal)


def pdf_fragment(pdf: ProposalDocument | None, proposal: Proposal) -> dict[str, Any]:
    """What templates/revisions/_proposal_pdf.html shows. `seen` tells the page's next question what it has already."""
    is_old = pdf is not None and pdf.version is None and pdf.requested_at < proposal.saved_at
    return {
        "pdf": pdf,
        "proposal": proposal,
        "seen": f"{pdf.state}-{pdf.percent}" if pdf else "",
        "is_old": is_old,
        "may_ask": pdf is None or (not pdf.is_under_way and (is_old or pdf.state == ProposalDocument.State.FAILED)),
    }
