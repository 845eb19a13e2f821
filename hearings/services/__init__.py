from .disposing import Disposed, dispose, dispose_alike
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
from .publishing import (
    BodyToTell,
    publish_hearing,
    record_no_new_hearing,
    record_omission,
    take_back_no_new_hearing,
)
from .receiving import Withheld, publish_answer, undo_reception, withhold_answer
from .recording import record_hearing, record_round
from .requests import Questions, ask_bodies, ask_more, extend_deadline, nudge, stop_reminding, tell_of_newer_version
from .responses import move_to_newest, save_response, send_response
from .summarising import finish_document, order_documents, publish_summary, recall_summary, save_summary

__all__ = [
    "BodyToTell",
    "Disposed",
    "File",
    "ItemToFreeze",
    "Questions",
    "Said",
    "SavedAnswer",
    "Withheld",
    "WrittenByOther",
    "answer_of_link",
    "ask_bodies",
    "ask_more",
    "begin_answer",
    "change_answer",
    "confirm",
    "dispose",
    "dispose_alike",
    "extend_deadline",
    "fingerprint_of",
    "finish_document",
    "forget_unconfirmed",
    "freeze",
    "hand_in",
    "move_to_newest",
    "nudge",
    "order_documents",
    "publish_answer",
    "publish_hearing",
    "publish_summary",
    "recall_summary",
    "record_hearing",
    "record_no_new_hearing",
    "record_omission",
    "record_round",
    "save_response",
    "save_summary",
    "send_answer",
    "send_response",
    "stop_reminding",
    "take_back_no_new_hearing",
    "tell_of_newer_version",
    "undo_reception",
    "withdraw_answer",
    "withhold_answer",
    "write_answer",
]
