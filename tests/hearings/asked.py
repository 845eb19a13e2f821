"""A hearing to answer: two items frozen, published, and moments around its deadline."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hearings.models import AskedVersion, Hearing
from hearings.services import ItemToFreeze, freeze
from organisations.models import Organisation, Role, User
from tests import factories

OSLO = ZoneInfo("Europe/Oslo")
OPENS, DEADLINE = dt.date(2026, 9, 1), dt.date(2026, 12, 1)


def at(day: dt.date, hour: int = 12, minute: int = 0) -> dt.datetime:
    """This moment in Norway."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=OSLO)


def items(count: int = 2) -> list[ItemToFreeze]:
    return [
        ItemToFreeze(
            key=f"punkt-{number}",
            number=number,
            name=f"GAK-{number:03d}",
            kind="Faglig endring, skjerpet",
            code=f"GAK-{number:03d}",
            place="15.12 Lever, del 2–3",
            specialty="Gastroenterologisk kirurgi",
            blocks=[{"label": "", "old": "Under supervisjon kunne behandle.", "new": "Selvstendig kunne behandle."}],
            follows=["Læringsmålet får ny kode."],
        )
        for number in range(1, count + 1)
    ]


def hearing(*, opens_on: dt.date = OPENS, deadline: dt.date = DEADLINE, count: int = 2, **fields: object) -> Hearing:
    """A published hearing about `count` items."""
    fields.setdefault("published_at", at(opens_on, 9))
    fields.setdefault("letter", "Vi foreslår to endringer.")
    row = Hearing.objects.create(
        title="Høring om lever", opens_on=opens_on, deadline=deadline, case_number="2026/00007", **fields
    )
    freeze(asking=row, items=items(count), by=factories.caseworker())
    return row


def version(of: Hearing) -> AskedVersion:
    return of.versions.get()


def association() -> Organisation:
    return factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)


def sender() -> User:
    """Legeforeningen's submitter."""
    return factories.user(Role.SUBMITTER, of=association(), email="innsender-legeforeningen@example.no")


def member() -> User:
    """A member of one of Legeforeningen's committees."""
    committee = factories.organisation(
        Organisation.Kind.SPECIALTY_COMMITTEE, name="Komiteen for GAK", parent=association()
    )
    return factories.user(Role.COMMITTEE_MEMBER, of=committee, email="komite@example.no")
