from .journal import Telling, record, record_all
from .messages import write_message

__all__ = ["Telling", "record", "record_all", "write_message"]
