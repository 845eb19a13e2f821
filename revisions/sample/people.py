"""The demo users: one per role, named after it."""

from __future__ import annotations

from dataclasses import dataclass

from organisations import demo
from organisations.models import Membership, Organisation, Region, Role, User


@dataclass(frozen=True)
class DemoUser:
    """Who the person is, and where they have their role."""

    local_part: str
    name: str
    role: Role
    kind: str
    region: str = ""
    specialty: str = ""


DEMO_USERS = (
    DemoUser("saksbehandler", "Saksbehandler", Role.CASEWORKER, Organisation.Kind.DIRECTORATE),
    DemoUser("saksbehandler2", "Saksbehandler to", Role.CASEWORKER, Organisation.Kind.DIRECTORATE),
    DemoUser("beslutter", "Beslutter", Role.DECISION_MAKER, Organisation.Kind.DIRECTORATE),
    DemoUser("administrator", "Administrator", Role.ADMINISTRATOR, Organisation.Kind.DIRECTORATE),
    DemoUser("regut", "Spesialitetskontakt, RegUt Vest", Role.SUBMITTER, Organisation.Kind.REGUT, Region.WEST),
    DemoUser("radsleder", "Rådsleder, RegUt Nord", Role.COUNCIL_LEADER, Organisation.Kind.REGUT, Region.NORTH),
    DemoUser("leser", "Leser, RegUt Sør-Øst", Role.READER, Organisation.Kind.REGUT, Region.SOUTH_EAST),
    DemoUser("legeforeningen", "Innsender, Legeforeningen", Role.SUBMITTER, Organisation.Kind.MEDICAL_ASSOCIATION),
    DemoUser("komite", "Komitémedlem", Role.COMMITTEE_MEMBER, Organisation.Kind.SPECIALTY_COMMITTEE, specialty="GAK"),
)


def create_demo_users() -> dict[str, User]:
    """Make the demo users that are not there yet; returns all of them by the first part of their address."""
    people = {}
    for row in DEMO_USERS:
        email = f"{row.local_part}@{demo.DOMAIN}"
        person = User.objects.filter(email=email).first()
        if person is None:
            person = User.objects.create_user(email, demo.PASSWORD, name=row.name)
        Membership.objects.get_or_create(user=person, organisation=_organisation(row), role=row.role)
        people[row.local_part] = person
    return people


def _organisation(row: DemoUser) -> Organisation:
    bodies = Organisation.objects.filter(kind=row.kind)
    if row.region:
        bodies = bodies.filter(region=row.region)
    if row.specialty:
        bodies = bodies.filter(specialty__short_name=row.specialty)
    return bodies.get()
