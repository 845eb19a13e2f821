from .cases import Case, CaseNumbers, Status
from .decisions import Decision
from .items import ChangeItem
from .proposals import ActivityChange, Attachment, Proposal
from .versions import ProposalVersion

__all__ = [
    "ActivityChange",
    "Attachment",
    "Case",
    "CaseNumbers",
    "ChangeItem",
    "Decision",
    "Proposal",
    "ProposalVersion",
    "Status",
]
