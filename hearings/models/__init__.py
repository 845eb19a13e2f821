from .asking import NORWAY, Asking, deadline_is_not_before_opening
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
    "PersonalLink",
    "Position",
    "RequestQuestion",
    "ResponseAnswer",
    "ResponsePosition",
    "RoundRequest",
    "RoundResponse",
    "deadline_is_not_before_opening",
]
