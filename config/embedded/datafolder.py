"""The folder with an installation's data: who has it, and where its servers answer."""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from config.embedded.terminal import CannotStartError, say


@dataclass
class Running:
    """What a running installation tells other commands: its process, its servers, and its site if it has
    one.
    """

    pid: int
    addresses: dict[str, str] = field(default_factory=dict)
    sockets: str | None = None
    site: str | None = None


class DataFolder:
    """One installation's data. One process has it at a time; others may use its servers meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._state = self.path / "running.json"
        self._owner: IO[str] | None = None

    def make(self) -> None:
        """Make the folder. Raises CannotStartError when it can't be written to."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / "owner.lock").touch()
            (self.path / "guests.lock").touch()
        except OSError as error:
            raise CannotStartError(
                f"Kan ikke skrive i datamappen {self.path} ({error.strerror}). Velg en annen med --data."
            ) from error

    def take(self) -> bool:
        """Become the owner, until the process ends. False when another process is."""
        lock = (self.path / "owner.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._owner = lock
        self._forget_killed_owner()
        return True

    def announce(self, running: Running) -> None:
        """Tell other commands where the servers are. For the owner."""
        unfinished = self._state.with_suffix(".new")
        unfinished.write_text(json.dumps(asdict(running)))
        unfinished.rename(self._state)

    def withdraw(self) -> None:
        """Tell other commands that the servers are about to stop. For the owner; can be called twice."""
        self._state.unlink(missing_ok=True)

    def running(self) -> Running | None:
        """What the owner has announced. None before it has."""
        try:
            return Running(**json.loads(self._state.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def wait_for_owner(self, seconds: float = 60) -> Running:
        """What the owner announces, within `seconds`. Raises CannotStartError when it doesn't."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if running := self.running():
                return running
            time.sleep(0.1)
        raise CannotStartError(f"Datamappen {self.path} er i bruk av en kommando som ikke blir ferdig.")

    @contextlib.contextmanager
    def as_guest(self) -> Iterator[None]:
        """Use the owner's servers: the owner of a single command waits for its guests before stopping
        them.
        """
        with (self.path / "guests.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    def wait_for_guests(self) -> None:
        """Return when no other command uses our servers, and let no new one in. For the owner."""
        self.withdraw()
        lock = os.open(self.path / "guests.lock", os.O_RDONLY)  # held until the process ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Venter på en annen kommando som bruker databasen …")
            fcntl.flock(lock, fcntl.LOCK_EX)

    def _forget_killed_owner(self) -> None:
        """Remove what an owner that was killed could not: its announcement, and its folder of sockets."""
        previous = self.running()
        if previous and previous.sockets:
            sockets = Path(previous.sockets)
            # The file is ours, but a folder is removed only if it looks like one we made.
            if sockets.name.startswith("laeringsmal-") and sockets.parent in temporary_folders():
                shutil.rmtree(sockets, ignore_errors=True)
        self.withdraw()


def temporary_folders() -> set[Path]:
    """Where folders of sockets can be."""
    return {Path(tempfile.gettempdir()), Path("/tmp")}  # noqa: S108
