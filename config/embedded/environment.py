"""The Python environment in .venv: made when it is missing, filled when the locked requirements have
changed.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from config.embedded.assets import fetch_assets
from config.embedded.packages import make_virtual_environment, pip_install
from config.embedded.processes import stop_steps
from config.embedded.system import missing_packages, require_packages
from config.embedded.terminal import say

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# What each command needs; test.py needs both.
RUN_FILES = ("runtime.txt", "embedded.txt")
DEV_FILES = ("dev.txt",)


def prepare(*, for_tests: bool = False) -> None:
    """Everything on disk that the commands need: system libraries, Python packages, front-end files.

    Costs milliseconds when nothing has changed. Raises CannotStartError or StepFailedError.
    """
    with one_at_a_time():
        packages = missing_packages()
        if any(package.endswith("-venv") for package in packages):
            require_packages(packages)  # the environment can't be made without it, so this one waits
            packages = []
        at_the_same_time(
            lambda: require_packages(packages),
            lambda: install_requirements(for_tests=for_tests),
            fetch_assets,
        )


def install_requirements(*, for_tests: bool) -> None:
    """Make .venv if there is none for this Python in this place, and install what has changed."""
    if not is_ours(VENV):
        say("Lager Python-miljøet i .venv …")
        shutil.rmtree(VENV, ignore_errors=True)
        make_virtual_environment(VENV)
        (VENV / "made-for").write_text(identity())
    install_if_changed("run", RUN_FILES)
    if for_tests:
        install_if_changed("dev", DEV_FILES)


def identity() -> str:
    """This Python, in this place: a virtual environment works for no other."""
    return f"{sys.version}\n{sys.base_prefix}\n{VENV}\n"


def is_ours(venv: Path) -> bool:
    """True when the environment was made by this Python in this place, and can still be run."""
    made_for = venv / "made-for"
    return PYTHON.exists() and made_for.is_file() and made_for.read_text() == identity()


def install_if_changed(name: str, files: tuple[str, ...]) -> None:
    """Install the locked files, unless they are what was installed last time."""
    paths = [REQUIREMENTS / file for file in files]
    fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    stamp = VENV / f"installed-{name}"
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return
    say("Henter Python-pakkene …" if name == "run" else "Henter Python-pakkene til testene …")
    pip_install(PYTHON, *paths)
    stamp.write_text(fingerprint)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the checkout for oneself while .venv and .assets are made; a second command waits for the
    first.
    """
    with (REQUIREMENTS / RUN_FILES[0]).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def at_the_same_time(*steps: Callable[[], None]) -> None:
    """Run the steps in a thread each and wait for all. Raises the first error, when all have ended."""
    errors: list[BaseException] = []

    def run(step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:
            errors.append(error)

    # Daemons, so that Ctrl-C ends the program at once.
    threads = [threading.Thread(target=run, args=[step], daemon=True) for step in steps]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except BaseException:
        stop_steps()
        raise
    if errors:
        raise errors[0]


def command_environment(addresses: Mapping[str, str], *, site: str | None = None) -> dict[str, str]:
    """Environment variables for the project's own programs: the servers' addresses, and .venv first in
    PATH.
    """
    env = {**os.environ, **addresses}
    env.setdefault("APP_MODE", "development")
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["VIRTUAL_ENV"] = str(VENV)
    env.pop("PYTHONHOME", None)
    # pip was told not to compile, so Python must be let: otherwise every process reads the source anew.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    if site:
        env.setdefault("SITE_URL", site)
    return env


def packages_folder() -> Path:
    """Where pip puts packages in .venv."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return VENV / "lib" / version / "site-packages"
