"""The directorate's page of an innspillsrunde: who is asked, who has answered, who is late, and who is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hearings.models import AskedVersion, ConsultationRound
from hearings.pages.requests import RequestRow, request_rows, with_counts
from organisations.models import Membership, Organisation, Role
from revisions.asked_items import items_to_freeze
from revisions.forms.rounds import round_bodies
from revisions.models import Case, Status
from revisions.round_bodies import facts_about, specialties_of, suggested_bodies
from revisions.services.rounds import changed_since


@dataclass(frozen=True)
class RoundPage:
    """One round."""

    consultation: ConsultationRound
    version: AskedVersion | None
    rows: list[RequestRow]
    missing: list[Organisation]
    """Suggested and not asked."""
    facts: list[str]
    changed: list[str]
    """What has changed since the last version was sent out."""
    is_running: bool

    @property
    def answered(self) -> int:
        return sum(row.is_sent for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.waiting.mark == "late" for row in self.rows)


def round_page(case: Case, consultation: ConsultationRound, *, on: dt.date) -> RoundPage:
    """The page of one of the case's rounds."""
    specialties = specialties_of(case)
    bodies = list(round_bodies(specialties))
    asked = set(consultation.asked.values_list("pk", flat=True))
    rows = request_rows(
        list(with_counts(consultation.requests.all()).order_by("deadline", "organisation__name")), on=on
    )
    is_running = case.status == Status.INPUT_ROUND
    return RoundPage(
        consultation=consultation,
        version=consultation.versions.order_by("-number").first(),
        rows=rows,
        missing=[body for body in suggested_bodies(bodies, specialties) if body.pk not in asked],
        facts=[*facts_about(bodies, specialties), *_unreachable(rows)],
        changed=changed_since(consultation, items=items_to_freeze(case, on=on)) if is_running else [],
        is_running=is_running,
    )


def _unreachable(rows: list[RequestRow]) -> list[str]:
    """Those nobody has told: without an address of their own, and without an innsender."""
    silent = [row.request.organisation for row in rows if not row.is_sent and not row.request.organisation.email]
    reached = Membership.objects.filter(organisation__in=silent, role=Role.SUBMITTER, user__is_active=True)
    known = set(reached.values_list("organisation_id", flat=True)) if silent else set()
    words = _("%(name)s har verken e-postadresse eller innsender, og har ikke fått beskjed.")
    return [words % {"name": body} for body in silent if body.pk not in known]
