from .disposing import Disposed, dispose, dispose_alike
from .freezing import ItemToFreeze, freeze
from .receiving import Withheld, publish_answer, undo_reception, withhold_answer
from .recording import record_hearing, record_round
from .summarising import finish_document, order_documents, publish_summary, recall_summary, save_summary

__all__ = [
    "Disposed",
    "ItemToFreeze",
    "Withheld",
    "dispose",
    "dispose_alike",
    "finish_document",
    "freeze",
    "order_documents",
    "publish_answer",
    "publish_summary",
    "recall_summary",
    "record_hearing",
    "record_round",
    "save_summary",
    "undo_reception",
    "withhold_answer",
]
