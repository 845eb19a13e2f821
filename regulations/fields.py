"""Fields of the forms of endringsforskrifter."""

from __future__ import annotations

from typing import Any

from django import forms

from objectives import legal_text


class WordsField(forms.CharField):
    """Words that are printed, published or sent: nothing in them that is not seen, and one line where one is asked."""

    def to_python(self, value: Any) -> str:
        written = super().to_python(value) or ""
        if "\x00" in written:
            return written  # no slip of a person's: the validators refuse it
        words = legal_text.without_controls(written)
        return words.strip() if isinstance(self.widget, forms.Textarea) else " ".join(words.split())
