"""Which decided change items go into an endringsforskrift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from revisions.models import ChangeItem


class IncludeForm(forms.Form):
    """The items that were ticked, among those that can be taken in now."""

    items = forms.TypedMultipleChoiceField(
        label=_("Endringspunkter"),
        coerce=int,
        error_messages={
            "required": _("Kryss av for minst ett endringspunkt."),
            "invalid_choice": _("Et av punktene kan ikke tas inn lenger. Se listen på nytt."),
        },
    )

    def __init__(self, *args: Any, ready: Sequence[ChangeItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {item.pk: item for item in ready}
        field = self.fields["items"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(str(pk), str(item)) for pk, item in self.ready.items()]

    def clean_items(self) -> list[ChangeItem]:
        """In the annex's order, whatever order they came in."""
        ticked = set(self.cleaned_data["items"])
        return [item for pk, item in self.ready.items() if pk in ticked]
