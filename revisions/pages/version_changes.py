"""What a sender changed between two versions of a proposal: every part, row and file, word by word (SA-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from revisions.as_sent import PARTS, thawed
from revisions.models import Proposal, ProposalVersion

from .shown_items import ShownItem, headings_for


@dataclass(frozen=True)
class Changed:
    """One thing before and after, under its name. What is new has no `old`, what is taken out no `new`."""

    name: str
    old: str
    new: str


@dataclass
class VersionPage:
    """A version as it was sent, and what changed since the one before it."""

    version: ProposalVersion
    proposal: Proposal
    previous: ProposalVersion | None
    numbers: list[int]
    parts: list[Changed] = field(default_factory=list)
    items: list[Changed] = field(default_factory=list)
    recommendations: list[Changed] = field(default_factory=list)
    endorsements: list[Changed] = field(default_factory=list)
    files: list[Changed] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return bool(self.parts or self.items or self.recommendations or self.endorsements or self.files)


def version_page(version: ProposalVersion, proposal: Proposal, *, on: dt.date) -> VersionPage:
    """The page of one version: a fixed number of queries."""
    sent = thawed(version, proposal)
    kept = {row.number: row for row in proposal.versions.select_related("sent_by")}
    previous = kept.get(version.number - 1)
    page = VersionPage(version=version, proposal=sent, previous=previous, numbers=sorted(kept))
    if previous is None:
        return page
    before = thawed(previous, proposal)
    page.parts = _parts(before, sent)
    page.items = _rows(before.items.all(), sent.items.all(), _items_as_text(before, sent, on=on))
    page.recommendations = [
        *_rows(before.activity_changes.all(), sent.activity_changes.all(), _activity_as_text),
        *_rows(before.elaboration_changes.all(), sent.elaboration_changes.all(), _elaboration_as_text),
    ]
    page.endorsements = _rows(before.endorsements.all(), sent.endorsements.all(), _endorsement_as_text)
    page.files = _rows(before.attachments.all(), sent.attachments.all(), _file_as_text)
    return page


def _parts(before: Proposal, after: Proposal) -> list[Changed]:
    labels = {column.name: str(column.verbose_name) for column in Proposal._meta.fields}
    found = []
    for name in PARTS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = labels[name]
            found.append(Changed(label[0].upper() + label[1:], _as_text(old), _as_text(new)))
    return found


def _as_text(value: str | bool) -> str:
    if isinstance(value, bool):
        return _("Bekreftet") if value else _("Ikke bekreftet")
    return value


# The name of a row, and all that is said in it as running text.
Telling = Callable[[Any], tuple[str, str]]


def _rows(before: Iterable[Any], after: Iterable[Any], tell: Telling) -> list[Changed]:
    """The rows that are new, taken out, or say something else, in the order of the newer version."""
    old = {row.pk: tell(row) for row in before}
    new = {row.pk: tell(row) for row in after}
    gone = [Changed(name, text, "") for pk, (name, text) in old.items() if pk not in new]
    found = [Changed(name, old.get(pk, ("", ""))[1], text) for pk, (name, text) in new.items()]
    return [*(row for row in found if row.old != row.new), *gone]


def _items_as_text(before: Proposal, after: Proposal, *, on: dt.date) -> Telling:
    headings = headings_for([*before.items.all(), *after.items.all()], on=on)

    def tell(item: Any) -> tuple[str, str]:
        shown = ShownItem(item.position, item, headings)
        texts = [block.new for block in shown.change if block.new]
        lines = [shown.kind, shown.where, *texts, *shown.notes, item.comment, item.piloting]
        return shown.name, "\n".join(line for line in lines if line)

    return tell


def _activity_as_text(change: Any) -> tuple[str, str]:
    codes = ", ".join(sorted(objective.code for objective in change.objectives.all()))
    minimum = _("minst %(n)s") % {"n": change.proposed_minimum} if change.proposed_minimum else ""
    now = change.proposed or _("utgår")
    lines = [now, change.course_kind, minimum, codes, change.comment]
    return f"{change.get_kind_display()}: {change}", "\n".join(line for line in lines if line)


def _elaboration_as_text(change: Any) -> tuple[str, str]:
    text = change.new_text or _("Den utdypende teksten fjernes.")
    name = _("Utdypende tekst til %(code)s") % {"code": change.objective.code}
    return name, "\n".join(line for line in (text, change.comment) if line)


def _endorsement_as_text(endorsement: Any) -> tuple[str, str]:
    day = f"{endorsement.considered_on:%d.%m.%Y}"
    lines = [endorsement.get_position_display(), day, endorsement.note]
    return str(endorsement), "\n".join(line for line in lines if line)


def _file_as_text(file: Any) -> tuple[str, str]:
    return file.file_name, f"{file.file_name}\n{file.purpose}\n{file.size} byte"
