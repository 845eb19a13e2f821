"""Measures the page of a draft with many clauses, as docs/performance.md tells it.

    python3 run.py -- sh -c "python manage.py migrate -v0 && python bench/draft_page.py"

Makes the læringsmål and the draft in a transaction that is taken back, and asks the page through Django's own test
client, in this process. Each line: the median of the wall time, and of the processor time of Python, warm.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from objectives.models import (  # noqa: E402
    AnnexChapter,
    AnnexPart,
    CodeSeries,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Theme,
    ThemeVersion,
)
from objectives.models.validity import from_day  # noqa: E402
from objectives.operations import CorrectText, RepealObjective, ReplaceObjective, to_data  # noqa: E402
from organisations.models import Membership, Organisation, Role, Specialty, User  # noqa: E402
from regulations import services  # noqa: E402
from regulations.models import AmendmentClause, AmendmentRegulation  # noqa: E402

PREFIX = "MÅL"
LONG_AGO, TODAY, PLANNED = dt.date(2021, 9, 1), dt.date(2026, 11, 24), dt.date(2027, 2, 12)
IN_FORCE = dt.date(2027, 9, 1)
TEXT = "Ha god kunnskap om utredning og behandling av tilstand nummer {number}, herunder indikasjon og komplikasjoner."


def make_texts(count: int) -> list[ObjectiveVersion]:
    """A specialty of so many læringsmål, twenty under each heading."""
    home = Specialty.objects.create(short_name=PREFIX, name="Måling", slug="maling")
    series = CodeSeries.objects.create(prefix=PREFIX, specialty=home, last_number=count)
    part, _new = AnnexPart.objects.get_or_create(letter="C", defaults={"title": "C. Del C", "position": 3})
    chapter = AnnexChapter.objects.create(part=part, slug="C99", title="C99. Måling", position=99, specialty=home)
    act = LegalAct.objects.create(number=99_998, decided_on=dt.date(2016, 12, 8), title="Forskrift til måling")
    common = {"valid": from_day(LONG_AGO), "enacted_by": act, "start_is_exact": False}
    themes = [Theme.objects.create(chapter=chapter) for _ in range(-(-count // 20))]
    ThemeVersion.objects.bulk_create(
        ThemeVersion(theme=one, number=f"99.{place}", title="Tema", position=place * 1_000_000, **common)
        for place, one in enumerate(themes, start=1)
    )
    rows = [Objective(series=series, number=number, code=series.code(number)) for number in range(1, count + 1)]
    Objective.objects.bulk_create(rows)
    return ObjectiveVersion.objects.bulk_create(
        ObjectiveVersion(
            objective=row,
            chapter=chapter,
            theme=themes[place // 20],
            position=(place + 1) * 1_000_000,
            text=TEXT.format(number=place),
            stage="2-3",
            **common,
        )
        for place, row in enumerate(rows)
    )


def make_draft(versions: list[ObjectiveVersion]) -> tuple[AmendmentRegulation, User]:
    """Corrections at once, replacements and repeals on a date, turn about."""
    home, _new = Organisation.objects.get_or_create(kind="helsedirektoratet", defaults={"name": "Helsedirektoratet"})
    by = User.objects.create_user("maling@example.no", None, name="Måling")
    Membership.objects.create(user=by, organisation=home, role=Role.CASEWORKER)
    draft = services.create_regulation(name="Måling", planned_announcement=PLANNED, by=by, on=TODAY)
    clauses = []
    for number, version in enumerate(versions):
        code, text = version.objective.code, f"{version.text[:-1]} også hos barn."
        operation = (
            CorrectText(code=code, text=text, basis=version.pk),
            ReplaceObjective(code=code, text=text, effect="skjerpet", basis=version.pk),
            RepealObjective(code=code, basis=version.pk),
        )[number % 3]
        at_once = number % 3 == 0
        clauses.append(
            AmendmentClause(
                regulation=draft,
                operation=to_data(operation),
                objective=version.objective,
                entry_into_force="straks" if at_once else "dato",
                in_force_from=None if at_once else IN_FORCE,
            )
        )
    AmendmentClause.objects.bulk_create(clauses)
    return draft, by


def measure(client: Client, url: str, rounds: int) -> str:
    walls, processors = [], []
    client.get(url)
    for _round in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        answer = client.get(url)
        walls.append((time.perf_counter() - wall) * 1000)
        processors.append((time.process_time() - processor) * 1000)
        assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(url).content)
    wall, processor = statistics.median(walls), statistics.median(processors)
    return f"{wall:7.0f} ms {processor:7.0f} ms {len(queries):4} queries {size / 1000:6.0f} kB"


def main(count: int, rounds: int) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    with transaction.atomic():
        draft, by = make_draft(make_texts(count))
        client = Client()
        client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
        home, first = draft.get_absolute_url(), draft.clauses.order_by("pk")[:1].get()
        print(f"{count} endringsledd{'':20} {'wall':>10} {'processor':>10}")
        for name, url in (
            ("the draft", home),
            ("one clause", f"{home}ledd/{first.pk}/"),
            ("before and after, straks", f"{home}forhandsvisning/"),
            ("before and after, on the date", f"{home}forhandsvisning/?dato={IN_FORCE}"),
        ):
            print(f"{name:34} {measure(client, url, rounds)}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clauses", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=11)
    asked = parser.parse_args()
    main(asked.clauses, asked.rounds)
