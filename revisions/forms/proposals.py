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

from objectives.forms import DayField
from organisations.models import Organisation, Specialty, TrainingCouncil
from organisations.prose import LineField, ProseField
from organisations.received_files import MAX_BYTES
from revisions.models import Attachment, Endorsement, Proposal
from revisions.services.parts import Saved, Theirs, fingerprint

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
class Part:
    """A part of the template as the form shows it: its field, what it was written from, and what another has saved."""

    field: forms.BoundField
    base: str
    theirs: Theirs | None

    @property
    def seen(self) -> str:
        """The fingerprint of the other's text, which the person is shown beside their own."""
        return fingerprint(self.theirs.value) if self.theirs else ""


class PartsForm(forms.Form):
    """The running text and the checklist of the template. Only what came in is saved: no part is emptied unasked.

    Beside each part stands the fingerprint of the text it was written from (`base_…`), and of another's text when
    that is shown (`seen_…`).
    """

    CHECKLIST_SHOWN = "checklist_shown"
    TEXTS = (*Proposal.TEXT_PARTS, "activities_effect")

    checklist_shown = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, proposal: Proposal) -> None:
        names = (*self.TEXTS, *Proposal.CHECKLIST)
        super().__init__(data, initial={name: getattr(proposal, name) for name in names})
        self.stored = {name: fingerprint(getattr(proposal, name)) for name in names}
        self.theirs: dict[str, Theirs] = {}
        columns = {column.name: column for column in Proposal._meta.fields}
        for name in self.TEXTS:
            label, help_text = capfirst(columns[name].verbose_name), columns[name].help_text
            self.fields[name] = ProseField(label=label, help_text=help_text, required=False, rows=ROWS.get(name, 5))
        for name in Proposal.CHECKLIST:
            self.fields[name] = forms.BooleanField(label=capfirst(columns[name].verbose_name), required=False)

    def parts(self) -> dict[str, Any]:
        """What the person sent and can be saved, by the name of the part; parts that did not come in are left out."""
        came = [name for name in self.TEXTS if name in self.data]
        if self.cleaned_data.get(self.CHECKLIST_SHOWN):
            came += Proposal.CHECKLIST
        return {name: self.cleaned_data[name] for name in came if name in self.cleaned_data}

    def read(self, *, knowingly: bool) -> dict[str, str]:
        """The fingerprint of the text each part was written from.

        `knowingly`: a button was pressed, so that what another saved and the page showed counts as read. The quiet
        save takes nothing for read.
        """
        found = {}
        for name in self.stored:
            seen = str(self.data.get(f"seen_{name}", "")) if knowingly else ""
            if told := seen or str(self.data.get(f"base_{name}", "")):
                found[name] = told
        return found

    def show(self, saved: Saved) -> None:
        """Shows what is stored, save where both changed a part, or it cannot be stored: there what the person wrote."""
        kept = {*saved.both, *self.errors}
        data = QueryDict(mutable=True)
        for name in self.stored:
            value = self.data.get(name) if name in kept else getattr(saved.proposal, name)
            if value not in (None, False):
                data[name] = "on" if value is True else str(value)
            base = self.data.get(f"base_{name}", "") if name in kept else fingerprint(getattr(saved.proposal, name))
            data[f"base_{name}"] = str(base)
        data[self.CHECKLIST_SHOWN] = "True"
        self.data = data
        self.theirs = saved.both
        for name, theirs in saved.both.items():
            words = _("En annen tekst er lagret her av %(who)s. Se forskjellen, og lagre på nytt.")
            self.add_error(name, words % {"who": theirs.words})

    @property
    def shown(self) -> dict[str, Part]:
        """Each part as the page shows it."""
        told = self.data if self.is_bound else {}
        return {
            name: Part(self[name], str(told.get(f"base_{name}") or stored), self.theirs.get(name))
            for name, stored in self.stored.items()
        }


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


class EndorsementForm(forms.Form):
    """A body that has considered the proposal, what it concluded and when (FO-2, IR-4)."""

    council = forms.ChoiceField(label=_("Råd"), required=False)
    body = LineField(
        label=_("Annet organ"),
        max_length=200,
        required=False,
        help_text=_("Når det ikke er et av rådene, for eksempel en spesialitetskomité."),
    )
    position = forms.ChoiceField(
        label=_("Hva konkluderte de med?"),
        choices=Endorsement.Position,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva de konkluderte med.")},
    )
    considered_on = DayField(
        label=_("Når behandlet de forslaget?"),
        help_text=_("dd.mm.åååå"),
        error_messages={"required": _("Skriv datoen de behandlet forslaget, for eksempel 01.03.2027.")},
    )
    note = ProseField(label=_("Merknad"), required=False, rows=3, help_text=_("Det de er uenige i, eller ba om."))

    def __init__(self, *args: Any, councils: list[TrainingCouncil], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.councils = {str(row.pk): row for row in councils}
        self.today = today
        council = self.fields["council"]
        assert isinstance(council, forms.ChoiceField)  # noqa: S101 - as declared above
        council.choices = [("", _("Velg råd")), *[(pk, str(row)) for pk, row in self.councils.items()]]
        council.error_messages["invalid_choice"] = _("Velg et råd i listen, eller skriv organet under.")

    def clean_council(self) -> TrainingCouncil | None:
        return self.councils.get(self.cleaned_data["council"])

    def clean_considered_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["considered_on"]
        if day > self.today:
            raise forms.ValidationError(_("Datoen er ikke kommet ennå. Skriv dagen de behandlet forslaget."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "council" in data and "body" in data and bool(data["council"]) == bool(data["body"]):
            self.add_error("council", _("Velg rådet, eller skriv hvilket annet organ det var, men ikke begge."))
        return data


def councils_for(specialty: Specialty) -> list[TrainingCouncil]:
    """The councils that may have considered a proposal about the specialty: its own first, the tverregionale before
    the regional."""
    rows = TrainingCouncil.objects.select_related("specialty")
    own = rows.filter(specialty=specialty).order_by("region")
    return [*own, *rows.filter(specialty=None).order_by("kind", "region")]


class ConfirmForm(forms.Form):
    """Nothing to fill in: a button that asks once more."""


def moment(text: str) -> dt.datetime | None:
    """A moment as a page told it in a hidden field, or None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
