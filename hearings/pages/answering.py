"""The page where an answer is written: each item and question with what is written, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hearings.forms.answering import AnswerForm, Part
from hearings.models import AskedItem, CouncilAssessment, Position, RequestQuestion
from hearings.rules import Unanswered
from hearings.services.answering import Sheet

# How a position is drawn (`.pos` in app.css): the sign stands for the word, never alone.
SIGNS = {
    Position.SUPPORTS: "ja",
    Position.SUPPORTS_WITH_REMARK: "delvis",
    Position.DOES_NOT_SUPPORT: "nei",
    Position.NO_REMARK: "ingen",
    "": "venter",
}


@dataclass(frozen=True)
class Said:
    """What a council says of one item or question, and the button's value that takes it into the answer."""

    council: str
    position: str
    sign: str
    text: str
    take: str


@dataclass(frozen=True)
class ItemRow:
    item: AskedItem
    position: Part
    reason: Part
    said: Sequence[Said] = ()


@dataclass(frozen=True)
class QuestionRow:
    number: int
    question: RequestQuestion
    answer: Part
    left: Part
    said: Sequence[Said] = ()


@dataclass(frozen=True)
class AnswerPage:
    """What the form shows."""

    items: list[ItemRow]
    questions: list[QuestionRow]
    unanswered: list[Unanswered]
    total: int

    @property
    def done(self) -> int:
        return self.total - len(self.unanswered)


@dataclass
class CouncilSheets:
    """What the councils have sent, to be built from: one sheet for each."""

    sheets: list[tuple[CouncilAssessment, Sheet]] = field(default_factory=list)

    def on(self, kind: str, pk: int) -> list[Said]:
        """What each council says in this field."""
        return [said for assessment, sheet in self.sheets if (said := _said(assessment, sheet, kind, pk))]


def council_sheets(assessments: Sequence[CouncilAssessment]) -> CouncilSheets:
    """The sent assessments, read; four queries for each of at most a handful."""
    return CouncilSheets([(one, Sheet(one)) for one in assessments if one.is_sent])


def _said(assessment: CouncilAssessment, sheet: Sheet, kind: str, pk: int) -> Said | None:
    council = str(assessment.council)
    if kind == "standpunkt":
        if pk not in sheet.positions:
            return None
        row = sheet.positions[pk]
        take = f"{assessment.pk}:standpunkt-{pk}:grunn-{pk}"
        return Said(council, row.get_position_display(), SIGNS[row.position], row.reason, take)  # type: ignore[index]
    answer = sheet.answers.get(pk)
    if answer is None:
        return None
    text = answer.text or answer.left_reason
    return Said(council, "", "", text, f"{assessment.pk}:svar-{pk}" if answer.text else "")


def answer_page(sheet: Sheet, form: AnswerForm, councils: CouncilSheets | None = None) -> AnswerPage:
    """The page of this answer."""
    councils = councils or CouncilSheets()
    items = [
        ItemRow(
            item,
            form.part(f"standpunkt-{item.pk}"),
            form.part(f"grunn-{item.pk}"),
            councils.on("standpunkt", item.pk),
        )
        for item in sheet.items
    ]
    questions = [
        QuestionRow(
            number,
            one,
            form.part(f"svar-{one.pk}"),
            form.part(f"utelatt-{one.pk}"),
            councils.on("svar", one.pk),
        )
        for number, one in enumerate(sheet.questions, start=1)
    ]
    return AnswerPage(items, questions, sheet.unanswered, len(sheet.items) + len(sheet.questions))


@dataclass(frozen=True)
class ReadItem:
    """An item with what an answer says of it, to be read."""

    item: AskedItem
    position: str
    sign: str
    reason: str


@dataclass(frozen=True)
class ReadQuestion:
    number: int
    question: RequestQuestion
    text: str
    left_reason: str


def read_items(sheet: Sheet) -> list[ReadItem]:
    """Each item as the answer reads."""
    found = []
    for item in sheet.items:
        row = sheet.positions.get(item.pk)
        position = row.position if row else ""
        label = Position(position).label if position else ""
        found.append(ReadItem(item, str(label), SIGNS[position], row.reason if row else ""))  # type: ignore[index]
    return found


def read_questions(sheet: Sheet) -> list[ReadQuestion]:
    """Each question as the answer reads."""
    found = []
    for number, one in enumerate(sheet.questions, start=1):
        row = sheet.answers.get(one.pk)
        found.append(ReadQuestion(number, one, row.text if row else "", row.left_reason if row else ""))
    return found
