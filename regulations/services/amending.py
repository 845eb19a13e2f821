"""Amending an announced act before it enters into force: a new draft, with one clause per text (EF-5).

Real: the act of 24 February 2020 no. 210 amends that of 28 August 2019 no. 1123.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from objectives.models import LegalAct, ObjectiveVersion, ThemeVersion
from objectives.operations import CorrectText, Operation, RenameTheme, RepealObjective, RepealTheme, ReplaceObjective
from organisations.models import User
from regulations import permissions, rules
from regulations.models import AmendmentClause, AmendmentRegulation

from .drafting import add_clause, create_regulation


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What a new act makes of one text, or heading, that is announced and not in force."""

    class Kind(models.TextChoices):
        CORRECT = "rett", _("Rett språket. Koden beholdes.")
        REPLACE = "erstatt", _("Endre innholdet. Læringsmålet får ny kode.")
        REPEAL = "opphev", _("Opphev. Det trer ikke i kraft.")

    words: ObjectiveVersion | ThemeVersion
    kind: str
    text: str = ""  # the new wording; of a heading its title
    effect: str = ""  # Succession.Kind, when the content is changed

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return self.words.objective.code if isinstance(self.words, ObjectiveVersion) else f"«{self.words}»"

    @property
    def operation(self) -> Operation:
        """The typed operation it becomes."""
        words = self.words
        if isinstance(words, ThemeVersion):
            if self.kind == self.Kind.REPEAL:
                return RepealTheme(theme=words.theme_id, basis=words.pk)
            return RenameTheme(theme=words.theme_id, number=words.number, title=self.text, basis=words.pk)
        code = words.objective.code
        if self.kind == self.Kind.CORRECT:
            return CorrectText(code=code, text=self.text, basis=words.pk)
        if self.kind == self.Kind.REPLACE:
            return ReplaceObjective(code=code, text=self.text, effect=self.effect, basis=words.pk)
        return RepealObjective(code=code, basis=words.pk)


@transaction.atomic
def amend(
    *,
    act: LegalAct,
    name: str,
    planned_announcement: dt.date,
    reason: str,
    amendments: Sequence[Amendment],
    by: User,
    on: dt.date,
) -> AmendmentRegulation:
    """Begin a draft that amends these texts of `act` from the day they would have entered into force.

    What is amended then never applies. `reason` is why each clause has that date and not the main rule's (EF-6).
    Raises NotPermitted, and RuleViolation when nothing is chosen, when a text is in force, changed by another act or
    in force before the planned announcement, or when the clauses can't stand together.
    """
    permissions.require_drafting(by)
    rules.something_is_amended(act, amendments)
    for one in amendments:
        rules.can_be_amended(one.name, one.words, act=act, on=on)
        rules.is_announced_in_time(one.name, one.words, planned=planned_announcement)
    draft = create_regulation(name=name, planned_announcement=planned_announcement, by=by, on=on)
    # Headings last: one can only be repealed when nothing is left under it.
    for one in sorted(amendments, key=lambda amendment: isinstance(amendment.words, ThemeVersion)):
        add_clause(
            regulation=draft,
            operation=one.operation,
            entry_into_force=AmendmentClause.EntryIntoForce.ON_DATE,
            in_force_from=one.words.valid_from,
            departure_reason=reason,
            by=by,
        )
    return draft
