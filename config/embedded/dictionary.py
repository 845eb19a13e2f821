"""The Norwegian dictionary of the language control: npm's package, written out to one list of words.

The dictionary is spell-norwegian's (GPL-2.0). It is not ours and not in this repository; it is fetched like the
front-end files, and its licence lies beside the list. Nothing is served from here.
"""

import shutil
from pathlib import Path

from objectives.language.affixes import write_word_list

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = ROOT / "node_modules"
DICTIONARY = ROOT / ".dictionary"
PACKAGE = "dictionary-nb"
WORDS, LICENCE = "nb.txt", "LICENSE"


def missing_dictionary(folder: Path = DICTIONARY) -> list[str]:
    """Names of the dictionary's files that are not in `folder`."""
    return [name for name in (WORDS, LICENCE) if not (folder / name).is_file()]


def build_dictionary(source: Path = MODULES, target: Path = DICTIONARY) -> None:
    """Write every form of every word, some 940,000, in seconds. Raises OSError when the package is not there."""
    package = source / PACKAGE
    target.mkdir(parents=True, exist_ok=True)
    write_word_list(affixes=package / "index.aff", entries=package / "index.dic", target=target / WORDS)
    shutil.copyfile(package / "license", target / LICENCE)
