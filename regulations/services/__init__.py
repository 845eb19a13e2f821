"""Drafting and announcing endringsforskrifter: verbs with keyword-only arguments."""

from .amending import Amendment, amend
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
from .rebasing import rebase_clause

__all__ = [
    "Amendment",
    "add_clause",
    "amend",
    "announce",
    "create_regulation",
    "edit_heading",
    "lock",
    "rebase_clause",
    "remove_clause",
    "request_document",
    "reschedule",
    "set_entry_into_force",
    "unlock",
]
