from .drafting import (
    AmendmentClause,
    AmendmentRegulation,
    AmendmentRegulationQuerySet,
    DraftTransitionalRule,
)
from .rendering import RenderedDocument, RenderedFile
from .review import Approval, DraftVersion, ReviewComment

__all__ = [
    "AmendmentClause",
    "AmendmentRegulation",
    "AmendmentRegulationQuerySet",
    "Approval",
    "DraftTransitionalRule",
    "DraftVersion",
    "RenderedDocument",
    "RenderedFile",
    "ReviewComment",
]
