"""What another announced act has done to what a clause changes, and what the clause can be built on instead (EF-5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from objectives.models import LegalAct, ObjectiveVersion, Succession, ThemeVersion
from objectives.operations import (
    ChangedText,
    Operation,
    RenameTheme,
    ReplaceObjective,
    ThemeChange,
    ThemeOperation,
    rebase,
)
from objectives.rules import long_date
from organisations.refusals import RuleViolation

from .outline import PlacedClause
from .rules import Caution

Words = ObjectiveVersion | ThemeVersion


@dataclass(frozen=True, kw_only=True)
class Overtaken:
    """A text or a heading a clause was written against, and what another announced act has made of it.

    `name` is what the clause calls it. `act` made the change, and it applies from the day `starts`. `onto` is what
    the clause can be built on: the announced words, under the same code or that of the læringsmål that replaces it;
    None when nothing, or more than one læringsmål, has come instead.
    """

    name: str
    before: Words
    act: LegalAct
    starts: dt.date
    onto: Words | None

    @property
    def old_text(self) -> str:
        """What the clause was written against."""
        return _words(self.before)

    @property
    def announced_text(self) -> str:
        """What the other act says instead; empty when it only repeals."""
        return _words(self.onto) if self.onto else ""

    @property
    def new_code(self) -> str:
        """The code of the læringsmål that has come instead, when it is another."""
        onto = self.onto
        code = onto.objective.code if isinstance(onto, ObjectiveVersion) else self.name
        return "" if code == self.name else code


def overtaken(placed: Iterable[PlacedClause]) -> dict[int, list[Overtaken]]:
    """By the clause's key, what other announced acts have changed first. The queries do not grow with the clauses."""
    clauses = list(placed)
    reading = _Latest([one.operation for one in clauses])
    return {one.clause.pk: reading.overtaking(one) for one in clauses}


def rebased(operation: Operation, met: Sequence[Overtaken]) -> Operation:
    """The same change, written against what the other acts have announced.

    Raises RuleViolation for one that has nothing to be written against.
    """
    for one in met:
        if one.onto is not None:
            of_a_heading = isinstance(operation, ThemeOperation)
            operation = rebase(operation, onto=one.onto, instead_of=None if of_a_heading else one.name)
    return operation


def cautions(placed: PlacedClause, met: Sequence[Overtaken]) -> list[Caution]:
    """What to be told before a clause is built on the announced texts: its words were decided without them (EF-5)."""
    operation = placed.operation
    words = f"{operation.number} {operation.title}".strip() if isinstance(operation, RenameTheme) else placed.new_text
    replaced = [one for one in met if words and one.onto is not None and words != one.announced_text]
    found = [Caution(_may_undo(one), code="may-undo-what-is-announced", authority="EF-5") for one in replaced]
    if replaced and isinstance(operation, ReplaceObjective):
        message = _(
            "Endringen av %(name)s er vedtatt som «%(effect)s» ut fra den gamle teksten. Kontroller at den er det også "
            "i forhold til den kunngjorte. Er den ikke det, må vedtaket tas opp på nytt i saken."
        ) % {"name": replaced[0].name, "effect": Succession.Kind(operation.effect).label.lower()}
        found.append(Caution(message, code="effect-was-decided-on-another-text", authority="ID-5"))
    return found


def _may_undo(one: Overtaken) -> str:
    return _(
        "Ordene i endringsleddet om %(name)s er vedtatt ut fra den gamle teksten, og kan oppheve det %(act)s endrer "
        "fra %(date)s. Les forskjellen under. Skal den endringen stå, må vedtaket tas opp på nytt i saken."
    ) % {"name": one.name, "act": one.act, "date": long_date(one.starts)}


def _words(words: Words) -> str:
    return words.text if isinstance(words, ObjectiveVersion) else str(words)


