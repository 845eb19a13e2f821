"""Measures what docs/performance.md says of a hearing of 200 change items with 10,000 comments.

    python3 run.py -- python bench/hearing_comments.py

Makes a new database beside the one DATABASE_URL names, fills it, asks the pages through Django's own test client, in
this process, and drops it again. The columns are those of bench/register_pages.py. Exits with 1 when a median of
processor time is over its limit, or the matrix takes more than 5 s or 100 MB.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from register_pages import Figure, database, measure

ITEMS, ANSWERS, COMMENTS = 200, 500, 10_000
LIMIT, PUBLIC_LIMIT = 200.0, 150.0  # milliseconds a page
CASEWORKER = "saksbehandler@example.no"
CSV_SECONDS, CSV_MEGABYTES = 5.0, 100.0
WORDS = [
    "kravet",
    "bør",
    "kan",
    "gjelde",
    "sykehus",
    "opplæring",
    "volum",
    "pasienter",
    "supervisjon",
    "små",
    "store",
    "regioner",
    "barn",
    "voksne",
    "utstyr",
    "kurs",
    "rotasjon",
    "tjeneste",
    "spesialist",
    "kompetanse",
    "nivå",
    "tydelig",
    "presisere",
    "vurdere",
    "støtte",
    "endring",
    "læringsmål",
    "tekst",
]


def fill() -> None:
    """A closed hearing, half of it disposed of; one item has a campaign of a thousand comments."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from hearings.models import AskedItem, AskedVersion, Disposition, Hearing, HearingAnswer, HearingComment
    from organisations.models import Membership, Organisation, Role, User

    call_command("load_reference_data", verbosity=0)
    dice, now, today = random.Random(1), timezone.now(), timezone.localdate()
    person = User.objects.create(email=CASEWORKER, name="Saksbehandler")
    body = Organisation.objects.get(kind=Organisation.Kind.DIRECTORATE)
    Membership.objects.create(user=person, organisation=body, role=Role.CASEWORKER)

    def text() -> str:
        return " ".join(dice.choices(WORDS, k=dice.randrange(10, 120))).capitalize() + "."

    with transaction.atomic():
        hearing = Hearing.objects.create(
            title="Høring: måling",
            opens_on=today - dt.timedelta(days=100),
            deadline=today - dt.timedelta(days=5),
            published_at=now,
        )
        version = AskedVersion.objects.create(hearing=hearing, number=1, frozen_by=person)
        items = AskedItem.objects.bulk_create(
            AskedItem(
                version=version,
                key=f"punkt-{number}",
                number=number,
                name=f"GAK-{number:03d}",
                kind="Faglig endring, skjerpet",
                blocks=[{"label": "", "old": text(), "new": text()}],
            )
            for number in range(1, ITEMS + 1)
        )
        answers = HearingAnswer.objects.bulk_create(
            HearingAnswer(
                hearing=hearing,
                version=version,
                kind="organisasjon",
                sender_name=f"Sykehus {number}",
                sent_at=now - dt.timedelta(days=dice.randrange(5, 100)),
                received_at=now,
                received_by=person,
                published_at=now,
            )
            for number in range(ANSWERS)
        )
        campaign = text()
        pairs = [(answer, items[0]) for answer in answers]
        pairs += dice.sample([(answer, item) for answer in answers for item in items[1:]], COMMENTS - len(pairs))
        comments = HearingComment.objects.bulk_create(
            (
                HearingComment(
                    answer=answer,
                    item=item,
                    position=dice.choice(["stotter", "merknad", "stotter_ikke"]),
                    text=campaign + " " + dice.choice(WORDS) if item is items[0] else text(),
                )
                for answer, item in pairs
            ),
            batch_size=2_000,
        )
        Disposition.objects.bulk_create(
            (
                Disposition(comment=one, outcome="delvis", reason=text(), made_by=person, made_at=now)
                for one in comments
                if one.pk % 2
            ),
            batch_size=2_000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages() -> Iterator[Figure]:
    """The disposition list at its beginning and at its end, and the pages everybody reads."""
    from django.test import Client

    from hearings.models import Hearing, HearingComment
    from organisations.models import User

    hearing = Hearing.objects.get()
    last = HearingComment.objects.order_by("-pk").values_list("pk", flat=True)[30]
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=CASEWORKER))
    base = f"/horinger/{hearing.pk}"

    public = Client(SERVER_NAME="localhost")

    def get(path: str, *, by: Client = client) -> None:
        response = by.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"

    yield measure("høringen, slik alle ser den", lambda _n: get(f"{base}/", by=public), limit=PUBLIC_LIMIT)
    for name, path in (
        ("merknader, første punkt med 250 like", "/merknader/?punkt=punkt-1"),
        ("merknader, et vanlig punkt", "/merknader/?punkt=punkt-100"),
        ("merknader, alle i første punkt", "/merknader/?punkt=punkt-1&vis=alle"),
        ("merknader, siste side", f"/merknader/?punkt=punkt-200&vis=alle&etter={last - 4000}"),
        ("merknader, søk", "/merknader/?punkt=punkt-1&vis=alle&q=rotasjon"),
        ("mottak", "/mottak/?vis=alle"),
        ("publiserte svar, med bilder", "/publiserte-svar/"),
        ("publiserte svar, søk", "/publiserte-svar/?q=rotasjon"),
        ("publiserte svar, siste side", f"/publiserte-svar/?visning=punkt&etter={last}"),
        ("oppsummering, første side", "/oppsummering/"),
    ):
        limit = LIMIT if name.startswith("merknader") else None
        yield measure(name, lambda _n, path=path: get(base + path), limit=limit)  # type: ignore[misc]


def matrix() -> bool:
    """Streams the CSV file; whether it is over its limits."""
    from django.test import Client
    from django.utils import timezone

    from hearings.models import Hearing

    Hearing.objects.update(summary_published_at=timezone.now())
    before, started, size = _megabytes(), time.perf_counter(), 0
    address = f"/horinger/{Hearing.objects.get().pk}/publiserte-svar.csv"
    response = Client(SERVER_NAME="localhost").get(address)
    for piece in response.streaming_content:  # type: ignore[attr-defined]
        size += len(piece)
    seconds, grown = time.perf_counter() - started, _megabytes() - before
    print(f"CSV med {COMMENTS} merknader: {seconds:.2f} s, {size / 1e6:.1f} MB, prosessen vokste {grown:.0f} MB")
    return seconds > CSV_SECONDS or grown > CSV_MEGABYTES


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args()
    address = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL is missing: run it through run.py.")
    with database(address, f"bench_{os.getpid()}", fill=True, keep=False):
        import django

        django.setup()
        fill()
        print(f"{'':62} {'wall ms':>7} {'cpu ms':>9}   limit")
        figures = list(pages())
        is_over = matrix()
    if is_over or any(figure.is_over for figure in figures):
        sys.exit(1)


if __name__ == "__main__":
    main()
