"""The forms of the case: making one, giving it to somebody, and what its steps ask for (SA-*, HØ-*)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from objectives.forms import DayField
from organisations.models import User
from organisations.prose import LineField, ProseField
from revisions.models import Case


class CaseDayField(DayField):
    """A day in the life of a case, as people write it here."""

    default_error_messages = {
        "required": _("Skriv datoen som dag, måned og år, for eksempel 01.03.2027."),
        "too_early": _("Datoen er før 1. mars 2017. Kontroller årstallet."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("dd.mm.åååå"))
        super().__init__(**kwargs)


class OpenCaseForm(forms.Form):
    """A case of its own for a received proposal."""

    title = LineField(
        label=_("Tittel"),
        max_length=250,
        help_text=_("Kort, og til å kjenne igjen i arbeidslisten."),
        error_messages={"required": _("Skriv en tittel på saken.")},
    )
    urgency_reason = ProseField(
        label=_("Begrunnelse for å behandle saken utenom årshjulet"),
        required=False,
        rows=3,
        help_text=_("Bare for en presserende sak. La feltet stå tomt ellers."),
    )


class JoinCaseForm(forms.Form):
    """A case under way that the proposal belongs with (LA-4)."""

    number = forms.ChoiceField(
        label=_("Sak"),
        error_messages={
            "required": _("Velg saken forslaget skal inn i."),
            "invalid_choice": _("Saken tar ikke lenger imot forslag. Velg en annen, eller opprett en ny."),
        },
    )

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {case.number: case for case in cases}
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", _("Velg sak")), *[(case.number, str(case)) for case in cases]]

    def clean_number(self) -> Case:
        return self.cases[self.cleaned_data["number"]]


class AssignForm(forms.Form):
    """Which caseworker has the case."""

    responsible = forms.ModelChoiceField(
        label=_("Saksbehandler"),
        queryset=User.objects.none(),
        empty_label=_("Velg saksbehandler"),
        error_messages={
            "required": _("Velg hvem som skal ha saken."),
            "invalid_choice": _("Velg en saksbehandler i listen."),
        },
    )

    def __init__(self, *args: Any, caseworkers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["responsible"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as declared above
        field.queryset = caseworkers


class StepForm(forms.Form):
    """A step that asks for nothing: the button is the answer."""


class NoteForm(StepForm):
    """A step with a written reason."""

    note = ProseField(
        label=_("Begrunnelse"),
        rows=4,
        help_text=_("Står i journalen."),
        error_messages={"required": _("Skriv begrunnelsen.")},
    )


class CloseForm(StepForm):
    """Closing a case; with a reason when its follow-up is not done."""

    note = ProseField(
        label=_("Begrunnelse for å avslutte selv om oppfølgingen ikke er gjort"),
        required=False,
        rows=3,
        help_text=_("Bare når noe gjenstår. Står i journalen."),
    )


class PostponeForm(NoteForm):
    """Why the case rests, and when it is planned to be taken up again (SA-6)."""

    resume_on = CaseDayField(
        label=_("Tas opp igjen"),
        required=False,
        help_text=_("Dagen saken kommer tilbake i arbeidslisten, dd.mm.åååå. Tomt: ingen bestemt dag."),
    )


class MissingForm(StepForm):
    """What the sender must put right before the proposal can go on (SA-4)."""

    note = ProseField(
        label=_("Dette mangler"),
        rows=8,
        help_text=_("Én linje for hvert punkt. Avsenderen ser listen slik du skriver den."),
        error_messages={"required": _("Skriv hva som mangler. Uten en liste vet ikke avsenderen hva som skal rettes.")},
    )
    deadline = CaseDayField(
        label=_("Frist"), required=False, help_text=_("Når forslaget bør være sendt inn på nytt, dd.mm.åååå.")
    )


class PeriodForm(StepForm):
    """From when and until when others are asked."""

    opens_on = CaseDayField(label=_("Åpner"))
    deadline = CaseDayField(label=_("Frist"), help_text=_("Siste dag for å svare, dd.mm.åååå."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens_on, deadline = data.get("opens_on"), data.get("deadline")
        if opens_on and deadline and deadline < opens_on:
            self.add_error("deadline", _("Fristen kan ikke være før åpningsdagen."))
        return data


class OmitHearingForm(StepForm):
    """Why there is no hearing, as it will be published (utredningsinstruksen 3-3)."""

    note = ProseField(
        label=_("Begrunnelse for å utelate høring"),
        rows=6,
        help_text=_("Publiseres. Si hvilket av de tre grunnlagene som gjelder, og hvorfor."),
        error_messages={"required": _("Skriv begrunnelsen. Den skal være skriftlig og publiseres.")},
    )


class DecideForm(StepForm):
    """Making the decision: read, confirmed, and about what was on the page."""

    confirmed = forms.BooleanField(
        label=_("Jeg har lest utfallene og begrunnelsene"),
        help_text=_("Vedtaket kan ikke gjøres om eller endres etterpå. Et nytt vedtak må i så fall erstatte det."),
        error_messages={"required": _("Bekreft at du har lest utfallene og begrunnelsene.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fingerprint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fingerprint = fingerprint
        self.initial["seen"] = fingerprint

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("seen", "") != self.fingerprint:
            sent: Any = self.data
            self.data = shown_now = sent.copy()
            shown_now["seen"] = self.fingerprint
            shown_now.pop("confirmed", None)
            raise ValidationError(
                _("Forslaget til vedtak er endret etter at du åpnet siden. Les utfallene under på nytt."),
                code="changed-meanwhile",
            )
        return data
