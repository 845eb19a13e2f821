"""The form of the second person: why the change is only language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.prose import ProseField


class ConfirmationForm(forms.Form):
    """`seen` is the text the person has in front of them; another than stands now is not confirmed."""

    reason = ProseField(
        label=_("Hvorfor er kravet det samme?"),
        rows=3,
        limit=2_000,
        error_messages={"required": _("Skriv hvorfor endringen bare er språklig.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def has_read(self, text: str) -> None:
        """The page shows this text now; the next confirmation is of it."""
        sent: Any = self.data
        self.data = shown_now = sent.copy()
        shown_now["seen"] = text

    def clean_seen(self) -> str:
        """A browser sends line breaks its own way."""
        return str(self.cleaned_data["seen"]).replace("\r\n", "\n")
