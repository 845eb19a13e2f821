"""Forms for what follows a draft: that it is sent, and that its announcement is set right."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from objectives.forms import DayField
from objectives.models import LegalAct

from .correcting import Facts
from .fields import WordsField
from .forms import AnnouncementForm


class CorrectionForm(AnnouncementForm):
    """What the announcement really says, and why what is registered is wrong."""

    reason = WordsField(
        label=_("Hvorfor må kunngjøringen rettes?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vises sammen med forskriften, for alle. For eksempel «Nummeret ble lest feil av»."),
        error_messages={"required": _("Skriv hvorfor kunngjøringen må rettes.")},
    )

    def __init__(self, *args: Any, act: LegalAct, today: dt.date, **kwargs: Any) -> None:
        announced = timezone.localtime(act.announced_at) if act.announced_at else None
        registered = {
            "number": act.number,
            "decided_on": act.decided_on,
            "announced_on": announced.date() if announced else None,
            "announced_time": announced.time() if announced else None,
        }
        super().__init__(*args, today=today, initial=registered, **kwargs)
        self.act = act

    @property
    def facts(self) -> Facts:
        """Of a valid form. A minute that is not changed keeps its seconds."""
        at = self.cleaned_data["announced_at"]
        registered = self.act.announced_at
        if registered is not None and registered.replace(second=0, microsecond=0) == at:
            at = registered
        return Facts(number=self.cleaned_data["number"], decided_on=self.cleaned_data["decided_on"], announced_at=at)


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = WordsField(
        label=_("Begrunnelse"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hvorfor. Begrunnelsen blir stående.")},
    )


class DispatchForm(forms.Form):
    """What Lovdata's form asks for that the draft does not say: when it was decided, and who answers."""

    decided_on = DayField(
        label=_("Vedtatt"),
        help_text=_("dd.mm.åååå. Datoen forskriften er fastsatt. Den settes inn i hjemmelslinjen."),
        error_messages={"required": _("Skriv vedtaksdatoen, for eksempel 29.01.2027.")},
    )
    contact_name = WordsField(
        label=_("Kontaktperson"),
        max_length=150,
        help_text=_("Den Lovdata kan spørre om forskriften."),
        error_messages={"required": _("Skriv hvem Lovdata kan spørre.")},
    )
    contact_email = forms.EmailField(
        label=_("E-postadresse"),
        error_messages={
            "required": _("Skriv e-postadressen til kontaktpersonen."),
            "invalid": _("Skriv en hel e-postadresse, for eksempel navn@example.no."),
        },
    )
    contact_phone = WordsField(label=_("Telefon"), max_length=30, required=False)
