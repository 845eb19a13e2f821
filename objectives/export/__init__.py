"""Vedlegg 2, or a choice of it, on a day, as a file: one structure (`AnnexDocument`), one module for each format."""

from .document import AnnexDocument, build_document
from .formats import FORMATS, Format
from .selection import WHOLE_ANNEX, Kind, Selection, of_chapter, of_codes, of_part, of_specialty

__all__ = [
    "FORMATS",
    "WHOLE_ANNEX",
    "AnnexDocument",
    "Format",
    "Kind",
    "Selection",
    "build_document",
    "of_chapter",
    "of_codes",
    "of_part",
    "of_specialty",
]
