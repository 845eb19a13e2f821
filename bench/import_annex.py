"""Measures what docs/performance.md says of reading vedlegg 2, on any file.

    python3 run.py -- python bench/import_annex.py FILE
    python3 run.py -- python bench/import_annex.py FILE --reconcile

Imports the file into a new, empty database beside the one DATABASE_URL names, several times, and drops it. Prints
the wall time of the whole command, start of Python included, of the reading and writing alone, and the most memory
the process held. With --reconcile the file is imported first, and what is measured is comparing the register with it,
once as it is, and once with every text in it changed by a word. Exits with 1 when a figure is over its limit.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
LIMIT_SECONDS = 3.0
LIMIT_SECONDS_TO_RECONCILE = 5.0
LIMIT_MEGABYTES = 200.0
ROUNDS = 3
# Runs in a process of its own, so that its memory is nobody else's.
IMPORT = """
import json, resource, sys, time
import django
django.setup()
from django.core.management import CommandError, call_command
began = time.perf_counter()
try:
    call_command("import_annex", sys.argv[1])
except CommandError as error:
    if error.returncode != 2:
        raise
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def in_database(address: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def run(arguments: list[str], environment: dict[str, str]) -> str:
    """Run Python in the project's folder; exits with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr or done.stdout)
    return done.stdout


def measure(files: list[Path], address: str, number: int) -> dict[str, float]:
    """The last of these into a database of its own that has the others: seconds of the command, of the work, and MB."""
    name = f"bench_{os.getpid()}_{number}"
    environment = os.environ | {
        "DATABASE_URL": in_database(address, name),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    with psycopg.connect(in_database(address, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            run(["manage.py", "migrate", "--verbosity=0", "--skip-checks"], environment)
            run(["manage.py", "load_reference_data"], environment)
            for file in files[:-1]:
                run(["-c", IMPORT, str(file.resolve())], environment)
            began = time.monotonic()
            answer = run(["-c", IMPORT, str(files[-1].resolve())], environment)
            return json.loads(answer.splitlines()[-1]) | {"command": time.monotonic() - began}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def edited(file: Path, folder: str) -> Path:
    """A copy of the file with a word more in every text that has one of the usual words."""
    copy = Path(folder) / file.name
    text = file.read_text(encoding="utf-8")
    copy.write_text(text.replace(" og ", " og også ").replace(" av ", " til og av "), encoding="utf-8")
    return copy


def report(what: str, files: list[Path], address: str, limit: float) -> bool:
    """Measure several rounds and print them. Returns whether a figure is over its limit."""
    rounds = [measure(files, address, number) for number in range(ROUNDS)]
    for figures in rounds:
        print("command {command:.2f} s, {what} alone {seconds:.2f} s, memory {megabytes:.0f} MB".format(
            what=what, **figures
        ))  # fmt: skip
    worst = {key: max(figures[key] for figures in rounds) for key in rounds[0]}
    size = files[-1].stat().st_size / 1e6
    print(f"{files[-1].name}, {size:.1f} MB; limits: {limit} s, {LIMIT_MEGABYTES:.0f} MB")
    return worst["command"] > limit or worst["megabytes"] > LIMIT_MEGABYTES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--reconcile", action="store_true", help="compare with a register that has the file")
    arguments = parser.parse_args()
    file = arguments.file
    address = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL is missing: run it through run.py.")
    if not arguments.reconcile:
        sys.exit(report("import", [file], address, LIMIT_SECONDS))
    with tempfile.TemporaryDirectory() as folder:
        over = report("comparing with the same", [file, file], address, LIMIT_SECONDS_TO_RECONCILE)
        other = edited(file, folder)
        over |= report("comparing with another", [file, other], address, LIMIT_SECONDS_TO_RECONCILE)
    sys.exit(over)


if __name__ == "__main__":
    main()
