"""PostgreSQL and Redis start, stop and recover, whatever was left behind by whoever was killed."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded import servers as servers_module
from config.embedded import throwaway
from config.embedded.processes import start_child, wait_until
from config.embedded.servers import (
    Servers,
    is_server_of,
    make_socket_folder,
    missing_servers,
    remove_stale_pid_file,
)
from config.embedded.terminal import CannotStartError
from config.embedded.throwaway import ThrowawayServers
from config.embedded.unprivileged import closed_parents, open_way_to

PACKAGES = Path(sysconfig.get_path("purelib"))


@pytest.fixture
def data():
    """A data folder with a space and Norwegian letters in its path, that the user nobody can reach."""
    with tempfile.TemporaryDirectory(prefix="laeringsmål data ") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "data"


def rows(address, statement):
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_data_is_kept_from_one_start_to_the_next(data):
    servers = Servers(data, PACKAGES)
    addresses = servers.start()
    rows(addresses["DATABASE_URL"], "CREATE TABLE kept AS SELECT 'læringsmål' AS word")
    redis.from_url(addresses["REDIS_URL"]).set("kept", "også her")
    servers.stop()

    servers = Servers(data, PACKAGES)
    addresses = servers.start()
    try:
        assert rows(addresses["DATABASE_URL"], "SELECT word FROM kept") == [("læringsmål",)]
        assert redis.from_url(addresses["REDIS_URL"]).get("kept").decode() == "også her"
    finally:
        servers.stop()


def test_both_servers_killed_at_once_are_started_again_with_their_data(data):
    killed = Servers(data, PACKAGES)
    addresses = killed.start()
    rows(addresses["DATABASE_URL"], "CREATE TABLE kept AS SELECT 1")
    for child in killed.children:
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()

    servers = Servers(data, PACKAGES)
    addresses = servers.start()
    try:
        assert rows(addresses["DATABASE_URL"], "SELECT * FROM kept") == [(1,)]
    finally:
        servers.stop()
        killed.stop()


def test_stopping_removes_the_sockets_and_can_be_repeated(data):
    servers = Servers(data, PACKAGES)
    servers.start(postgres=False)
    sockets = servers.sockets

    servers.stop()
    servers.stop()

    assert not sockets.exists()


def test_the_processes_die_with_the_one_who_started_them(data):
    """kill -9 of run.py leaves nothing behind."""
    code = (
        "import sys, time; from pathlib import Path; from config.embedded.servers import Servers;"
        f"servers = Servers(Path({str(data)!r}), Path({str(PACKAGES)!r}), throwaway=True); servers.start();"
        "print(*[child.process.pid for child in servers.children], flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in starter.stdout.readline().split()]

    starter.kill()
    starter.wait()

    assert len(pids) == 2
    assert wait_until(lambda: not any(is_alive(pid) for pid in pids), alive=lambda: True, seconds=15)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("content", ["", "ikke et tall\n", "999999999\n/data\n"])
def test_a_pid_file_nobody_answers_for_is_removed(tmp_path, content):
    (tmp_path / "postmaster.pid").write_text(content)

    remove_stale_pid_file(tmp_path)

    assert not (tmp_path / "postmaster.pid").exists()


def test_a_pid_that_now_belongs_to_another_program_is_left_alive(tmp_path):
    with subprocess.Popen(["sleep", "60"]) as other:
        (tmp_path / "postmaster.pid").write_text(f"{other.pid}\n")

        remove_stale_pid_file(tmp_path)

        assert other.poll() is None
        assert not (tmp_path / "postmaster.pid").exists()
        other.kill()


def test_a_zombie_is_not_a_server(tmp_path):
    zombie = subprocess.Popen([sys.executable, "-c", "pass", tmp_path])
    wait_until(lambda: not is_alive(zombie.pid), alive=lambda: True, seconds=10)

    assert not is_server_of(tmp_path, zombie.pid)
    zombie.wait()


def test_a_server_that_outlived_its_owner_is_stopped(tmp_path):
    orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", tmp_path])
    wait_until(lambda: is_server_of(tmp_path, orphan.pid), alive=lambda: True, seconds=10)
    (tmp_path / "postmaster.pid").write_text(f"{orphan.pid}\n")

    remove_stale_pid_file(tmp_path)

    assert orphan.wait(10) != 0


def test_sockets_have_short_paths_however_long_the_temporary_folder_is(tmp_path, monkeypatch):
    long = tmp_path / ("lang " * 20)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))

    folder = make_socket_folder(None)

    assert len(os.fsencode(folder)) <= servers_module.LONGEST_SOCKET_FOLDER
    assert folder.stat().st_mode & 0o077 == 0
    folder.rmdir()


def test_each_start_gets_a_socket_folder_of_its_own():
    first, second = make_socket_folder(None), make_socket_folder(None)

    assert first != second
    first.rmdir()
    second.rmdir()


def test_missing_binaries_are_one_line_of_help(tmp_path):
    with pytest.raises(CannotStartError, match=r"Slett mappen \.venv"):
        Servers(tmp_path / "data", tmp_path).start()


def test_addresses_in_the_environment_are_used_instead(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/app")
    monkeypatch.delenv("REDIS_URL")

    assert missing_servers() == {"postgres": False, "redis": True}


@pytest.mark.skipif(os.geteuid() != 0, reason="bare root kjører tjenestene som en annen bruker")
def test_the_way_to_a_closed_folder_is_opened_and_said(tmp_path, capsys):
    user = servers_module.server_user()
    home = tmp_path / "hjem"
    (home / "prosjekt").mkdir(parents=True)
    home.chmod(0o700)

    open_way_to(home / "prosjekt" / "data", user)

    assert home not in closed_parents(home / "prosjekt" / "data", user)
    assert home.stat().st_mode & 0o777 == 0o701, "passing through, not reading"
    assert str(home) in capsys.readouterr().err


def test_test_runs_that_were_killed_are_cleared_away_and_running_ones_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    abandoned = tmp_path / f"{throwaway.PREFIX}forlatt"
    abandoned.mkdir()
    running = ThrowawayServers(PACKAGES)

    another = ThrowawayServers(PACKAGES)

    assert not abandoned.exists()
    assert running.folder.exists()
    running.stop()
    another.stop()
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_ignores_the_polite_signal_is_killed(tmp_path):
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('klar', flush=True); time.sleep(60)"
    )
    log = tmp_path / "log"
    child = start_child("sta", [sys.executable, "-c", code], stop_signals=[(signal.SIGTERM, 0.2)], log=log)
    wait_until(lambda: b"klar" in log.read_bytes(), alive=lambda: child.is_running, seconds=10)

    child.stop()

    assert child.process.returncode == -signal.SIGKILL


def test_a_half_made_database_folder_is_made_anew(data):
    unfinished = data / "postgres.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")
    servers = Servers(data, PACKAGES, throwaway=True)

    address = servers.start(redis=False)["DATABASE_URL"]

    assert rows(address, "SELECT 1") == [(1,)]
    servers.stop()
    assert not unfinished.exists()
    shutil.rmtree(data)
