"""Fields of the forms of endringsforskrifter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from objectives import legal_text

MOST_WRITTEN = 10_000


class WordsField(forms.CharField):
    """Words that are printed, published or sent: nothing in them that is not seen, and one line where one is asked."""

    def to_python(self, value: Any) -> str:
        written = super().to_python(value) or ""
        if "\x00" in written:
            return written  # no slip of a person's: the validators refuse it
        words = legal_text.without_controls(written)
        return words.strip() if isinstance(self.widget, forms.Textarea) else " ".join(words.split())


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
