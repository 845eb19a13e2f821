"""A test run begins from the database the migrations leave, as long as they are the ones it was made by."""

import shutil
import sysconfig
from pathlib import Path

import psycopg
import pytest

from config.embedded import migrated
from config.embedded.servers import Servers, copy_cluster
from config.embedded.throwaway import ThrowawayServers

PACKAGES = Path(sysconfig.get_path("purelib"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one migration and the locked packages."""
    for name in (*migrated.RUN_FILES, *migrated.DEV_FILES):
        (tmp_path / "requirements").mkdir(exist_ok=True)
        (tmp_path / "requirements" / name).write_text("django==5.2\n")
    (tmp_path / "app" / "migrations").mkdir(parents=True)
    (tmp_path / "app" / "migrations" / "0001_initial.py").write_text("operations = []\n")
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "REQUIREMENTS", tmp_path / "requirements")
    monkeypatch.setattr(migrated, "KEPT", tmp_path / ".migrated")
    return tmp_path


def test_the_same_migrations_have_the_same_fingerprint(project):
    assert migrated.fingerprint() == migrated.fingerprint()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("app/migrations/0001_initial.py", "operations = [1]\n"),
        ("app/migrations/0002_next.py", "operations = []\n"),
        ("requirements/runtime.txt", "django==5.3\n"),
    ],
)
def test_what_changes_the_database_changes_the_fingerprint(project, name, content):
    before = migrated.fingerprint()

    (project / name).write_text(content)

    assert migrated.fingerprint() != before


def test_a_run_begins_from_a_copy_and_leaves_what_is_kept_alone(project):
    made = Servers(project / "made", PACKAGES, throwaway=True)
    address = made.start(redis=False)["DATABASE_URL"]
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE migrated AS SELECT 1 AS one")
    made.stop()
    migrated.KEPT.mkdir()
    copy_cluster(made.cluster, migrated.KEPT / migrated.fingerprint(), made.user)
    servers = ThrowawayServers(PACKAGES)

    addresses = migrated.start_migrated(servers, redis=False)
    try:
        with psycopg.connect(addresses["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT one FROM migrated").fetchall() == [(1,)]
        assert addresses["TEST_DATABASE_TEMPLATE"] in addresses["DATABASE_URL"]
    finally:
        servers.stop()
    assert (migrated.KEPT / migrated.fingerprint() / "PG_VERSION").is_file()
    shutil.rmtree(migrated.KEPT)


def test_an_address_of_ones_own_gets_no_template():
    servers = ThrowawayServers(PACKAGES)

    assert migrated.start_migrated(servers, postgres=False, redis=False) == {}
    servers.stop()
