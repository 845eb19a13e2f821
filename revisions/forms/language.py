"""The form of the language control by itself: a text, and what it is a change of."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.prose import LineField, ProseField

OBJECTIVE, ELABORATION = "laeringsmal", "utdypende"


class WordForm(forms.Form):
    """A word for the word list."""

    word = LineField(label=_("Ord"), max_length=60, help_text=_("Ett ord, i den formen det skrives."))


class LanguageForm(forms.Form):
    """What is to be controlled. Nothing in it is saved."""

    kind = forms.ChoiceField(
        label=_("Hva slags tekst er det?"),
        choices=[(OBJECTIVE, _("Læringsmål")), (ELABORATION, _("Utdypende tekst"))],
        widget=forms.RadioSelect,
        initial=OBJECTIVE,
        required=False,
    )
    code = LineField(
        label=_("Kode"),
        max_length=12,
        required=False,
        help_text=_("Hvis teksten endrer et læringsmål. Da sammenlignes den med teksten som gjelder."),
    )
    text = ProseField(label=_("Tekst"), rows=6)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()
