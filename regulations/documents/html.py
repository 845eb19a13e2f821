"""The document as HTML for the PDF: one template and one style sheet."""

from __future__ import annotations

from django.template.loader import render_to_string

from objectives.printing.fonts import found

from .structure import ActDocument

HEADINGS = {"h_title": "h1", "h_part": "h2", "h_chapter": "h3"}
STYLE_SHEET = "regulations/act.css"


def render_html(document: ActDocument) -> str:
    """The document as one HTML page, in bokmål, with what the PDF's metadata is read from."""
    return render_to_string("regulations/act.html", {"document": document, **HEADINGS})


def style_sheet() -> str:
    """The style sheet of the printed act. Raises FilesMissing."""
    return found(STYLE_SHEET).read_text(encoding="utf-8")
