"""The form of a follow-up task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.prose import ProseField
from revisions.models import FollowUp


class FollowUpForm(forms.Form):
    """The text of a task that has one, and what was done."""

    text = ProseField(
        label=_("Tekst"),
        rows=16,
        help_text=_("Systemet har laget et utkast av vedtakene. Rett det, og send det videre når det er ferdig."),
        error_messages={"required": _("Skriv teksten.")},
    )
    outcome = ProseField(
        label=_("Hva som er gjort"),
        required=False,
        rows=3,
        limit=4_000,
        help_text=_("For eksempel hvem som er spurt, og hva de svarte."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, task: FollowUp, is_done: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not task.has_text:
            del self.fields["text"], self.fields["seen"]
        elif not is_done:
            self.fields["outcome"].required = False
        if task.kind == FollowUp.Kind.CLARIFY:
            self.fields["outcome"].required = True
            self.fields["outcome"].error_messages["required"] = _(
                "Skriv hva rådslederne svarte om læringsaktivitetene, også når ingenting berøres (OP-1)."
            )
