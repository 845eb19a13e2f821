"""The table that the spreadsheet formats share: its columns, and what stands in them.

Not translated: a file is read by programs too, and is in bokmål as the law is.
"""

from __future__ import annotations

import datetime as dt
import re

from objectives import legal_text
from objectives.models import Stage

from .document import ObjectiveText, Placed, printable

HEADERS = (
    "Kode",
    "Læringsmål",
    "Utdanningens del",
    "Temaoverskrift",
    "Gjelder fra",
    "Startdatoen er",
    "Gjelder til og med",
    "Fastsatt ved",
    "Spesialitet",
    "Kapittel",
    "Del av vedlegg 2",
)
# What a spreadsheet may take for the start of a formula, full-width forms included (OWASP, «CSV injection»).
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r]")

Cell = str | dt.date | None


def row(placed: Placed) -> tuple[Cell, ...]:
    """The values of a læringsmål, in the order of `HEADERS`."""
    one = placed.objective
    return (
        one.code,
        lines(one),
        str(Stage(one.stage).label),
        placed.heading.text,
        one.valid_from,
        "eksakt" if one.start_is_exact else "kjent fra",
        one.last_day,
        one.enacted_by.legacy_id,
        one.owner.name or one.owner.short_name,
        placed.chapter.title,
        placed.part.title,
    )


def lines(objective: ObjectiveText) -> str:
    """The text with a line for each paragraph and list item, marks kept."""
    return lines_of(objective.text)


def lines_of(text: str) -> str:
    """A stored text with a line for each paragraph and list item, marks kept, without control characters."""
    if "\n" not in text and "\t" not in text:
        return text
    return "\n".join(map(_line, legal_text.blocks(printable(text))))


def could_be_a_formula(text: str) -> bool:
    """Whether a spreadsheet could run the text instead of showing it."""
    return bool(_FORMULA.match(text))


def _line(block: legal_text.Block) -> str:
    return "    " * max(0, block.level - 1) + f"{block.mark} {block.text}" if block.level else block.text
