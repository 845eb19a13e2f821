"""Write docs/access.md from the permission functions, the table in config/access.py and the addresses there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.access import ACCESS, Address, Audience, Visitor, addresses
from config.rights import asked

PATH = Path(settings.BASE_DIR) / "docs" / "access.md"

INTRODUCTION = """\
# Who may open what

Written by `manage.py write_access` from the permission functions (`config/rights.py`) and the table of addresses
(`config/access.py`). A test fails when this file differs from them, when an address is not in the table, and when an
address answers anybody otherwise than the table says.

Rights follow from roles in organisations (`organisations/permissions.py`, and `permissions.py` in each app). What one
may not know of reads as not found (404); what one may see but not do is refused with a sentence (403).
"""


class Command(BaseCommand):
    """`manage.py write_access`"""

    help = "Skriver docs/access.md fra tabellen over hvem hver adresse er for."

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Skrev {PATH.relative_to(settings.BASE_DIR)}.")


def document() -> str:
    """The whole file: first how each audience is answered, then the addresses of each."""
    found = addresses()
    audiences = list(dict.fromkeys(ACCESS[address.name].audience for address in found))
    parts = [INTRODUCTION, *_rights(), "", *_matrix(audiences)]
    for audience in audiences:
        parts += ["", *_addresses_of(audience, found)]
    return "\n".join(parts) + "\n"


def _rights() -> list[str]:
    """Role × object × action, as the permission functions answer."""
    visitors = list(Visitor)
    lines = [
        "## Who may do what",
        "",
        "Each row is asked of its permission function, with a person of each kind. The objects are the sender's.",
        "Whether the thing can be done just now is another question, which the transition table and the rules answer.",
        "",
        f"| object | action | {' | '.join(visitor.value for visitor in visitors)} | asked of |",
        "| --- " * (len(visitors) + 3) + "|",
    ]
    for right, answers in asked():
        cells = " | ".join("yes" if answers[visitor] else "–" for visitor in visitors)
        lines.append(f"| {right.object} | {right.action} | {cells} | `{right.function}` |")
    return lines


def _matrix(audiences: list[Audience]) -> list[str]:
    lines = ["## How each visitor is answered", "", f"| | {' | '.join(visitor.value for visitor in Visitor)} |"]
    lines.append("| --- " * (len(Visitor) + 1) + "|")
    for audience in audiences:
        answers = " | ".join(audience.answers(visitor) for visitor in Visitor)
        lines.append(f"| {audience.name} | {answers} |")
    return lines


def _addresses_of(audience: Audience, found: list[Address]) -> list[str]:
    own = [address for address in found if ACCESS[address.name].audience == audience]
    rows = [f"| `{address.pattern}` | {address.name} | {ACCESS[address.name].what} |" for address in own]
    return [f"## {audience.name}", "", audience.who, "", "| address | name | what |", "| --- | --- | --- |", *rows]
