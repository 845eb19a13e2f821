from .asking import (
    HEARING_PERIODS,
    HearingPeriod,
    hearing_is_long_enough,
    hearing_period,
    medical_association_is_asked,
    training_centres_are_asked,
)
from .comments import (
    every_answer_is_received,
    every_comment_is_disposed,
    fingerprint_of,
    nobody_disposed_meanwhile,
    the_answer_is_not_received,
    the_hearing_has_closed,
    the_summary_is_not_published,
    undisposed,
    what_is_withheld_has_a_reason,
)

__all__ = [
    "HEARING_PERIODS",
    "HearingPeriod",
    "every_answer_is_received",
    "every_comment_is_disposed",
    "fingerprint_of",
    "hearing_is_long_enough",
    "hearing_period",
    "medical_association_is_asked",
    "nobody_disposed_meanwhile",
    "the_answer_is_not_received",
    "the_hearing_has_closed",
    "the_summary_is_not_published",
    "training_centres_are_asked",
    "undisposed",
    "what_is_withheld_has_a_reason",
]
