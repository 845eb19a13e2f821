"""Changes of the annex as typed values. Prose, redline, documents and the register are all made from them."""

from .applying import Outcome, Scheduled, apply, check, problems
from .types import AddObjective, CorrectText, Operation, RepealObjective, ReplaceObjective, from_data, to_data

__all__ = [
    "AddObjective",
    "CorrectText",
    "Operation",
    "Outcome",
    "RepealObjective",
    "ReplaceObjective",
    "Scheduled",
    "apply",
    "check",
    "from_data",
    "problems",
    "to_data",
]
