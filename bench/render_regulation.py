"""Measures an endringsforskrift of 50 endringsledd as PDF, beside WeasyPrint alone on the same HTML.

python3 run.py -- python bench/render_regulation.py [--clauses 50] [--rounds 7]

No rows are read or written: the document is made up here, and what the database adds is measured with `--database`,
which makes a draft in the current database inside a transaction that is rolled back.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402

from objectives.models import ObjectiveVersion  # noqa: E402
from objectives.operations import CorrectText  # noqa: E402
from objectives.printing.fonts import FONTS, found  # noqa: E402
from objectives.printing.pdf import VARIANT, check_pdf  # noqa: E402
from organisations.models import Membership, Organisation, Role, User  # noqa: E402
from regulations import services  # noqa: E402
from regulations.documents import ActDocument, ChapterPart, ClauseText, Instruction, build_document  # noqa: E402
from regulations.documents.html import render_html, style_sheet  # noqa: E402
from regulations.documents.pdf import render_pdf  # noqa: E402

TEXT = (
    "Under supervisjon kunne vurdere og behandle pasienter med sammensatte tilstander, herunder forklare risiko og "
    "nytte, samarbeide med andre enheter og følge opp resultatet av behandlingen over tid ({number})."
)
CHAPTERS = 5


def made_up(clauses: int) -> ActDocument:
    """An act of so many clauses, of the usual lengths and kinds."""
    per_chapter = -(-clauses // CHAPTERS)
    chapters = []
    for start in range(0, clauses, per_chapter):
        numbers = range(start, min(clauses, start + per_chapter))
        heading = f"C{start // per_chapter + 10}. En spesialitet"
        chapters.append(ChapterPart(heading, tuple(_clause(number) for number in numbers)))
    return ActDocument(
        title="Forskrift om endring i spesialistforskriften",
        short_title="Endr. i spesialistforskriften",
        legal_basis="Fastsatt av Helsedirektoratet [vedtaksdato] med hjemmel i forskriften § 3b.",
        lead_in="I forskriften gjøres følgende endringer i vedlegg 2:",
        chapters=tuple(chapters),
        entry_into_force="Forskriften trer i kraft 1. september 2027.",
    )


def _clause(number: int) -> ClauseText:
    if number % 5 == 4:
        return ClauseText((Instruction(f"ABC-{number:03} oppheves."),))
    repeal = (Instruction(f"ABC-{number:03} oppheves."),) if number % 2 else ()
    new = Instruction(
        f"Nytt læringsmål ABC-{number + 500} under 10.{number % 7 + 1} skal lyde:", TEXT.format(number=number)
    )
    return ClauseText((*repeal, new))


def weasyprint_alone(html: str) -> bytes:
    """The library as its own documentation uses it, with the same style sheet and the font files as they are."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    fetcher = _font_files()
    style = CSS(string=style_sheet(), url_fetcher=fetcher, font_config=fonts)
    page = HTML(string=html, url_fetcher=fetcher)
    content: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)
    return content


def _font_files():
    """Answers with the variable WOFF2 files themselves."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FontFiles(URLFetcher):
        def fetch(self, url, headers=None):
            return URLFetcherResponse(url, found(FONTS[url].file).read_bytes())

    return FontFiles()


def compare(works: Mapping[str, Callable[[], object]], *, rounds: int) -> None:
    """Prints the fastest and the median of each, in processor time: what others do on the machine does not count."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _round in range(rounds):
        for name, work in works.items():
            gc.collect()
            before = time.process_time()
            work()
            found[name].append((time.process_time() - before) * 1000)
    print(f"{'':46} {'fastest':>10} {'median':>10}")
    for name, times in found.items():
        print(f"{name:46} {min(times):7.0f} ms {statistics.median(times):7.0f} ms")


def measure(clauses: int, rounds: int) -> None:
    document = made_up(clauses)
    html = render_html(document)
    content = render_pdf(document)
    print(f"{document.clause_count} endringsledd, {len(content) / 1000:.0f} kB")
    works = {
        "HTML from the structure": lambda: render_html(document),
        "PDF from the structure, as the worker does it": lambda: render_pdf(document),
        "WeasyPrint alone on the same HTML": lambda: weasyprint_alone(html),
        "the check of the finished file": lambda: check_pdf(content),
    }
    compare(works, rounds=rounds)
    print(f"most memory held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure_reading(clauses: int, rounds: int) -> None:
    """The structure from the database, and the announcement: everything the register is told."""
    with transaction.atomic():
        regulation, by, other = _draft(clauses)
        compare({"structure from the database": lambda: build_document(regulation)}, rounds=rounds)
        before = time.process_time()
        services.lock(regulation=regulation, by=by)
        services.approve(regulation=regulation, by=other)
        services.announce(
            regulation=regulation,
            number=99_999,
            decided_on=dt.date(2027, 1, 29),
            announced_at=dt.datetime(2027, 2, 12, 12, tzinfo=dt.UTC),
            by=by,
        )
        print(f"{'locking and announcing, once':46} {(time.process_time() - before) * 1000:7.0f} ms")
        transaction.set_rollback(True)


def _draft(clauses: int):
    home, _new = Organisation.objects.get_or_create(kind="helsedirektoratet", defaults={"name": "Helsedirektoratet"})
    by = User.objects.create_user("maling@example.no", None, name="Måling")
    Membership.objects.create(user=by, organisation=home, role=Role.CASEWORKER)
    regulation = services.create_regulation(
        name="Måling", planned_announcement=dt.date(2027, 2, 12), by=by, on=dt.date(2026, 11, 24)
    )
    for version in _texts(clauses):
        correction = CorrectText(code=version.objective.code, text=TEXT.format(number="rettet"), basis=version.pk)
        services.add_clause(regulation=regulation, operation=correction, by=by)
    other = User.objects.create_user("godkjenner@example.no", None, name="Godkjenner")
    Membership.objects.create(user=other, organisation=home, role=Role.DECISION_MAKER)
    return regulation, by, other


def _texts(count: int) -> list[ObjectiveVersion]:
    """So many texts in force: those that are there, and new ones where they do not suffice."""
    found = ObjectiveVersion.objects.filter(valid__upper_inf=True).select_related("objective")[:count]
    versions = list(found)
    if len(versions) < count:
        raise SystemExit(f"The database has {len(versions)} texts in force; load the sample data first.")
    return versions


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--database", action="store_true", help="measure the reading and the announcement too")
    arguments = parser.parse_args()
    measure(arguments.clauses, arguments.rounds)
    if arguments.database:
        measure_reading(arguments.clauses, arguments.rounds)
