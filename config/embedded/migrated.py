"""The database as the migrations leave it, kept from one test run to the next.

Running every migration costs half a minute of computing, and the answer is the same until one of them changes. So a run
of the tests begins from a copy, and each process of pytest-xdist from a copy of that (`DATABASES["TEST"]["TEMPLATE"]`).
The tests still ask Django to migrate, which finds nothing left to do.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from config.embedded.environment import DEV_FILES, PYTHON, REQUIREMENTS, ROOT, RUN_FILES, command_environment
from config.embedded.processes import run_quietly
from config.embedded.servers import DATABASE, INITDB_OPTIONS, copy_cluster
from config.embedded.throwaway import ThrowawayServers

KEPT = ROOT / ".migrated"


def fingerprint() -> str:
    """What the migrated database depends on: every migration, the locked packages, and how a cluster is made."""
    found = hashlib.sha256(repr(INITDB_OPTIONS).encode())
    paths = [REQUIREMENTS / name for name in (*RUN_FILES, *DEV_FILES)]
    for path in [*paths, *sorted(ROOT.glob("*/migrations/*.py"))]:
        found.update(f"\n{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:32]


def start_migrated(servers: ThrowawayServers, *, postgres: bool = True, redis: bool = True) -> dict[str, str]:
    """Start the wanted servers with every migration run, and return their addresses as environment variables.

    Raises what `ThrowawayServers.start` does, and StepFailedError when a migration fails.
    """
    if not postgres:
        return servers.start(postgres=False, redis=redis)
    kept = KEPT / fingerprint()
    try:
        if not kept.is_dir():
            _make(servers, kept)
        copy_cluster(kept, servers.cluster, servers.servers.user)
    except BaseException:
        servers.stop()
        raise
    return {**servers.start(redis=redis), "TEST_DATABASE_TEMPLATE": DATABASE}


def _make(servers: ThrowawayServers, kept: Path) -> None:
    """Migrate in the servers' own folder, keep the result, and forget what earlier migrations gave."""
    addresses = servers.start()
    run_quietly("migrate", [PYTHON, ROOT / "manage.py", "migrate", "--verbosity", "0"], env=_environment(addresses))
    servers.servers.stop()
    KEPT.mkdir(exist_ok=True)
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    copy_cluster(servers.cluster, unfinished, servers.servers.user)
    shutil.rmtree(servers.cluster)
    for earlier in KEPT.iterdir():
        if earlier != unfinished:
            shutil.rmtree(earlier, ignore_errors=True)
    unfinished.rename(kept)


def _environment(addresses: Mapping[str, str]) -> dict[str, str]:
    return {**command_environment(addresses), "APP_MODE": "development", "APP_TESTING": "1"}
