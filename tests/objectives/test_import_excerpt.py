"""The real excerpt, where it is at hand: every læringsmål in it, word for word.

The excerpt is Lovdata's (NLOD 2.0) and is not part of this repository. It is looked for in the folder that
ANNEX_EXCERPT names, and in shared/data/vedlegg2 beside the checkout.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from objectives import legal_text
from objectives.annex import outline
from objectives.annex.reader import read_annex
from objectives.annex.reading import AnnexReading
from objectives.consolidation import consolidation
from objectives.language.changes import Classification, classify
from objectives.language.context import Context
from objectives.language.control import control
from objectives.language.lexicon import Lexicon
from objectives.language.wordlist import norwegian
from objectives.models import Objective, ObjectiveVersion

FILE = "sf-20161208-1482-excerpt.xml"
EXPECTED = "excerpt-rows.json"
BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[3] / "shared" / "data" / "vedlegg2"
FOLDER = Path(os.environ.get("ANNEX_EXCERPT") or BESIDE_THE_CHECKOUT)
FOLDER = FOLDER.parent if FOLDER.is_file() else FOLDER

pytestmark = pytest.mark.skipif(
    not ((FOLDER / FILE).is_file() and (FOLDER / EXPECTED).is_file()),
    reason="The excerpt of vedlegg 2 is not here: set ANNEX_EXCERPT to its folder.",
)

DAY = dt.date(2026, 3, 1)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return json.loads((FOLDER / EXPECTED).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reading() -> AnnexReading:
    series = {fact.prefix: fact.digits for fact in outline.SERIES}
    return read_annex((FOLDER / FILE).read_bytes(), series=series)


def test_every_objective_stands_where_it_should_with_its_own_words(rows, reading):
    read = [
        {
            "code": row.code,
            "part": reading.chapters[row.chapter].part_title,
            "chapter": reading.chapters[row.chapter].title,
            "theme": f"{row.theme.number} {row.theme.title}".strip() if row.theme else None,
            "former": row.ended is not None,
            "text": legal_text.plain(row.text),
        }
        for row in reading.objectives
    ]

    assert read == [{key: value for key, value in row.items() if key != "scope"} for row in rows]


def test_the_scope_in_part_a_is_the_part_of_the_training(rows, reading):
    scopes = {"Del 1": "1", "Del 2–3": "2-3"}

    stages = {row.code: row.stage for row in reading.objectives}

    assert all(stages[row["code"]] == scopes[row["scope"]] for row in rows if row["scope"])


def test_nothing_is_left_unread(reading):
    assert reading.warnings == []


def test_former_objectives_ended_with_the_new_common_competences(reading):
    (ended,) = {row.ended for row in reading.former}

    assert (ended.began, ended.ceased, str(ended.by)) == (
        dt.date(2024, 9, 1),
        dt.date(2025, 9, 1),
        "FOR-2025-01-24-114",
    )


@pytest.mark.django_db
def test_the_register_reads_as_the_excerpt(rows):
    call_command("import_annex", str(FOLDER / FILE), stdout=io.StringIO())

    read = [(row.code, row.part, row.chapter, row.theme, row.text) for row in consolidation(on=DAY)]

    expected = [row for row in rows if not row["former"]]
    assert len(read) == 1810
    assert read == [(row["code"], row["part"], row["chapter"], row["theme"], row["text"]) for row in expected]
    assert ObjectiveVersion.objects.in_force(on=dt.date(2025, 8, 31)).count() == 50
    origins = Counter(Objective.objects.values_list("origin", flat=True))
    assert origins == {Objective.Origin.IMPORTED: 1860, Objective.Origin.MISSING: 26}


@pytest.mark.django_db
def test_the_excerpt_beside_the_register_that_holds_it_has_no_differences(tmp_path):
    call_command("import_annex", str(FOLDER / FILE), stdout=io.StringIO())

    call_command("import_annex", str(FOLDER / FILE), "--report", str(tmp_path / "r.json"), stdout=io.StringIO())

    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["differences"] == []
    assert report["counts"]["unchanged"] == 1860
    assert {row["register"] for row in report["missing_numbers"]} == {"missing"}
    assert [(row["code"], row["objective"]) for row in report["oddities"]] == [("bracket-left", "LM-69")]


def test_the_language_of_every_objective_is_controlled_at_its_words(reading):
    texts = [row for row in reading.objectives if row.ended is None]
    lexicon = Lexicon((row.code[:3], row.text) for row in texts)

    for row in texts:
        findings = control(row.text, Context(lexicon=lexicon, dictionary=norwegian(), specialty=row.code[:3]))

        assert all(row.text[one.start : one.end] == one.words for one in findings), row.code
        assert classify(row.text, row.text).classification is Classification.LANGUAGE
