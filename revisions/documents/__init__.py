"""An endringsforslag as a document: its structure and its words, drawn as a PDF by a worker."""

from .letter import LetterPrint, build_letter, letter_html, letter_style
from .proposal import ProposalPrint, build_proposal, proposal_html, proposal_style

__all__ = [
    "LetterPrint",
    "ProposalPrint",
    "build_letter",
    "build_proposal",
    "letter_html",
    "letter_style",
    "proposal_html",
    "proposal_style",
]
