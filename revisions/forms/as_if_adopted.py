"""Which open cases to suppose adopted, on which day, and where to look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.forms import DayField
from objectives.models import AnnexChapter
from revisions.open_cases import OpenCase

MOST_CASES = 50


class AsIfAdoptedForm(forms.Form):
    """The address carries all of it. A case one may not know of is answered as one that does not exist."""

    sak = forms.MultipleChoiceField(
        label=gettext_lazy("Saker"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("Ingen av de åpne sakene du kan se, har nummer %(value)s. Velg fra listen.")
        },
    )
    dato = DayField(label=gettext_lazy("I kraft fra"), required=False, help_text=gettext_lazy("dd.mm.åååå"))
    kapittel = forms.ChoiceField(
        label=gettext_lazy("Kapittel"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Vi fant ikke dette kapittelet. Velg ett fra listen.")},
    )

    def __init__(
        self, query: Any, *, cases: Sequence[OpenCase], chapters: Sequence[AnnexChapter], today: dt.date
    ) -> None:
        day = query.get("dato", "").strip() or f"{today:%d.%m.%Y}"
        super().__init__({"sak": query.getlist("sak"), "dato": day, "kapittel": query.get("kapittel", "")})
        self.cases, self.chapters, self.today = cases, chapters, today
        self.fields["sak"].choices = [(case.number, case.title) for case in cases]  # type: ignore[attr-defined]
        self.fields["kapittel"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle kapitler som endres")),
            *((chapter.slug, chapter.title) for chapter in chapters),
        ]

    @property
    def numbers(self) -> list[str]:
        """The cases chosen."""
        found: list[str] = self.cleaned_data.get("sak", [])
        return found

    @property
    def ticked(self) -> set[str]:
        """The cases asked for, whether or not they are there."""
        return set(self.data["sak"])

    @property
    def day(self) -> dt.date:
        found: dt.date = self.cleaned_data["dato"]
        return found

    @property
    def chosen(self) -> list[AnnexChapter]:
        """The chapters to look in."""
        wanted = self.cleaned_data["kapittel"]
        return [chapter for chapter in self.chapters if wanted in ("", chapter.slug)]

    def clean_sak(self) -> list[str]:
        numbers: list[str] = list(dict.fromkeys(self.cleaned_data["sak"]))
        if len(numbers) > MOST_CASES:
            raise ValidationError(
                _("Velg høyst %(most)d saker om gangen. Du har valgt %(count)d.")
                % {"most": MOST_CASES, "count": len(numbers)},
                code="too-many-cases",
            )
        return numbers

    def clean_dato(self) -> dt.date:
        """What is adopted now applies from now on: the past reads as it did (EF-1)."""
        day: dt.date = self.cleaned_data["dato"]
        if day < self.today:
            raise ValidationError(
                _("Et vedtak virker framover. Velg %(today)s eller en senere dag.")
                % {"today": date_format(self.today, "j. F Y")},
                code="in-the-past",
            )
        return day
