"""The language control beside a change item while it is written: each text it brings, and what the change is."""

from __future__ import annotations

from typing import Any

from objectives.language.changes import Classification
from objectives.models import Theme
from revisions.forms.items import rows_sent

from .item_writing import Writing
from .language import LanguageView, language_of


def language_beside(writing: Writing) -> list[LanguageView]:
    """One for each text that is written, none while nothing is, or while the text is as the one in force."""
    if writing.asks.texts:
        names = [f"text_{number}" for number in range(1, rows_sent(writing.values) + 1)]
        return _found(writing, names, old="")
    if not writing.asks.text or (writing.asks.code and writing.basis is None):
        return []
    basis = writing.basis
    old = basis.text if basis is not None and not writing.asks.codes else ""
    return _found(writing, ["new_text"], old=old)


def _found(writing: Writing, names: list[str], *, old: str) -> list[LanguageView]:
    basis = writing.basis
    known: dict[str, Any] = {
        "on": writing.on,
        "old": old,
        "specialty": basis.objective.series.specialty if basis else writing.proposal.specialty,
        "apart_from": basis.objective_id if basis else None,
        "chosen": _chosen(writing),
        "organisation": writing.proposal.sender,
        **_heading(writing),
    }
    views = (language_of(str(writing.values.get(name, "")), name=name, **known) for name in names)
    return [view for view in views if view is not None]


def _chosen(writing: Writing) -> str:
    """What the sender says the change is, as far as it is chosen."""
    claim = str(writing.values.get("effect", ""))
    return claim if writing.asks.claim and claim in Classification.values else ""


def _heading(writing: Writing) -> dict[str, Theme | str | None]:
    """The heading it stands under, or is to stand under; one that is itself proposed has no Theme yet."""
    place, basis = writing.place, writing.basis
    is_placed = writing.asks.place or (writing.asks.may_move and bool(writing.values.get("moves")))
    if not is_placed:
        return {"theme": basis.theme if basis else None}
    if place.new_heading is not None:
        return {"heading": place.new_heading.new_text}
    return {"theme": place.theme.theme if place.theme is not None else None}
