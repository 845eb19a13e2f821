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
from .requests import Questions, ask_bodies, extend_deadline, nudge, tell_of_newer_version
from .responses import move_to_newest, save_response, send_response

__all__ = [
    "BodyToTell",
    "File",
    "ItemToFreeze",
    "Questions",
    "Said",
    "SavedAnswer",
    "WrittenByOther",
    "answer_of_link",
    "ask_bodies",
    "begin_answer",
    "change_answer",
    "confirm",
    "extend_deadline",
    "fingerprint_of",
    "forget_unconfirmed",
    "freeze",
    "hand_in",
    "move_to_newest",
    "nudge",
    "publish_hearing",
    "record_hearing",
    "record_omission",
    "record_round",
    "save_response",
    "send_answer",
    "send_response",
    "tell_of_newer_version",
    "withdraw_answer",
    "write_answer",
]
