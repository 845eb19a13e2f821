"""What a hearing asks about, as its pages show it: one line per change item, whatever version it was answered in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hearings.models import AskedItem, Disposition, Hearing, HearingComment, Position

GENERAL = "generelt"
"""What the address calls the comments that are on no change item."""

POSITION_MARKS = {
    Position.SUPPORTS: "ja",
    Position.SUPPORTS_WITH_REMARK: "delvis",
    Position.DOES_NOT_SUPPORT: "nei",
    Position.NO_REMARK: "ingen",
}
OUTCOME_MARKS = {
    Disposition.Outcome.FOLLOWED: "ja",
    Disposition.Outcome.PARTLY: "delvis",
    Disposition.Outcome.NOT_FOLLOWED: "nei",
    Disposition.Outcome.OUTSIDE: "ingen",
    Disposition.Outcome.NOTED: "ingen",
}


@dataclass(frozen=True)
class Mark:
    """A position or an outcome with how many: «12 støtter», drawn with its sign."""

    value: str
    label: str
    mark: str
    count: int = 0

    @property
    def lower(self) -> str:
        return self.label[:1].lower() + self.label[1:]


def position_mark(value: str, count: int = 0) -> Mark | None:
    """A position as it is drawn; nothing for a comment without one."""
    if value not in Position.values:
        return None
    position = Position(value)
    return Mark(value, str(position.label), POSITION_MARKS[position], count)


def outcome_mark(value: str, count: int = 0) -> Mark:
    """An outcome as it is drawn."""
    outcome = Disposition.Outcome(value)
    return Mark(value, str(outcome.label), OUTCOME_MARKS[outcome], count)


@dataclass(frozen=True)
class Asked:
    """A change item of the hearing, or what is general (`key` is then empty)."""

    key: str
    number: int
    name: str
    item: AskedItem | None = None

    @property
    def title(self) -> str:
        return f"{self.number}. {self.name}" if self.item else self.name

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return self.key or GENERAL


def asked_about(hearing: Hearing) -> list[Asked]:
    """Every change item once, as the newest version that has it says, in its order; and «Generelt» last."""
    items = AskedItem.objects.filter(version__hearing=hearing).order_by("version__number", "number")
    newest = {item.key: item for item in items}
    rows = [Asked(item.key, item.number, item.name, item) for item in newest.values()]
    rows.sort(key=lambda row: (row.number, row.key))
    return [*rows, Asked("", 0, _("Generelt"))]


def key_in(slug: str) -> str:
    """The key an address means."""
    return "" if slug == GENERAL else slug.replace("\x00", "")


@dataclass(frozen=True)
class CommentRow:
    """One comment as a list shows it."""

    comment: HearingComment
    text: str
    """What this reader may read of it."""

    @property
    def sender(self) -> str:
        return self.comment.answer.sender

    @property
    def position(self) -> Mark | None:
        return position_mark(self.comment.position)

    @property
    def disposition(self) -> Disposition | None:
        return getattr(self.comment, "disposition", None)

    @property
    def outcome(self) -> Mark | None:
        found = self.disposition
        return outcome_mark(found.outcome) if found else None
