"""The summary with every comment and its answer, as it is printed: one block for each, and no table."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from hearings.models import Hearing
from hearings.pages.asked import CommentRow
from hearings.pages.summary import ItemSummary, Summary, comments_by_key, summary_of
from objectives.printing.fonts import found

STYLE_SHEET = "hearings/summary_print.css"
PRINTED = {"pdf": 2_000, "docx": 20_000}
"""So many comments are printed one by one. A PDF of more would be hundreds of pages: they are in the CSV file."""


@dataclass(frozen=True)
class SummaryPrint:
    """All that is printed."""

    summary: Summary
    matrix: list[tuple[ItemSummary, list[CommentRow]]]
    is_whole: bool
    """Whether every comment is printed."""
    is_draft: bool

    @property
    def hearing(self) -> Hearing:
        return self.summary.hearing

    def file_name(self, suffix: str) -> str:
        """«horing-17-oppsummering.pdf»."""
        return f"horing-{self.hearing.pk}-oppsummering.{suffix}"


def build_summary(hearing: Hearing, *, format: str) -> SummaryPrint:
    """The summary as it stands now."""
    summary, limit = summary_of(hearing), PRINTED[format]
    comments = comments_by_key(hearing, limit=limit + 1)
    count = sum(len(rows) for rows in comments.values())
    is_whole = count <= limit
    return SummaryPrint(
        summary=summary,
        matrix=[(item, comments.get(item.asked.key, []) if is_whole else []) for item in summary.items],
        is_whole=is_whole,
        is_draft=hearing.summary_published_at is None,
    )


def summary_html(document: SummaryPrint) -> str:
    """The summary as one HTML page, in bokmål, with what the PDF's metadata is read from."""
    return render_to_string("hearings/print/summary.html", {"document": document, "summary": document.summary})


def summary_style() -> str:
    """The style sheet of the printed summary. Raises FilesMissing."""
    return found(STYLE_SHEET).read_text(encoding="utf-8")
