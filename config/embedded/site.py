"""The web and the Celery worker, as children of run.py."""

import errno
import http.client
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

from config.embedded.environment import PYTHON, ROOT
from config.embedded.processes import Child, Command, start_child, wait_until
from config.embedded.terminal import CannotStartError, StepFailedError

HOST = "127.0.0.1"
LAST_PORT = 65535
SECONDS_TO_FIRST_PAGE = 90


def require_free_port(port: int) -> None:
    """Raises CannotStartError when something already listens on the port, or when we may not."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError as error:
            why = "er opptatt" if error.errno == errno.EADDRINUSE else f"kan ikke brukes ({error.strerror})"
            other = port + 1 if port < LAST_PORT else port - 1
            raise CannotStartError(f"Port {port} {why}. Velg en annen: python3 run.py --port {other}") from error


def start_web(port: int, env: Mapping[str, str]) -> Child:
    """Start the web server, two processes with four threads each."""
    command: Command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "4", "--log-level", "warning"]
    command += ["config.wsgi:application"]
    return start_child("nettstedet", command, stop_signals=[(signal.SIGTERM, 10.0)], env=env, cwd=ROOT)


def start_worker(data: Path, env: Mapping[str, str]) -> Child:
    """Start one Celery worker with the clock inside it. In production the clock is a process of its own."""
    # Celery warns against being root. Everyone who runs it so has read it by now, and it is their own machine.
    command: Command = [PYTHON, "-W", "ignore::UserWarning:celery.platforms"]
    command += ["-m", "celery", "--quiet", "--app", "config", "worker", "--beat"]
    command += ["--schedule", data / "celerybeat-schedule", "--loglevel", "WARNING"]
    # SIGTERM lets a task end; SIGQUIT gives it back to the queue.
    stop_signals = [(signal.SIGTERM, 10.0), (signal.SIGQUIT, 5.0)]
    return start_child("arbeideren", command, stop_signals=stop_signals, env=env, cwd=ROOT)


def wait_for_first_page(port: int, children: list[Child]) -> None:
    """Return when the first page answers. Raises StepFailedError when it fails, or a child has ended."""
    statuses: list[int] = []

    def answers() -> bool:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        try:
            connection.request("GET", "/")
            statuses.append(connection.getresponse().status)
        except OSError:
            return False
        finally:
            connection.close()
        return True

    alive = wait_until(
        answers, alive=lambda: all(child.is_running for child in children), seconds=SECONDS_TO_FIRST_PAGE
    )
    if not alive:
        raise StepFailedError(ended(children) or "Nettstedet svarte ikke. Se feilmeldingene over.")
    if statuses[-1] >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        raise StepFailedError(f"Forsiden svarer med feil {statuses[-1]}. Se feilmeldingene over.")


def ended(children: list[Child]) -> str:
    """A sentence about the first child that is no longer running, or nothing."""
    for child in children:
        if not child.is_running:
            return f"Noe stoppet: {child.name} (kode {child.process.returncode}). Se feilmeldingene over."
    return ""
