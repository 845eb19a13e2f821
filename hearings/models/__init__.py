from .asking import NORWAY, Asking, deadline_is_not_before_opening
from .changes import NoNewHearing
from .documents import SummaryDocument
from .hearings import (
    Disposition,
    Hearing,
    HearingAnswer,
    HearingAttachment,
    HearingBody,
    HearingComment,
    HearingOmission,
)
from .rounds import (
    Answering,
    ConsultationRound,
    CouncilAnswer,
    CouncilAssessment,
    CouncilPosition,
    DeadlineExtension,
    PersonalLink,
    RequestQuestion,
    ResponseAnswer,
    ResponsePosition,
    RoundRequest,
    RoundResponse,
)
from .versions import AskedItem, AskedVersion, Position

__all__ = [
    "NORWAY",
    "Answering",
    "AskedItem",
    "AskedVersion",
    "Asking",
    "ConsultationRound",
    "CouncilAnswer",
    "CouncilAssessment",
    "CouncilPosition",
    "DeadlineExtension",
    "Disposition",
    "Hearing",
    "HearingAnswer",
    "HearingAttachment",
    "HearingBody",
    "HearingComment",
    "HearingOmission",
    "NoNewHearing",
    "PersonalLink",
    "Position",
    "RequestQuestion",
    "ResponseAnswer",
    "ResponsePosition",
    "RoundRequest",
    "RoundResponse",
    "SummaryDocument",
    "deadline_is_not_before_opening",
]
