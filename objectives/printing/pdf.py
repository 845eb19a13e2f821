"""A page of legal text as a tagged PDF.

Heavy, and fatal to the process when a font is missing: only in a worker or a command, never in a web process.
"""

from __future__ import annotations

import gc
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from organisations.refusals import Refusal

from .fonts import FONTS, font, require_fonts

VARIANT = "pdf/ua-1"  # for reading: tagged, told to be accessible
ARCHIVE = "pdf/a-2a"  # for keeping: tagged too, with its colours described
# What the catalogue of a tagged PDF names: its structure, that it is one, its language and its bookmarks.
_MARKS = (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"/Outlines")
_PAGES_BETWEEN_WORDS = 10
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)


class ForbiddenAddressError(Exception):
    """The document refers to something that is not the project's own."""


class CharactersMissing(Refusal):
    """No font on the machine has a character of the text: it would have been printed as an empty box."""


class EngineMissing(Refusal):
    """Pango, which the PDF engine draws text with, is not on the machine."""


class NotAnAccessiblePdfError(Exception):
    """What was made lacks what a tagged PDF must have."""


def html_to_pdf(
    html: str, *, style_sheet: str, laid_out: Callable[[], None] | None = None, variant: str = VARIANT
) -> bytes:
    """The page as a PDF/UA-1 file, or another tagged `variant`: with title, bookmarks and its own fonts embedded.

    `laid_out` is called when the pages are laid out and the file is about to be written, a bit over half-way. Fetches
    nothing: not from the network, not from the disk. Raises FilesMissing; EngineMissing; ForbiddenAddressError when
    the page refers to anything but our fonts; and CharactersMissing when a character could not be printed.
    """
    require_fonts()
    require_engine()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fetcher = own_fonts_only()
    fonts = FontConfiguration()
    with _garbage_collection_paused(), _as_ordinary_exception(FatalURLFetchingError), _every_character_printed():
        style = CSS(string=style_sheet, url_fetcher=fetcher, font_config=fonts)
        page = HTML(string=html, url_fetcher=fetcher)
        pages = page.render(font_config=fonts, stylesheets=[style], pdf_variant=variant)
        if laid_out:
            laid_out()
        content: bytes = pages.write_pdf(pdf_variant=variant)
    return content


def require_engine() -> None:
    """Raises EngineMissing, with what to do about it, when the libraries that draw text are not on the machine."""
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        raise EngineMissing(
            _(
                "PDF-en kan ikke lages fordi tekstbiblioteket Pango mangler på serveren. "
                "Be forvalteren installere det eller bygge avbildningen på nytt."
            ),
            code="engine-missing",
        ) from error


def check_pdf(content: bytes) -> None:
    """That the file is whole and tagged. Raises NotAnAccessiblePdfError naming what it lacks."""
    if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF"):
        raise NotAnAccessiblePdfError("The file is not a whole PDF.")
    packed = b"".join(zlib.decompressobj().decompress(stream) for stream in _OBJECT_STREAM.findall(content))
    lacking = [mark.decode() for mark in _MARKS if mark not in content and mark not in packed]
    if lacking:
        raise NotAnAccessiblePdfError(f"The PDF lacks {', '.join(lacking)}.")


def own_fonts_only() -> Any:
    """The only way a document reaches outside itself."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFontsOnly(URLFetcher):
        """Answers for the project's fonts and stops at anything else, so that no text can make the server fetch."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in FONTS:
                raise FatalURLFetchingError(f"Dokumentet viser til {url}, som ikke skal hentes.")
            return URLFetcherResponse(url, BytesIO(font(url)), headers={"Content-Type": "font/ttf"})

    return OwnFontsOnly()


@contextmanager
def pages_told(tell: Callable[[int], None]) -> Iterator[None]:
    """While a document is made, `tell` the number of every tenth page as it is laid out, each once.

    Most of the time of a long document goes to that, and the engine lays some pages out again.
    """
    log, pages = logging.getLogger("weasyprint.progress"), _LaidOutPages(tell)
    level, propagates = log.level, log.propagate
    log.addHandler(pages)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(pages)
        log.setLevel(level)
        log.propagate = propagates


class _LaidOutPages(logging.Handler):
    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.tell = tell
        self.furthest = 0

    def emit(self, record: logging.LogRecord) -> None:
        if "Creating layout" not in str(record.msg) or not isinstance(record.args, tuple):
            return
        page = int(str(record.args[0]))
        if page > self.furthest and page % _PAGES_BETWEEN_WORDS == 0:
            self.tell(page)
        self.furthest = max(self.furthest, page)


@contextmanager
def _as_ordinary_exception(fatal: type[BaseException]) -> Iterator[None]:
    """WeasyPrint's is a BaseException, which would end the worker instead of the attempt."""
    try:
        yield
    except fatal as error:
        raise ForbiddenAddressError(str(error)) from error


@contextmanager
def _every_character_printed() -> Iterator[None]:
    """The engine only logs that a character has no glyph, and prints a box: in a law that is another text."""
    log, missing = logging.getLogger("weasyprint"), _MissingCharacters()
    log.addHandler(missing)
    try:
        yield
    finally:
        log.removeHandler(missing)
    if missing.characters:
        raise CharactersMissing(
            _(
                "PDF-en kan ikke lages: skriften mangler tegnet %(characters)s. Skriv det med ord, eller be "
                "forvalteren installere en skrift som har det."
            )
            % {"characters": ", ".join(f"«{character}»" for character in sorted(missing.characters))},
            code="characters-missing",
        )


class _MissingCharacters(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
            self.characters.add(str(record.args[0]))


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
