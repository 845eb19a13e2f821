"""Measures what docs/performance.md says of the lists of cases, with as many cases as the directorate will ever have.

    python3 run.py -- python bench/case_lists.py

Makes a new database beside the one DATABASE_URL names, fills it with 100,000 cases, asks the pages through Django's own
test client, in this process, and drops it again. The columns are those of bench/register_pages.py. `--keep NAME` keeps
the database, `--database NAME` uses one that is there. Exits with 1 when a median of processor time is over its limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import os
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from register_pages import Figure, database, measure

CASES = 100_000
CASEWORKERS = 20
TODAY = dt.date(2026, 11, 22)
# Two of three are ended, as in an archive; what is under way is spread over the phases.
ENDED, UNDER_WAY = (
    ("avsluttet", "trukket"),
    (
        "mottatt",
        "fullstendighet",
        "returnert",
        "innspillsrunde",
        "horing",
        "vedtak",
        "vedtak_foreslatt",
        "endringsforskrift",
        "kunngjort",
        "oppfolging",
        "utsatt",
    ),
)
LIMIT = 150.0
"""Milliseconds of processor time a list may take, Python's and PostgreSQL's together."""


def fill(count: int) -> None:
    """Cases, proposals and change items, the same every time."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from objectives.models import AnnexChapter, AnnexPart
    from organisations.models import Membership, Organisation, Role, Specialty, User
    from revisions.models import AnnualCycle, Case, ChangeItem, Proposal

    call_command("load_reference_data", verbosity=0)
    dice = random.Random(1)
    body = Organisation.objects.get(kind=Organisation.Kind.DIRECTORATE)
    people = []
    for number in range(CASEWORKERS):
        person = User.objects.create(email=f"saksbehandler{number}@example.no", name=f"Saksbehandler {number}")
        Membership.objects.create(user=person, organisation=body, role=Role.CASEWORKER)
        people.append(person)
    Membership.objects.create(user=people[1], organisation=body, role=Role.DECISION_MAKER)
    senders = list(Organisation.objects.filter(kind__in=Organisation.PROPOSING_KINDS))
    specialties, cycles = list(Specialty.objects.all()), list(AnnualCycle.objects.all())
    part = AnnexPart.objects.get_or_create(letter="C", defaults={"title": "C. Del C", "position": 3})[0]
    chapter = AnnexChapter.objects.get_or_create(
        slug="C99", defaults={"part": part, "title": "C99. Måling", "position": 99, "specialty": specialties[0]}
    )[0]

    def case(number: int) -> Case:
        status = dice.choice(ENDED if dice.random() < 0.66 else UNDER_WAY)
        has_deadline = status not in ENDED and dice.random() < 0.7
        return Case(
            number=f"{2020 + number // 90_000}/{number % 90_000 + 1:05d}",
            title=f"{dice.choice(specialties).name}: endring {number}",
            status=status,
            responsible=dice.choice(people) if dice.random() < 0.95 else None,
            cycle=dice.choice(cycles) if dice.random() < 0.8 else None,
            due_on=TODAY + dt.timedelta(days=dice.randrange(-60, 300)) if has_deadline else None,
            opened_on=TODAY - dt.timedelta(days=dice.randrange(3000)),
        )

    with transaction.atomic():
        cases = Case.objects.bulk_create((case(number) for number in range(count)), batch_size=5_000)
        moment = timezone.now()
        proposals = Proposal.objects.bulk_create(
            (
                Proposal(
                    sender=dice.choice(senders),
                    specialty=dice.choice(specialties),
                    case=one,
                    created_by=people[0],
                    submitted_at=moment,
                    submitted_by=people[0],
                )
                for one in cases
            ),
            batch_size=5_000,
        )
        ChangeItem.objects.bulk_create(
            (
                ChangeItem(proposal=one, position=1, kind="nytt", chapter=chapter, new_text="Ha kunnskap.", stage="3")
                for one in proposals
            ),
            batch_size=5_000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def lists() -> Iterator[Figure]:
    """Every tab of the worklist, the board, and the list of all cases, with and without filters."""
    from django.test import Client

    from organisations.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email="saksbehandler1@example.no"))

    def get(path: str) -> object:
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return response

    def deep(path: str, pages: int) -> str:
        """The address some pages into the list."""
        for _page in range(pages):
            found = re.search(r'rel="next" href="([^"]+)"', client.get(path).content.decode())
            assert found, f"{path} has no next page"
            path = "/arbeidsliste/" + html.unescape(found.group(1))
        return path

    for view in ("vedtak", "mine", "ufordelt", "venter", "frist", "folger", "alle", "tavle"):
        path = f"/arbeidsliste/?visning={view}"
        yield measure(f"arbeidsliste, {view}", lambda _n, path=path: get(path), limit=LIMIT)  # type: ignore[misc]
    for name, path in (
        ("alle, spesialitet", "/arbeidsliste/?visning=alle&spesialitet=urologi"),
        ("alle, fase og løp", "/arbeidsliste/?visning=alle&fase=horing&lop=2027-03-01"),
        ("alle, søk i tittel", "/arbeidsliste/?visning=alle&q=endring+9999"),
        ("alle, 40 sider inn", deep("/arbeidsliste/?visning=alle", 40)),
        ("tavle, spesialitet", "/arbeidsliste/?visning=tavle&spesialitet=urologi"),
    ):
        yield measure(f"arbeidsliste, {name}", lambda _n, path=path: get(path), limit=LIMIT)  # type: ignore[misc]
    for name, path in (
        ("nyeste", "/saker/"),
        ("midt i", "/saker/?etter=2020/50000"),
        ("søk uten treff", "/saker/?q=finnes+ikke"),
        ("søk på nummer", "/saker/?q=2020/00017"),
    ):
        yield measure(f"saker, {name}", lambda _n, path=path: get(path), limit=LIMIT)  # type: ignore[misc]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--keep", metavar="NAME")
    parser.add_argument("--database", metavar="NAME")
    arguments = parser.parse_args()
    address = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL is missing: run it through run.py.")
    name = arguments.database or arguments.keep or f"bench_{os.getpid()}"
    with database(address, name, fill=not arguments.database, keep=bool(arguments.keep or arguments.database)):
        import django

        django.setup()
        if not arguments.database:
            fill(arguments.cases)
        print(f"{'':62} {'wall ms':>7} {'cpu ms':>9}   limit")
        figures = list(lists())
    if any(figure.is_over for figure in figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
