"""A proposed utdypende tekst while it is written: the text it starts from, and how it changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from objectives import legal_text
from objectives.models import Objective, ObjectiveVersion
from organisations.models import Organisation
from organisations.prose import cleaned
from organisations.refusals import RuleViolation
from revisions.forms.recommendations import ElaborationForm
from revisions.services.recommendations import elaboration_of

from .language import LanguageView, language_of_elaboration

_LONGEST = 100_000


@dataclass
class Beside:
    """What stands beside the fields: the læringsmål, its utdypende tekst today, and the proposed one."""

    objective: Objective | None = None
    requirement: str = ""
    """What the læringsmål itself says; the utdypende tekst adds nothing to it (TE-2)."""
    old: str = ""
    new: str = ""
    refusal: str = ""
    language: LanguageView | None = None

    @property
    def is_changed(self) -> bool:
        return self.objective is not None and self.old != self.new


def elaboration_beside(
    form: ElaborationForm, values: dict[str, Any], *, organisation: Organisation, on: dt.date
) -> Beside:
    """What is written so far; a text nobody has begun on starts as the one it changes."""
    code = str(values.get("code", "")).strip()
    if not code:
        return Beside()
    try:
        objective, old = elaboration_of(code)
    except RuleViolation as refusal:
        return Beside(refusal=refusal.message)
    latest = ObjectiveVersion.objects.filter(objective=objective).order_by("-valid").first()
    written = str(values.get("new_text", ""))
    if not form.is_bound and not written.strip() and not values.get("removes"):
        form.initial["new_text"] = written = old
    new = "" if values.get("removes") else legal_text.clean(cleaned(written)[:_LONGEST])
    requirement = latest.text if latest else ""
    language = language_of_elaboration(
        new, name="new_text", on=on, old=old, requirement=requirement, organisation=organisation
    )
    return Beside(objective, requirement, old, new, language=language)
