"""python3 run.py from the outside: the whole site is started, found, shared and stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

SECONDS_TO_START = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments, **options):
    """run.py as someone types it, without the addresses of this test run's servers."""
    env = {name: value for name, value in os.environ.items() if name not in TEST_VARIABLES}
    command = [sys.executable, "run.py", *arguments]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, text=True, **options)


TEST_VARIABLES = {"DATABASE_URL", "REDIS_URL", "APP_TESTING", "APP_MODE", "PYTEST_XDIST_WORKER"}


def output_of(*arguments):
    process = run(*arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output, _ = process.communicate(timeout=SECONDS_TO_START)
    return process.returncode, output


@pytest.fixture
def site():
    """A running site: its process, its port, and its data folder, which others may pass through but not read."""
    port = str(free_port())
    with tempfile.TemporaryDirectory(prefix="nettsted med æøå ") as folder:
        Path(folder).chmod(0o711)
        process = run("--port", port, "--data", folder, "--no-sample", stderr=subprocess.PIPE)
        for line in process.stderr:
            if "Klar" in line:
                break
        yield process, port, folder
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def test_the_site_is_started_shared_and_stopped(site):
    process, port, folder = site

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        assert page.status == 200

    code, output = output_of("--data", folder, "--port", str(free_port()))
    assert code == 2
    assert f"kjører allerede på http://localhost:{port}/" in output

    code, output = output_of("--data", folder, "--", "python", "manage.py", "showmigrations", "--plan")
    assert code == 0
    assert "[X]" in output, "the command sees the database the site uses"
    assert "[ ]" not in output

    code, output = output_of("--data", f"{folder}/annen", "--port", port)
    assert code == 2
    assert f"Port {port} er opptatt" in output

    running = json.loads((Path(folder) / "running.json").read_text())
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert not Path(running["sockets"]).exists()
    assert is_soon_true(lambda: not processes_with(folder))


def processes_with(folder):
    """Command lines of the processes that were started with this folder as an argument."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in words:
            found.append(words)
    return found


def is_soon_true(question, seconds=10):
    deadline = time.monotonic() + seconds
    while not question() and time.monotonic() < deadline:
        time.sleep(0.1)
    return question()
