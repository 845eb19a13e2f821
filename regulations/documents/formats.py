"""The formats of an endringsforskrift: what each is called and who it is for. All are written from one `ActDocument`.

The heavy libraries are loaded when a file is made, so that asking which formats there are costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .structure import ActDocument

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
            return self.write(document)


def _docx(document: ActDocument) -> bytes:
    from . import as_docx

    return as_docx.write(document)


_ALL = (
    Format(
        key="docx",
        label="Word (DOCX)",
        what=_("manuskriptet til Lovdatas skjema, med overskrifter og stiler"),
        extension="docx",
        content_type=f"{_OFFICE}.wordprocessingml.document",
        write=_docx,
    ),
)
FORMATS = {one.key: one for one in _ALL}
