from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from notifications.verification import verify_journal


class Command(BaseCommand):
    help = "Regner hashkjeden i journalen ut på nytt og navngir den første raden som er brutt."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        verified = verify_journal()
        if verified.broken:
            raise CommandError(
                _("Journalen er brutt i hendelse %(sequence)d: %(broken)s. Hendelsene til og med %(last)d er hele.")
                % {"sequence": verified.sequence, "broken": verified.broken, "last": verified.events}
            )
        self.stdout.write(
            self.style.SUCCESS(
                _("Journalen er ubrutt: %(events)d hendelser. Siste hash: %(hash)s")
                % {"events": verified.events, "hash": verified.last_hash}
            )
        )
