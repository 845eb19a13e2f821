"""An endringsforskrift as a document: its structure, its words, and its renderings.

The preview on the page and the PDF are made from the same structure, so they can't disagree.
"""

from .formats import FORMATS, Format
from .structure import ActDocument, ChapterPart, ClauseText, Instruction, build_document

__all__ = ["FORMATS", "ActDocument", "ChapterPart", "ClauseText", "Format", "Instruction", "build_document"]
