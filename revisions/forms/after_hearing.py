"""The form of a reason why a change after the hearing needs no new one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from organisations.prose import ProseField

from .seen import SeenForm


class NoNewHearingForm(SeenForm):
    """`seen` are the changes the person has in front of them; others than stand now are not answered for."""

    reason = ProseField(
        label=_("Hvorfor trengs ingen ny høring?"),
        rows=4,
        limit=4_000,
        help_text=_("Publiseres på høringens side. Skriv ikke noe som røper et vedtak som ikke er fattet."),
        error_messages={"required": _("Skriv hvorfor endringene ikke trenger en ny høring.")},
    )
