from .corrections import AnnouncementCorrection
from .dispatches import Dispatch, DispatchCheck
from .drafting import (
    AmendmentClause,
    AmendmentRegulation,
    AmendmentRegulationQuerySet,
    DraftTransitionalRule,
)
from .entries import EntryIntoForce
from .rendering import RenderedDocument
from .review import Approval, DraftVersion, ReviewComment

__all__ = [
    "AmendmentClause",
    "AmendmentRegulation",
    "AmendmentRegulationQuerySet",
    "AnnouncementCorrection",
    "Approval",
    "Dispatch",
    "DispatchCheck",
    "DraftTransitionalRule",
    "DraftVersion",
    "EntryIntoForce",
    "RenderedDocument",
    "ReviewComment",
]
