from .cases import Case, CaseNumbers, Status
from .cycles import AnnualCycle
from .decisions import Decision
from .documents import DecisionLetter, ProposalDocument
from .endorsements import Endorsement
from .follow_up import FollowUp
from .handling import CaseNote, ConsequenceAssessment, PrincipleClarification
from .items import ChangeItem, MergedText, Source, Wording
from .language import LanguageConfirmation
from .proposals import Attachment, Proposal
from .recommendation_decisions import RecommendationDecision, key_of
from .recommendations import ActivityChange, ElaborationChange
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
    "DecisionLetter",
    "ElaborationChange",
    "Endorsement",
    "FollowUp",
    "LanguageConfirmation",
    "MergedText",
    "PrincipleClarification",
    "Proposal",
    "ProposalDocument",
    "ProposalVersion",
    "RecommendationDecision",
    "Source",
    "Status",
    "Wording",
    "key_of",
]
