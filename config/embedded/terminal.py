"""What run.py and test.py say to the one who typed them, in Norwegian."""

import contextlib
import sys


class CannotStartError(Exception):
    """Something the person must do first.

    The text is one line that says what; run.py and test.py exit with 2.
    """


class StepFailedError(Exception):
    """A step of ours went wrong. The text says which, with the end of its output; the exit code is 1."""


def say(line: str) -> None:
    """One line to the terminal, at once. To stderr: stdout belongs to the command that is run.

    A terminal that has been closed is no reason to stop half-way through stopping.
    """
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def decimal(number: float) -> str:
    """A number with one decimal, the Norwegian way."""
    return f"{number:.1f}".replace(".", ",")
