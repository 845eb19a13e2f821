"""How far the PDF of a proposal has come, as the page and the fragment that follows it show it."""

from __future__ import annotations

from typing import Any

from revisions.models import Proposal, ProposalDocument


def latest_pdf(proposal: Proposal) -> dict[str, Any]:
    """The newest PDF of what a reader of the proposal sees: the draft as it was, or the version that was sent."""
    version = None if proposal.is_editable else proposal.version
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
