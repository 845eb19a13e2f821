"""Measures what docs/performance.md says of reading vedlegg 2, on any file.

    python3 run.py -- python bench/import_annex.py FILE

Imports the file into a new, empty database beside the one DATABASE_URL names, several times, and drops it. Prints
the wall time of the whole command, start of Python included, of the reading and writing alone, and the most memory
the process held. Exits with 1 when a figure is over its limit.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
LIMIT_SECONDS = 3.0
LIMIT_MEGABYTES = 200.0
ROUNDS = 3
# Runs in a process of its own, so that its memory is nobody else's.
IMPORT = """
import json, resource, sys, time
import django
django.setup()
from django.core.management import call_command
began = time.perf_counter()
call_command("import_annex", sys.argv[1])
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


def measure(file: Path, address: str, number: int) -> dict[str, float]:
    """One import into a database of its own: seconds of the command, seconds of the work, and megabytes."""
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
            began = time.monotonic()
            answer = run(["-c", IMPORT, str(file.resolve())], environment)
            return json.loads(answer.splitlines()[-1]) | {"command": time.monotonic() - began}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    address = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL is missing: run it through run.py.")
    rounds = [measure(file, address, number) for number in range(ROUNDS)]
    for figures in rounds:
        print("command {command:.2f} s, import alone {seconds:.2f} s, memory {megabytes:.0f} MB".format(**figures))
    worst = {key: max(figures[key] for figures in rounds) for key in rounds[0]}
    print(f"{file.name}, {file.stat().st_size / 1e6:.1f} MB; limits: {LIMIT_SECONDS} s, {LIMIT_MEGABYTES:.0f} MB")
    sys.exit(worst["command"] > LIMIT_SECONDS or worst["megabytes"] > LIMIT_MEGABYTES)


if __name__ == "__main__":
    main()
