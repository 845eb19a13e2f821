"""The forms of the review: approving, commenting, wording a clause, and saying why something is undone."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from objectives import legal_text

from .services.rewording import LONGEST

MOST_WRITTEN = 10_000


class ProseField(forms.CharField):
    """What a person writes about a draft: without control characters, and not longer than is read."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **options: object) -> None:
        super().__init__(**({"max_length": MOST_WRITTEN} | options))  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        cleaned: str = legal_text.clean(super().clean(value))
        if self.required and not cleaned.strip():
            raise ValidationError(self.error_messages["required"], code="required")
        return cleaned


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


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = ProseField(
        label=_("Begrunnelse"), error_messages={"required": _("Skriv hvorfor. Begrunnelsen blir stående.")}
    )


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
