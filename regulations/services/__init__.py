"""Drafting and announcing endringsforskrifter: verbs with keyword-only arguments."""

from .abandoning import abandon
from .amending import Amendment, amend
from .announcing import announce, check_announcement
from .correcting import confirm_correction, propose_correction, reject_correction
from .determining import determine_entry_into_force
from .dispatching import mark_as_sent, prepare_dispatch, recall, tick_checklist
from .documents import request_document, request_letter
from .drafting import (
    add_clause,
    create_regulation,
    edit_heading,
    remove_clause,
    reschedule,
    set_entry_into_force,
)
from .entering import remind_of_entry, tell_entry
from .locking import lock, unlock
from .rebasing import rebase_clause
from .reviewing import answer, approve, comment, settle, withdraw_approval
from .rewording import restore_wording, reword_clause
from .transitional import remove_rule, save_rule, set_repealed_rules

__all__ = [
    "Amendment",
    "abandon",
    "add_clause",
    "amend",
    "announce",
    "answer",
    "approve",
    "check_announcement",
    "comment",
    "confirm_correction",
    "create_regulation",
    "determine_entry_into_force",
    "edit_heading",
    "lock",
    "mark_as_sent",
    "prepare_dispatch",
    "propose_correction",
    "rebase_clause",
    "recall",
    "reject_correction",
    "remind_of_entry",
    "remove_clause",
    "remove_rule",
    "request_document",
    "request_letter",
    "reschedule",
    "restore_wording",
    "reword_clause",
    "save_rule",
    "set_entry_into_force",
    "set_repealed_rules",
    "settle",
    "tell_entry",
    "tick_checklist",
    "unlock",
    "withdraw_approval",
]
