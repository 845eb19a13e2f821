"""How far a PDF has come, as the page and the fragment that follows it show it."""

from __future__ import annotations

from typing import Any

from organisations.models import User
from regulations import permissions
from regulations.models import AmendmentRegulation, RenderedDocument


def latest_document_fragment(regulation: AmendmentRegulation, *, user: User) -> dict[str, Any]:
    """The newest PDF asked for, or that there is none."""
    pdf = regulation.documents.defer("content").first()
    return document_fragment(pdf, user=user, regulation=regulation)


def document_fragment(
    pdf: RenderedDocument | None, *, user: User, regulation: AmendmentRegulation | None = None
) -> dict[str, Any]:
    """What templates/regulations/_document.html shows. `seen` tells the page's next question what it has already."""
    return {
        "pdf": pdf,
        "regulation": regulation or (pdf.regulation if pdf else None),
        "seen": f"{pdf.state}-{pdf.percent}" if pdf else "",
        "may_draft": permissions.may_draft(user),
    }
