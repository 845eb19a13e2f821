"""The forms of what the directorate does with answers: the reception check, dispositions, and the summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearings.models import Disposition, HearingAttachment, HearingComment
from hearings.services import Withheld
from organisations.prose import ProseField, cleaned

REASON_LIMIT = 4_000


class DispositionForm(forms.Form):
    """What is made of a comment, and why."""

    outcome = forms.ChoiceField(
        label=_("Vurdering"),
        choices=Disposition.Outcome,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hva direktoratet mener om merknaden."),
            "invalid_choice": _("Velg en av vurderingene i listen."),
        },
    )
    reason = ProseField(
        label=_("Begrunnelse"),
        rows=4,
        limit=REASON_LIMIT,
        help_text=_("Blir offentlig sammen med merknaden når oppsummeringen publiseres."),
        error_messages={"required": _("Skriv begrunnelsen for vurderingen (HØ-4).")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)


class GroupForm(DispositionForm):
    """The same for comments that are alike; a person has ticked which."""

    comments = forms.TypedMultipleChoiceField(
        label=_("Merknadene det gjelder"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Kryss av for minst én merknad."),
            "invalid_choice": _("En av merknadene hører ikke til denne høringen. Last siden på nytt."),
        },
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["comments"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = list(choices)
        field.initial = [pk for pk, _label in choices]

    @property
    def ticked(self) -> set[int]:
        """The comments that were ticked when the form came in."""
        values = [str(value) for value in self["comments"].value() or ()]
        return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 15}


class ReceptionForm(forms.Form):
    """What is published of an answer. A comment is published as it is written unless a reason is given."""

    def __init__(
        self,
        *args: Any,
        comments: Sequence[HearingComment],
        attachments: Sequence[HearingAttachment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.comments, self.attachments = comments, attachments
        for comment in comments:
            self.fields[f"text_{comment.pk}"] = ProseField(
                label=gettext("Teksten som publiseres"),
                required=False,
                rows=4,
                limit=max(20_000, len(comment.text) + 2_000),
                initial=comment.text,
                help_text=gettext("Ta ut det som ikke kan være offentlig. Tomt felt holder hele merknaden tilbake."),
            )
            self.fields[f"reason_{comment.pk}"] = ProseField(
                label=gettext("Hvorfor noe holdes tilbake"), required=False, rows=2, limit=1_000
            )
        for attachment in attachments:
            self.fields[f"file_{attachment.pk}"] = forms.BooleanField(
                label=gettext("Hold «%(name)s» tilbake") % {"name": attachment.file_name}, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for comment in self.comments:
            changed = _plain(data.get(f"text_{comment.pk}")) != _plain(comment.text)
            if changed and not data.get(f"reason_{comment.pk}") and f"text_{comment.pk}" in data:
                self.add_error(
                    f"reason_{comment.pk}",
                    ValidationError(gettext("Skriv hvorfor teksten ikke publiseres slik den er skrevet.")),
                )
        return data

    @property
    def withheld(self) -> dict[int, Withheld]:
        """What is withheld, by comment."""
        return {
            one.pk: Withheld(self.cleaned_data[f"text_{one.pk}"], self.cleaned_data[f"reason_{one.pk}"])
            for one in self.comments
            if self.cleaned_data[f"reason_{one.pk}"]
        }

    @property
    def withheld_attachments(self) -> list[int]:
        return [one.pk for one in self.attachments if self.cleaned_data[f"file_{one.pk}"]]


class WithholdForm(forms.Form):
    """Why all of an answer is kept from the public."""

    reason = ProseField(
        label=_("Hvorfor hele svaret holdes tilbake"),
        rows=3,
        limit=1_000,
        help_text=_("For eksempel «helseopplysninger om en tredjeperson, offentleglova § 13»."),
        error_messages={"required": _("Skriv hvorfor svaret ikke kan publiseres.")},
    )


class SummaryForm(forms.Form):
    """The introduction to the summary; the rest is made from the dispositions."""

    text = ProseField(
        label=_("Innledning"),
        required=False,
        rows=12,
        help_text=_("Hva høringen gjaldt, hovedlinjene i svarene, og hva direktoratet har lagt vekt på."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)


def _plain(text: object) -> str:
    """As a browser sends it back: line breaks and spaces at the ends are not what was changed."""
    return "\n".join(line.rstrip() for line in cleaned(str(text or "")).strip().split("\n"))
