"""Makes a draft ready on another database, and announces it there; run as a program by test_killed_at_each_step.py.

`python -m tests.regulations.announcing_elsewhere seed` writes the draft's and the person's keys to standard output;
`… announce REGULATION USER` announces it as the service does.
"""

from __future__ import annotations

import datetime as dt
import sys

import django

django.setup()

from objectives.operations import CorrectText, ReplaceObjective  # noqa: E402
from organisations.models import User  # noqa: E402
from regulations import services  # noqa: E402
from regulations.models import AmendmentRegulation  # noqa: E402
from tests import factories  # noqa: E402

PLANNED, DECIDED, ANNOUNCED = dt.date(2026, 2, 12), dt.date(2026, 1, 29), dt.date(2026, 2, 12)


def ready_draft(by: User) -> AmendmentRegulation:
    """A locked and approved draft with a change that begins when it is announced, in the past, and one that waits."""
    corrected = factories.version("GAK-084", "Kunne utføre cholecystektomi.")
    replaced = factories.version("GAK-052", "Under supervisjon kunne gi sedasjon.")
    draft = services.create_regulation(
        name="Vinter 2026", planned_announcement=PLANNED, by=by, on=PLANNED - dt.timedelta(days=60)
    )
    for operation in (
        CorrectText(code="GAK-084", text="Kunne utføre kolecystektomi.", basis=corrected.pk),
        ReplaceObjective(code="GAK-052", text="Selvstendig kunne gi sedasjon.", effect="skjerpet", basis=replaced.pk),
    ):
        services.add_clause(regulation=draft, operation=operation, by=by)
    locked = services.lock(regulation=draft, by=by)
    services.approve(regulation=locked, by=factories.decision_maker())
    return locked


def announce(regulation: AmendmentRegulation, by: User) -> None:
    services.announce(
        regulation=regulation, number=114, decided_on=DECIDED, announced_at=factories.announced(ANNOUNCED), by=by
    )


if __name__ == "__main__":
    if sys.argv[1] == "seed":
        person = factories.caseworker()
        sys.stdout.write(f"{ready_draft(person).pk} {person.pk}")
    else:
        announce(AmendmentRegulation.objects.get(pk=sys.argv[2]), User.objects.get(pk=sys.argv[3]))
