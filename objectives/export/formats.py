"""The formats: what each is called, who it is for, and whether a web process may make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .document import AnnexDocument

# As many as the largest chapter has, and some: more takes longer than a page should.
A_CHAPTER = 500

LaidOut = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file.

    `direct_up_to` is the most læringsmål a web process makes it for; None is any number, 0 none. `as_printed` prints
    what Lovdata prints beside the læringsmål in force.
    """

    key: str
    label: str
    what: str | Promise
    extension: str
    content_type: str
    chunks: Callable[[AnnexDocument, LaidOut | None], Iterable[bytes]]
    direct_up_to: int | None = None
    as_printed: bool = False

    def is_made_in_background(self, document: AnnexDocument) -> bool:
        return self.direct_up_to is not None and document.count > self.direct_up_to

    def make(self, document: AnnexDocument, *, laid_out: LaidOut | None = None) -> bytes:
        """The whole file. `laid_out` is called half-way by those that can tell."""
        return b"".join(self.chunks(document, laid_out))


def _json(document: AnnexDocument, _laid_out: LaidOut | None) -> Iterable[bytes]:
    from . import as_json

    return (as_json.write(document),)


def _csv(document: AnnexDocument, _laid_out: LaidOut | None) -> Iterable[bytes]:
    from . import as_csv

    return as_csv.stream(document)


def _xlsx(document: AnnexDocument, _laid_out: LaidOut | None) -> Iterable[bytes]:
    from . import as_xlsx

    return (as_xlsx.write(document),)


def _docx(document: AnnexDocument, _laid_out: LaidOut | None) -> Iterable[bytes]:
    from . import as_docx

    return (as_docx.write(document),)


def _pdf(document: AnnexDocument, laid_out: LaidOut | None) -> Iterable[bytes]:
    from . import as_pdf

    return (as_pdf.write(document, laid_out=laid_out),)


def _xhtml(document: AnnexDocument, _laid_out: LaidOut | None) -> Iterable[bytes]:
    from . import as_xhtml

    return as_xhtml.stream(document)


def _akoma_ntoso(document: AnnexDocument, _laid_out: LaidOut | None) -> Iterable[bytes]:
    from . import as_akoma_ntoso

    return as_akoma_ntoso.stream(document)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ALL = (
    Format(
        key="pdf",
        label="PDF",
        what=_("til lesing og utskrift, merket for skjermleser"),
        extension="pdf",
        content_type="application/pdf",
        chunks=_pdf,
        direct_up_to=0,
    ),
    Format(
        key="docx",
        label="Word (DOCX)",
        what=_("til redigering, med overskrifter og stiler"),
        extension="docx",
        content_type=f"{_OFFICE}.wordprocessingml.document",
        chunks=_docx,
        direct_up_to=A_CHAPTER,
    ),
    Format(
        key="xlsx",
        label="Excel (XLSX)",
        what=_("en oversikt, og et ark for hver spesialitet"),
        extension="xlsx",
        content_type=f"{_OFFICE}.spreadsheetml.sheet",
        chunks=_xlsx,
        direct_up_to=A_CHAPTER,
    ),
    Format(
        key="csv",
        label="CSV",
        what=_("én rad for hvert læringsmål"),
        extension="csv",
        content_type="text/csv; charset=utf-8",
        chunks=_csv,
    ),
    Format(
        key="json",
        label="JSON",
        what=_("for programmer, med datoer og hjemmel"),
        extension="json",
        content_type="application/json",
        chunks=_json,
    ),
    Format(
        key="xhtml",
        label="XHTML",
        what=_("i Lovdatas form, kan leses inn igjen"),
        extension="xhtml",
        content_type="application/xhtml+xml; charset=utf-8",
        chunks=_xhtml,
        as_printed=True,
    ),
    Format(
        key="akn",
        label="Akoma Ntoso",
        what=_("den internasjonale standarden for lovtekst"),
        extension="akn.xml",
        content_type="application/akn+xml",
        chunks=_akoma_ntoso,
        direct_up_to=A_CHAPTER,
    ),
)
FORMATS = {one.key: one for one in _ALL}
