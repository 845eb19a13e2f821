"""What the operating system must have: the parts that neither pip nor npm can give.

As root on Debian and its relatives they are installed, and it is said; otherwise the person is told what
to type.
"""

import ctypes
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from config.embedded.processes import Command, run_quietly
from config.embedded.terminal import CannotStartError, StepFailedError, say

# Library as the loader knows it → the Debian package that holds it. WeasyPrint draws PDF with them.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
MACOS_LIBRARIES = {"libpango-1.0.dylib": "pango"}
LIBRARY_FOLDERS_ON_MACOS = ("/opt/homebrew/lib", "/usr/local/lib")


def missing_libraries() -> list[str]:
    """Names of the libraries that can't be loaded into this process."""
    if sys.platform == "darwin":
        folders = [Path(folder) for folder in LIBRARY_FOLDERS_ON_MACOS]
        return [name for name in MACOS_LIBRARIES if not any((folder / name).exists() for folder in folders)]
    missing = []
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing


def missing_packages() -> list[str]:
    """The system's names for what is missing: the libraries, and the part of Python Debian keeps apart."""
    packages = [{**LIBRARIES, **MACOS_LIBRARIES}[library] for library in missing_libraries()]
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        packages.append(f"python{version}-venv")
    return packages


def require_packages(packages: list[str]) -> None:
    """Install the system packages, or raise CannotStartError with one line that says what to type."""
    if not packages:
        return
    names = " ".join(packages)
    if sys.platform == "darwin":
        raise CannotStartError(f"Maskinen mangler {names}. Skriv: brew install {names}")
    if not shutil.which("apt-get"):
        raise CannotStartError(f"Maskinen mangler det som på Debian heter {names}. Installer det, og prøv igjen.")
    if os.geteuid() != 0:
        raise CannotStartError(f"Maskinen mangler {names}. Skriv: sudo apt-get install {names}")
    say(f"Installerer med apt-get: {names} …")
    install_with_apt(packages)


def install_with_apt(packages: list[str]) -> None:
    """Install Debian packages; the list of them is renewed only when it is too old to work."""
    command: Command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_quietly("apt-get install", command, env=env)
    except StepFailedError:
        run_quietly("apt-get update", ["apt-get", "update"], env=env)
        run_quietly("apt-get install", command, env=env)
