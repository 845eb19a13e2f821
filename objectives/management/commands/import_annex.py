from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.annex import outline
from objectives.annex.reader import read_annex
from objectives.annex.reading import AnnexReading
from objectives.annex.source import read_file
from objectives.models import CodeSeries
from objectives.rules import long_date
from objectives.services.annex import Imported, import_annex, preview_import
from objectives.services.reference_data import load_reference_data
from organisations.models import User
from organisations.refusals import Refusal


class Command(BaseCommand):
    help = "Leser vedlegg 2 fra Lovdatas XHTML av spesialistforskriften inn i registeret: alt, eller ingenting."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FIL", help="Lovdatas XHTML-fil, for eksempel sf-20161208-1482.xml")
        parser.add_argument(
            "--valid-from",
            metavar="ÅÅÅÅ-MM-DD",
            help="Dagen tekstene er kjent fra, i stedet for filens «Ikrafttredelse av siste endring»",
        )
        parser.add_argument("--dry-run", action="store_true", help="Les og sammenlign, men skriv ingenting")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["file"])
        starts = _day(options["valid_from"])
        try:
            with _no_garbage_collection():
                reading = read_annex(read_file(path), series=_series(), starts=starts)
                self._say_what_was_read(reading)
                if options["dry_run"]:
                    self._preview(reading)
                else:
                    self._import(reading, path)
        except Refusal as refusal:
            raise CommandError(_("%(message)s\nIngenting er skrevet.") % {"message": refusal}) from refusal

    def _say_what_was_read(self, reading: AnnexReading) -> None:
        self.stdout.write(
            _("%(act)s vedlegg 2: %(in_force)d læringsmål kjent fra %(starts)s, %(former)d tidligere.")
            % {
                "act": reading.act,
                "in_force": len(reading.in_force),
                "starts": long_date(reading.starts),
                "former": len(reading.former),
            }
        )
        skipped = ", ".join(f"{count} {kind}" for kind, count in reading.skipped.items())
        if skipped:
            self.stdout.write(_("Ikke læringsmål: %(skipped)s.") % {"skipped": skipped})
        for warned in reading.warnings:
            self.stderr.write(self.style.WARNING(f"Linje {warned.line}: {warned.message}"))

    def _preview(self, reading: AnnexReading) -> None:
        comparison = preview_import(reading=reading)
        self.stdout.write(
            _("Prøvekjøring: %(new)d læringsmål ville blitt skrevet, %(unchanged)d er like. Ingenting er skrevet.")
            % {"new": len(comparison.to_write), "unchanged": comparison.unchanged}
        )

    def _import(self, reading: AnnexReading, path: Path) -> None:
        with transaction.atomic():
            by = User.objects.system()
            if not CodeSeries.objects.exists():
                load_reference_data(by=by)
                self.stdout.write(_("Referansedata manglet og er lastet."))
            imported = import_annex(reading=reading, file_name=path.name, by=by)
        self._say_what_was_done(imported)

    def _say_what_was_done(self, imported: Imported) -> None:
        if not imported.changed_anything:
            self.stdout.write(
                _("Registeret har alle %(count)d læringsmålene fra før, likt. Ingenting er endret.")
                % {"count": imported.unchanged}
            )
            return
        self.stdout.write(
            self.style.SUCCESS(
                _(
                    "Skrev %(in_force)d læringsmål i kraft og %(former)d tidligere, "
                    "i %(chapters)d kapitler og under %(themes)d temaoverskrifter."
                )
                % {
                    "in_force": imported.in_force,
                    "former": imported.former,
                    "chapters": imported.chapters,
                    "themes": imported.themes,
                }
            )
        )
        self.stdout.write(
            ngettext(
                "%(count)d nummer mangler i seriene og regnes som brukt.",
                "%(count)d numre mangler i seriene og regnes som brukt.",
                imported.missing,
            )
            % {"count": imported.missing}
        )


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """The rows of a whole annex are in use until all are written: looking for garbage among them takes a third of
    the time and finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _series() -> dict[str, int]:
    """The known prefixes with their digits: the register's, or those it is about to get."""
    known = dict(CodeSeries.objects.values_list("prefix", "digits"))
    return known or {fact.prefix: fact.digits for fact in outline.SERIES}


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("--valid-from er «%(text)s», som ikke er en dato. Skriv den som 2026-03-01.") % {"text": text}
        ) from None
