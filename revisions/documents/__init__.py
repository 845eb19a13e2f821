"""An endringsforslag as a document: its structure and its words, drawn as a PDF by a worker."""

from .proposal import ProposalPrint, build_proposal, proposal_html, proposal_style

__all__ = ["ProposalPrint", "build_proposal", "proposal_html", "proposal_style"]
