"""Announces again and again, each time killed one write later, until one attempt gets through.

Run as a program by test_announcing_all_or_nothing.py: `python -m … REGULATION USER`. Each attempt is a process of its
own that kills itself with SIGKILL just after its n-th write has reached the database. What is in the database after
each is written to standard output, one line of JSON per attempt.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from notifications.models import Event  # noqa: E402
from objectives.models import CodeSeries, LegalAct, ObjectiveVersion, Succession  # noqa: E402
from organisations.models import User  # noqa: E402
from regulations import services  # noqa: E402
from regulations.models import AmendmentRegulation, RenderedDocument  # noqa: E402

WRITES = ("INSERT", "UPDATE", "DELETE")


def state() -> dict[str, int]:
    """Everything an announcement writes to."""
    found = {
        "acts": LegalAct.objects.count(),
        "history": LegalAct.history.count() + ObjectiveVersion.history.count(),
        "versions": ObjectiveVersion.objects.count(),
        "ended": ObjectiveVersion.objects.filter(repealed_by__isnull=False).count(),
        "successions": Succession.objects.count(),
        "events": Event.objects.count(),
        "documents": RenderedDocument.objects.count(),
        "announced": AmendmentRegulation.objects.announced().count(),
        "codes": sum(CodeSeries.objects.values_list("last_number", flat=True)),
    }
    connection.close()
    return found


def announce_and_die(regulation_id: int, user_id: int, *, after: int) -> None:
    writes = 0

    def count(execute, sql, params, many, context):
        nonlocal writes
        result = execute(sql, params, many, context)
        writes += sql.lstrip().startswith(WRITES)
        if writes == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    with connection.execute_wrapper(count):
        services.announce(
            regulation=AmendmentRegulation.objects.get(pk=regulation_id),
            number=114,
            decided_on=dt.date(2027, 1, 29),
            announced_at=dt.datetime(2027, 2, 12, 11, tzinfo=dt.UTC),
            by=User.objects.get(pk=user_id),
        )


def main(regulation_id: int, user_id: int) -> None:
    after, was_killed = 0, True
    while was_killed:
        after += 1
        child = os.fork()
        if child == 0:
            announce_and_die(regulation_id, user_id, after=after)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write(json.dumps({"killed": was_killed, "status": status, "state": state()}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
