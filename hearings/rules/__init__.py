from .asking import medical_association_is_asked, training_centres_are_asked
from .hearing_answers import (
    answer_is_whole,
    comes_late,
    comments_are_about,
    comments_fit,
    link_opens,
    may_be_changed,
    what_is_wrong_with,
)
from .periods import HEARING_PERIODS, HearingPeriod, hearing_is_long_enough, hearing_period, hearing_periods
from .questions import QUESTIONS, standard_topics
from .rounds import (
    Unanswered,
    answer_field,
    everything_is_answered,
    extension_is_given,
    inner_deadline_is_possible,
    is_late,
    is_not_sent,
    next_reminder,
    position_field,
    unanswered,
)

__all__ = [
    "HEARING_PERIODS",
    "QUESTIONS",
    "HearingPeriod",
    "Unanswered",
    "answer_field",
    "answer_is_whole",
    "comes_late",
    "comments_are_about",
    "comments_fit",
    "everything_is_answered",
    "extension_is_given",
    "hearing_is_long_enough",
    "hearing_period",
    "hearing_periods",
    "inner_deadline_is_possible",
    "is_late",
    "is_not_sent",
    "link_opens",
    "may_be_changed",
    "medical_association_is_asked",
    "next_reminder",
    "position_field",
    "standard_topics",
    "training_centres_are_asked",
    "unanswered",
    "what_is_wrong_with",
]
