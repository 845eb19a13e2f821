"""Running text as people write and paste it: plain text with its lists, and a limit told before it bites."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_CHARACTERS = 20_000
"""At most this many in one part of the template: about eight printed pages."""

# What breaks a line in Word and elsewhere: a soft return, a page break, Unicode's own separators.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters that the keyboard doesn't give but a paste does, those that turn the direction of the text around,
# so that a sentence is not read as it is stored, and those that are not seen at all.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# A list's mark as Word puts it on the clipboard: a sign of its symbol fonts, a dot or a small o, and a tab.
_WORD_MARK = re.compile(
    "^([ \t]*)(?:[\uf000-\uf0ff\u00b7\u2022\u25aa\u25cf\u25e6\u2043\u2219][ \t]*|[o\u00a7\u00d8\u00fc][ ]*\t[ \t]*)",
    re.MULTILINE,
)
# Word's numbered list: «1.», «2)» or «a)» and a tab.
_WORD_NUMBER = re.compile(r"^([ \t]*)(\d{1,3}[.)]|[a-z][.)])[ ]*\t[ \t]*", re.MULTILINE)


def cleaned(text: str) -> str:
    """The text as plain text: one kind of line break, lists with a dash or their number, no control characters.

    What Word puts on the clipboard keeps its paragraphs and its lists; its marks, tabs and hard spaces are made into
    what the keyboard gives.
    """
    one_break = _BREAKS.sub("\n", text).replace("\u00a0", " ").replace("\u202f", " ")
    listed = _WORD_NUMBER.sub(r"\1\2 ", _WORD_MARK.sub(r"\1– ", one_break))
    return unicodedata.normalize("NFC", _UNWANTED.sub("", listed))


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
