"""A page of legal text as a tagged PDF, with the project's own fonts: the engine of every PDF here.

Heavy, and fatal to the process when a font is missing: only in a worker or a command, never in a web process.
"""

from __future__ import annotations

import gc
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from organisations.refusals import Refusal

# The only files a document may fetch, by the address the style sheets use: «font:serif».
FONTS = {
    "font:serif": "fonts/source-serif-4-latin-wght-normal.woff2",
    "font:serif-italic": "fonts/source-serif-4-latin-wght-italic.woff2",
    "font:sans": "fonts/inter-latin-wght-normal.woff2",
}
VARIANT = "pdf/ua-1"
# What the catalogue of a tagged PDF names: its structure, that it is one, its language and its bookmarks.
_MARKS = (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"/Outlines")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)


class FontsMissing(Refusal):
    """The front-end files are not fetched; without a font the PDF engine brings the whole process down."""


class ForbiddenAddressError(Exception):
    """The document refers to something that is not the project's own."""


class NotAnAccessiblePdfError(Exception):
    """What was made lacks what a tagged PDF must have."""


def html_to_pdf(html: str, *, style_sheet: str, laid_out: Callable[[], None] | None = None) -> bytes:
    """The page as a PDF/UA-1 file: tagged, with title, bookmarks and its own fonts embedded.

    `laid_out` is called when the pages are laid out and the file is about to be written, a bit over half-way. Fetches
    nothing: not from the network, not from the disk. Raises FontsMissing, and ForbiddenAddressError when the page
    refers to anything but our fonts.
    """
    require_fonts()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fetcher = _own_fonts_only()
    fonts = FontConfiguration()
    with _garbage_collection_paused(), _as_ordinary_exception(FatalURLFetchingError):
        style = CSS(string=style_sheet, url_fetcher=fetcher, font_config=fonts)
        page = HTML(string=html, url_fetcher=fetcher)
        pages = page.render(font_config=fonts, stylesheets=[style], pdf_variant=VARIANT)
        if laid_out:
            laid_out()
        content: bytes = pages.write_pdf(pdf_variant=VARIANT)
    return content


def check_pdf(content: bytes) -> None:
    """That the file is whole and tagged. Raises NotAnAccessiblePdfError naming what it lacks."""
    if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF"):
        raise NotAnAccessiblePdfError("The file is not a whole PDF.")
    packed = b"".join(zlib.decompressobj().decompress(stream) for stream in _OBJECT_STREAM.findall(content))
    lacking = [mark.decode() for mark in _MARKS if mark not in content and mark not in packed]
    if lacking:
        raise NotAnAccessiblePdfError(f"The PDF lacks {', '.join(lacking)}.")


@cache
def font(address: str) -> bytes:
    """The font at one of the addresses in `FONTS`. Raises KeyError for any other, FontsMissing without the file."""
    return static_file(FONTS[address]).read_bytes()


def require_fonts() -> None:
    """Raises FontsMissing, with what to do about it, unless every font is there."""
    for address in FONTS:
        font(address)


def static_file(name: str) -> Path:
    """A static file a PDF is made with, by its name under /static/. Raises FontsMissing when it isn't there."""
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


def _own_fonts_only() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFontsOnly(URLFetcher):
        """Answers for the project's fonts and stops at anything else, so that no text can make the server fetch."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in FONTS:
                raise FatalURLFetchingError(f"Dokumentet viser til {url}, som ikke skal hentes.")
            return URLFetcherResponse(url, BytesIO(font(url)), headers={"Content-Type": "font/woff2"})

    return OwnFontsOnly()


@contextmanager
def _as_ordinary_exception(fatal: type[BaseException]) -> Iterator[None]:
    """WeasyPrint's is a BaseException, which would end the worker instead of the attempt."""
    try:
        yield
    except fatal as error:
        raise ForbiddenAddressError(str(error)) from error


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """The collector is a third of the time of a long document and finds nothing while it is made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
