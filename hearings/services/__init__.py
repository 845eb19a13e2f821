from .freezing import ItemToFreeze, freeze
from .hearing_answers import (
    File,
    Said,
    answer_of_link,
    begin_answer,
    change_answer,
    confirm,
    forget_unconfirmed,
    hand_in,
    send_answer,
    withdraw_answer,
)
from .hearing_drafts import SavedAnswer, WrittenByOther, fingerprint_of, write_answer
from .publishing import BodyToTell, publish_hearing, record_omission
from .recording import record_hearing, record_round

__all__ = [
    "BodyToTell",
    "File",
    "ItemToFreeze",
    "Said",
    "SavedAnswer",
    "WrittenByOther",
    "answer_of_link",
    "begin_answer",
    "change_answer",
    "confirm",
    "fingerprint_of",
    "forget_unconfirmed",
    "freeze",
    "hand_in",
    "publish_hearing",
    "record_hearing",
    "record_omission",
    "record_round",
    "send_answer",
    "withdraw_answer",
    "write_answer",
]
