from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from objectives import export
from objectives.models import AnnexChapter, AnnexPart
from organisations.models import Specialty
from organisations.refusals import RuleViolation

from .reading import DayField

CHOICES_OF_WHAT = ("del", "kapittel", "spesialitet", "koder")


class ExportForm(forms.Form):
    """What to download, on which day and in what format; the fields are those of a link to a file."""

    dato = DayField(label=_("Slik teksten lyder"), required=False)
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[(one.key, one.label) for one in export.FORMATS.values()],
        widget=forms.RadioSelect,
        initial="pdf",
        error_messages={
            "required": _("Velg et format."),
            "invalid_choice": _("Vi har ikke formatet «%(value)s». Velg et av formatene her."),
        },
    )
    field_order = [*CHOICES_OF_WHAT, "dato", "format"]

    def __init__(self, data: Any = None, *, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.fields["format"].choice_hints = {  # type: ignore[attr-defined]
            one.key: one.what for one in export.FORMATS.values()
        }
        self.fields["dato"].initial = today
        self.fields["del"] = forms.ModelChoiceField(
            label=_("Del"),
            queryset=AnnexPart.objects.all(),
            to_field_name="letter",
            required=False,
            empty_label=_("Alle"),
            error_messages={"invalid_choice": _("Vedlegg 2 har ikke denne delen. Velg A, B eller C.")},
        )
        self.fields["kapittel"] = forms.ModelChoiceField(
            label=_("Kapittel"),
            queryset=AnnexChapter.objects.select_related("part"),
            to_field_name="slug",
            required=False,
            empty_label=_("Alle"),
            error_messages={"invalid_choice": _("Vedlegg 2 har ikke dette kapittelet. Velg et fra listen.")},
        )
        self.fields["spesialitet"] = forms.ModelChoiceField(
            label=_("Spesialitet"),
            queryset=Specialty.objects.alphabetical(),
            to_field_name="slug",
            required=False,
            empty_label=_("Alle"),
            error_messages={"invalid_choice": _("Vi fant ikke denne spesialiteten. Velg en fra listen.")},
        )
        self.fields["koder"] = forms.CharField(
            label=_("Koder"),
            required=False,
            max_length=8000,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={
                "null_characters_not_allowed": _("Kodene har et tegn som ikke kan stå i en tekst. Skriv dem på nytt."),
            },
            help_text=_("Med mellomrom, komma eller linjeskift mellom, for eksempel GAK-001, GAK-002."),
        )
        self.order_fields(self.field_order)

    @property
    def day(self) -> dt.date:
        """The day asked for; today when none is."""
        return self.cleaned_data["dato"] or self.today

    @property
    def chosen_format(self) -> export.Format:
        return export.FORMATS[self.cleaned_data["format"]]

    def clean(self) -> dict[str, Any]:
        given = [name for name in CHOICES_OF_WHAT if self.cleaned_data.get(name)]
        if len(given) > 1:
            labels = [str(self.fields[name].label).lower() for name in given]
            raise ValidationError(
                _("Velg bare én av del, kapittel, spesialitet og koder. Nå er %(given)s valgt."),
                params={"given": f"{', '.join(labels[:-1])} {_('og')} {labels[-1]}"},
                code="two-choices",
            )
        return self.cleaned_data

    def clean_koder(self) -> str:
        """Checks that each is a code; `selection` makes the choice of them."""
        text: str = self.cleaned_data["koder"]
        if text.strip():
            try:
                export.of_codes(text)
            except RuleViolation as refusal:
                raise ValidationError(refusal.message, code=refusal.code) from refusal
        return text

    def selection(self) -> export.Selection:
        """What is chosen; the whole annex when nothing is."""
        data = self.cleaned_data
        if data["del"]:
            return export.of_part(data["del"].letter)
        if data["kapittel"]:
            return export.of_chapter(data["kapittel"].slug)
        if data["spesialitet"]:
            return export.of_specialty(data["spesialitet"].slug)
        return export.of_codes(data["koder"]) if data["koder"].strip() else export.WHOLE_ANNEX
