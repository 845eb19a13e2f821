from .asking import Asking, deadline_is_not_before_opening
from .documents import SummaryDocument
from .hearings import Disposition, Hearing, HearingAnswer, HearingAttachment, HearingBody, HearingComment
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
