from .freezing import ItemToFreeze, freeze
from .recording import record_hearing, record_round

__all__ = ["ItemToFreeze", "freeze", "record_hearing", "record_round"]
