from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.annex import outline
from objectives.annex.reader import read_annex
from objectives.annex.reading import AnnexReading
from objectives.annex.report import as_lines, lines_about_the_source
from objectives.annex.source import read_file
from objectives.models import CodeSeries
from objectives.rules import long_date
from objectives.services.annex import Imported, register_is_empty
from objectives.services.reconciliation import Outcome, import_or_reconcile, preview
from objectives.services.reference_data import load_reference_data
from organisations.models import User
from organisations.refusals import Refusal

from .consolidate import write_whole

_DIFFERENCES = 2
"""The exit code when the file and the register say different things; 1 is for a file that can't be used."""


class Command(BaseCommand):
    help = (
        "Leser vedlegg 2 fra Lovdatas XHTML av spesialistforskriften. Et tomt register får alt, eller ingenting. Et "
        "register med læringsmål blir avstemt mot filen og aldri skrevet over: avslutter med 0 når de er like, 2 når "
        "de er ulike, og 1 når filen ikke kan leses."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FIL", help="Lovdatas XHTML-fil, for eksempel sf-20161208-1482.xml")
        parser.add_argument(
            "--on",
            "--valid-from",
            dest="on",
            metavar="ÅÅÅÅ-MM-DD",
            help="Dagen filen gjelder, og tekstene i den er kjent fra, i stedet for filens «Ikrafttredelse av siste "
            "endring»",
        )
        parser.add_argument("--dry-run", action="store_true", help="Les og sammenlign, men skriv ingenting")
        parser.add_argument(
            "--accept-new",
            action="store_true",
            help="Ta inn kapitler, overskrifter og læringsmål som registeret aldri har kjent",
        )
        parser.add_argument("--report", metavar="FIL", help="Skriv rapporten som JSON hit; - er standard ut")

    def handle(self, *_args: Any, **options: Any) -> None:
        self._report_to = options["report"]
        path = Path(options["file"])
        try:
            with _no_garbage_collection():
                reading = read_annex(read_file(path), series=_series(), starts=_day(options["on"]))
                self._say_what_was_read(reading)
                if options["dry_run"]:
                    outcome = self._try(reading, path)
                else:
                    outcome = self._run(reading, path, accept_new=options["accept_new"])
        except Refusal as refusal:
            raise CommandError(_("%(message)s\nIngenting er skrevet.") % {"message": refusal}) from refusal
        self._say_what_was_found(outcome, is_dry_run=options["dry_run"])

    def _try(self, reading: AnnexReading, path: Path) -> Outcome:
        was_empty = register_is_empty()
        outcome = preview(reading=reading, file_name=path.name, at=timezone.now())
        self._write_report(outcome.report)
        if not was_empty or outcome.report is None:
            return outcome
        self._say(
            _("Prøvekjøring: %(new)d læringsmål ville blitt skrevet. Ingenting er skrevet.")
            % {"new": len(reading.objectives)}
        )
        self._say_all(lines_about_the_source(outcome.report))
        return Outcome()

    def _run(self, reading: AnnexReading, path: Path, *, accept_new: bool) -> Outcome:
        now = timezone.now()
        with transaction.atomic():
            by = User.objects.system()
            if not CodeSeries.objects.exists():
                load_reference_data(by=by)
                self._say(_("Referansedata manglet og er lastet."))
            outcome = import_or_reconcile(reading=reading, file_name=path.name, by=by, at=now, add_unknown=accept_new)
            if self._report_to:
                report = outcome.report or preview(reading=reading, file_name=path.name, at=now).report
                self._write_report(report)
        return outcome

    def _write_report(self, report: Mapping[str, Any] | None) -> None:
        """Raises CommandError when it can't be written, before what it tells of is kept."""
        if not self._report_to or report is None:
            return
        data = orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        if self._report_to == "-":
            self.stdout.write(data.decode(), ending="")
        else:
            write_whole(Path(self._report_to), data)

    def _say_what_was_read(self, reading: AnnexReading) -> None:
        self._say(
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
            self._say(_("Ikke læringsmål: %(skipped)s.") % {"skipped": skipped})
        for warned in reading.warnings:
            self.stderr.write(self.style.WARNING(f"Linje {warned.line}: {warned.message}"))

    def _say_what_was_found(self, outcome: Outcome, *, is_dry_run: bool) -> None:
        if outcome.imported:
            self._say_what_was_written(outcome.imported)
        if outcome.report is None:
            return
        self._say_all(as_lines(outcome.report))
        if not outcome.is_equal:
            raise CommandError(_what_now(outcome, is_dry_run=is_dry_run), returncode=_DIFFERENCES)
        self._say(self.style.SUCCESS(_("Registeret sier det samme som Lovdata.")))

    def _say_what_was_written(self, imported: Imported) -> None:
        self._say(
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
        self._say(
            ngettext(
                "%(count)d nummer mangler i seriene og regnes som brukt.",
                "%(count)d numre mangler i seriene og regnes som brukt.",
                imported.missing,
            )
            % {"count": imported.missing}
        )

    def _say_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._say(line)

    def _say(self, text: str) -> None:
        """To standard out, unless the report is what stands there."""
        if self._report_to == "-":
            self.stderr.write(text, style_func=str)
        else:
            self.stdout.write(text)


def _what_now(outcome: Outcome, *, is_dry_run: bool) -> str:
    """How many differences there are, and what to do with them."""
    report = outcome.report or {}
    count = report["counts"]["differences"]
    lines = [
        ngettext(
            "Lovdata og registeret er ulike %(count)d sted.", "Lovdata og registeret er ulike %(count)d steder.", count
        )
        % {"count": count}
    ]
    if not outcome.imported:
        lines.append(_("Registeret er ikke endret."))
    if any(difference["may_be_added"] for difference in report["differences"]):
        lines.append(_("Det registeret aldri har kjent, kan tas inn som det står: --accept-new."))
    lines.append(
        _(
            "Sammenlign forskjellene med kunngjøringene i Norsk Lovtidend. Har Lovdata rett, mangler registeret en "
            "kunngjort endringsforskrift: registrer den. Har registeret rett, meld fra til Lovdata."
        )
    )
    if not is_dry_run:
        lines.append(_("Avstemmingen er lagret og står under Vedlegg 2, Avstemming mot Lovdata."))
    return "\n".join(lines)


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
            _("--on (--valid-from) er «%(text)s», som ikke er en dato. Skriv den som 2026-03-01.") % {"text": text}
        ) from None
