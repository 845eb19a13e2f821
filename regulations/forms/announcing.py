"""Forms of the announcement: what is sent to Lovdata, what Norsk Lovtidend says, and that it was registered wrongly."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from objectives.forms import DayField
from objectives.models import LegalAct
from organisations.refusing import refusals_on
from regulations import rules
from regulations.correcting import Facts

from .fields import WordsField

_LEGACY_ID = re.compile(r"^FOR-(\d{4}-\d{2}-\d{2})-(\d+)$", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:nr\.?\s*)?(\d+)$", re.IGNORECASE)


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


class AnnouncementForm(forms.Form):
    """What Lovdata's announcement says.

    When valid, `cleaned_data` has `number` (int), `decided_on` (date) and `announced_at` (aware datetime). With
    `now`, a later moment than that is refused, at the field that says it.
    """

    announced_on = DayField(
        label=_("Kunngjort"),
        help_text=_("dd.mm.åååå"),
        error_messages={"required": _("Skriv datoen i Norsk Lovtidend, for eksempel 12.02.2027.")},
    )
    announced_time = forms.TimeField(
        label=_("Klokkeslett"),
        input_formats=["%H.%M", "%H:%M", "%H%M"],
        help_text=_("tt.mm"),
        widget=forms.TimeInput(format="%H.%M", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Skriv klokkeslettet i Norsk Lovtidend, for eksempel 13.15."),
            "invalid": _("Skriv klokkeslettet som time og minutt, for eksempel 13.15."),
        },
    )
    decided_on = DayField(
        label=_("Vedtatt"),
        help_text=_("dd.mm.åååå. Datoen i forskriftens nummer."),
        error_messages={"required": _("Skriv vedtaksdatoen, for eksempel 29.01.2027.")},
    )
    number = forms.CharField(
        label=_("Nummer fra Lovdata"),
        max_length=40,
        help_text=_("For eksempel 114, eller hele FOR-2027-01-29-114."),
        error_messages={"required": _("Skriv nummeret Lovdata ga forskriften, for eksempel 114.")},
    )

    def __init__(self, *args: Any, now: dt.datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("announced_on") and data.get("announced_time"):
            naive = dt.datetime.combine(data["announced_on"], data["announced_time"])
            data["announced_at"] = timezone.make_aware(naive)
            self._has_been_announced(data["announced_at"])
        if "number" in data:
            self._read_number(data)
        return data

    def _has_been_announced(self, announced_at: dt.datetime) -> None:
        if self.now is None:
            return
        is_today = rules.norwegian_day(announced_at) == rules.norwegian_day(self.now)
        field = "announced_time" if is_today else "announced_on"
        with refusals_on(self, fields={"announced-in-the-future": field}):
            rules.has_been_announced(announced_at, now=self.now)

    def _read_number(self, data: dict[str, Any]) -> None:
        """«114», «nr. 114» and «FOR-2027-01-29-114» are the same number; the last one's date must be the decision's."""
        written = data.pop("number").strip()
        whole = _LEGACY_ID.match(written)
        short = _NUMBER.match(written)
        digits = whole[2] if whole else short[1] if short else ""
        if not digits or not 0 < int(digits) < 100_000:
            self.add_error("number", _("Skriv nummeret med sifre, for eksempel 114 eller FOR-2027-01-29-114."))
            return
        decided_on = data.get("decided_on")
        if whole and decided_on and whole[1] != decided_on.isoformat():
            self.add_error(
                "number",
                _("Datoen i %(written)s er ikke vedtaksdatoen %(decided)s. Kontroller begge.")
                % {"written": written, "decided": f"{decided_on:%d.%m.%Y}"},
            )
            return
        data["number"] = int(digits)


class CorrectionForm(AnnouncementForm):
    """What the announcement really says, and why what is registered is wrong."""

    reason = WordsField(
        label=_("Hvorfor må kunngjøringen rettes?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vises sammen med forskriften, for alle. For eksempel «Nummeret ble lest feil av»."),
        error_messages={"required": _("Skriv hvorfor kunngjøringen må rettes.")},
    )

    def __init__(self, *args: Any, act: LegalAct, now: dt.datetime, **kwargs: Any) -> None:
        announced = timezone.localtime(act.announced_at) if act.announced_at else None
        registered = {
            "number": act.number,
            "decided_on": act.decided_on,
            "announced_on": announced.date() if announced else None,
            "announced_time": announced.time() if announced else None,
        }
        super().__init__(*args, now=now, initial=registered, **kwargs)
        self.act = act

    @property
    def facts(self) -> Facts:
        """Of a valid form. A minute that is not changed keeps its seconds."""
        at = self.cleaned_data["announced_at"]
        registered = self.act.announced_at
        if registered is not None and registered.replace(second=0, microsecond=0) == at:
            at = registered
        return Facts(number=self.cleaned_data["number"], decided_on=self.cleaned_data["decided_on"], announced_at=at)
