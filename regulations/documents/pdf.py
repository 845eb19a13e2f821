"""The document as a tagged PDF. Heavy: only in a worker."""

from __future__ import annotations

from objectives.printing import pdf
from objectives.printing.fonts import require_fonts

from .html import render_html, style_sheet
from .structure import ActDocument


def render_pdf(document: ActDocument) -> bytes:
    """The document as a PDF/UA-1 file: tagged, in bokmål, with title, bookmarks and its own fonts embedded.

    Raises FilesMissing. Fetches nothing: not from the network, not from the disk.
    """
    require_fonts()
    return html_to_pdf(render_html(document))


def html_to_pdf(html: str) -> bytes:
    """A page made by `render_html` as PDF. Raises what `objectives.printing.pdf.html_to_pdf` does."""
    return pdf.html_to_pdf(html, style_sheet=style_sheet())
