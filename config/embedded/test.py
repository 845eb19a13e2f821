"""What `python3 test.py` does: the whole check of the project, on servers of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.embedded.environment import PYTHON, ROOT, VENV, command_environment, packages_folder, prepare
from config.embedded.migrated import start_migrated
from config.embedded.processes import Command
from config.embedded.servers import missing_servers
from config.embedded.terminal import CannotStartError, StepFailedError, decimal, say
from config.embedded.throwaway import ThrowawayServers

INTERRUPTED = 130
CHECKS: dict[str, Command] = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "mypy": [PYTHON, "-m", "mypy", "."],
    "lint-imports": [VENV / "bin" / "lint-imports", "--no-logo"],
    "makemigrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def main(arguments: Sequence[str]) -> int:
    """Run the checks and pytest. Returns 0 when all went well, pytest's code or 1 otherwise.

    Arguments go to pytest; `--no-lint` first leaves the other checks out.
    """
    words = list(arguments)
    checks = CHECKS
    if words[:1] == ["--no-lint"]:
        checks, words = {}, words[1:]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        return run(checks, [PYTHON, "-m", "pytest", *with_processes(words)])
    except CannotStartError as error:
        say(str(error))
        return 2
    except StepFailedError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def with_processes(words: list[str]) -> list[str]:
    """The arguments to pytest, with two processes unless the person chose a number or a few tests."""
    chosen = any(word.startswith(("-n", "--numprocesses", "--dist", "--pdb")) for word in words)
    few = any(not word.startswith("-") and Path(word.split("::")[0]).is_file() for word in words)
    return words if chosen or few else ["-n", "2", *words]


def run(checks: Mapping[str, Command], pytest: Command) -> int:
    """Run every step, also when one before it failed, and say how long each took."""
    started = time.monotonic()
    prepare(for_tests=True)
    steps = {**checks, "pytest": pytest}
    results: dict[str, tuple[int, float]] = {"klargjøring": (0, time.monotonic() - started)}
    servers = ThrowawayServers(packages_folder())
    try:
        env = test_environment(start_migrated(servers, **missing_servers()))
        for name, command in steps.items():
            say(f"--- {name}")
            began = time.monotonic()
            code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
            results[name] = (code, time.monotonic() - began)
    finally:
        servers.stop()
    return summarise(results)


def test_environment(addresses: Mapping[str, str]) -> dict[str, str]:
    """The environment of the checks: made-up people only, whatever the shell says."""
    return {**command_environment(addresses), "APP_MODE": "development", "APP_TESTING": "1"}


def summarise(results: Mapping[str, tuple[int, float]]) -> int:
    """Print one line per step, and return the exit code of the whole."""
    sys.stdout.flush()
    say("")
    for name, (code, seconds) in results.items():
        say(f"{'ok  ' if code == 0 else 'FEIL'} {name:<15} {decimal(seconds):>6} s")
    codes = [code for code, _ in results.values() if code]
    if not codes:
        return os.EX_OK
    return results["pytest"][0] or 1
