from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from objectives.consolidation import consolidation
from objectives.rules import long_date


class Command(BaseCommand):
    help = "Skriver vedlegg 2 slik det lyder på en dato."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="ÅÅÅÅ-MM-DD", required=True, help="Datoen vedlegget skal leses på")
        parser.add_argument("--format", choices=["json"], default="json")
        parser.add_argument("-o", "--output", metavar="FIL", required=True, help="Filen som skrives; - er standard ut")

    def handle(self, *_args: Any, **options: Any) -> None:
        on = _day(options["on"])
        objectives = consolidation(on=on)
        data = orjson.dumps(
            {"on": on, "objectives": objectives}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        )
        if options["output"] == "-":
            self.stdout.write(data.decode(), ending="")
            return
        write_whole(Path(options["output"]), data)
        self.stdout.write(
            self.style.SUCCESS(
                _("Skrev %(count)d læringsmål i kraft %(on)s til %(file)s.")
                % {"count": len(objectives), "on": long_date(on), "file": options["output"]}
            )
        )


def write_whole(path: Path, data: bytes) -> None:
    """Write the file so that a reader sees the old one or the new one, never half of one.

    What is not an ordinary file, such as a pipe, is written to directly. Raises CommandError when it can't be written.
    """
    temporary = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = path.resolve()  # a link is followed, not replaced
        descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            os.fsync(file.fileno())
        os.replace(temporary, target)
        temporary = None
    except OSError as error:
        raise CommandError(
            _("%(file)s kan ikke skrives: %(reason)s.") % {"file": path, "reason": error.strerror}
        ) from error
    finally:
        if temporary:
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("--on er «%(text)s», som ikke er en dato. Skriv den som 2026-03-01.") % {"text": text}
        ) from None
