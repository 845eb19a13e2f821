"""The forms of what the directorate keeps about a case while it handles it (SA-2, SA-5, ÅH-3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.prose import LineField, ProseField
from revisions.models import AnnualCycle, Case, ConsequenceAssessment
from revisions.services.parts import fingerprint

from .cases import CaseDayField


class EditCaseForm(forms.Form):
    """What the case is called, how it runs, and its deadline."""

    title = LineField(label=_("Tittel"), max_length=250, error_messages={"required": _("Skriv en tittel på saken.")})
    cycle = forms.ModelChoiceField(
        label=_("Løp i årshjulet"),
        queryset=AnnualCycle.objects.none(),
        required=False,
        empty_label=_("Ikke satt"),
        help_text=_("Dagen endringene er planlagt å gjelde fra."),
        error_messages={"invalid_choice": _("Velg et løp i listen.")},
    )
    urgency_reason = ProseField(
        label=_("Begrunnelse for å behandle saken utenom årshjulet"),
        required=False,
        rows=3,
        help_text=_("Bare for en presserende sak. La feltet stå tomt ellers."),
    )
    due_on = CaseDayField(
        label=_("Frist"),
        required=False,
        help_text=_("Fristen for det som skal gjøres nå, dd.mm.åååå. Den faller bort når saken går videre."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, cycles: Any, deadline_is_theirs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        field = self.fields["cycle"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as declared above
        field.queryset = cycles
        self.initial = {
            "title": case.title,
            "cycle": case.cycle_id,
            "urgency_reason": case.urgency_reason,
            "due_on": case.due_on,
            "seen": _as_seen(case),
        }
        if deadline_is_theirs:
            del self.fields["due_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("seen", "") != _as_seen(self.case):
            _show_anew(self, _as_seen(self.case))
            raise ValidationError(
                gettext(
                    "Noen andre har endret saken mens du skrev. Nå er tittelen «%(title)s», løpet %(cycle)s og fristen "
                    "%(due)s. Lagre en gang til for å erstatte det med ditt."
                )
                % {
                    "title": self.case.title,
                    "cycle": self.case.cycle or gettext("ikke satt"),
                    "due": f"{self.case.due_on:%d.%m.%Y}" if self.case.due_on else gettext("ikke satt"),
                },
                code="changed-meanwhile",
            )
        if data.get("urgency_reason") and data.get("cycle"):
            self.add_error("cycle", _("En presserende sak står utenom årshjulet. Velg det ene."))
        data.setdefault("due_on", self.case.due_on)
        return data


def _as_seen(case: Case) -> str:
    """What the page showed. A fingerprint, as a browser sends the line breaks of a text its own way."""
    return fingerprint((case.title, case.cycle_id, case.urgency_reason, case.due_on))


def _show_anew(form: forms.Form, seen: str) -> None:
    """The form comes back with what was written, and the mark of what is stored now."""
    sent: Any = form.data
    form.data = shown_now = sent.copy()
    shown_now["seen"] = seen


class WriteNoteForm(forms.Form):
    """A note in the case."""

    text = ProseField(
        label=_("Nytt notat"),
        rows=4,
        help_text=_("Bare direktoratet ser notatene. Et notat kan ikke endres; skriv et nytt hvis noe skal rettes."),
        error_messages={"required": _("Skriv notatet.")},
    )


class AssessmentForm(forms.Form):
    """The six questions of utredningsinstruksen, in short. What another has saved meanwhile stands beside one's own."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, assessment: ConsequenceAssessment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment
        self.others: dict[str, str] = {}
        for name in ConsequenceAssessment.QUESTIONS:
            label = str(ConsequenceAssessment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            self.fields[name] = ProseField(label=label, required=False, rows=5)
            self.initial[name] = getattr(assessment, name, "")
        self.initial["seen"] = self.stored

    @property
    def stored(self) -> str:
        """When the stored answers were saved."""
        return self.assessment.saved_at.isoformat() if self.assessment else ""

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ConsequenceAssessment.QUESTIONS}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.assessment is not None and data.get("seen", "") != self.stored:
            _show_anew(self, self.stored)
            self._show_the_others(data)
            raise ValidationError(
                gettext(
                    "%(name)s lagret konsekvensvurderingen kl. %(time)s, mens du skrev. Begge tekstene står under. "
                    "Lagre en gang til når du har tatt med det som skal være med."
                )
                % {
                    "name": self.assessment.saved_by,
                    "time": time_format(timezone.localtime(self.assessment.saved_at), "H.i"),
                },
                code="changed-meanwhile",
            )
        return data

    def _show_the_others(self, data: dict[str, Any]) -> None:
        for name in ConsequenceAssessment.QUESTIONS:
            stored = getattr(self.assessment, name)
            if stored != data.get(name, "").strip():
                self.others[name] = stored

    @property
    def questions(self) -> list[tuple[Any, str]]:
        """Each field with what somebody else has saved in it meanwhile, when that is another text."""
        return [(self[name], self.others.get(name, "")) for name in ConsequenceAssessment.QUESTIONS]


class ClarificationForm(forms.Form):
    """A question of principle."""

    title = LineField(
        label=_("Spørsmål"),
        max_length=250,
        help_text=_("Én setning, slik at andre kjenner igjen spørsmålet i sine saker."),
        error_messages={"required": _("Skriv spørsmålet.")},
    )
    background = ProseField(label=_("Bakgrunn"), required=False, rows=6)


class LinkCaseForm(forms.Form):
    """A case that raises the question too."""

    number = LineField(
        label=_("Saksnummer"),
        max_length=12,
        help_text=_("For eksempel 2026/00012."),
        error_messages={"required": _("Skriv saksnummeret.")},
    )

    def clean_number(self) -> Case:
        found = Case.objects.filter(number=self.cleaned_data["number"]).first()
        if found is None:
            raise ValidationError(
                gettext("Ingen sak har nummeret %(number)s. Kontroller det i saken.")
                % {"number": self.cleaned_data["number"]}
            )
        return found


class SettleForm(forms.Form):
    """The answer to a question of principle, for all its cases."""

    outcome = ProseField(
        label=_("Avklaring"),
        rows=6,
        help_text=_("Står i journalen til hver sak, og kan ikke endres etterpå."),
        error_messages={"required": _("Skriv avklaringen.")},
    )


class ReasonForm(forms.Form):
    """Why a proposal is withdrawn."""

    reason = ProseField(
        label=_("Begrunnelse"),
        rows=4,
        error_messages={"required": _("Skriv hvorfor forslaget trekkes.")},
    )
