from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .searching.choices import Order
from .searching.facets import Facet

FIRST_DAY = dt.date(2017, 3, 1)
"""The day spesialistforskriften, and with it vedlegg 2, entered into force."""

LAST_DAY = dt.date(2099, 12, 31)
"""Further ahead than anyone plans; what is later is a slip of the pen."""

DATE_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day as people write it here: 01.03.2027, 1.3.27, or 2027-03-01 from a link."""

    default_error_messages = {
        "invalid": _("Skriv datoen som dag, måned og år, for eksempel 01.03.2027."),
        "too_early": _("Læringsmålene gjelder fra 1. mars 2017. Velg den dagen eller en senere."),
        "too_late": _("Datoen er etter 31. desember 2099. Kontroller årstallet."),
    }
    widget = forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DATE_FORMATS, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        day = super().to_python(value)
        if day is not None and day < FIRST_DAY:
            raise ValidationError(self.error_messages["too_early"], code="too-early")
        if day is not None and day > LAST_DAY:
            raise ValidationError(self.error_messages["too_late"], code="too-late")
        return day


class OnDateForm(forms.Form):
    """On which day to read the text; today when nothing is asked."""

    dato = DayField(label=_("Vis teksten på dato"), required=False)

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(_with_default(data, "dato", f"{today:%d.%m.%Y}"))
        self.today = today

    @property
    def day(self) -> dt.date:
        """The day asked for; today when none is, or when it can't be read (the field then says so)."""
        return (self.is_valid() and self.cleaned_data["dato"]) or self.today

    @property
    def status(self) -> int:
        return 200 if self.is_valid() else 400


class RegisterForm(OnDateForm):
    """A search: the words, the day, the order, and the choices made to narrow it."""

    q = forms.CharField(
        label=_("Kode eller ord"),
        required=False,
        max_length=100,
        strip=True,
        error_messages={
            "max_length": _("Søk med høyst %(limit_value)d tegn. Det du skrev, er på %(show_value)d."),
            "null_characters_not_allowed": _("Søket har et tegn som ikke kan stå i en tekst. Skriv det på nytt."),
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    rekkefolge = forms.ChoiceField(label=_("Rekkefølge"), choices=Order, required=False)
    etter = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    stavemate = forms.ChoiceField(choices=[("bare", "")], required=False, widget=forms.HiddenInput)

    field_order = ["q", "dato", "rekkefolge"]

    def __init__(self, data: Any, *, today: dt.date, facets: Iterable[Facet]) -> None:
        super().__init__(data, today=today)
        for facet in facets:
            self.fields[facet.name] = forms.ChoiceField(
                label=facet.title,
                choices=[("", ""), *((choice.value, choice.label) for choice in facet.choices)],
                required=False,
                error_messages={"invalid_choice": _("Dette valget finnes ikke. Ta det bort, eller velg på nytt.")},
                widget=forms.HiddenInput,
            )

    @property
    def order(self) -> Order:
        return Order(self.cleaned_data.get("rekkefolge") or Order.ANNEX)


def _with_default(data: Any, name: str, value: str) -> Any:
    """The query with the day filled in where it is missing or empty, so that the field always shows it."""
    if data.get(name, "").strip():
        return data
    filled = data.copy()
    filled[name] = value
    return filled
