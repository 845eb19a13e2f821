from .cases import Case, CaseNumbers, Status
from .decisions import Decision
from .documents import ProposalDocument
from .endorsements import Endorsement
from .items import ChangeItem
from .proposals import ActivityChange, Attachment, Proposal

__all__ = [
    "ActivityChange",
    "Attachment",
    "Case",
    "CaseNumbers",
    "ChangeItem",
    "Decision",
    "Endorsement",
    "Proposal",
    "ProposalDocument",
    "Status",
]
