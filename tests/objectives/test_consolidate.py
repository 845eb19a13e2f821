"""The annex on a date, as data and as a file."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from objectives.consolidation import consolidation
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
REPEALED_ON = dt.date(2026, 9, 1)


def consolidate(on: str, output: Path | str) -> str:
    """Run the command; returns what it said."""
    out = io.StringIO()
    call_command("consolidate", "--on", on, "--format", "json", "-o", str(output), stdout=out)
    return out.getvalue()


def test_an_objective_is_told_with_its_place_its_period_and_its_act(tmp_path: Path):
    factories.version("GAK-088", "Ha kunnskap om gallestein:\n\t– utredning\n\t– behandling", valid_until=REPEALED_ON)

    consolidate("2026-03-01", tmp_path / "vedlegg.json")

    assert json.loads((tmp_path / "vedlegg.json").read_text()) == {
        "on": "2026-03-01",
        "objectives": [
            {
                "code": "GAK-088",
                "specialty": factories.specialty().name,
                "part": factories.chapter().part.title,
                "chapter": "C15. Gastroenterologisk kirurgi",
                "theme": "15.12 Lever",
                "stage": "2-3",
                "text": "Ha kunnskap om gallestein: – utredning – behandling",
                "valid_from": "2021-09-01",
                "valid_until": "2026-09-01",
                "enacted_by": "forskrift/2016-12-08-1482",
            }
        ],
    }


def test_without_a_heading_or_an_end_the_fields_are_null():
    version = factories.version("GAK-088")
    row = factories.objective("GAK-089")
    type(version).objects.create(
        objective=row,
        chapter=version.chapter,
        position=1,
        text="Beherske visitt.",
        stage="1",
        valid=version.valid,
        enacted_by=version.enacted_by,
    )

    (first, _second) = consolidation(on=DAY)

    assert (first.code, first.theme, first.valid_until) == ("GAK-089", None, None)


def test_the_order_is_the_annex_own():
    later_chapter = factories.theme("41.1", "Thorax", in_chapter=factories.chapter("C41", "C41. Radiologi"))
    factories.version("RAD-001", under=later_chapter)
    second = factories.theme("15.2", "Galle")
    factories.version("GAK-001", under=factories.theme("15.12", "Lever"), position=1)
    factories.version("GAK-003", under=second, position=2)
    factories.version("GAK-002", under=second, position=3)

    codes = [row.code for row in consolidation(on=DAY)]

    assert codes == ["GAK-003", "GAK-002", "GAK-001", "RAD-001"]


@pytest.mark.parametrize(
    ("on", "is_there"),
    [
        (factories.LONG_AGO - dt.timedelta(days=1), False),
        (factories.LONG_AGO, True),
        (REPEALED_ON - dt.timedelta(days=1), True),
        (REPEALED_ON, False),
    ],
)
def test_a_text_is_there_from_its_first_day_to_the_day_before_its_end(on: dt.date, is_there: bool):
    factories.version("GAK-088", valid_until=REPEALED_ON)

    assert bool(consolidation(on=on)) is is_there


def test_one_query_however_many_objectives(django_assert_num_queries: Any):
    for number in range(1, 4):
        factories.version(f"GAK-{number:03d}")
    with django_assert_num_queries(1):
        assert len(consolidation(on=DAY)) == 3
    for number in range(4, 7):
        factories.version(f"GAK-{number:03d}")

    with django_assert_num_queries(1):
        assert len(consolidation(on=DAY)) == 6


def test_a_day_before_everything_gives_an_empty_list(tmp_path: Path):
    consolidate("1990-01-01", tmp_path / "tomt.json")

    assert json.loads((tmp_path / "tomt.json").read_text()) == {"on": "1990-01-01", "objectives": []}


def test_a_dash_writes_to_standard_out_and_nothing_else():
    factories.version("GAK-088")

    assert json.loads(consolidate("2026-03-01", "-"))["objectives"][0]["code"] == "GAK-088"


def test_norwegian_letters_are_written_as_they_are(tmp_path: Path):
    factories.version("GAK-088", "Beherske løsning av sår på åpne flater.")

    consolidate("2026-03-01", tmp_path / "æøå.json")

    assert "Beherske løsning av sår på åpne flater." in (tmp_path / "æøå.json").read_text(encoding="utf-8")


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path):
    path = tmp_path / "vedlegg.json"
    path.write_text("gammelt")
    path.chmod(0o640)

    consolidate("2026-03-01", path)

    assert json.loads(path.read_text())["on"] == "2026-03-01"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["vedlegg.json"]


def test_a_link_is_followed_and_not_replaced(tmp_path: Path):
    (tmp_path / "lenke.json").symlink_to(tmp_path / "vedlegg.json")

    consolidate("2026-03-01", tmp_path / "lenke.json")

    assert (tmp_path / "lenke.json").is_symlink()
    assert json.loads((tmp_path / "vedlegg.json").read_text())["on"] == "2026-03-01"


def test_a_file_stays_as_it_was_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "vedlegg.json"
    path.write_text("gammelt")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(CommandError, match="kan ikke skrives") as refusal:
        consolidate("2026-03-01", path)

    assert refusal.value.returncode == 1
    assert path.read_text() == "gammelt"
    assert os.listdir(tmp_path) == ["vedlegg.json"]


@pytest.mark.parametrize("name", ["borte/vedlegg.json", "."])
def test_a_path_that_can_not_be_written(tmp_path: Path, name: str):
    with pytest.raises(CommandError, match="kan ikke skrives") as refusal:
        consolidate("2026-03-01", tmp_path / name)

    assert refusal.value.returncode == 1


@pytest.mark.parametrize("on", ["i dag", "2026-02-30", "01.03.2026"])
def test_a_date_that_is_not_one(tmp_path: Path, on: str):
    with pytest.raises(CommandError, match="som ikke er en dato") as refusal:
        consolidate(on, tmp_path / "vedlegg.json")

    assert refusal.value.returncode == 1
    assert os.listdir(tmp_path) == []
