from .asking import (
    HEARING_PERIODS,
    HearingPeriod,
    hearing_is_long_enough,
    hearing_period,
    medical_association_is_asked,
    training_centres_are_asked,
)

__all__ = [
    "HEARING_PERIODS",
    "HearingPeriod",
    "hearing_is_long_enough",
    "hearing_period",
    "medical_association_is_asked",
    "training_centres_are_asked",
]
