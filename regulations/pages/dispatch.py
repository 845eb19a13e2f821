"""The package for Lovdata's form: the files, the facts to copy, the checklist, and whether it is sent."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from organisations.models import User
from regulations import dispatching, permissions, reviewing
from regulations.dispatching import FORM_ADDRESS
from regulations.documents import FORMATS
from regulations.models import AmendmentRegulation, Dispatch, DispatchCheck
from regulations.outline import placed_clauses

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the same package is the same file, whenever it is fetched


@dataclass(frozen=True)
class Point:
    """A point of the checklist, and who has ticked it."""

    value: str
    label: str
    check: DispatchCheck | None


def dispatch_page(regulation: AmendmentRegulation, *, user: User) -> dict[str, Any]:
    """Everything templates/regulations/dispatch.html shows, but its forms."""
    dispatch = dispatching.current_dispatch(regulation)
    approval = reviewing.standing_approval(regulation)
    checks = {check.point: check for check in dispatch.checks.select_related("checked_by")} if dispatch else {}
    points = [Point(value, str(label), checks.get(value)) for value, label in DispatchCheck.Point.choices]
    placed = placed_clauses(regulation) if dispatch else []
    can_be_done = permissions.may_draft(user) and not regulation.is_announced and approval is not None
    return {
        "regulation": regulation,
        "dispatch": dispatch,
        "approval": approval,
        "fields": dispatching.fields(regulation, dispatch, placed) if dispatch else [],
        "points": points,
        "unticked": sum(point.check is None for point in points),
        "form_address": FORM_ADDRESS,
        "may_prepare": can_be_done and not (dispatch and dispatch.is_sent),
        "may_recall": can_be_done and dispatch is not None and dispatch.is_sent,
        "recalled": list(regulation.dispatches.filter(recalled_at__isnull=False).select_related("recalled_by")),
    }


def package(regulation: AmendmentRegulation, dispatch: Dispatch) -> tuple[str, bytes]:
    """The zip file and what it is called: the Word manuscript, and the facts of the form as text."""
    document = dispatching.manuscript(regulation, dispatch)
    name = document.file_name.removesuffix(".pdf")
    facts = dispatching.as_text(dispatching.fields(regulation, dispatch, placed_clauses(regulation)))
    files = {f"{name}.docx": FORMATS["docx"].make(document), "opplysninger-til-skjemaet.txt": facts.encode("utf-8-sig")}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, content in files.items():
            archive.writestr(zipfile.ZipInfo(file_name, _FIXED_DATE), content, zipfile.ZIP_DEFLATED)
    return f"{name}.zip", packed.getvalue()


def manuscript_file(regulation: AmendmentRegulation, dispatch: Dispatch) -> tuple[str, str, bytes]:
    """The Word manuscript: its name, its type and its bytes."""
    document = dispatching.manuscript(regulation, dispatch)
    docx = FORMATS["docx"]
    return f"{document.file_name.removesuffix('.pdf')}.docx", docx.content_type, docx.make(document)
