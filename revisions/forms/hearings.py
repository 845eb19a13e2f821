"""The form of a case that goes on a hearing: what everyone reads, until when, and who is told (HØ-1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from hearings.models import Hearing
from hearings.services import BodyToTell
from organisations.models import Organisation
from organisations.prose import LineField, ProseField

from .cases import CaseDayField, PeriodForm
from .rounds import BodiesField


class HearingForm(PeriodForm):
    """A public høring: what everyone reads, until when, and who is told of it (HØ-1)."""

    opens_on = CaseDayField(
        label=_("Åpner"), help_text=_("Fra denne dagen kan alle lese høringen og svare, dd.mm.åååå.")
    )
    title = LineField(
        label=_("Tittel"),
        max_length=Hearing._meta.get_field("title").max_length,
        error_messages={"required": _("Skriv tittelen på høringen.")},
    )
    letter = ProseField(
        label=_("Høringsbrev"),
        rows=10,
        help_text=_("Det første alle leser: hva som foreslås, hvorfor, og hva dere ber om svar på."),
        error_messages={"required": _("Skriv høringsbrevet. Uten det vet ingen hva de blir spurt om.")},
    )
    consequences = ProseField(
        label=_("Konsekvenser"),
        required=False,
        rows=8,
        help_text=_("Hentet fra forslaget. Skriv om det som ikke passer for alle som leser."),
    )
    contact = LineField(
        label=_("Kontakt"),
        max_length=250,
        required=False,
        help_text=_("Hvem som svarer på spørsmål om høringen. Vises på siden og i e-posten til instansene."),
    )
    short_deadline_reason = ProseField(
        label=_("Begrunnelse for kort frist"),
        required=False,
        rows=3,
        help_text=_("Bare når fristen er kortere enn minimum. Begrunnelsen publiseres."),
    )
    asked = BodiesField(
        label=_("Høringsinstanser"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Utdanningsvirksomhetene får høringen gjennom sitt RHF. Alle andre kan også svare."),
    )
    others = ProseField(
        label=_("Andre høringsinstanser"),
        required=False,
        rows=4,
        help_text=_("Én på hver linje: navn, komma og e-postadresse."),
    )
    note = ProseField(label=_("Notat"), required=False, rows=3, help_text=_("Bare direktoratet ser notatet."))

    field_order = [
        "title",
        "opens_on",
        "deadline",
        "short_deadline_reason",
        "letter",
        "consequences",
        "contact",
        "asked",
        "others",
        "note",
    ]

    def __init__(self, *args: Any, bodies: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["asked"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - as declared above
        field.queryset = bodies or Organisation.objects.none()

    def clean_others(self) -> list[BodyToTell]:
        """Each line as a body; an address that is none is told with the line it stands on."""
        found = []
        for line in filter(str.strip, self.cleaned_data["others"].split("\n")):
            name, _comma, email = line.rpartition(",") if "@" in line else (line, "", "")
            name, email = name.strip(), email.strip()
            if email:
                try:
                    validate_email(email)
                except ValidationError:
                    raise ValidationError(
                        _("«%(line)s»: Skriv navnet, et komma og e-postadressen."), params={"line": line[:100]}
                    ) from None
            if not name or len(name) > 200:
                raise ValidationError(
                    _("«%(line)s»: Skriv navnet, et komma og e-postadressen."), params={"line": line[:100]}
                )
            found.append(BodyToTell(name=name, email=email))
        return found
