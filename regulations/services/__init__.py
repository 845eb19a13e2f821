"""Drafting and announcing endringsforskrifter: verbs with keyword-only arguments."""

from .announcing import announce
from .documents import request_document
from .drafting import (
    add_clause,
    create_regulation,
    edit_heading,
    remove_clause,
    reschedule,
    set_entry_into_force,
)
from .locking import lock, unlock

__all__ = [
    "add_clause",
    "announce",
    "create_regulation",
    "edit_heading",
    "lock",
    "remove_clause",
    "request_document",
    "reschedule",
    "set_entry_into_force",
    "unlock",
]
