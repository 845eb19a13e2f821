"""The form of a reason why a change after the hearing needs no new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.prose import ProseField


class NoNewHearingForm(forms.Form):
    """`seen` are the changes the person has in front of them; others than stand now are not answered for."""

    reason = ProseField(
        label=_("Hvorfor trengs ingen ny høring?"),
        rows=4,
        limit=4_000,
        help_text=_("Publiseres på høringens side. Skriv ikke noe som røper et vedtak som ikke er fattet."),
        error_messages={"required": _("Skriv hvorfor endringene ikke trenger en ny høring.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def has_read(self, seen: str) -> None:
        """The page shows these changes now; the next reason is for them."""
        sent: Any = self.data
        self.data = shown_now = sent.copy()
        shown_now["seen"] = seen
