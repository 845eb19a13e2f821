"""What the pages show, built in one place: views fetch and answer, templates only draw."""

from .acts import act_page, acts_page, announced_pdf
from .amending import Amendable, amend_page, amendable_texts
from .announcement import confirm_announcement_page
from .documents import chosen_institutions, document_fragment, files_page, slot_of
from .entries import entries_page, entry_page
from .lists import clause_page, heading_page, rebase_page, regulations_page
from .workspace import printed_page, regulation_page

__all__ = [
    "Amendable",
    "act_page",
    "acts_page",
    "amend_page",
    "amendable_texts",
    "announced_pdf",
    "chosen_institutions",
    "clause_page",
    "confirm_announcement_page",
    "document_fragment",
    "entries_page",
    "entry_page",
    "files_page",
    "heading_page",
    "printed_page",
    "rebase_page",
    "regulation_page",
    "regulations_page",
    "slot_of",
]
