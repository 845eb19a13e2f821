"""The form of an answer after the template: a position on each item, and an answer to each question (FO-7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from hearings.models import Position
from hearings.services.answering import Saved, Sheet, Theirs, fingerprint
from organisations.prose import ProseField

_FIELD = re.compile(r"(standpunkt|grunn|svar|utelatt)-\d{1,18}\Z")


@dataclass(frozen=True)
class Part:
    """A field as the page shows it: what it was written from, and what another has saved meanwhile."""

    field: forms.BoundField
    base: str
    theirs: Theirs | None

    @property
    def seen(self) -> str:
        """The fingerprint of the other's text, which the person is shown beside their own."""
        return fingerprint(self.theirs.value) if self.theirs else ""

    @property
    def is_choice(self) -> bool:
        return isinstance(self.field.field, forms.ChoiceField)

    @property
    def their_words(self) -> str:
        """What the other chose or wrote, as it is read."""
        value = self.theirs.value if self.theirs else ""
        return str(Position(value).label) if self.is_choice and value else value


class AnswerForm(forms.Form):
    """Everything that is asked. What did not come in is not saved: nothing is emptied unasked."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, sheet: Sheet) -> None:
        super().__init__(data, initial={name: sheet.stored(name) for name in sheet.fields})
        self.stored = {name: fingerprint(sheet.stored(name)) for name in sheet.fields}
        self.theirs: dict[str, Theirs] = {}
        for item in sheet.items:
            self.fields[f"standpunkt-{item.pk}"] = forms.ChoiceField(
                label=_("Standpunkt til punkt %(number)s") % {"number": item.number},
                choices=Position.choices,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": _("Velg et av standpunktene.")},
            )
            self.fields[f"grunn-{item.pk}"] = ProseField(
                label=_("Begrunnelse for punkt %(number)s") % {"number": item.number}, required=False, rows=3
            )
        for number, question in enumerate(sheet.questions, start=1):
            self.fields[f"svar-{question.pk}"] = ProseField(
                label=_("Svar på spørsmål %(number)s") % {"number": number}, required=False, rows=4
            )
            self.fields[f"utelatt-{question.pk}"] = ProseField(
                label=_("Hvorfor dere ikke svarer på spørsmål %(number)s") % {"number": number}, required=False, rows=2
            )

    def values(self) -> dict[str, str]:
        """What came in and can be saved; a field of something else is passed on, to be refused in words."""
        self.full_clean()
        came = {
            name: self.cleaned_data[name] for name in self.stored if name in self.data and name in self.cleaned_data
        }
        strange = [name for name in self.data if _FIELD.match(name) and name not in self.stored]
        return came | {name: text for name in strange if (text := str(self.data[name]).strip())}

    def read(self, *, knowingly: bool) -> dict[str, str]:
        """The fingerprint each field was written from; with a button pressed, what another wrote counts as read."""
        found = {}
        for name in self.stored:
            seen = str(self.data.get(f"seen_{name}", "")) if knowingly else ""
            if told := seen or str(self.data.get(f"base_{name}", "")):
                found[name] = told
        return found

    def show(self, saved: Saved, sheet: Sheet) -> None:
        """Show what is stored, save where both changed a field or it can't be stored: there what the person wrote."""
        kept = {*saved.both, *self.errors}
        data = QueryDict(mutable=True)
        for name in self.stored:
            data[name] = str(self.data.get(name, "")) if name in kept else sheet.stored(name)
            base = self.data.get(f"base_{name}", "") if name in kept else fingerprint(sheet.stored(name))
            data[f"base_{name}"] = str(base)
        self.data = data
        self.theirs = saved.both
        for name, theirs in saved.both.items():
            words = _("En annen tekst er lagret her av %(who)s. Se forskjellen, og lagre på nytt.")
            self.add_error(name, words % {"who": theirs.words})

    def part(self, name: str) -> Part:
        """A field as the page shows it."""
        told = self.data if self.is_bound else {}
        return Part(self[name], str(told.get(f"base_{name}") or self.stored[name]), self.theirs.get(name))
