"""Child processes that never outlive us: not after Ctrl-C, not after kill -9."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from config.embedded.terminal import StepFailedError

Command: TypeAlias = list[str | Path]

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def dies_with_us(with_signal: signal.Signals) -> Callable[[], None] | None:
    """A preexec_fn that has Linux send the child `with_signal` when the thread that started it is gone.

    It runs after the change of user, which would have cleared it. Other systems have nothing like it: None.
    """
    if _libc is None:
        return None
    parent = os.getpid()

    def ask_linux() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)
        if os.getppid() != parent:  # we died between the fork and the line above
            os._exit(1)

    return ask_linux


@dataclass
class Child:
    """A running program, and how it wants to be stopped: each signal, and the seconds it gets to obey it."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signals: Sequence[tuple[signal.Signals, float]]

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the first of the signals, without waiting."""
        if self.is_running:
            self.process.send_signal(self.stop_signals[0][0])

    def stop(self) -> None:
        """Stop it: politely, then less so, at last with SIGKILL to its whole process group."""
        for number, patience in self.stop_signals:
            if self.is_running:
                self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start_child(
    name: str,
    command: Command,
    *,
    stop_signals: Sequence[tuple[signal.Signals, float]],
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    **options: Any,
) -> Child:
    """Start a program in a process group of its own, so that Ctrl-C reaches it only through us.

    `log` receives its output; without it the output goes to the terminal's stderr.
    """
    output: IO[bytes] | int = sys.stderr.fileno() if log is None else log.open("ab")
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            process_group=0,
            # Called from the main thread only: the signal comes when the *thread* that started it ends.
            preexec_fn=dies_with_us(stop_signals[0][0]),  # noqa: PLW1509
            **options,
        )
    finally:
        if not isinstance(output, int):
            output.close()
    return Child(name, process, stop_signals)


# Programs run_quietly is waiting for, in whichever thread.
_steps: set[subprocess.Popen[str]] = set()


def run_quietly(what: str, command: Command, *, text: str = "", **options: Any) -> str:
    """Run a program to its end, with `text` as its input, and return its output.

    Raises StepFailedError with the end of the output on failure. Can be called from any thread.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        **options,
    )
    _steps.add(process)
    try:
        output, _ = process.communicate(text)
    finally:
        _steps.discard(process)
    if process.returncode:
        tail = "\n".join(output.strip().splitlines()[-15:])
        raise StepFailedError(f"{what} gikk galt (kode {process.returncode}):\n{tail}")
    return output


def stop_steps() -> None:
    """Stop what run_quietly is waiting for: the one who started us no longer wants it."""
    for process in list(_steps):
        process.terminate()


def wait_until(true: Callable[[], bool], *, alive: Callable[[], bool], seconds: float) -> bool:
    """True as soon as `true()` is. False when `alive()` no longer is, or the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        if not alive():
            return False
        time.sleep(0.02)
    return False
