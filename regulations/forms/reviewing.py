"""Forms of the review: approving, commenting and wording a clause."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from regulations.services.rewording import LONGEST

from .fields import ProseField


class ApproveForm(forms.Form):
    """Which version was read, and a word about it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_000)
    note = ProseField(label=_("Merknad"), required=False, help_text=_("Står sammen med godkjenningen."))


class CommentForm(forms.Form):
    """What is said about the draft, or about one of its clauses."""

    body = ProseField(label=_("Kommentar"), error_messages={"required": _("Skriv kommentaren.")})
    clause = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31)

    @property
    def clause_pk(self) -> int | None:
        """The clause that was named; None for the whole draft, and for what is no number."""
        value = self.data.get("clause", "") if self.is_bound else self.initial.get("clause", "")
        return int(value) if str(value).isascii() and str(value).isdigit() and len(str(value)) < 10 else None


class WordingForm(forms.Form):
    """A sentence for each instruction of a clause."""

    def __init__(self, *args: object, sentences: Sequence[str], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for number, sentence in enumerate(sentences, start=1):
            label = _("Setning %(number)d") % {"number": number} if len(sentences) > 1 else _("Setning")
            self.fields[f"setning-{number}"] = forms.CharField(
                label=label,
                initial=sentence,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Skriv hva endringsleddet skal si, eller bruk systemets ordlyd.")},
            )

    @property
    def sentences(self) -> list[str]:
        """What was written, in order. Only of a valid form."""
        return [self.cleaned_data[name] for name in self.fields]
