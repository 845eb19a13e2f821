from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from .models import Organisation


class LoginForm(AuthenticationForm):
    """E-mail address and password, refused in words that don't tell which of them was wrong."""

    error_messages = {
        "invalid_login": _("E-postadressen og passordet hører ikke sammen. Kontroller begge og prøv igjen."),
        "inactive": _("Denne brukeren kan ikke logge inn. Be administratoren i Helsedirektoratet om hjelp."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username, password = self.fields["username"], self.fields["password"]
        username.label = _("E-postadresse")
        username.error_messages["required"] = _("Skriv e-postadressen din.")
        username.widget = forms.EmailInput(attrs={"autocomplete": "username", "maxlength": 254})
        password.label = _("Passord")
        password.error_messages["required"] = _("Skriv passordet ditt.")


class ContactForm(forms.Form):
    """Which RegUt answers for a specialty (IR-2); asked twice, since requests follow it from then on."""

    organisation = forms.ModelChoiceField(
        label=_("Spesialitetskontakt"),
        queryset=Organisation.objects.of_kind(Organisation.Kind.REGUT),
        required=False,
        empty_label=_("Ikke satt"),
        help_text=_("Ett av de fire RegUt-ene. Det svarer for spesialiteten på vegne av alle regionene."),
        error_messages={"invalid_choice": _("Velg et av de fire RegUt-ene, eller «Ikke satt».")},
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
