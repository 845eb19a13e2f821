"""What a list of cases is narrowed to: read from the address, and written back into it, so that a list can be sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from organisations.models import Specialty, User
from revisions.models import AnnualCycle, Case, Proposal, Status
from revisions.models.cases import CaseQuerySet

OUTSIDE_THE_CYCLE = "utenom"
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class CaseFilters:
    """Each filter as it stands in the address; empty when it is not used. What is unknown is left out."""

    q: str = ""
    fase: str = ""
    spesialitet: str = ""
    saksgang: str = ""
    lop: str = ""
    saksbehandler: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> CaseFilters:
        """The filters of an address."""
        read = {field.name: query.get(field.name, "").replace("\x00", "").strip() for field in fields(cls)}
        read["q"] = read["q"][:LONGEST_SEARCH]
        known = {
            "fase": read["fase"] in Status.values,
            "saksgang": read["saksgang"] in Case.Track.values,
            "lop": read["lop"] == OUTSIDE_THE_CYCLE or _day(read["lop"]) is not None,
            "saksbehandler": read["saksbehandler"].isascii()
            and read["saksbehandler"].isdigit()
            and len(read["saksbehandler"]) < 10,
            "spesialitet": len(read["spesialitet"]) <= 80,
        }
        return cls(**{name: value if known.get(name, True) else "" for name, value in read.items()})

    @property
    def in_use(self) -> dict[str, str]:
        """Those that narrow the list."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def __bool__(self) -> bool:
        return bool(self.in_use)

    def without_search(self) -> CaseFilters:
        """The same without the words looked for."""
        return replace(self, q="")

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases that pass all of them."""
        if self.q:
            cases = cases.filter(Q(title__icontains=self.q) | Q(number__startswith=self.q) | Q(number__endswith=self.q))
        if self.fase:
            cases = cases.filter(status=self.fase)
        if self.saksgang:
            cases = cases.filter(track=self.saksgang)
        if self.saksbehandler:
            cases = cases.filter(responsible=int(self.saksbehandler))
        if self.spesialitet:
            about = Proposal.objects.filter(case=OuterRef("pk"), specialty__slug=self.spesialitet)
            cases = cases.filter(Exists(about))
        if self.lop == OUTSIDE_THE_CYCLE:
            return cases.filter(is_urgent=True)
        day = _day(self.lop)
        return cases.filter(cycle__in_force_from=day) if day is not None else cases


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Choices:
    """What the filters offer: (value, label), for the select boxes."""

    fase: list[tuple[str, Any]]
    spesialitet: list[tuple[str, str]]
    saksgang: list[tuple[str, Any]]
    lop: list[tuple[str, str]]
    saksbehandler: list[tuple[str, str]]


def choices_for(*, caseworkers: QuerySet[User], ended_too: bool) -> Choices:
    """Three queries: specialties, cycles and caseworkers."""
    return Choices(
        fase=[pair for pair in Status.choices if ended_too or pair[0] not in (Status.CLOSED, Status.WITHDRAWN)],
        spesialitet=[(row.slug, row.name) for row in Specialty.objects.alphabetical().only("slug", "name")],
        saksgang=list(Case.Track.choices),
        lop=[(row.in_force_from.isoformat(), str(row)) for row in AnnualCycle.objects.all()],
        saksbehandler=[(str(row.pk), row.name) for row in caseworkers],
    )
