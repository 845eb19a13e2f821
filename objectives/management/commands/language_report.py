from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.language.reporting import LanguageReport, RuleFigure, language_report
from objectives.rules import long_date
from organisations.models import Specialty


class Command(BaseCommand):
    help = "Språkkontroll av alle læringsmål i kraft: tall for hver regel, og hvert funn."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--specialty", metavar="NAVN", help="Bare denne spesialiteten: navn, forkortelse eller slug"
        )
        parser.add_argument("--on", metavar="ÅÅÅÅ-MM-DD", help="Datoen teksten skal leses på; i dag uten")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--findings", action="store_true", help="Skriv hvert funn, ikke bare tallene")

    def handle(self, *_args: Any, **options: Any) -> None:
        on = _day(options["on"])
        specialty = _specialty(options["specialty"]) if options["specialty"] else None
        report = language_report(on=on, specialty=specialty.slug if specialty else "")
        if options["format"] == "json":
            data = orjson.dumps(report.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
            self.stdout.write(data.decode(), ending="")
            return
        for line in _lines(report, specialty):
            self.stdout.write(line)
        if options["findings"]:
            for line in _findings(report):
                self.stdout.write(line)


def _lines(report: LanguageReport, specialty: Specialty | None) -> Iterator[str]:
    yield _("Språkkontroll av %(what)s på %(on)s.") % {
        "what": specialty.name if specialty else _("hele vedlegg 2"),
        "on": long_date(report.on),
    }
    yield _("%(objectives)d læringsmål og %(elaborations)d utdypende tekster; %(found)d av dem har funn.") % {
        "objectives": report.objectives,
        "elaborations": report.elaborations,
        "found": report.with_findings,
    }
    if not report.has_dictionary:
        yield _("Ordlisten mangler. Nye ord er ikke kontrollert.")
    yield ""
    yield f"{_('regel'):6} {_('funn'):28} {_('antall'):>7} {_('tekster'):>8}  {_('oftest ved')}"
    for figure in report.figures():
        yield _line(figure)
    if specialty is None:
        yield ""
        yield f"{_('spesialitet'):60} {_('tekster'):>8} {_('antall'):>7}"
        for name, texts, findings in report.by_specialty():
            yield f"{name or _('uten spesialitet'):60} {texts:8d} {findings:7d}"


def _line(figure: RuleFigure) -> str:
    words = ", ".join(f"{word} ({count})" for word, count in figure.words)
    return f"{figure.rule:6} {figure.code:28} {figure.findings:7d} {figure.texts:8d}  {words}"


def _findings(report: LanguageReport) -> Iterator[str]:
    for text in report.controlled:
        for finding in text.findings:
            yield f"{text.code} {finding.rule} {finding.message}"


def _specialty(name: str) -> Specialty:
    for field in ("slug", "short_name__iexact", "name__iexact"):
        if found := Specialty.objects.filter(**{field: name}).first():
            return found
    message = _("Spesialiteten «%(name)s» finnes ikke. Skriv navnet, for eksempel «Nevrologi».")
    raise CommandError(message % {"name": name})


def _day(text: str | None) -> dt.date:
    if not text:
        return timezone.localdate()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("--on er «%(text)s», som ikke er en dato. Skriv den som 2026-03-01.") % {"text": text}
        ) from None
