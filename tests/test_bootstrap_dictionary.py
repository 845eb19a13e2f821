"""The dictionary of the language control: fetched, written out, and missed when it is not there."""

from __future__ import annotations

from config.checks import dictionary_is_in_place
from config.embedded.dictionary import PACKAGE, build_dictionary, missing_dictionary
from objectives.language.wordlist import WordList


def package(folder):
    """npm's package, as small as it can be."""
    home = folder / PACKAGE
    home.mkdir(parents=True)
    (home / "index.aff").write_text("SFX A Y 1\nSFX A 0 er .\n", encoding="utf-8")
    (home / "index.dic").write_text("1\nsår/A\n", encoding="utf-8")
    (home / "license").write_text("GPL", encoding="utf-8")
    return folder


def test_the_dictionary_is_written_out_beside_its_licence(tmp_path):
    target = tmp_path / "dictionary"

    build_dictionary(package(tmp_path / "modules"), target)

    assert missing_dictionary(target) == []
    assert "sårer" in WordList(target / "nb.txt")
    assert (target / "LICENSE").read_text() == "GPL"


def test_a_missing_dictionary_is_told_with_how_to_get_it(tmp_path, settings):
    settings.DICTIONARY_DIR = tmp_path

    (warning,) = dictionary_is_in_place()

    assert (warning.id, missing_dictionary(tmp_path)) == ("config.W003", ["nb.txt", "LICENSE"])
    assert "run.py" in warning.hint
