from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from objectives.services.reference_data import load_reference_data
from organisations.models import User


class Command(BaseCommand):
    help = "Laster spesialiteter, organisasjoner, råd, kodeserier og kapitler. Kan kjøres igjen; det som finnes, står."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        created = load_reference_data(by=User.objects.system())
        for what, count in created.items():
            if count:
                self.stdout.write(f"{count:5d} {what}")
        if any(created.values()):
            self.stdout.write(self.style.SUCCESS(_("Referansedata er lastet.")))
        else:
            self.stdout.write(_("Alt var der fra før. Ingenting er endret."))
