"""The form of the second person: why the change is only language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from organisations.prose import ProseField

from .seen import SeenForm


class ConfirmationForm(SeenForm):
    """`seen` is the text the person has in front of them; another than stands now is not confirmed."""

    reason = ProseField(
        label=_("Hvorfor er kravet det samme?"),
        rows=3,
        limit=2_000,
        error_messages={"required": _("Skriv hvorfor endringen bare er språklig.")},
    )

    def clean_seen(self) -> str:
        """A browser sends line breaks its own way."""
        return str(self.cleaned_data["seen"]).replace("\r\n", "\n")
