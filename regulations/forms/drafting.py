"""Forms of the draft itself: when it is announced, what stands around its clauses, and each clause's date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from objectives.forms import DayField
from regulations.models import AmendmentClause

from .fields import WordsField


class RegulationForm(forms.Form):
    """A new draft: what it is called in-house, and when Lovdata is planned to announce it."""

    name = WordsField(
        label=_("Arbeidstittel"),
        max_length=200,
        help_text=_("Bare til internt bruk, for eksempel «Vinter 2027»."),
        error_messages={"required": _("Skriv en arbeidstittel, for eksempel «Vinter 2027».")},
    )
    planned_announcement = DayField(
        label=_("Planlagt kunngjøring"),
        help_text=_("dd.mm.åååå. Ikrafttredelsen foreslås ut fra denne datoen."),
        error_messages={"required": _("Skriv når kunngjøringen er planlagt, for eksempel 12.02.2027.")},
    )


class ScheduleForm(forms.Form):
    """When the announcement is planned."""

    planned_announcement = DayField(
        label=_("Planlagt kunngjøring"),
        help_text=_("dd.mm.åååå. Endringsledd som har fått dato etter hovedregelen, flyttes med."),
        error_messages={"required": _("Skriv når kunngjøringen er planlagt, for eksempel 12.02.2027.")},
    )


class HeadingForm(forms.Form):
    """What stands around the clauses in the act."""

    title = WordsField(label=_("Tittel"), max_length=400, error_messages={"required": _("Skriv tittelen.")})
    short_title = WordsField(
        label=_("Korttittel"), max_length=200, error_messages={"required": _("Skriv korttittelen.")}
    )
    legal_basis = WordsField(
        label=_("Hjemmel"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Uten organet og datoen. De settes inn foran: «Fastsatt av Helsedirektoratet … med hjemmel i …»."),
        error_messages={"required": _("Skriv hjemmelen. Forskriften må vise til den (forvaltningsloven § 38).")},
    )
    transitional_text = forms.CharField(
        label=_("Flere overgangsregler, som fritekst"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For det som ikke kan legges inn som overgangsregel i utkastet. Trykkes i del III, etter reglene. "
            "Registeret svarer ikke ut fra friteksten."
        ),
    )

    def clean_transitional_text(self) -> str:
        return legal_text.clean(self.cleaned_data["transitional_text"])


class ClauseForm(forms.Form):
    """When a clause enters into force, and why the date departs from the main rule if it does."""

    entry_into_force = forms.ChoiceField(
        label=_("Ikrafttredelse"), choices=AmendmentClause.EntryIntoForce.choices, widget=forms.RadioSelect
    )
    in_force_from = DayField(label=_("Dato"), required=False, help_text=_("dd.mm.åååå"))
    departure_reason = WordsField(
        label=_("Begrunnelse for avvikende dato"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kreves når datoen avviker fra hovedregelen (EF-6). Begrunnelsen vises sammen med datoen."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        on_date = data.get("entry_into_force") == AmendmentClause.EntryIntoForce.ON_DATE
        if on_date and not data.get("in_force_from") and "in_force_from" not in self.errors:
            self.add_error("in_force_from", _("Skriv datoen endringen trer i kraft, for eksempel 01.09.2027."))
        if not on_date:
            data["in_force_from"] = None
        return data


class RebaseForm(forms.Form):
    """The choice to build a clause on another act's text: which texts the person has read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False)

    def clean_seen(self) -> list[int]:
        """The keys of the texts, in their order; what is no key is no text anybody has read."""
        keys = self.cleaned_data["seen"].split(",")
        return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= 18]
