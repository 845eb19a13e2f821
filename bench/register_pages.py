"""Measures what docs/performance.md says of the register's pages, on the largest and oldest register one can expect.

    python3 run.py -- python bench/register_pages.py

Makes a new database beside the one DATABASE_URL names, fills it (bench/long_register.py: 5,200 læringsmål, ten
wordings of each), asks the pages for a while through Django's own test client, in this process, and drops it again.
Each line: the median of the wall time, warm; the median of the processor time of Python and of PostgreSQL together,
which is what the wall time would be on a machine with nothing else to do; the least of it; and the limit.
`--keep NAME` keeps the database, `--database NAME` uses one that is there. Exits with 1 when a median of processor
time is over its limit, or the memory is.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROUNDS = 15
MOST_MEMORY = 250
"""In MB: of one process that has answered all of this."""
DAY, LATER = "2026-11-24", "01.03.2027"
WORDS = ("leversvikt", "rektum", "behandling barn", "gak-0", "nyresykdommer", "utskrivning", "ødem")


@dataclass(frozen=True)
class Figure:
    """One line: what was asked, how long it took in milliseconds, and how long it may take."""

    name: str
    wall: float
    processor: float
    fastest: float
    limit: float | None

    @property
    def is_over(self) -> bool:
        """By the processor's time, or every other program on the machine would be counted."""
        return self.limit is not None and self.processor > self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"{self.limit:7.1f}{'  OVER' if self.is_over else ''}"
        return f"{self.name:62} {self.wall:7.1f} {self.processor:9.1f} {self.fastest:9.1f} {limit}"


