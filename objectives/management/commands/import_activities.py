from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.activities.file import COLUMNS, read_file, read_rows
from objectives.services.activities import import_activities, preview_activities
from organisations.models import User
from organisations.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Leser nasjonalt anbefalte læringsaktiviteter fra CSV eller XLSX inn i registeret: alt, eller ingenting. "
        f"Kolonner: {', '.join(COLUMNS.values())}."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FIL", help="CSV (UTF-8) eller XLSX, én rad for hver læringsaktivitet")
        parser.add_argument("--dry-run", action="store_true", help="Kontroller radene, men skriv ingenting")

    def handle(self, *_args: Any, **options: Any) -> None:
        path, on = Path(options["file"]), timezone.localdate()
        try:
            data = read_file(path)
            rows = read_rows(data)
            if options["dry_run"]:
                checked = preview_activities(rows=rows, on=on)
                what = _(
                    "Prøvekjøring: %(created)d nye og %(changed)d endrede ville blitt skrevet, %(unchanged)d er like. "
                    "Ingenting er skrevet."
                )
                counts = (len(checked.to_create), len(checked.to_change), checked.unchanged)
            else:
                sha256 = hashlib.sha256(data).hexdigest()
                done = import_activities(rows=rows, file_name=path.name, sha256=sha256, on=on, by=User.objects.system())
                what = (
                    _("Skrev %(created)d nye og %(changed)d endrede læringsaktiviteter. %(unchanged)d var like.")
                    if done.created or done.changed
                    else _("Registeret har alle %(unchanged)d læringsaktivitetene fra før, likt. Ingenting er endret.")
                )
                counts = (done.created, done.changed, done.unchanged)
        except Refusal as refusal:
            raise CommandError(_("%(message)s\nIngenting er skrevet.") % {"message": refusal}) from refusal
        self.stdout.write(what % dict(zip(("created", "changed", "unchanged"), counts, strict=True)))
