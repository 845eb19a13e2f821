"""The summary of a hearing as a Word document, with real headings and one block for each comment."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from docx.shared import Cm

from hearings.pages.asked import CommentRow
from hearings.pages.summary import ItemSummary
from objectives.printing import word

from .printing import SummaryPrint


def summary_docx(document: SummaryPrint) -> bytes:
    """The file."""
    docx, hearing = word.new_document(), document.hearing
    quoted = word.paragraph_style(docx, "Merknad")
    quoted.paragraph_format.left_indent = Cm(0.9)
    title = f"Oppsummering: {hearing.title}"
    word.set_properties(docx, title=title, subject="Oppsummering av høring", author="Helsedirektoratet")
    word.header_and_footer(docx, title)
    text = word.Paragraphs(docx)
    text.add(title, "Title")
    text.add(_when(document), "Subtitle")
    for line in filter(None, hearing.summary.splitlines()):
        text.add(line, "Normal")
    text.heading("Svarene", 1)
    for line in figures(document):
        text.add(line, "Normal")
    for item, comments in document.matrix:
        _item(text, item, comments)
    if not document.is_whole:
        text.add("Merknadene én for én står i CSV-filen på høringens side.", "Normal")
    return word.saved(docx)


def figures(document: SummaryPrint) -> list[str]:
    """The figures of the hearing, in words."""
    summary = document.summary
    lines = [
        f"{summary.answers} publiserte svar: {summary.by_organisations} fra organisasjoner og "
        f"{summary.by_persons} fra privatpersoner. {summary.comments} merknader.",
    ]
    if summary.outcomes:
        lines.append("Vurderinger: " + ", ".join(f"{one.count} {one.lower}" for one in summary.outcomes) + ".")
    if summary.withheld:
        lines.append(f"{summary.withheld} svar holdes tilbake i sin helhet og er ikke med her.")
    return lines


def _item(text: Any, item: ItemSummary, comments: list[CommentRow]) -> None:
    text.heading(item.asked.title, 1)
    if item.positions:
        text.add("Standpunkter: " + ", ".join(f"{one.count} {one.lower}" for one in item.positions) + ".", "Normal")
    if item.reasons:
        text.heading("Direktoratets vurderinger", 2)
    for reason in item.reasons:
        others = f" og {reason.unnamed} til" if reason.unnamed else ""
        text.add(f"{reason.outcome.label} ({reason.count}): {reason.text}", "Normal")
        text.add(f"Svar til {', '.join(reason.named)}{others}.", "Merknad")
    if comments:
        text.heading("Merknadene", 2)
    for row in comments:
        position = f" ({row.position.lower})" if row.position else ""
        text.heading(f"{row.sender}{position}", 3)
        for line in filter(None, row.text.splitlines()):
            text.add(line, "Merknad")
        if row.disposition and row.outcome:
            text.add(f"Vurdering: {row.outcome.label}. {row.disposition.reason}", "Normal")


def _when(document: SummaryPrint) -> str:
    published = document.hearing.summary_published_at
    status = f"Publisert {date_format(published, 'j. F Y')}" if published else "Utkast, ikke publisert"
    return f"Helsedirektoratet. Høringsfrist {date_format(document.hearing.deadline, 'j. F Y')}. {status}."
