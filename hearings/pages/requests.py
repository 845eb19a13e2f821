"""What waits for a body in innspillsrunder: its list of requests, and the page of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearings import permissions
from hearings.models import CouncilAssessment, RoundRequest
from organisations import permissions as people
from organisations.models import User

PAGE = 50
SOON = 10
# A request nobody answered is not waited for any more this long after its deadline; it can still be answered.
WAITED_FOR = dt.timedelta(days=60)


@dataclass(frozen=True)
class Waiting:
    """A deadline as a list shows it: the day, and how it stands."""

    deadline: dt.date
    words: str
    mark: str
    """«late», «soon» or nothing."""


def waiting(deadline: dt.date, *, is_sent: bool, on: dt.date) -> Waiting:
    """«4 dager over», «7 dager igjen», or nothing to say."""
    days = (deadline - on).days
    if is_sent:
        return Waiting(deadline, "", "")
    if days < 0:
        over = ngettext("%(days)s dag over", "%(days)s dager over", -days) % {"days": -days}
        return Waiting(deadline, over, "late")
    if days == 0:
        return Waiting(deadline, _("i dag"), "soon")
    left = ngettext("%(days)s dag igjen", "%(days)s dager igjen", days) % {"days": days}
    return Waiting(deadline, left, "soon" if days <= SOON else "")


@dataclass(frozen=True)
class RequestRow:
    """One request in a list."""

    request: RoundRequest
    state: str
    is_sent: bool
    waiting: Waiting
    councils: str


def with_counts(requests: QuerySet[RoundRequest]) -> QuerySet[RoundRequest]:
    """The requests with what a row shows, in one query."""
    asked = Count("assessments", distinct=True)
    answered = Count("assessments", filter=Q(assessments__sent_at__isnull=False), distinct=True)
    related = requests.select_related("organisation", "consultation", "response__version", "response__sent_by")
    return related.annotate(councils_asked=asked, councils_answered=answered)


def request_rows(requests: Sequence[RoundRequest], *, on: dt.date) -> list[RequestRow]:
    """The rows of a list, as they come."""
    return [_row(request, on=on) for request in requests]


def _row(request: RoundRequest, *, on: dt.date) -> RequestRow:
    response = getattr(request, "response", None)
    is_sent = response is not None and response.is_sent
    asked, answered = request.councils_asked, request.councils_answered  # type: ignore[attr-defined]
    councils = _("%(answered)s av %(asked)s har svart") % {"answered": answered, "asked": asked} if asked else ""
    return RequestRow(request, state_of(request), is_sent, waiting(request.deadline, is_sent=is_sent, on=on), councils)


def state_of(request: RoundRequest) -> str:
    """«Svart», «Svart etter fristen», «Påbegynt» or «Ikke begynt»."""
    response = getattr(request, "response", None)
    if response is None:
        return _("Ikke begynt")
    if response.is_sent:
        return _("Svart etter fristen") if response.is_late else _("Svart")
    return _("Påbegynt")


def open_requests(user: User, *, on: dt.date) -> list[RequestRow]:
    """What waits for an answer from the person's own bodies, the nearest deadline first."""
    own = RoundRequest.objects.filter(organisation__in=permissions.bodies_answered_for(user))
    rows = with_counts(own).filter(Q(response__isnull=True) | Q(response__sent_at__isnull=True))
    rows = rows.filter(deadline__gte=on - WAITED_FOR)
    return request_rows(list(rows.order_by("deadline", "pk")[:PAGE]), on=on)


def answered_requests(user: User, *, on: dt.date) -> list[RequestRow]:
    """What the person's own bodies have answered, the newest first."""
    own = RoundRequest.objects.filter(organisation__in=permissions.bodies_answered_for(user))
    rows = with_counts(own).filter(response__sent_at__isnull=False)
    return request_rows(list(rows.order_by(F("response__sent_at").desc(), "-pk")[:PAGE]), on=on)


@dataclass(frozen=True)
class AssessmentRow:
    """One council that is asked."""

    assessment: CouncilAssessment
    state: str
    is_sent: bool
    waiting: Waiting
    link: str


def my_assessments(user: User, *, on: dt.date) -> list[AssessmentRow]:
    """What the councils the person leads are asked about and have not answered."""
    rows = CouncilAssessment.objects.filter(council__leader=user, sent_at__isnull=True, deadline__gte=on - WAITED_FOR)
    return assessment_rows(rows.order_by("deadline", "pk")[:PAGE], on=on)


def assessment_rows(assessments: QuerySet[CouncilAssessment], *, on: dt.date) -> list[AssessmentRow]:
    """The rows of a list of councils, with how each is reached."""
    related = ("council__specialty", "council__leader", "version", "request__organisation", "request__consultation")
    found = assessments.select_related(*related).prefetch_related("links")
    return [_assessment_row(row, on=on) for row in found]


def _assessment_row(row: CouncilAssessment, *, on: dt.date) -> AssessmentRow:
    state = _("Ikke svart")
    if row.is_sent:
        state = _("Svart etter fristen") if row.is_late else _("Svart")
    elif row.saved_at:
        state = _("Påbegynt")
    return AssessmentRow(row, state, row.is_sent, waiting(row.deadline, is_sent=row.is_sent, on=on), _link_of(row, on))


def _link_of(row: CouncilAssessment, on: dt.date) -> str:
    if row.council.leader_id is not None or row.is_sent:
        return ""
    valid = next((link for link in row.links.all() if link.is_valid(on=on)), None)
    if valid is None:
        return _("Ingen lenke som virker")
    if valid.last_opened_at is not None:
        return _("Lenken er åpnet")
    return _("Lenken er ikke åpnet")


def is_only_the_bodys(user: User, request: RoundRequest) -> bool:
    """Whether the answer is the asked body's alone so far: the directorate reads what is sent."""
    response = getattr(request, "response", None)
    sent = response is not None and response.is_sent
    return not sent and people.is_directorate(user) and not permissions.is_asked(user, request)
