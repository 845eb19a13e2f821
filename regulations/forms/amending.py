"""Forms of a draft that amends an announced act before it enters into force (EF-5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from objectives import legal_text
from objectives.forms import DayField
from objectives.models import ObjectiveVersion, Succession, ThemeVersion
from regulations.services import Amendment

from .drafting import RegulationForm
from .fields import WordsField

EFFECTS = [
    (Succession.Kind.SHARPENED, _("Skjerpet: kravet blir strengere")),
    (Succession.Kind.REDUCED, _("Redusert: kravet blir lettere")),
    (Succession.Kind.EQUIVALENT, _("Likeverdig: annet innhold, samme krav")),
]


class AmendForm(RegulationForm):
    """A new draft that amends an announced act before it enters into force."""

    planned_announcement = DayField(
        label=_("Planlagt kunngjøring"),
        help_text=_("dd.mm.åååå. Må være før de valgte tekstene trer i kraft."),
        error_messages={"required": _("Skriv når kunngjøringen er planlagt, for eksempel 12.02.2027.")},
    )
    reason = WordsField(
        label=_("Begrunnelse for datoen"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hvert endringsledd trer i kraft den dagen teksten det endrer, skulle ha trådt i kraft (EF-6)."),
        error_messages={"required": _("Skriv hvorfor endringene trer i kraft den dagen (EF-6).")},
    )


class AmendTextForm(forms.Form):
    """What is to be made of one announced text."""

    LEAVE = ""

    kind = forms.ChoiceField(
        label=_("Hva skal skje med teksten?"),
        choices=[(LEAVE, _("La den stå.")), *Amendment.Kind.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    effect = forms.ChoiceField(
        label=_("Virkning av en innholdsendring"), choices=[("", _("Velg")), *EFFECTS], required=False
    )
    text = forms.CharField(
        label=_("Ny ordlyd"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Brukes når språket rettes eller innholdet endres."),
    )

    def __init__(self, *args: Any, words: ObjectiveVersion | ThemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["text"].initial = self.old_text
        if isinstance(words, ThemeVersion):
            del self.fields["effect"]
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (self.LEAVE, _("La den stå.")),
                (Amendment.Kind.CORRECT, _("Gi overskriften en annen ordlyd.")),
                (Amendment.Kind.REPEAL, _("Opphev den. Den trer ikke i kraft.")),
            ]

    @property
    def old_text(self) -> str:
        """What the announced act says; of a heading, its words without the number."""
        return self.words.text if isinstance(self.words, ObjectiveVersion) else self.words.title

    def clean_text(self) -> str:
        return legal_text.clean(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind in (Amendment.Kind.CORRECT, Amendment.Kind.REPLACE) and "text" not in self.errors:
            if not data.get("text"):
                self.add_error("text", self._about(_("Skriv den nye ordlyden til %(name)s.")))
            elif data["text"] == self.old_text:
                self.add_error("text", self._about(_("%(name)s lyder slik allerede. Endre teksten, eller la den stå.")))
        if kind == Amendment.Kind.REPLACE and not data.get("effect") and "effect" not in self.errors:
            self.add_error("effect", self._about(_("Velg hva som skjer med kravet i %(name)s (ID-5).")))
        return data

    def _about(self, sentence: str | Promise) -> str:
        return str(sentence) % {"name": Amendment(words=self.words, kind="").name}

    @property
    def amendment(self) -> Amendment | None:
        """What was chosen; None when the text is left as it stands."""
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        effect = data.get("effect", "") if data["kind"] == Amendment.Kind.REPLACE else ""
        return Amendment(words=self.words, kind=data["kind"], text=data.get("text", ""), effect=effect)
