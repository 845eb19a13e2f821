"""The files of an endringsforskrift: those that are made at once, and how far a PDF has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from organisations.models import Organisation, User
from regulations import permissions
from regulations.dispatching import act_document, current_dispatch
from regulations.documents import FORMATS, ActDocument, Format
from regulations.documents.as_json import fingerprint
from regulations.models import AmendmentRegulation, RenderedDocument
from regulations.services.documents import always_told, private_institutions

Form = RenderedDocument.Form
# The size of a file is told before it is fetched when that takes no longer than a page should.
FEW_CLAUSES = 60


@dataclass(frozen=True)
class DirectFile:
    """A file that is made when it is fetched; `size` in bytes, None when it would take too long to know."""

    format: Format
    size: int | None


def files_page(regulation: AmendmentRegulation, *, user: User) -> dict[str, Any]:
    """Every form the act can be had in."""
    document = act_document(regulation, current_dispatch(regulation), with_grounds=True)
    few = document.clause_count <= FEW_CLAUSES
    newest = {row.form: row for row in regulation.documents.to_show().order_by("form", "pk")}
    return {
        "regulation": regulation,
        "direct": [DirectFile(one, len(one.make(document)) if few else None) for one in FORMATS.values()],
        "pdfs": [
            document_fragment(newest.get(form), user=user, regulation=regulation, form=form, document=document)
            for form in (Form.PDF, Form.ARCHIVE)
        ],
        "letter": document_fragment(
            newest.get(Form.LETTER), user=user, regulation=regulation, form=Form.LETTER, document=document
        ),
        "may_draft": permissions.may_draft(user),
        "may_tell": regulation.is_locked or regulation.is_announced,
        "always_told": list(always_told()),
        "institutions": list(private_institutions()),
    }


def latest_document_fragment(
    regulation: AmendmentRegulation, *, user: User, document: ActDocument | None = None
) -> dict[str, Any]:
    """The newest PDF for reading, or that there is none; `document` tells whether the act is the same still."""
    pdf = regulation.documents.to_show().filter(form=Form.PDF).first()
    return document_fragment(pdf, user=user, regulation=regulation, document=document)


def has_pdf(regulation: AmendmentRegulation) -> bool:
    """Whether there is a finished PDF for reading."""
    return regulation.documents.to_show().filter(form=Form.PDF, state=RenderedDocument.State.DONE).exists()


def document_fragment(
    pdf: RenderedDocument | None,
    *,
    user: User,
    regulation: AmendmentRegulation | None = None,
    form: str = Form.PDF,
    document: ActDocument | None = None,
) -> dict[str, Any]:
    """What templates/regulations/_document.html shows. `seen` tells the page's next question what it has already."""
    form = Form(pdf.form if pdf else form)
    made_of = pdf.fingerprint if pdf and pdf.state == RenderedDocument.State.DONE else ""
    return {
        "pdf": pdf,
        "form": form,
        "slot": slot_of(form),
        "regulation": regulation or (pdf.regulation if pdf else None),
        "seen": f"{pdf.state}-{pdf.percent}" if pdf else "",
        "is_outdated": bool(made_of) and document is not None and made_of != fingerprint(document),
        "may_draft": permissions.may_draft(user),
    }


def slot_of(form: str) -> str:
    """The id of the place on a page where the file of this form is."""
    return "pdf" if form == Form.PDF else f"fil-{form}"


def chosen_institutions(ids: Sequence[str]) -> list[Organisation]:
    """Those of the private utdanningsvirksomheter that are ticked; what is none of them is passed over."""
    return list(private_institutions().filter(pk__in=[int(one) for one in ids if one.isdecimal() and len(one) < 10]))
