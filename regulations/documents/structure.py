"""The structure of an endringsforskrift, ready to be drawn as a page or a PDF: words and order, no markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import groupby
from typing import Any

from objectives.export.document import printable
from objectives.models import LegalAct
from objectives.operations import RepealObjective
from organisations.services import slug_of
from regulations import transitional
from regulations.grounds import NONE, Grounds, grounds_of
from regulations.models import AmendmentRegulation
from regulations.outline import PlacedClause, placed_clauses
from regulations.rules import norwegian_day

from . import wording
from .changes import Change, change_of
from .wording import Instruction

DRAFT, TO_BE_ANNOUNCED = "UTKAST", "TIL KUNNGJØRING"
NOT_ANNOUNCED = "ikke kunngjort"


@dataclass(frozen=True)
class ClauseText:
    """What one endringsledd says, and what it does as data: `change` is None only where no register is behind it."""

    instructions: tuple[Instruction, ...]
    change: Change | None = None


@dataclass(frozen=True)
class ChapterPart:
    """The clauses that change one chapter of the annex, under its heading as printed."""

    heading: str
    clauses: tuple[ClauseText, ...]

    @property
    def printed(self) -> tuple[ClauseText, ...]:
        """The clauses as people read them: læringsmål repealed after each other on the same day, in one sentence."""
        groups = groupby(self.clauses, key=_plain_repeal)
        return tuple(one for key, group in groups for one in (_together(list(group)) if key else group))


def _plain_repeal(clause: ClauseText) -> tuple[str, str] | None:
    """What repeals in one sentence share, their day; None for all else, and for what a lawyer has worded."""
    change = clause.change
    if change is None or not isinstance(change.operation, RepealObjective):
        return None
    if [one.prose for one in clause.instructions] != [f"{change.operation.code} oppheves."]:
        return None
    return change.entry_into_force, f"{change.starts}"


def _together(clauses: Sequence[ClauseText]) -> tuple[ClauseText, ...]:
    codes = [clause.change.operation.code for clause in clauses if clause.change]  # type: ignore[union-attr]
    if len(codes) == 1:
        return tuple(clauses)
    return (ClauseText((Instruction(wording.repealed_together(codes)),)),)


@dataclass(frozen=True, kw_only=True)
class ActDocument:
    """An endringsforskrift as it is printed.

    `announced_at` and `legacy_id` are empty for a draft, which `is_locked` when it is ready to be announced.
    `planned_on` is the day it is planned to be announced. `transitional` is part III, empty when there is none.
    """

    title: str
    short_title: str
    legal_basis: str
    lead_in: str
    chapters: tuple[ChapterPart, ...]
    entry_into_force: str
    transitional: str = ""
    working_title: str = ""
    legacy_id: str = ""
    number: int | None = None
    decided_on: dt.date | None = None
    announced_at: dt.datetime | None = None
    planned_on: dt.date | None = None
    is_locked: bool = False
    file_name: str = field(default="utkast.pdf")

    @property
    def is_draft(self) -> bool:
        return not self.legacy_id

    @property
    def mark(self) -> str:
        """What every page of it says until it is announced: a manuscript that is locked is no longer a draft."""
        if not self.is_draft:
            return ""
        return TO_BE_ANNOUNCED if self.is_locked else DRAFT

    @property
    def mark_in_title(self) -> str:
        """«Utkast» or «Til kunngjøring», as a title begins; empty for an announced act."""
        return self.mark.capitalize()

    @property
    def css(self) -> str:
        """The class of the printed page, which says the mark on top of each."""
        return "locked" if self.mark == TO_BE_ANNOUNCED else "draft" if self.mark else ""

    @property
    def changes(self) -> list[Change]:
        """The clauses as data, in the order of the act."""
        clauses = (clause for part in self.chapters for clause in part.clauses)
        return [clause.change for clause in clauses if clause.change is not None]

    @property
    def clause_count(self) -> int:
        return sum(len(part.clauses) for part in self.chapters)


def build_document(
    regulation: AmendmentRegulation, *, clauses: Sequence[PlacedClause] | None = None, with_grounds: bool = False
) -> ActDocument:
    """The document of a draft or an announced act. `clauses` saves the reading of them when it is done already.

    `with_grounds` reads why each clause is there, which a file tells of and no page does.
    """
    placed = placed_clauses(regulation) if clauses is None else clauses
    act = regulation.act
    on = act.decided_on if act else regulation.planned_announcement
    decided_on = act.decided_on if act else None
    return ActDocument(
        title=regulation.title,
        short_title=regulation.short_title,
        legal_basis=wording.legal_basis_line(regulation.legal_basis, decided_on=decided_on, on=on),
        lead_in=wording.lead_in(on=on),
        chapters=_chapters(placed, act, grounds_of([one.clause.pk for one in placed]) if with_grounds else {}),
        entry_into_force=wording.entry_into_force(placed, on=on),
        transitional=transitional.printed(regulation, placed),
        working_title=regulation.name,
        legacy_id=act.legacy_id if act else "",
        number=act.number if act else None,
        decided_on=decided_on,
        announced_at=act.announced_at if act else None,
        planned_on=regulation.planned_announcement,
        is_locked=regulation.is_locked,
        file_name=announced_file_name(act) if act else f"utkast-{slug_of(regulation.name) or regulation.pk}.pdf",
    )


def printable_document(document: ActDocument) -> ActDocument:
    """The document without control characters in what it prints: XML, and so Word and Excel, can't hold them."""
    own = {one.name: getattr(document, one.name) for one in fields(document)}
    lines: dict[str, Any] = {name: printable(value) for name, value in own.items() if isinstance(value, str)}
    return replace(document, **lines, chapters=tuple(map(_printable_part, document.chapters)))


def _printable_part(part: ChapterPart) -> ChapterPart:
    clauses = (
        replace(
            clause,
            instructions=tuple(
                replace(one, prose=printable(one.prose), new_text=printable(one.new_text))
                for one in clause.instructions
            ),
        )
        for clause in part.clauses
    )
    return ChapterPart(printable(part.heading), tuple(clauses))


def file_name_of(document: ActDocument, form: str, *, extension: str = "pdf") -> str:
    """What a file is called: the act's or the draft's name, with the form when there are several PDFs of it."""
    name = document.file_name.removesuffix(".pdf")
    return f"{name}-arkiv.pdf" if form == "pdf-a" else f"{name}.{extension}"


def announced_file_name(act: LegalAct) -> str:
    """What the PDF of an announced act is called; a draft's never is."""
    return f"{act.legacy_id}.pdf"


def _chapters(
    placed: Sequence[PlacedClause], act: LegalAct | None, why: Mapping[int, Grounds]
) -> tuple[ChapterPart, ...]:
    announced_on = norwegian_day(act.announced_at) if act and act.announced_at else None
    clauses = [
        (one.chapter, _clause(one, number, announced_on, why.get(one.clause.pk, NONE)))
        for number, one in enumerate(placed, start=1)
    ]
    return tuple(
        ChapterPart(chapter.title, tuple(clause for _chapter, clause in group))
        for chapter, group in groupby(clauses, key=lambda one: one[0])
    )


def _clause(placed: PlacedClause, number: int, announced_on: dt.date | None, why: Grounds) -> ClauseText:
    change = change_of(placed, number=number, announced_on=announced_on, why=why)
    return ClauseText(wording.instructions(placed), change)
