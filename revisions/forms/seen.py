"""A form about something that can change while it stands open."""

from __future__ import annotations

from typing import Any

from django import forms


class SeenForm(forms.Form):
    """`seen` is what the person has in front of them; the service refuses it for another than stands now."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def has_read(self, seen: str) -> None:
        """The page shows this now; the next time it is sent, it is about this."""
        sent: Any = self.data
        self.data = shown_now = sent.copy()
        shown_now["seen"] = seen
