"""Rows for tests: boring, dated and the same every time. States are arguments."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from objectives.models import (
    AnnexChapter,
    AnnexPart,
    CodeSeries,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Stage,
    Theme,
    ThemeVersion,
)
from objectives.models.validity import from_day
from organisations.models import Membership, Organisation, Role, Specialty, User

LONG_AGO = dt.date(2021, 9, 1)
NAMES = {
    Organisation.Kind.DIRECTORATE: "Helsedirektoratet",
    Organisation.Kind.MEDICAL_ASSOCIATION: "Legeforeningen",
    Organisation.Kind.REGUT: "RegUt Helse Vest",
    Organisation.Kind.ALIS_SAMLIS: "ALIS- og SAMLIS-kontor Øst",
    Organisation.Kind.OTHER: "En annen virksomhet",
}


def organisation(kind: str = Organisation.Kind.DIRECTORATE, **fields: object) -> Organisation:
    """A body of this kind; the same one each time."""
    if kind == Organisation.Kind.REGUT:
        fields.setdefault("region", "HV")
    name = fields.pop("name", NAMES.get(kind, f"Organisasjon {kind}"))
    return Organisation.objects.get_or_create(name=name, kind=kind, defaults=fields)[0]


def user(role: str | None = None, *, of: Organisation | None = None, email: str | None = None) -> User:
    """A person named after the role they have in `of` (the directorate unless told)."""
    email = email or f"{role or 'ingen-rolle'}@example.no"
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create_user(email, "et-passord-til-proving", name=email.partition("@")[0].capitalize())
    if role is not None:
        Membership.objects.get_or_create(user=person, organisation=of or organisation(), role=role)
    return person


def caseworker() -> User:
    return user(Role.CASEWORKER)


def decision_maker() -> User:
    return user(Role.DECISION_MAKER)


def submitter(of: Organisation | None = None) -> User:
    body = of or organisation(Organisation.Kind.REGUT)
    return user(Role.SUBMITTER, of=body, email=f"innsender-{body.pk}@example.no")


def specialty(short_name: str = "GAK", name: str = "Gastroenterologisk kirurgi") -> Specialty:
    return Specialty.objects.get_or_create(
        short_name=short_name, defaults={"name": name, "slug": name.lower().replace(" ", "-")}
    )[0]


def series(prefix: str = "GAK", *, of: Specialty | None = None, last_number: int = 0) -> CodeSeries:
    return CodeSeries.objects.get_or_create(
        prefix=prefix,
        defaults={"specialty": of or specialty(prefix, f"Spesialitet {prefix}"), "last_number": last_number},
    )[0]


def chapter(
    slug: str = "C15", title: str = "C15. Gastroenterologisk kirurgi", *, of: Specialty | None = None
) -> AnnexChapter:
    part = AnnexPart.objects.get_or_create(
        letter=slug[0], defaults={"title": f"{slug[0]}. Del {slug[0]}", "position": ord(slug[0])}
    )[0]
    number = int("".join(c for c in slug if c.isdigit()) or 1)
    return AnnexChapter.objects.get_or_create(
        slug=slug, defaults={"part": part, "title": title, "position": number, "specialty": of or specialty()}
    )[0]


def act(
    number: int = 1482, decided_on: dt.date = dt.date(2016, 12, 8), *, announced_at: dt.datetime | None = None
) -> LegalAct:
    return LegalAct.objects.get_or_create(
        number=number,
        decided_on=decided_on,
        defaults={"title": "Forskrift til prøving", "announced_at": announced_at},
    )[0]


def theme(
    number: str = "15.12",
    title: str = "Lever",
    *,
    in_chapter: AnnexChapter | None = None,
    valid_from: dt.date = LONG_AGO,
) -> Theme:
    """A temaoverskrift in force from `valid_from`."""
    home = in_chapter or chapter()
    found = Theme.objects.filter(chapter=home, versions__number=number, versions__title=title).first()
    if found:
        return found
    created = Theme.objects.create(chapter=home)
    ThemeVersion.objects.create(
        theme=created,
        number=number,
        title=title,
        position=home.themes.count() * 1_000_000,
        valid=from_day(valid_from),
        enacted_by=act(),
    )
    return created


def objective(code: str = "GAK-088") -> Objective:
    """A code in the registry, without a text."""
    prefix, _, digits = code.partition("-")
    found = Objective.objects.filter(code=code).first()
    if found:
        return found
    home = series(prefix)
    if home.last_number < int(digits):
        home.last_number = int(digits)
        home.save(update_fields=["last_number"])
    return Objective.objects.create(code=code, series=home, number=int(digits))


def version(
    code: str = "GAK-088",
    text: str = "Ha kunnskap om utredning av gallestein.",
    *,
    valid_from: dt.date = LONG_AGO,
    valid_until: dt.date | None = None,
    under: Theme | None = None,
    position: int | None = None,
    stage: str = Stage.PARTS_2_AND_3,
) -> ObjectiveVersion:
    """A læringsmål with a text, in force from `valid_from` (and until but not on `valid_until`)."""
    heading = under or theme()
    owner = objective(code)
    return ObjectiveVersion.objects.create(
        objective=owner,
        chapter=heading.chapter,
        theme=heading,
        position=position or owner.number * 1_000_000,
        text=text,
        stage=stage,
        valid=from_day(valid_from, valid_until),
        enacted_by=act(),
        repealed_by=act() if valid_until else None,
    )


def announced(day: dt.date, hour: int = 12) -> dt.datetime:
    """A moment in Norwegian time on that day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
