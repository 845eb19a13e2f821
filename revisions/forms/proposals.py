"""The forms of the template (FO-*): whom the proposal is from and about, its parts, and what follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, Specialty
from revisions.models import Attachment, Proposal
from revisions.services.attachments import MAX_BYTES

from .prose import LineField, ProseField

ROWS = {"summary": 5, "reasons": 10, "conclusion": 8}
SPECIALTY_GROUPS = ((Specialty.Kind.SPECIALTY, _("Spesialiteter")), (Specialty.Kind.COMMON_SET, _("Felles læringsmål")))


class NewProposalForm(forms.Form):
    """Who sends, and which specialty or common set it is about."""

    sender = forms.ChoiceField(
        label=_("Avsender"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hvem forslaget er fra."),
            "invalid_choice": _("Velg hvem forslaget er fra."),
        },
    )
    specialty = forms.ChoiceField(
        label=_("Spesialitet"),
        help_text=_("Gjelder forslaget flere spesialiteter, velg den det først og fremst gjelder."),
        error_messages={
            "required": _("Velg spesialiteten forslaget gjelder."),
            "invalid_choice": _("Velg en spesialitet i listen."),
        },
    )

    def __init__(self, *args: Any, senders: list[Organisation], specialties: list[Specialty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.senders = {str(body.pk): body for body in senders}
        self.specialties = {str(row.pk): row for row in specialties}
        self._field("sender").choices = [(pk, body.name) for pk, body in self.senders.items()]
        if len(senders) == 1:
            self.fields["sender"].widget = forms.HiddenInput()
            self.fields["sender"].required = False
        groups = [
            (label, [(pk, row.name) for pk, row in self.specialties.items() if row.kind == kind])
            for kind, label in SPECIALTY_GROUPS
        ]
        self._field("specialty").choices = [("", _("Velg spesialitet")), *[group for group in groups if group[1]]]

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        return field

    def clean_sender(self) -> Organisation:
        chosen = self.cleaned_data["sender"]
        return self.senders[chosen] if chosen else next(iter(self.senders.values()))

    def clean_specialty(self) -> Specialty:
        return self.specialties[self.cleaned_data["specialty"]]


@dataclass(frozen=True)
class Theirs:
    """The text another has saved in a part meanwhile; it may be empty."""

    text: str


class PartsForm(forms.Form):
    """The running text and the checklist of the template. Only what came in is saved: no part is emptied unasked."""

    CHECKLIST_SHOWN = "checklist_shown"
    TEXTS = (*Proposal.TEXT_PARTS, "activities_effect")

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    checklist_shown = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, proposal: Proposal) -> None:
        initial = {name: getattr(proposal, name) for name in (*self.TEXTS, *Proposal.CHECKLIST)}
        self.theirs: dict[str, Theirs] = {}
        super().__init__(data, initial={**initial, "seen_at": proposal.saved_at.isoformat()})
        columns = {column.name: column for column in Proposal._meta.fields}
        for name in self.TEXTS:
            label, help_text = capfirst(columns[name].verbose_name), columns[name].help_text
            self.fields[name] = ProseField(label=label, help_text=help_text, required=False, rows=ROWS.get(name, 5))
        for name in Proposal.CHECKLIST:
            self.fields[name] = forms.BooleanField(label=capfirst(columns[name].verbose_name), required=False)

    def parts(self) -> dict[str, Any]:
        """What the person sent, by the name of the part; parts that are not in the form they sent are left out."""
        came = [name for name in self.TEXTS if name in self.data]
        if self.cleaned_data.get(self.CHECKLIST_SHOWN):
            came += Proposal.CHECKLIST
        return {name: self.cleaned_data[name] for name in came}

    def show_both(self, proposal: Proposal, both: dict[str, Any], mine: dict[str, Any]) -> None:
        """Shows, where both changed a part, theirs beside mine; elsewhere what is stored. The next save knows both."""
        self.theirs = {name: Theirs(value) for name, value in both.items() if isinstance(value, str)}
        shown = {name: getattr(proposal, name) for name in self.parts() if name not in both and name not in mine}
        data = QueryDict(mutable=True)
        data.update({name: value for name, value in self.data.items() if name not in shown})
        data.update({name: value for name, value in shown.items() if value is not False})
        data["seen_at"] = proposal.saved_at.isoformat()
        self.data = data

    def clean_seen_at(self) -> dt.datetime | None:
        """When the text the person writes in was saved, as the page told; None when it did not tell."""
        return moment(self.cleaned_data["seen_at"])


class AttachmentForm(forms.Form):
    """A file and what it is meant to show (FO-6). What the file is, is read from its bytes by the service."""

    file = forms.FileField(
        label=_("Fil"),
        max_length=255,
        help_text=_("PDF, Word, Excel, PNG eller JPEG, høyst 10 MB."),
        error_messages={
            "required": _("Velg en fil."),
            "empty": _("Filen er tom. Velg en annen fil."),
            "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
            "missing": _("Velg en fil."),
            "invalid": _("Velg en fil."),
        },
    )
    purpose = LineField(
        label=_("Hva skal vedlegget vise?"),
        max_length=Attachment._meta.get_field("purpose").max_length,
        help_text=_("For eksempel: «Rådenes felles vurdering av behovet for kurs»."),
        error_messages={"required": _("Skriv hva vedlegget skal vise.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("Filen «%(name)s» er større enn 10 MB. Del den opp, eller last opp en mindre utgave."),
                params={"name": file.name[:100]},
                code="file-size",
            )
        return file


class ConfirmForm(forms.Form):
    """Nothing to fill in: a button that asks once more."""


def moment(text: str) -> dt.datetime | None:
    """A moment as a page told it in a hidden field, or None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
