from .cases import Case, CaseNumbers, Status
from .cycles import AnnualCycle
from .decisions import Decision
from .handling import CaseNote, ConsequenceAssessment, PrincipleClarification
from .items import ChangeItem
from .proposals import ActivityChange, Attachment, Proposal
from .versions import ProposalVersion

__all__ = [
    "ActivityChange",
    "AnnualCycle",
    "Attachment",
    "Case",
    "CaseNote",
    "CaseNumbers",
    "ChangeItem",
    "ConsequenceAssessment",
    "Decision",
    "PrincipleClarification",
    "Proposal",
    "ProposalVersion",
    "Status",
]
