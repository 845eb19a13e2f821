"""The formats of an endringsforskrift: what each is called and who it is for. All are written from one `ActDocument`.

The heavy libraries are loaded when a file is made, so that asking which formats there are costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .structure import ActDocument, printable_document

# Counted up by whoever changes what a file holds: it is part of the ETag.
WRITERS_VERSION = 1
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file."""

    key: str
    label: str
    what: str | Promise
    extension: str
    content_type: str
    write: Callable[[ActDocument], bytes]

    def make(self, document: ActDocument) -> bytes:
        """The whole file. An act is in bokmål, whatever language the reader of the page has chosen."""
        with translation.override("nb"):
            return self.write(printable_document(document))


def _docx(document: ActDocument) -> bytes:
    from . import as_docx

    return as_docx.write(document)


def _xlsx(document: ActDocument) -> bytes:
    from . import as_xlsx

    return as_xlsx.write(document)


def _xhtml(document: ActDocument) -> bytes:
    from . import as_xhtml

    return as_xhtml.write(document)


def _akoma_ntoso(document: ActDocument) -> bytes:
    from . import as_akoma_ntoso

    return as_akoma_ntoso.write(document)


def _json(document: ActDocument) -> bytes:
    from . import as_json

    return as_json.write(document)


_ALL = (
    Format(
        key="docx",
        label="Word (DOCX)",
        what=_("manuskriptet til Lovdatas skjema, med overskrifter og stiler"),
        extension="docx",
        content_type=f"{_OFFICE}.wordprocessingml.document",
        write=_docx,
    ),
    Format(
        key="xlsx",
        label="Excel (XLSX)",
        what=_("en oversikt, og et ark for hver spesialitet, som følger brevet"),
        extension="xlsx",
        content_type=f"{_OFFICE}.spreadsheetml.sheet",
        write=_xlsx,
    ),
    Format(
        key="xhtml",
        label="XHTML",
        what=_("i Lovdatas form for Norsk Lovtidend"),
        extension="xhtml",
        content_type="application/xhtml+xml; charset=utf-8",
        write=_xhtml,
    ),
    Format(
        key="akn",
        label="Akoma Ntoso",
        what=_("den internasjonale standarden for lovtekst, med hver endring som data"),
        extension="akn.xml",
        content_type="application/akn+xml",
        write=_akoma_ntoso,
    ),
    Format(
        key="json",
        label="JSON",
        what=_("for programmer, med hver endring som data"),
        extension="json",
        content_type="application/json",
        write=_json,
    ),
)
FORMATS = {one.key: one for one in _ALL}
