"""Measures what docs/performance.md says of announcing 500 endringsledd, on a generated annex with a long history.

    python3 run.py -- python bench/apply_act.py [--objectives 5200] [--versions 10] [--clauses 500] [--rounds 7]

Makes a new, empty database beside the one DATABASE_URL names, imports the annex, gives every læringsmål its earlier
versions, and applies the same act again and again, taken back each time: with the database's own deferred checks
made, but not the write to disk of the commit itself. Exits with 1 when the median is over its limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LIMIT_SECONDS = 2.0
DECIDED, STARTS = dt.date(2027, 1, 29), dt.date(2027, 9, 1)
# One version a year before the imported one, as if every læringsmål had been corrected each year.
EARLIER_VERSIONS = """
INSERT INTO objectives_objectiveversion
    (objective_id, chapter_id, theme_id, position, text, stage, valid, start_is_exact, enacted_by_id, repealed_by_id)
SELECT objective_id, chapter_id, theme_id, position, text, stage,
       daterange((lower(valid) - make_interval(years => n))::date,
                 (lower(valid) - make_interval(years => n - 1))::date),
       true, enacted_by_id, enacted_by_id
FROM objectives_objectiveversion, generate_series(1, %s) AS n WHERE upper_inf(valid)
"""


def in_database(address: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def prepare(objectives: int, versions: int) -> None:
    """The register: the annex and its history."""
    from django.core.management import call_command
    from django.db import connection

    from bench.generate_annex import annex

    call_command("migrate", verbosity=0)
    call_command("load_reference_data", stdout=sys.stderr)
    with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
        file.write(annex(objectives=objectives))
        file.flush()
        call_command("import_annex", file.name, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute(EARLIER_VERSIONS, [versions - 1])
        cursor.execute("ANALYZE")


def operations(count: int) -> list:
    """An act of so many clauses of every kind, all over the annex: most are corrections and changes of content."""
    from objectives.operations import Scheduled, load_register

    register = load_register()
    rng = random.Random(1)
    texts = [texts[-1] for _code, texts in sorted(register.texts.items()) if texts[-1].valid_until is None]
    rng.shuffle(texts)
    made = _made(register, texts, count)
    return [Scheduled(operation=next(made), in_force_from=STARTS) for _number in range(count)]


def _made(register, texts: list, count: int) -> Iterator:
    from objectives import operations as ops

    headings = [words[-1] for words in register.headings.values()]
    new = f"{texts[0].text} Ny ordlyd."

    def prefix(text) -> str:
        return text.code.rpartition("-")[0]

    def add(text):
        where = {"chapter": text.chapter, "theme": text.theme, "after": text.code}
        return ops.AddObjective(prefix=prefix(text), text=new, stage="2", **where)

    def move(text):
        place = ops.Place(chapter=text.chapter, theme=text.theme, after=ops.FIRST)
        return ops.CorrectText(code=text.code, text=new, basis=text.pk, place=place)

    def split(text):
        parts = (ops.Part(text=new), ops.Part(text=new))
        return ops.SplitObjective(code=text.code, parts=parts, approvals_carry_over=True, basis=text.pk)

    def merge(text):
        merged = tuple(ops.ChangedText(code=one.code, basis=one.pk) for one in (text, texts.pop()))
        return ops.MergeObjectives(merged=merged, text=new, approvals_carry_over=False)

    def rename(_text):
        words = headings.pop()
        return ops.RenameTheme(theme=words.theme, number=words.number, title="Omdøpt", basis=words.pk)

    fifty = [
        *[lambda text: ops.CorrectText(code=text.code, text=new, basis=text.pk)] * 20,
        *[lambda text: ops.ReplaceObjective(code=text.code, text=new, effect="skjerpet", basis=text.pk)] * 13,
        *[lambda text: ops.RepealObjective(code=text.code, basis=text.pk)] * 5,
        *[add] * 5,
        *[move] * 2,
        *(split, merge, rename, rename),
        lambda text: ops.RecodeObjective(code=text.code, prefix=prefix(text), basis=text.pk),
    ]
    for number in range(count):
        yield fifty[number % len(fifty)](texts.pop())


def apply_and_take_back(wanted: list) -> int:
    """Applies the act with everything the commit would check, and takes it back. Returns the number of queries."""
    from django.db import connection, transaction

    from objectives import operations as ops
    from objectives.models import LegalAct
    from organisations.models import User

    queries = 0

    def count(execute, *arguments):
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with transaction.atomic(), connection.execute_wrapper(count):
        act = LegalAct.objects.create(number=114, decided_on=DECIDED, title="Endring")
        ops.apply(wanted, act=act, by=User.objects.get(is_system=True))
        connection.check_constraints()
        transaction.set_rollback(True)
    return queries


def timed(name: str, work: Callable[[], object], rounds: int) -> float:
    """Prints the fastest and the median in milliseconds; returns the median in seconds."""
    work()
    seconds = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    median = statistics.median(seconds)
    print(f"{name:56} {min(seconds) * 1000:7.0f} ms {median * 1000:7.0f} ms")
    return median


def measure(clauses: int, rounds: int) -> bool:
    """Prints the figures; True when the act is applied within its limit."""
    from objectives import operations as ops
    from objectives.models import ObjectiveVersion
    from objectives.operations.loading import load_for

    wanted = operations(clauses)
    partial, whole, act = load_for(wanted), ops.load_register(), ops.ActRef(DECIDED, 114)
    print(f"{clauses} endringsledd, {ObjectiveVersion.objects.count()} versions, {apply_and_take_back(wanted)} queries")
    print(f"{'':56} {'fastest':>10} {'median':>10}")
    timed("read what the act touches", lambda: load_for(wanted), rounds)
    timed("plan it", lambda: ops.plan(partial, wanted, act=act), rounds)
    timed("find every problem of the draft, reading included", lambda: ops.problems(wanted, decided_on=DECIDED), rounds)
    timed("read the whole register", ops.load_register, rounds)
    timed("apply in memory to the whole register", lambda: ops.apply_to(whole, wanted, act=act), rounds)
    timed("the annex on a date, from memory", lambda: whole.consolidated(on=STARTS), rounds)
    return timed("apply: read, plan, write, events", lambda: apply_and_take_back(wanted), rounds) <= LIMIT_SECONDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, default in (("objectives", 5200), ("versions", 10), ("clauses", 500), ("rounds", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    address = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL is missing: run it through run.py.")
    name = f"bench_{os.getpid()}"
    os.environ |= {"DATABASE_URL": in_database(address, name), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with psycopg.connect(in_database(address, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            import django

            django.setup()
            prepare(arguments.objectives, arguments.versions)
            within = measure(arguments.clauses, arguments.rounds)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    sys.exit(not within)


if __name__ == "__main__":
    main()
