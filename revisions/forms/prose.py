"""Running text as people write and paste it: no control characters, and a limit that says itself before it bites."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_CHARACTERS = 20_000
"""At most this many in one part of the template: about eight printed pages."""

# Control characters that the keyboard doesn't give but a paste does, and those that turn the direction of the text
# around, so that a sentence is not read as it is stored.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def cleaned(text: str) -> str:
    """The text with one kind of line break and without control characters other than line break and tab."""
    one_break = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", one_break))


class ProseField(forms.CharField):
    """A text of several lines. What is too long is refused with how long it is, and never cut."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 6, limit: int = MAX_CHARACTERS, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit
        self.widget.attrs = {"rows": rows}  # as wide as the page gives room for

    def to_python(self, value: Any) -> str:
        return super().to_python(cleaned(value) if isinstance(value, str) else value) or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(
                _("«%(label)s» er på %(length)s tegn, og det er plass til %(limit)s. Kort ned, eller bruk et vedlegg.")
                % {"label": self.label, "length": _grouped(len(value)), "limit": _grouped(self.limit)},
                code="too-long",
            )


class LineField(forms.CharField):
    """A text of one line, without control characters. The browser cuts nothing: too much is refused in words."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        return super().to_python(" ".join(cleaned(value).split()) if isinstance(value, str) else value) or ""


def _grouped(number: int) -> str:
    """A number as Norwegians write it: «100 000»."""
    return f"{number:,}".replace(",", "\u00a0")
