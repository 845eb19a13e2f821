from .cases import Case, CaseNumbers, Status
from .decisions import Decision
from .documents import ProposalDocument
from .endorsements import Endorsement
from .items import ChangeItem, MergedText, Source, Wording
from .language import LanguageConfirmation
from .proposals import Attachment, Proposal
from .recommendations import ActivityChange, ElaborationChange
from .versions import ProposalVersion

__all__ = [
    "ActivityChange",
    "Attachment",
    "Case",
    "CaseNumbers",
    "ChangeItem",
    "Decision",
    "ElaborationChange",
    "Endorsement",
    "LanguageConfirmation",
    "MergedText",
    "Proposal",
    "ProposalDocument",
    "ProposalVersion",
    "Source",
    "Status",
    "Wording",
]
