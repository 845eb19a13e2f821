"""Changes outside any act: utdypende tekster and læringsaktiviteter, which follow no årshjul (TE-1, LA-2).

They apply from the moment they are made and every version is kept in record time; vedlegg 2 has no part in them.
"""

from .applying import apply_continuously, check_continuously, load_continuous
from .planning import Continuous, apply_continuously_to
from .types import (
    ActivityFacts,
    AddActivity,
    ChangeActivity,
    ContinuousOperation,
    RemoveActivity,
    RemoveElaboration,
    SetElaboration,
)

__all__ = [
    "ActivityFacts",
    "AddActivity",
    "ChangeActivity",
    "Continuous",
    "ContinuousOperation",
    "RemoveActivity",
    "RemoveElaboration",
    "SetElaboration",
    "apply_continuously",
    "apply_continuously_to",
    "check_continuously",
    "load_continuous",
]
