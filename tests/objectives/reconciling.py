"""Running `import_annex` for the tests of reconciling, and files that say other things than `annex()`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management import CommandError, call_command

from bench import annex_markup as markup
from objectives.models import ObjectiveVersion

from .annex_files import annex, row_counts, write


class Answer(NamedTuple):
    """What the command said, what it reported, and its exit code."""

    said: str
    report: dict[str, Any]
    exit_code: int

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        return [(row["kind"], row["code"], row["objective"] or row["heading"]) for row in self.report["differences"]]


def run(folder: Path, text: str, *arguments: str) -> Answer:
    """Run the command on a file with this text; the first import in a test fills the register."""
    report, out = folder / "rapport.json", io.StringIO()
    exit_code, more = 0, ""
    try:
        call_command(
            "import_annex", str(write(folder, text)), "--report", str(report), *arguments, stdout=out, stderr=out
        )
    except CommandError as refusal:
        exit_code, more = refusal.returncode, str(refusal)
    return Answer(out.getvalue() + more, json.loads(report.read_text()), exit_code)


def register_rows() -> dict[str, int]:
    """How many rows there are of everything but what tells of a comparison."""
    told = {"objectives.ReconciliationReport", "notifications.Event"}
    return {name: count for name, count in row_counts().items() if name not in told}


def liver(*texts: str) -> str:
    return annex(*map(markup.paragraph, texts))


def text_of(code: str) -> ObjectiveVersion:
    return ObjectiveVersion.objects.get(objective__code=code)


def before_liver(heading: str) -> str:
    """The file with this heading, and what is under it, before «15.12 Lever»."""
    lever = '<section class="section" data-name="kap"><h5>15.12'
    return annex().replace(lever, f"{heading}{lever}")