def in_database(address: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


@contextmanager
def database(address: str, name: str, *, fill: bool, keep: bool) -> Iterator[None]:
    """Point Django at the database, made and filled unless it is there already; dropped afterwards unless kept."""
    os.environ["DATABASE_URL"] = in_database(address, name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with psycopg.connect(in_database(address, "postgres"), autocommit=True) as server:
        if fill:
            server.execute(f'CREATE DATABASE "{name}"')
        try:
            if fill:
                subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)
            yield
        finally:
            if not keep:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _processor_of(pid: int) -> float:
    """How long a process has been on a processor, in milliseconds; Linux tells to the nanosecond."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return 0.0


def measure(name: str, ask: Callable[[int], object], *, limit: float | None = None) -> Figure:
    """Ask a few times to warm up, then measure. `ask` gets a new number each time."""
    from django.db import connection

    numbers = count(time.time_ns())
    for _round in range(3):
        ask(next(numbers))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    walls, processors = [], []
    for _round in range(ROUNDS):
        own, others, began = time.thread_time(), _processor_of(server), time.perf_counter()
        ask(next(numbers))
        walls.append((time.perf_counter() - began) * 1000)
        processors.append((time.thread_time() - own) * 1000 + _processor_of(server) - others)
    figure = Figure(name, statistics.median(walls), statistics.median(processors), min(processors), limit)
    print(figure, flush=True)
    return figure


def pages() -> Iterator[Figure]:
    """Every page of the issue's figures: drawn anew, and as the next visitor gets it."""
    from django.core.cache import caches
    from django.test import Client

    client = Client(SERVER_NAME="localhost")

    def get(path: str, **headers: str) -> object:
        response = client.get(path, headers=headers)
        assert response.status_code in (200, 304), f"{path}: {response.status_code}"
        return response

    def get_again(path: str) -> Callable[[int], object]:
        tag = client.get(path).headers["ETag"]
        return lambda _number: get(path, **{"If-None-Match": tag})

    def get_numbered(path: str, number: int) -> object:
        return get(f"{path}&n={number}")

    def forget(number: int) -> None:
        """Nothing is kept from before, and nothing of anybody else's is touched."""
        caches["default"].key_prefix = f"bench-{number}"

    codes = [f"GAK-{number:03d}" for number in range(1, 400)]
    seen = [code for code in codes if client.get(f"/laringsmal/{code}/{DAY}/").status_code == 200]
    forget(0)
    one = f"/laringsmal/{seen[0]}/{DAY}/"
    yield measure("læringsmål on a date, HTML, kept", lambda n: get(one), limit=10)
    yield measure("  drawn anew", lambda n: get(f"/laringsmal/{seen[n % len(seen)]}/{DAY}/?n={n}"))
    yield measure("  with a valid ETag", get_again(one))
    machine = f"/api/v1/laringsmal/{seen[0]}/?dato={DAY}"
    yield measure("læringsmål on a date, JSON, kept", lambda n: get(machine), limit=5)
    yield measure("  made anew", lambda n: get(f"{machine}&n={n}"))
    yield measure("  with a valid ETag", get_again(machine))

    whole = f"/vedlegg/del/C/?dato={DAY}"

    def cold(number: int) -> object:
        forget(number)
        return get(whole)

    yield measure("vedlegg 2 del C (5,000 læringsmål), HTML, cold", cold, limit=300)
    yield measure("  its text kept in the cache", lambda n: get(whole), limit=20)
    yield measure("  with a valid ETag", get_again(whole), limit=20)
    yield measure("  a chapter, drawn anew", lambda n: get(f"/vedlegg/C15/?dato={DAY}&n={n}"))

    compared = f"/vedlegg/sammenlign/?fra={DAY}&til={LATER}"
    yield measure("50 changes between two dates, drawn anew", lambda n: get(f"{compared}&n={n}"), limit=150)
    yield measure("  kept", lambda n: get(compared))
    for words in WORDS:
        path = f"/laringsmal/?q={words}&dato={DAY}"
        yield measure(f"search for «{words}», drawn anew", partial(get_numbered, path), limit=30)
    yield measure("search for nothing, drawn anew", lambda n: get(f"/laringsmal/?dato={DAY}&n={n}"))
    yield measure("search somebody has just made", lambda n: get(f"/laringsmal/?q=lever&dato={DAY}"), limit=30)
    yield measure("front page, drawn anew", lambda n: get(f"/?n={n}"))


def annex_as_json() -> Iterator[Figure]:
    """The annex as JSON, against psycopg and orjson alone reading the same rows by the same query."""
    import datetime as dt

    import orjson
    from django.db import connection
    from django.test import Client
    from psycopg.rows import dict_row

    from objectives.consolidation import _COLUMNS
    from objectives.models import ObjectiveVersion

    rows = ObjectiveVersion.objects.consolidated(on=dt.date.fromisoformat(DAY)).values_list(*_COLUMNS)
    query, parameters = rows.query.sql_with_params()
    client = Client(SERVER_NAME="localhost")

    def bare(_number: int) -> bytes:
        with connection.connection.cursor(row_factory=dict_row) as cursor:
            return orjson.dumps(cursor.execute(query, parameters).fetchall())

    alone = measure("vedlegg 2, JSON, psycopg and orjson alone", bare)
    yield alone
    yield measure("vedlegg 2, JSON", lambda n: client.get(f"/api/v1/vedlegg/?dato={DAY}"), limit=2 * alone.processor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--objectives", type=int, default=5200)
    parser.add_argument("--keep", metavar="NAME")
    parser.add_argument("--database", metavar="NAME")
    arguments = parser.parse_args()
    address = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL is missing: run it through run.py.")
    name = arguments.database or arguments.keep or f"bench_{os.getpid()}"
    keeps = bool(arguments.keep or arguments.database)
    with database(address, name, fill=not arguments.database, keep=keeps):
        import django

        django.setup()
        if not arguments.database:
            began = time.monotonic()
            # In another process, so that the memory told at the end is that of the pages.
            load = "import django; django.setup(); from bench.long_register import load; load(objectives=%d)"
            subprocess.run(
                [sys.executable, "-c", load % arguments.objectives], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
            )
            print(f"The register was made in {time.monotonic() - began:.0f} s.")
        load_now = os.getloadavg()[0]
        heads = f"{'wall':>7} {'processor':>9} {'fastest':>9} {'limit':>7}"
        print(f"{f'milliseconds (load {load_now:.1f})':62} {heads}")
        figures = [*pages(), *annex_as_json()]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'the most memory this process has held, MB':62} {memory:7.0f} {'':19} {MOST_MEMORY:7.0f}")
        from django.db import connection

        connection.close()
    sys.exit(memory > MOST_MEMORY or any(figure.is_over for figure in figures))


if __name__ == "__main__":
    main()
