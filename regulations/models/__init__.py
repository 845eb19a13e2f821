from .drafting import (
    AmendmentClause,
    AmendmentRegulation,
    AmendmentRegulationQuerySet,
    DraftTransitionalRule,
)
from .entries import EntryIntoForce
from .rendering import RenderedDocument, RenderedFile

__all__ = [
    "AmendmentClause",
    "AmendmentRegulation",
    "AmendmentRegulationQuerySet",
    "DraftTransitionalRule",
    "EntryIntoForce",
    "RenderedDocument",
    "RenderedFile",
]
