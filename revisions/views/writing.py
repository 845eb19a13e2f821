"""A change item while it is written: the text it starts from, how the change reads, and what stands beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from objectives import legal_text
from objectives.models import ObjectiveVersion
from organisations.models import Specialty
from organisations.refusals import RuleViolation
from revisions.forms.items import KIND_HINTS, ItemForm
from revisions.forms.places import neighbours_under
from revisions.forms.prose import cleaned
from revisions.models import ChangeItem, Proposal
from revisions.services.item_contents import text_to_change

from .tables import headings_of

BESIDE = 2
"""How many læringsmål are shown before and after the place."""


@dataclass
class Writing:
    """What the page about a change item shows beside its fields."""

    kind: str
    basis: ObjectiveVersion | None = None
    """The text in the register that a change builds on; never what the browser sent."""
    refusal: str = ""
    heading: str = ""
    owner: Specialty | None = None
    """The specialty the læringsmål belongs to, when it is not the proposal's."""
    new_text: str = ""
    before: list[ObjectiveVersion] = field(default_factory=list)
    after: list[ObjectiveVersion] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.kind == ChangeItem.Kind.ADD

    @property
    def is_repeal(self) -> bool:
        return self.kind == ChangeItem.Kind.REPEAL

    @property
    def is_content(self) -> bool:
        return self.kind == ChangeItem.Kind.REPLACE

    @property
    def is_changed(self) -> bool:
        """Whether there is a change to show."""
        if self.is_new:
            return bool(self.new_text)
        return self.basis is not None and (self.is_repeal or self.new_text != self.basis.text)


def writing_of(proposal: Proposal, form: ItemForm, values: dict[str, Any], *, on: dt.date) -> Writing:
    """How the item reads so far. A text nobody has begun on starts as the one it changes."""
    kind = str(values.get("kind", ""))
    writing = Writing(kind if kind in KIND_HINTS else "")
    if writing.is_new:
        place = form.place
        writing.heading = place.heading if place.neighbours or place.theme else ""
        writing.before, writing.after = place.before_it[-BESIDE:], place.after_it[:BESIDE]
    elif writing.kind and str(values.get("code", "")).strip():
        _look_up(writing, proposal, str(values["code"]), on=on)
    if writing.basis and not writing.is_repeal and not form.is_bound and _is_not_begun(values):
        values["new_text"] = form.initial["new_text"] = writing.basis.text
    writing.new_text = legal_text.clean(cleaned(str(values.get("new_text", "")))[:100_000])
    return writing


def _is_not_begun(values: dict[str, Any]) -> bool:
    """Whether nothing is written, or only what was fetched for another code."""
    written, fetched = str(values.get("new_text", "")), str(values.get("fetched", ""))
    if not written.strip():
        return True
    if not fetched or fetched == str(values.get("code", "")).strip().upper():
        return False
    try:
        return legal_text.clean(cleaned(written)) == text_to_change(fetched).text
    except RuleViolation:
        return False


def _look_up(writing: Writing, proposal: Proposal, code: str, *, on: dt.date) -> None:
    try:
        basis = text_to_change(code)
    except RuleViolation as refusal:
        writing.refusal = refusal.message
        return
    writing.basis = basis
    writing.heading = headings_of([basis.theme_id], on=on).get(basis.theme_id or 0, str(basis.chapter))
    owner = basis.objective.series.specialty
    writing.owner = owner if owner is not None and owner.pk != proposal.specialty_id else None
    beside = neighbours_under(basis.chapter_id, basis.theme_id, on=on)
    here = next((i for i, row in enumerate(beside) if row.objective_id == basis.objective_id), None)
    if here is not None:
        writing.before, writing.after = beside[max(0, here - BESIDE) : here], beside[here + 1 : here + 1 + BESIDE]
