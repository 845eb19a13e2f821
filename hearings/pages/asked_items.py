"""The frozen items as pages show them: the change word by word, and where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import slugify

from hearings.models import AskedItem, AskedVersion
from objectives.markup import segments_html, text_html
from objectives.redline import Kind, Segment, redline


@dataclass(frozen=True)
class ShownBlock:
    """A text before and after, drawn; under a label when there are several."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class ShownAsked:
    """One frozen item."""

    item: AskedItem

    @property
    def pk(self) -> int:
        return self.item.pk

    @property
    def blocks(self) -> list[ShownBlock]:
        """What changes, text by text."""
        return [ShownBlock(block["label"], _drawn(block["old"], block["new"])) for block in self.item.blocks]


@dataclass(frozen=True)
class SpecialtyChoice:
    """A specialty the hearing has items in, and how many."""

    slug: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class AskedPage:
    """The items of a version, all or those of one specialty."""

    rows: list[ShownAsked]
    total: int
    choices: list[SpecialtyChoice]

    @property
    def is_part(self) -> bool:
        return len(self.rows) < self.total

    @property
    def specialties(self) -> list[str]:
        return [choice.name for choice in self.choices]


def asked_page(version: AskedVersion, *, specialty: str = "") -> AskedPage:
    """The items of a version in order, in one query; `specialty` is the slug of the one to show."""
    items = list(version.items.order_by("number"))
    names = Counter(item.specialty for item in items if item.specialty)
    choices = [SpecialtyChoice(slugify(name), name, count, slugify(name) == specialty) for name, count in names.items()]
    known = specialty in {choice.slug for choice in choices}
    shown = [item for item in items if not known or slugify(item.specialty) == specialty]
    return AskedPage([ShownAsked(item) for item in shown], len(items), choices)


def _drawn(old: str, new: str) -> SafeString:
    if old == new:
        return text_html(new)
    if not old:
        return segments_html([Segment(Kind.INSERT, new)])
    if not new:
        return segments_html([Segment(Kind.DELETE, old)])
    return segments_html(redline(old, new))
