"""Forms of overgangsregler, and of what was announced without a day (EF-4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from objectives.forms import DayField
from objectives.models import AnnexChapter, Objective, Stage, TransitionalRule, UndeterminedChange
from organisations.models import Specialty
from regulations.models import DraftTransitionalRule

from .fields import WordsField


class TransitionalRuleForm(forms.Form):
    """An overgangsregel: which former læringsmål, for whom, and until when (EF-4)."""

    scope = forms.ChoiceField(
        label=_("Tidligere læringsmål"), choices=DraftTransitionalRule.Scope.choices, widget=forms.RadioSelect
    )
    chapter = forms.ModelChoiceField(
        AnnexChapter.objects.none(),
        label=_("Kapittel"),
        required=False,
        empty_label=_("Velg kapittel"),
        help_text=_("Bare når regelen gjelder ett kapittel."),
    )
    objectives = forms.ModelMultipleChoiceField(
        Objective.objects.none(),
        label=_("Læringsmål"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bare når du velger læringsmålene selv. Listen har dem som faller bort ved forskriften."),
    )
    started = forms.ChoiceField(
        label=_("Hvem gjelder regelen for?"),
        choices=[(value, _("LIS som %(what)s") % {"what": label}) for value, label in TransitionalRule.Started.choices],
        widget=forms.RadioSelect,
    )
    stage = forms.ChoiceField(
        label=_("Del av utdanningen"),
        choices=[("", _("Velg del")), *Stage.choices],
        required=False,
        help_text=_("Bare når vilkåret er at legen har startet en del."),
    )
    started_before = DayField(
        label=_("Startet før"),
        required=False,
        help_text=_("dd.mm.åååå. Tomt betyr før endringen trer i kraft."),
    )
    specialty = forms.ModelChoiceField(
        Specialty.objects.none(), label=_("Spesialitet"), required=False, empty_label=_("Alle spesialiteter")
    )
    until = DayField(
        label=_("Gjelder til"),
        required=False,
        help_text=_("dd.mm.åååå. Den første dagen regelen ikke lenger gjelder. Tomt betyr uten sluttdato."),
    )
    own_wording = forms.CharField(
        label=_("Egen ordlyd"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Trykkes i stedet for den foreslåtte. Valgene over avgjør likevel hvem regelen gjelder for."),
    )

    def __init__(self, *args: Any, chapters: Any, objectives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].queryset = chapters  # type: ignore[attr-defined]
        self.fields["objectives"].queryset = objectives  # type: ignore[attr-defined]
        self.fields["specialty"].queryset = Specialty.objects.specialties().alphabetical()  # type: ignore[attr-defined]

    def clean_own_wording(self) -> str:
        return legal_text.clean(self.cleaned_data["own_wording"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("scope") == DraftTransitionalRule.Scope.CHAPTER and not data.get("chapter"):
            self.add_error("chapter", _("Velg kapittelet regelen gjelder."))
        return data


class RepealedRulesForm(forms.Form):
    """Which earlier overgangsregler the act puts an end to."""

    repealed = forms.ModelMultipleChoiceField(
        TransitionalRule.objects.none(),
        label=_("Overgangsregler som oppheves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De slutter å gjelde den dagen forskriften kunngjøres."),
    )

    def __init__(self, *args: Any, standing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["repealed"]
        field.queryset = standing  # type: ignore[attr-defined]
        field.label_from_instance = lambda rule: f"{rule.enacted_by}: {rule.text}"  # type: ignore[attr-defined]


class DeterminationForm(forms.Form):
    """When what was announced without a day enters into force, and by what decision."""

    changes = forms.ModelMultipleChoiceField(
        UndeterminedChange.objects.none(),
        label=_("Endringer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én endring.")},
    )
    in_force_from = DayField(
        label=_("I kraft fra"),
        help_text=_("dd.mm.åååå"),
        error_messages={"required": _("Skriv datoen endringene trer i kraft, for eksempel 01.09.2028.")},
    )
    determined_on = DayField(
        label=_("Besluttet"),
        help_text=_("dd.mm.åååå. Dagen ikrafttredelsen ble bestemt."),
        error_messages={"required": _("Skriv dagen ikrafttredelsen ble bestemt.")},
    )
    reference = WordsField(
        label=_("Hvor beslutningen finnes"),
        max_length=200,
        required=False,
        help_text=_("For eksempel saksnummeret. Kan stå tomt når beslutningen er kunngjort med nummer."),
    )
    number = forms.IntegerField(
        label=_("Nummer fra Lovdata"),
        required=False,
        min_value=1,
        max_value=99_999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Bare når beslutningen selv er kunngjort i Norsk Lovtidend."),
        error_messages={"invalid": _("Skriv nummeret med sifre, for eksempel 114.")},
    )
    rebased = forms.BooleanField(
        label=_("La endringene bygge på tekst som er kunngjort etter dem"),
        required=False,
        help_text=_("Velg dette bare når du har lest den nyere teksten, og endringen skal gå foran den (EF-5)."),
    )

    def __init__(self, *args: Any, waiting: Any, labels: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["changes"].queryset = waiting  # type: ignore[attr-defined]
        self.fields["changes"].label_from_instance = lambda change: labels[change.pk]  # type: ignore[attr-defined]

    def clean_determined_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["determined_on"]
        if day > self.today:
            raise ValidationError(
                _("Beslutningen kan ikke registreres før den er tatt. Velg i dag eller en tidligere dato."),
                code="determined-in-the-future",
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("reference") and data.get("number") is None and "number" not in self.errors:
            self.add_error("reference", _("Skriv hvor beslutningen finnes, eller nummeret den er kunngjort med."))
        return data
