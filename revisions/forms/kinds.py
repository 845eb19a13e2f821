"""The kinds of change item: what each asks for, and how they are grouped for choosing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from objectives.language.changes import Classification
from revisions.models import ChangeItem

Kind, Effect = ChangeItem.Kind, ChangeItem.Effect

GROUPS: tuple[tuple[Promise, tuple[ChangeItem.Kind, ...]], ...] = (
    (_("Hva læringsmålene sier"), (Kind.ADD, Kind.CORRECT, Kind.REPLACE, Kind.REPEAL)),
    (_("Plass, kode og antall"), (Kind.MOVE, Kind.SPLIT, Kind.MERGE, Kind.RECODE)),
    (_("Overskriftene i vedlegg 2"), (Kind.ADD_THEME, Kind.RENAME_THEME, Kind.MOVE_THEME, Kind.REPEAL_THEME)),
)


@dataclass(frozen=True)
class Asks:
    """What the form of a kind asks for. `place` is where a læringsmål, `beside` where a heading, is to stand.

    `claim` is whether the change is one of language or of content; only the latter has an `effect`.
    """

    code: bool = False
    codes: bool = False
    text: bool = False
    texts: bool = False
    title: bool = False
    number: bool = False
    heading: bool = False
    place: bool = False
    may_move: bool = False
    beside: bool = False
    stage: bool = False
    claim: bool = False
    effect: bool = False
    approvals: bool = False
    series: bool = False

    @property
    def of_a_heading(self) -> bool:
        return self.heading or self.beside


ASKS = {
    Kind.ADD.value: Asks(text=True, place=True, stage=True),
    Kind.CORRECT.value: Asks(code=True, text=True, claim=True, may_move=True),
    Kind.REPLACE.value: Asks(code=True, text=True, claim=True, effect=True, may_move=True),
    Kind.REPEAL.value: Asks(code=True),
    Kind.MOVE.value: Asks(code=True, place=True),
    Kind.SPLIT.value: Asks(code=True, texts=True, approvals=True),
    Kind.MERGE.value: Asks(code=True, codes=True, text=True, approvals=True, may_move=True),
    Kind.RECODE.value: Asks(code=True, series=True, may_move=True),
    Kind.ADD_THEME.value: Asks(title=True, number=True, beside=True),
    Kind.RENAME_THEME.value: Asks(heading=True, title=True, number=True),
    Kind.MOVE_THEME.value: Asks(heading=True, number=True, beside=True),
    Kind.REPEAL_THEME.value: Asks(heading=True),
}
NOTHING = Asks()


def settle(values: dict[str, Any]) -> None:
    """Let the question beside the text, «språk eller innhold?», and the kind above it say the same.

    The page tells which kind it was made for (`shown_kind`). When another kind is chosen above, that is the newer
    answer; otherwise the one beside the text is.
    """
    kind, claim = str(values.get("kind", "")), str(values.get("effect", ""))
    if not asks_of(kind).claim:
        return
    if kind == values.get("shown_kind") and claim in Classification.values:
        kind = Kind.CORRECT.value if claim == Classification.LANGUAGE else Kind.REPLACE.value
    if kind == Kind.CORRECT:
        claim = Classification.LANGUAGE.value
    elif claim == Classification.LANGUAGE:
        claim = ""
    values["kind"], values["effect"] = kind, claim


def asks_of(kind: str) -> Asks:
    """What this kind asks for; nothing while no kind is chosen."""
    return ASKS.get(kind, NOTHING)
