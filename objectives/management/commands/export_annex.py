from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from objectives import export
from objectives.forms import FIRST_DAY
from objectives.rules import long_date
from organisations.refusals import Refusal

from .consolidate import write_whole


class Command(BaseCommand):
    help = "Skriver vedlegg 2, eller et utvalg av det, slik det lyder på en dato, i et valgt format."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="ÅÅÅÅ-MM-DD", required=True, help="Datoen teksten skal leses på")
        parser.add_argument("--format", choices=list(export.FORMATS), required=True, help="Filens format")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--chapter", metavar="KAPITTEL", help="Bare dette kapittelet, for eksempel C15")
        what.add_argument("--part", metavar="DEL", help="Bare denne delen: A, B eller C")
        what.add_argument("--specialty", metavar="SPESIALITET", help="Bare denne spesialiteten, for eksempel GAK")
        what.add_argument("--codes", metavar="KODE", nargs="+", help="Bare læringsmålene med disse kodene")
        parser.add_argument("-o", "--output", metavar="FIL", required=True, help="Filen som skrives; - er standard ut")

    def handle(self, *_args: Any, **options: Any) -> None:
        on, chosen = _day(options["on"]), export.FORMATS[options["format"]]
        try:
            document = export.build_document(on=on, selection=_selection(options), as_printed=chosen.as_printed)
            data = chosen.make(document)
        except Refusal as refusal:
            raise CommandError(_("%(message)s\nIngenting er skrevet.") % {"message": refusal}) from refusal
        if options["output"] == "-":
            sys.stdout.buffer.write(data)
            return
        write_whole(Path(options["output"]), data)
        self.stdout.write(
            self.style.SUCCESS(
                _("Skrev %(count)d læringsmål i kraft %(on)s som %(format)s til %(file)s.")
                % {"count": document.count, "on": long_date(on), "format": chosen.label, "file": options["output"]}
            )
        )


def _selection(options: dict[str, Any]) -> export.Selection:
    if options["chapter"] is not None:
        return export.of_chapter(options["chapter"])
    if options["part"] is not None:
        return export.of_part(options["part"])
    if options["specialty"] is not None:
        return export.of_specialty(options["specialty"])
    if options["codes"] is not None:
        return export.of_codes(options["codes"])
    return export.WHOLE_ANNEX


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("--on er «%(text)s», som ikke er en dato. Skriv den som 2026-03-01.") % {"text": text}
        ) from None
    if day < FIRST_DAY:
        raise CommandError(
            _("Læringsmålene gjelder fra %(first)s. Velg den dagen eller en senere.") % {"first": long_date(FIRST_DAY)}
        )
    return day
