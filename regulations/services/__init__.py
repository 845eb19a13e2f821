"""Drafting and announcing endringsforskrifter: verbs with keyword-only arguments."""

from .abandoning import abandon
from .amending import Amendment, amend
from .announcing import announce
from .determining import determine_entry_into_force
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
from .reviewing import answer, approve, comment, settle, withdraw_approval
from .transitional import remove_rule, save_rule, set_repealed_rules

__all__ = [
    "Amendment",
    "abandon",
    "add_clause",
    "amend",
    "announce",
    "answer",
    "approve",
    "comment",
    "create_regulation",
    "determine_entry_into_force",
    "edit_heading",
    "lock",
    "rebase_clause",
    "remove_clause",
    "remove_rule",
    "request_document",
    "reschedule",
    "save_rule",
    "set_entry_into_force",
    "set_repealed_rules",
    "settle",
    "unlock",
    "withdraw_approval",
]
