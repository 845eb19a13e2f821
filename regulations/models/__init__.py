from .drafts import (
    AmendmentClause,
    AmendmentRegulation,
    DraftTransitionalRule,
    RenderedDocument,
    RenderedFile,
)
from .entries import EntryIntoForce

__all__ = [
    "AmendmentClause",
    "AmendmentRegulation",
    "DraftTransitionalRule",
    "EntryIntoForce",
    "RenderedDocument",
    "RenderedFile",
]
