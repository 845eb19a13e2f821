"""What people write about endringsforskrifter: the shape of it. What the law says of it is for the rules."""

from .amending import AmendForm, AmendTextForm
from .announcing import AnnouncementForm, CorrectionForm, DispatchForm
from .drafting import ClauseForm, HeadingForm, RebaseForm, RegulationForm, ScheduleForm
from .reviewing import ApproveForm, CommentForm, WordingForm
from .transitional import DeterminationForm, RepealedRulesForm, TransitionalRuleForm
from .undoing import ReasonForm

__all__ = [
    "AmendForm",
    "AmendTextForm",
    "AnnouncementForm",
    "ApproveForm",
    "ClauseForm",
    "CommentForm",
    "CorrectionForm",
    "DeterminationForm",
    "DispatchForm",
    "HeadingForm",
    "ReasonForm",
    "RebaseForm",
    "RegulationForm",
    "RepealedRulesForm",
    "ScheduleForm",
    "TransitionalRuleForm",
    "WordingForm",
]
