"""pytest's way to PostgreSQL and Redis: started when this module is imported, stopped when pytest is
done.

At import, because pytest-django reads the settings before any hook of ours is called. DATABASE_URL and
REDIS_URL make the tests use those servers instead; our own begin with every migration run (`migrated.py`).
The processes pytest-xdist starts inherit the addresses, and take a Redis database each.
"""

import atexit
import os
import sysconfig
from pathlib import Path

from config.addresses import with_redis_database
from config.embedded.migrated import start_migrated
from config.embedded.servers import missing_servers
from config.embedded.throwaway import ThrowawayServers

os.environ["APP_TESTING"] = "1"
os.environ["APP_MODE"] = "development"
# Playwright leaves an event loop running in the thread of the test, which Django takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def start_missing_servers() -> None:
    """Start those of the two servers that no environment variable gives the address of."""
    missing = missing_servers()
    if any(missing.values()):
        servers = ThrowawayServers(Path(sysconfig.get_path("purelib")))
        atexit.register(servers.stop)
        os.environ.update(start_migrated(servers, **missing))


worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker:
    os.environ["REDIS_URL"] = with_redis_database(os.environ["REDIS_URL"], 1 + int(worker.removeprefix("gw")))
else:
    start_missing_servers()
