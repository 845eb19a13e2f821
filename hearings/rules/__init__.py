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

__all__ = [
    "HEARING_PERIODS",
    "HearingPeriod",
    "answer_is_whole",
    "comes_late",
    "comments_are_about",
    "comments_fit",
    "hearing_is_long_enough",
    "hearing_period",
    "hearing_periods",
    "link_opens",
    "may_be_changed",
    "medical_association_is_asked",
    "training_centres_are_asked",
    "what_is_wrong_with",
]
