"""Measures what docs/performance.md says of exporting vedlegg 2, on a generated annex or on any file.

    python3 run.py -- python bench/export_annex.py [FILE] [--objectives 5200] [--rounds 9]

Imports the annex into a new database beside the one DATABASE_URL names, measures, checks that the XHTML is read back
identically, and drops it. Exits with 1 when JSON takes more than twice a bare read of the same rows, the PDF more than
1.2 times WeasyPrint alone with the garbage collector paused, or the round trip differs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import orjson
import psycopg

from bench.generate_annex import annex
from bench.import_annex import ROOT, in_database, run

ON = dt.date(2026, 3, 1)
LIMIT_RATIO = 2.0
PDF_LIMIT_RATIO = 1.2
# The columns of the JSON file, in its order, and nothing else: what the same file costs at the least.
BARE = """
SELECT o.code, sp.name, p.title, c.title, h.number, h.title, v.stage, v.text, lower(v.valid), upper(v.valid),
       a.decided_on, a.number
FROM objectives_objectiveversion v
JOIN objectives_objective o ON o.id = v.objective_id
JOIN objectives_codeseries s ON s.id = o.series_id
LEFT JOIN organisations_specialty sp ON sp.id = s.specialty_id
JOIN objectives_annexchapter c ON c.id = v.chapter_id
JOIN objectives_annexpart p ON p.id = c.part_id
LEFT JOIN objectives_themeversion h ON h.theme_id = v.theme_id AND h.valid @> %(on)s
JOIN objectives_legalact a ON a.id = v.enacted_by_id
WHERE v.valid @> %(on)s
ORDER BY p.position, c.position, h.position NULLS FIRST, v.position, o.code
"""


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def measured(rounds: int) -> dict[str, object]:
    """All the figures, in this process but for the PDF's."""
    import django

    django.setup()
    from django.db import connection

    from objectives.export import FORMATS, build_document
    from objectives.export.as_json import write

    connection.ensure_connection()
    bare = psycopg.ClientCursor(psycopg.connect(connection.connection.info.dsn, autocommit=True))
    bare.execute("ANALYZE")  # a database that has run for a day has statistics
    works = {
        "bare": lambda: orjson.dumps(bare.execute(BARE, {"on": ON}).fetchall()),
        "json": lambda: write(build_document(on=ON)),
        "build": lambda: build_document(on=ON),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            took = milliseconds(work)
            if turn:
                times[name].append(took)
    figures: dict[str, object] = {name: statistics.median(took) for name, took in times.items()}
    formats = {}
    for key, one in FORMATS.items():
        document = build_document(on=ON, as_printed=one.as_printed)
        if key != "pdf":
            size = len(one.make(document))
            took = statistics.median(milliseconds(lambda: one.make(document)) for _turn in range(3))  # noqa: B023
            formats[key] = (took, size)
    return figures | {"formats": formats, "count": build_document(on=ON).count, "identical": identical()}


def identical() -> bool:
    """Whether the XHTML is read back as the register stands, former chapters included."""
    from objectives.annex.comparison import compare
    from objectives.annex.reader import read_annex
    from objectives.annex.registered import register_beside
    from objectives.export import FORMATS, build_document
    from objectives.models import CodeSeries

    content = FORMATS["xhtml"].make(build_document(on=ON, as_printed=True))
    reading = read_annex(content, series=dict(CodeSeries.objects.values_list("prefix", "digits")))
    comparison = compare(reading, register_beside(reading))
    return not comparison.differences and comparison.unchanged == len(reading.objectives)


def pdf(*, alone: bool) -> dict[str, float]:
    """The PDF, in a process of its own, so that its memory is nobody else's: ours, or what the library makes `alone`.

    Alone is the library as its documentation uses it, on the same HTML and style sheet, the collector paused.
    """
    import resource

    import django

    django.setup()
    from objectives.export import FORMATS, as_pdf, build_document

    document = build_document(on=ON)
    html = as_pdf.render_html(document)
    began, began_at = time.process_time(), time.perf_counter()
    content = weasyprint_alone(html) if alone else FORMATS["pdf"].make(document)
    return {
        "seconds": time.perf_counter() - began_at,
        "processor": time.process_time() - began,
        "size": len(content),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def weasyprint_alone(html: str) -> bytes:
    """The library by itself, with the font files as they are."""
    import gc

    gc.disable()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from objectives.export.as_pdf import STYLE_SHEET
    from objectives.printing.fonts import FONTS, found
    from objectives.printing.pdf import VARIANT

    class FontFiles(URLFetcher):
        def fetch(self, url, headers=None):
            return URLFetcherResponse(url, found(FONTS[url].file).read_bytes())

    fonts, fetcher = FontConfiguration(), FontFiles()
    style = CSS(string=found(STYLE_SHEET).read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts)
    page = HTML(string=html, url_fetcher=fetcher)
    content: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)
    return content


def say(figures: dict, made: dict[str, float], alone: dict[str, float]) -> None:
    ratio = figures["json"] / figures["bare"]
    print(f"{figures['count']} læringsmål in force")
    print(f"bare psycopg + orjson of the same rows: {figures['bare']:.0f} ms")
    print(f"the document from the database: {figures['build']:.0f} ms")
    print(f"JSON, document included: {figures['json']:.0f} ms, {ratio:.2f} of bare (limit {LIMIT_RATIO})")
    for key, (took, size) in figures["formats"].items():
        print(f"{key} from the document: {took:.0f} ms, {size / 1e6:.2f} MB")
    print(
        "pdf: {seconds:.0f} s ({processor:.0f} s of processor), {size:.0f} bytes, {megabytes:.0f} MB of memory".format(
            **made
        )
    )
    print(
        f"WeasyPrint alone: {alone['processor']:.0f} s of processor; "
        f"ours is {made['processor'] / alone['processor']:.2f} of that (limit {PDF_LIMIT_RATIO})"
    )
    print(f"XHTML read back identically: {'yes' if figures['identical'] else 'NO'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", help="Lovdata's XHTML; a generated annex when left out")
    parser.add_argument("--objectives", type=int, default=5200)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--inside", choices=["all", "pdf", "alone"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        whole = arguments.inside == "all"
        print(json.dumps(measured(arguments.rounds) if whole else pdf(alone=arguments.inside == "alone")))
        return
    address = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL is missing: run it through run.py.")
    name = f"bench_export_{os.getpid()}"
    settings = {"DATABASE_URL": in_database(address, name), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment = os.environ | settings | {"PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(in_database(address, "postgres")) as server:
        server.autocommit = True
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            file = arguments.file or Path(folder) / "annex.xml"
            if not arguments.file:
                file.write_text(annex(objectives=arguments.objectives), encoding="utf-8")
            run(["manage.py", "migrate", "--verbosity=0"], environment)
            run(["manage.py", "import_annex", str(file.resolve())], environment)
            inside = ["bench/export_annex.py", f"--rounds={arguments.rounds}", "--inside"]
            figures = json.loads(run([*inside, "all"], environment).splitlines()[-1])
            made, alone = (json.loads(run([*inside, who], environment).splitlines()[-1]) for who in ("pdf", "alone"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    say(figures, made, alone)
    is_slow = (
        figures["json"] > LIMIT_RATIO * figures["bare"] or made["processor"] > PDF_LIMIT_RATIO * alone["processor"]
    )
    sys.exit(is_slow or not figures["identical"])


if __name__ == "__main__":
    main()
