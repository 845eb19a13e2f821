from .corrections import AnnouncementCorrection
from .drafting import (
    AmendmentClause,
    AmendmentRegulation,
    AmendmentRegulationQuerySet,
    DraftTransitionalRule,
)
from .entries import EntryIntoForce
from .rendering import RenderedDocument, RenderedFile
from .review import Approval, DraftVersion, ReviewComment

__all__ = [
    "AmendmentClause",
    "AmendmentRegulation",
    "AmendmentRegulationQuerySet",
    "AnnouncementCorrection",
    "Approval",
    "DraftTransitionalRule",
    "DraftVersion",
    "EntryIntoForce",
    "RenderedDocument",
    "RenderedFile",
    "ReviewComment",
]
