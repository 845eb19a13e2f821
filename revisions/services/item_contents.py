"""What an endringspunkt of each kind holds: the old text fetched from the register, the new one, and the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from objectives import legal_text
from objectives import rules as register_rules
from objectives.models import AnnexChapter, CodeSeries, Objective, ObjectiveVersion, Theme, ThemeVersion
from organisations.refusals import RuleViolation
from revisions import rules
from revisions.models import ChangeItem, Proposal

Kind = ChangeItem.Kind

_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("effect", "old_text", "new_text", "number", "stage"), ""),
    **dict.fromkeys(("objective", "basis", "approvals_carry_over", "series", "chapter", "theme", "heading_basis")),
    **dict.fromkeys(("new_heading", "after", "after_theme")),
    **dict.fromkeys(("is_first", "is_moved"), False),
}


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a person has written about an item. `code` is the læringsmål, `codes` the further ones of a merge."""

    code: str = ""
    codes: tuple[str, ...] = ()
    effect: str = ""
    new_text: str = ""
    texts: tuple[str, ...] = ()
    number: str = ""
    approvals_carry_over: bool | None = None
    series: CodeSeries | None = None
    chapter: AnnexChapter | None = None
    theme: Theme | None = None
    new_heading: ChangeItem | None = None
    after: Objective | None = None
    after_theme: Theme | None = None
    is_first: bool = False
    is_moved: bool = False
    stage: str = ""

    @property
    def place(self) -> dict[str, Any]:
        """Where a læringsmål is to stand."""
        names = ("chapter", "theme", "new_heading", "after", "is_first")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Contents:
    """The columns of an item, and the further læringsmål of a merge."""

    columns: dict[str, Any]
    merged: list[ObjectiveVersion] = field(default_factory=list)


def contents_of(kind: str, written: Written, *, proposal: Proposal, item: ChangeItem | None) -> Contents:
    """What the item holds, when what is written can be proposed.

    The old text is fetched from the register, never taken from the caller. Raises RuleViolation for an unknown or
    repealed code or heading, a text that changes nothing, and a place that is not there.
    """
    if written.new_heading is not None:
        rules.new_heading_is_near(written.new_heading, proposal, item=item)
        if written.chapter is not None:
            rules.new_heading_is_in_the_chapter(written.new_heading, written.chapter)
    contents = _BY_KIND.get(kind, _of_an_objective)(kind, written)
    versions = [contents.columns["basis"], *contents.merged] if contents.columns["basis"] else []
    rules.objectives_are_free(proposal, item, [version.objective for version in versions])
    return contents


def _columns(**columns: Any) -> dict[str, Any]:
    """Every column of an item: what its kind does not use is empty."""
    return {**_EMPTY, "texts": [], **columns}


def _new(kind: str, written: Written) -> Contents:
    if written.chapter is not None:
        register_rules.place_is_open(written.chapter, written.theme)
    text = legal_text.clean(written.new_text)
    return Contents(_columns(new_text=text, stage=written.stage, **written.place))


def _new_heading(kind: str, written: Written) -> Contents:
    if written.chapter is not None:
        register_rules.place_is_open(written.chapter, written.after_theme)
    register_rules.heading_is_written(written.number, written.new_text)
    return Contents(_columns(new_text=written.new_text, number=written.number, **_beside(written)))


def _beside(written: Written) -> dict[str, Any]:
    """Where a heading is to stand among those of its chapter."""
    names = ("chapter", "new_heading", "after_theme", "is_first")
    return {name: getattr(written, name) for name in names}


def _changed_heading(kind: str, written: Written) -> Contents:
    basis = heading_to_change(written.theme)
    about = {
        "theme": basis.theme,
        "chapter": basis.theme.chapter,
        "heading_basis": basis,
        "old_text": str(basis),
    }
    if kind == Kind.RENAME_THEME:
        register_rules.heading_is_written(written.number, written.new_text)
        new = (written.number, written.new_text)
        register_rules.heading_says_something_else(old=(basis.number, basis.title), new=new)
        about |= {"number": written.number, "new_text": written.new_text}
    elif kind == Kind.MOVE_THEME:
        about |= {"number": written.number, **_beside(written), "chapter": basis.theme.chapter}
    return Contents(_columns(**about))


def _of_an_objective(kind: str, written: Written) -> Contents:
    version = text_to_change(written.code)
    columns = _standing(version)
    if kind == Kind.MOVE or (written.is_moved and kind in ChangeItem.MOVABLE):
        columns |= {**written.place, "is_moved": True}
        if written.chapter is not None:
            register_rules.place_is_open(written.chapter, written.theme)
    if kind in (Kind.CORRECT, Kind.REPLACE):
        text = legal_text.clean(written.new_text)
        register_rules.text_says_something_else(version.objective.code, old=version.text, new=text)
        columns |= {"new_text": text, "effect": written.effect if kind == Kind.REPLACE else ""}
    if kind == Kind.RECODE:
        columns |= {"series": written.series}
    return Contents(_columns(**columns))


def _split(kind: str, written: Written) -> Contents:
    texts = [text for text in map(legal_text.clean, written.texts) if text]
    columns = {"texts": texts, "approvals_carry_over": written.approvals_carry_over}
    return Contents(_columns(**_standing(text_to_change(written.code)), **columns))


def _merge(kind: str, written: Written) -> Contents:
    contents = _of_an_objective(kind, written)
    further = [text_to_change(code) for code in written.codes]
    codes = [contents.columns["objective"].code, *(version.objective.code for version in further)]
    rules.codes_are_different(codes)
    register_rules.merges_several(tuple(codes))
    text = legal_text.clean(written.new_text)
    own = {"new_text": text, "approvals_carry_over": written.approvals_carry_over}
    return Contents({**contents.columns, **own}, further)


def _standing(version: ObjectiveVersion) -> dict[str, Any]:
    """The læringsmål, what it says, and where it stands."""
    return {
        "objective": version.objective,
        "basis": version,
        "old_text": version.text,
        "chapter": version.chapter,
        "theme": version.theme,
        "stage": version.stage,
    }


_BY_KIND: dict[str, Callable[[str, Written], Contents]] = {
    Kind.ADD: _new,
    Kind.SPLIT: _split,
    Kind.MERGE: _merge,
    Kind.ADD_THEME: _new_heading,
    **dict.fromkeys(ChangeItem.CHANGED_HEADINGS, _changed_heading),
}


def text_to_change(code: str) -> ObjectiveVersion:
    """The text a change of `code` builds on: the last one announced. Raises RuleViolation when there is none."""
    wanted = code.strip().upper()
    objective = Objective.objects.filter(code=wanted).first() if wanted.isprintable() else None
    if objective is None:
        raise RuleViolation(
            _("Koden %(code)s finnes ikke i registeret. Kontroller koden.") % {"code": code},
            code="unknown-code",
            authority="ID-1",
        )
    latest = (
        ObjectiveVersion.objects.filter(objective=objective)
        .select_related("objective", "chapter", "theme", "enacted_by", "repealed_by")
        .order_by("-valid")
        .first()
    )
    return register_rules.text_to_change(objective, latest=latest, basis_id=latest.pk if latest else 0)


def heading_to_change(theme: Theme | None) -> ThemeVersion:
    """The words a change of a heading builds on: the last announced. Raises RuleViolation when it is repealed."""
    latest = None
    if theme is not None:
        rows = ThemeVersion.objects.filter(theme=theme).select_related("theme__chapter", "enacted_by", "repealed_by")
        latest = rows.order_by("-valid").first()
    return register_rules.heading_to_change(latest, basis_id=latest.pk if latest else 0)
