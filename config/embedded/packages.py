"""Virtual environments and what pip puts in them, always with hashes."""

import sys
from pathlib import Path

from config.embedded.processes import Command, run_quietly

# The locked files hold every package with its hash, so pip has nothing to work out. Python compiles what it
# imports, which is a third of what pip would have compiled.
PIP_OPTIONS = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--no-compile")
READABLE = 0o022  # PostgreSQL and Redis run as another user when we are root: see unprivileged.py


def make_virtual_environment(folder: Path) -> Path:
    """Make a virtual environment for this Python and return its own Python. Raises StepFailedError."""
    run_quietly("python -m venv", [sys.executable, "-m", "venv", folder], umask=READABLE)
    return folder / "bin" / "python"


def pip_install(python: Path, *files: Path) -> None:
    """Install the locked files, refusing what doesn't have the right hash. Raises StepFailedError."""
    command: Command = [python, "-m", "pip", "install", *PIP_OPTIONS, "--require-hashes"]
    for file in files:
        command += ["--requirement", file]
    run_quietly("pip install", command, umask=READABLE)
