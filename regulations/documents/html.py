"""The document as HTML for the PDF: one template, one style sheet and the project's own fonts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from organisations.refusals import Refusal

from .structure import ActDocument

# The only files a document may fetch, by the address the style sheet uses: «font:serif».
FONTS = {
    "font:serif": "fonts/source-serif-4-latin-wght-normal.woff2",
    "font:serif-italic": "fonts/source-serif-4-latin-wght-italic.woff2",
    "font:sans": "fonts/inter-latin-wght-normal.woff2",
}
HEADINGS = {"h_title": "h1", "h_part": "h2", "h_chapter": "h3"}
STYLE_SHEET = "regulations/act.css"


class FontsMissing(Refusal):
    """The front-end files are not fetched; without a font the PDF engine brings the whole process down."""


def render_html(document: ActDocument) -> str:
    """The document as one HTML page, in bokmål, with what the PDF's metadata is read from."""
    return render_to_string("regulations/act.html", {"document": document, **HEADINGS})


def style_sheet() -> str:
    """The style sheet of the printed act."""
    return _found(STYLE_SHEET).read_text(encoding="utf-8")


@cache
def font(address: str) -> bytes:
    """The font at one of the addresses in `FONTS`. Raises KeyError for any other, FontsMissing without the file."""
    return _found(FONTS[address]).read_bytes()


def require_fonts() -> None:
    """Raises FontsMissing, with what to do about it, unless every font is there."""
    for address in FONTS:
        font(address)


def _found(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FontsMissing(
            _(
                "PDF-en kan ikke lages fordi filen %(name)s mangler på serveren. "
                "Be forvalteren hente filene med «python3 run.py» eller bygge avbildningen på nytt."
            )
            % {"name": name},
            code="fonts-missing",
        )
    return Path(found)