class _Latest:
    """The newest announced words of what the operations name, and of what has come instead."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        codes = {changed.code for operation in operations for changed in operation.changes}
        themes = {operation.theme for operation in operations if isinstance(operation, ThemeChange)}
        self.links: dict[str, list[Succession]] = {}
        self.texts = self._texts(codes)
        headings = ThemeVersion.objects.filter(theme__in=themes).order_by("valid")
        self.headings = {row.theme_id: row for row in headings.select_related("enacted_by", "repealed_by")}
        written_on = {op.basis for op in operations if isinstance(op, ThemeChange)}
        self.written_on = {row.pk: row for row in ThemeVersion.with_annulled.filter(pk__in=written_on)}

    def _texts(self, codes: set[str]) -> dict[str, ObjectiveVersion]:
        """The last text of each, and of all that has come instead of those that are repealed."""
        found: dict[str, ObjectiveVersion] = {}
        wanted = codes
        while wanted:
            rows = ObjectiveVersion.objects.filter(objective__code__in=wanted).order_by("valid")
            read = {row.objective.code: row for row in rows.select_related("objective", "enacted_by", "repealed_by")}
            found |= read
            ended = {code for code, row in read.items() if row.valid_until is not None} | (wanted - read.keys())
            links = Succession.objects.filter(old__code__in=ended).select_related("old", "new", "enacted_by")
            for link in links if ended else ():
                self.links.setdefault(link.old.code, []).append(link)
            wanted = {link.new.code for code in ended for link in self.links.get(code, [])} - found.keys()
        return found

    def overtaking(self, placed: PlacedClause) -> list[Overtaken]:
        operation = placed.operation
        if isinstance(operation, ThemeChange):
            return self._heading(operation)
        found = [self._text(changed, basis) for changed, basis in zip(operation.changes, placed.bases, strict=True)]
        return [one for one in found if one is not None]

    def _text(self, changed: ChangedText, basis: ObjectiveVersion) -> Overtaken | None:
        latest = self.texts.get(changed.code)
        if latest is not None and latest.valid_until is None:
            if latest.pk == changed.basis:
                return None
            made_by, starts, onto = latest.enacted_by, latest.valid_from, latest
            return Overtaken(name=changed.code, before=basis, act=made_by, starts=starts, onto=onto)
        # Without a text that stands or has stood, the one it was written against was annulled before its first day.
        act, ended = (latest.repealed_by, latest.valid_until) if latest else (basis.annulled_by, basis.valid_from)
        if act is None or ended is None:
            return None
        return Overtaken(name=changed.code, before=basis, act=act, starts=ended, onto=self._successor(changed.code))

    def _successor(self, code: str) -> ObjectiveVersion | None:
        """The standing text of the one læringsmål that has come instead, however many steps on."""
        links = self.links.get(code, [])
        while len(links) == 1:
            new = links[0].new.code
            text = self.texts.get(new)
            if text is not None and text.valid_until is None:
                return text
            links = self.links.get(new, [])
        return None

    def _heading(self, operation: ThemeChange) -> list[Overtaken]:
        latest, before = self.headings.get(operation.theme), self.written_on[operation.basis]
        if latest is None:
            return []
        if latest.valid_until is not None and latest.repealed_by is not None:
            act, ended = latest.repealed_by, latest.valid_until
            return [Overtaken(name=str(before), before=before, act=act, starts=ended, onto=None)]
        if latest.pk == operation.basis:
            return []
        starts = latest.valid_from
        return [Overtaken(name=str(before), before=before, act=latest.enacted_by, starts=starts, onto=latest)]


# --- the rules of building on it ----------------------------------------------------------------------


def is_built_on_something_else(name: str, met: Sequence[object]) -> None:
    """A clause is written again only when another act has changed what it was written against (EF-5)."""
    if not met:
        raise RuleViolation(
            _("Endringsleddet om %(name)s bygger allerede på den siste kunngjorte teksten.") % {"name": name},
            code="nothing-to-rebase",
            authority="EF-5",
        )


def there_is_something_to_build_on(name: str, *, act: LegalAct, onto: object | None) -> None:
    """What another act has repealed, or split, is not a text to write a change against (EF-5)."""
    if onto is None:
        raise RuleViolation(
            _(
                "%(name)s er opphevet ved %(act)s, og ingen tekst har kommet i stedet som endringen kan bygge på. "
                "Ta ut endringsleddet."
            )
            % {"name": name, "act": act},
            code="cannot-rebase",
            authority="EF-5",
        )


def is_what_was_seen(name: str, *, seen: Sequence[int], now: Sequence[int]) -> None:
    """Nobody builds on a text they have not read (EF-5)."""
    if list(seen) != list(now):
        raise RuleViolation(
            _("Teksten %(name)s skal bygge på, er endret siden du åpnet siden. Les den på nytt før du bekrefter.")
            % {"name": name},
            code="announced-text-changed",
            authority="EF-5",
        )
