"""Measures the two figures of docs/performance.md, section «Oppstart».

    python3 bench/startup.py

Clones the last commit into an empty folder and times `python3 run.py` until the first page answers: once from
nothing, with pip's and npm's caches as they are, and three times more on the same data. Exits with 1 when a
figure is over its limit.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_FROM_NOTHING = 90.0
LIMIT_LATER = 5.0
LATER_STARTS = 3


def free_port() -> int:
    """A port nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """True when the first page is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.BAD_REQUEST
    except OSError:
        return False
    finally:
        connection.close()


def seconds_to_first_page(checkout: Path, log: Path) -> float:
    """Start, wait for the first page, stop. Exits with the end of the log when it never comes."""
    port = free_port()
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "run.py", "--port", str(port)], cwd=checkout, stdout=output, stderr=output
        )
    try:
        while not answers(port):
            if process.poll() is not None:
                sys.exit("\n".join(log.read_text().splitlines()[-20:]))
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def main() -> int:
    """Print the figures, and return 1 when one of them is over its limit."""
    with tempfile.TemporaryDirectory(prefix="laeringsmal-bench-") as folder:
        checkout = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "--quiet", ROOT, checkout], check=True)
        log = Path(folder) / "log"
        first = seconds_to_first_page(checkout, log)
        later = [seconds_to_first_page(checkout, log) for _ in range(LATER_STARTS)]
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"from nothing to the first page: {first:.1f} s (limit {LIMIT_FROM_NOTHING:.0f} s)")
    print(f"later starts: {', '.join(f'{each:.1f}' for each in later)} s (limit {LIMIT_LATER:.0f} s)")
    return int(first > LIMIT_FROM_NOTHING or max(later) > LIMIT_LATER)


if __name__ == "__main__":
    sys.exit(main())
