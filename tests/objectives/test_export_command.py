"""`export_annex` writes a whole file in any format, or says why not and writes nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from objectives.export import FORMATS

from .exporting import small_annex

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def annex(db) -> None:
    small_annex()


def export(path: Path, *arguments: str, on: str = "2026-03-01", key: str = "csv") -> str:
    out = StringIO()
    call_command("export_annex", "--on", on, "--format", key, *arguments, "-o", str(path), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("json", b'{\n  "on": "2026-03-01"'),
        ("csv", "\ufeffKode;".encode()),
        ("xhtml", b"<?xml"),
        ("akn", b"<?xml"),
        ("xlsx", b"PK"),
        ("docx", b"PK"),
        ("pdf", b"%PDF-"),
    ],
)
def test_every_format_is_written_whole(tmp_path, key, start):
    said = export(tmp_path / "file", key=key)

    assert (tmp_path / "file").read_bytes().startswith(start)
    assert f"Skrev 9 læringsmål i kraft 1. mars 2026 som {FORMATS[key].label}" in said


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--part", "a"], 3),
        (["--chapter", "C15"], 6),
        (["--specialty", "GAK"], 6),
        (["--codes", "gak-1", "GAK002", "fkm1"], 3),
    ],
    ids=["part", "chapter", "specialty", "codes"],
)
def test_a_part_of_the_annex_can_be_chosen(tmp_path, arguments, count):
    assert f"Skrev {count} læringsmål" in export(tmp_path / "file", *arguments)


@pytest.mark.parametrize(
    ("arguments", "on", "message"),
    [
        ([], "2026-02-31", "--on er «2026-02-31», som ikke er en dato."),
        ([], "2016-01-01", "Læringsmålene gjelder fra 1. mars 2017."),
        ([], "2018-01-01", "1. januar 2018 har registeret ingen tekst for vedlegg 2."),
        (["--chapter", "C99"], "2026-03-01", "Vedlegg 2 har ikke noe kapittel «C99»."),
        (["--chapter", ""], "2026-03-01", "Vedlegg 2 har ikke noe kapittel «»."),
        (["--codes", "tull"], "2026-03-01", "«tull» er ikke en kode."),
    ],
)
def test_nothing_is_written_when_there_is_nothing_to_write(tmp_path, arguments, on, message):
    with pytest.raises(CommandError) as raised:
        export(tmp_path / "file", *arguments, on=on)

    assert message in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_only_one_choice_at_a_time(tmp_path):
    with pytest.raises(CommandError, match="not allowed with"):
        export(tmp_path / "file", "--part=A", "--chapter=C15")


def test_a_dash_writes_to_standard_out(capsysbinary):
    call_command("export_annex", "--on", "2026-03-01", "--format", "json", "--codes", "GAK-001", "-o", "-")

    assert b'"code": "GAK-001"' in capsysbinary.readouterr().out
