from .corrections import AnnouncementCorrection
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
    "AnnouncementCorrection",
    "DraftTransitionalRule",
    "EntryIntoForce",
    "RenderedDocument",
    "RenderedFile",
]
