"""Servers for tests: a data folder of their own for each run, gone afterwards."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from config.embedded.servers import Servers

PREFIX = "laeringsmal-test-"


class ThrowawayServers:
    """PostgreSQL and Redis in a new folder under the system's folder for temporary files.

    Several runs can go on at once, in one checkout or in many: nothing is shared.
    """

    def __init__(self, packages: Path) -> None:
        remove_abandoned_folders()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = hold(self.folder)
        self.servers = Servers(self.folder, packages, throwaway=True)

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data folder, made by the first start unless it is there already."""
        return self.servers.cluster

    def start(self, *, postgres: bool = True, redis: bool = True) -> dict[str, str]:
        """Start the wanted servers and return their addresses as environment variables."""
        try:
            return self.servers.start(postgres=postgres, redis=redis)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the servers and remove what they wrote. Can be called twice."""
        self.servers.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def hold(folder: Path) -> int | None:
    """Lock the folder for as long as this process lives. None when another process has it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def remove_abandoned_folders() -> None:
    """Remove the folders of test runs that were killed: ours by owner, and locked by nobody."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            continue
        descriptor = hold(folder)
        if descriptor is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(descriptor)
