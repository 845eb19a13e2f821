from .cases import Case, CaseNumbers, Status
from .decisions import Decision
from .items import ChangeItem, MergedText, Source, Wording
from .proposals import Attachment, Proposal
from .recommendations import ActivityChange, ElaborationChange

__all__ = [
    "ActivityChange",
    "Attachment",
    "Case",
    "CaseNumbers",
    "ChangeItem",
    "Decision",
    "ElaborationChange",
    "MergedText",
    "Proposal",
    "Source",
    "Status",
    "Wording",
]
