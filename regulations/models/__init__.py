from .drafts import (
    AmendmentClause,
    AmendmentRegulation,
    DraftTransitionalRule,
    RenderedDocument,
    RenderedFile,
)

__all__ = [
    "AmendmentClause",
    "AmendmentRegulation",
    "DraftTransitionalRule",
    "RenderedDocument",
    "RenderedFile",
]
