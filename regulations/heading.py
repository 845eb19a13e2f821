"""Title, korttittel and hjemmel of a draft against the dated configuration: what departs from it, and how."""

from __future__ import annotations

from django.utils.translation import gettext as _

from objectives.rules import long_date

from . import configuration
from .models import AmendmentRegulation


def departures(regulation: AmendmentRegulation) -> list[str]:
    """In full sentences, what is another than the configuration has it on the planned day (forvaltningsloven § 38).

    Nothing stops it: the law may have changed since the configuration was written. It is kept with the act.
    """
    on = regulation.planned_announcement
    heading = configuration.heading(on=on)
    lines = (
        (_("Tittelen"), regulation.title, heading.title),
        (_("Korttittelen"), regulation.short_title, heading.short_title),
        (_("Hjemmelen"), regulation.legal_basis.strip().rstrip("."), configuration.legal_basis(on=on).text),
    )
    return [
        _("%(what)s er en annen enn den som gjelder for forskrifter kunngjort %(date)s: «%(usual)s».")
        % {"what": what, "date": long_date(on), "usual": usual}
        for what, own, usual in lines
        if own != usual
    ]
