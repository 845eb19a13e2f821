"""The document, and the letter that tells of it, as a tagged PDF. Heavy: only in a worker."""

from __future__ import annotations

from collections.abc import Callable

from objectives.printing import pdf
from objectives.printing.fonts import require_fonts

from .html import render_html, style_sheet
from .structure import ActDocument

VARIANTS = {"pdf": pdf.VARIANT, "pdf-a": pdf.ARCHIVE, "brev": pdf.VARIANT}


def render_pdf(document: ActDocument, *, variant: str = pdf.VARIANT) -> bytes:
    """The document as a PDF file: tagged, in bokmål, with title, bookmarks and its own fonts embedded.

    `variant` is PDF/UA-1 or PDF/A-2a. Raises FilesMissing. Fetches nothing: not from the network, not from the disk.
    """
    require_fonts()
    return html_to_pdf(render_html(document), variant=variant)


def html_to_pdf(html: str, *, variant: str = pdf.VARIANT, laid_out: Callable[[], None] | None = None) -> bytes:
    """A page made by `render_html` as PDF. Raises what `objectives.printing.pdf.html_to_pdf` does."""
    return pdf.html_to_pdf(html, style_sheet=style_sheet(), variant=variant, laid_out=laid_out)
