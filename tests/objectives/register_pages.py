"""A small register with a past and a future, made by acts the way real ones are; read by the tests of the pages."""

from __future__ import annotations

import datetime as dt

from objectives.models import Objective
from objectives.operations import (
    AddObjective,
    CorrectText,
    RepealObjective,
    ReplaceObjective,
    Scheduled,
    apply,
)
from tests import factories

CORRECTED = dt.date(2022, 10, 18)
ANNOUNCED = dt.date(2026, 6, 25)
REPEALED = dt.date(2026, 9, 1)
REPLACED = dt.date(2027, 3, 1)

FIRST_TEXT = "Ha kunnskap om utredning av primær levercancer."
CORRECTED_TEXT = "Ha kunnskap om utredning av primær leverkreft."
SHARPENED_TEXT = "Ha god kunnskap om utredning av primær leverkreft, også hos barn."
REPEALED_TEXT = "Ha kunnskap om lagring av prøver fra lever."
NEW_TEXT = "Ha kunnskap om svulster:\n\ta. i lever\n\tb. i galleveier"


def register_with_a_history() -> None:
    """GAK-087 to GAK-089 under «15.12 Lever»; GAK-088 is corrected, then replaced; GAK-089 is repealed.

    GAK-090 replaces GAK-088 from 1 March 2027, when GAK-091 is new.
    """
    factories.version("GAK-087", "Ha god kunnskap om leverens oppbygning.")
    first = factories.version("GAK-088", FIRST_TEXT)
    gone = factories.version("GAK-089", REPEALED_TEXT)
    by_act(1001, CORRECTED, (CorrectText(code="GAK-088", text=CORRECTED_TEXT, basis=first.pk), CORRECTED))
    basis = Objective.objects.get(code="GAK-088").versions.order_by("-valid")[0].pk
    by_act(
        1319,
        ANNOUNCED,
        (ReplaceObjective(code="GAK-088", text=SHARPENED_TEXT, effect="skjerpet", basis=basis), REPLACED),
        (RepealObjective(code="GAK-089", basis=gone.pk), REPEALED),
        (
            AddObjective(prefix="GAK", text=NEW_TEXT, chapter="C15", theme=gone.theme_id, after=None, stage="2-3"),
            REPLACED,
        ),
    )


def by_act(number: int, announced: dt.date, *steps) -> None:
    """Announce an act with these operations and their first days in force."""
    act = factories.act(number, announced, announced_at=factories.announced(announced))
    scheduled = [Scheduled(operation=operation, in_force_from=starts) for operation, starts in steps]
    apply(scheduled, act=act, by=factories.caseworker())
