"""A running innspillsrunde for tests: a case with a request to RegUt Helse Vest and one to Legeforeningen."""

from __future__ import annotations

import datetime as dt

from hearings.models import CouncilAssessment, Position, RoundRequest
from hearings.services import save_response, send_response
from hearings.services.answering import Sheet
from hearings.services.councils import CouncilToAsk, ask_councils
from hearings.services.responses import response_of
from organisations.models import Organisation, Role, TrainingCouncil, User
from revisions.models import Case
from tests import factories
from tests.revisions import drafts, stages

OPENS, CLOSES = stages.ROUND_OPENS, stages.ROUND_CLOSES
BEFORE, AFTER = CLOSES - dt.timedelta(days=1), CLOSES + dt.timedelta(days=1)


def association() -> Organisation:
    return factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)


def regut_request(case: Case) -> RoundRequest:
    return RoundRequest.objects.get(consultation__cases=case, organisation=drafts.regut())


def association_request(case: Case) -> RoundRequest:
    return RoundRequest.objects.get(consultation__cases=case, organisation=association())


def contact() -> User:
    """The innsender of the RegUt that is asked."""
    return factories.submitter(drafts.regut())


def committee() -> Organisation:
    """The committee of the specialty, under Legeforeningen."""
    return factories.organisation(
        Organisation.Kind.SPECIALTY_COMMITTEE,
        name="Spesialitetskomiteen i gastroenterologisk kirurgi",
        parent=association(),
        specialty=factories.specialty(),
    )


def committee_member() -> User:
    return factories.user(Role.COMMITTEE_MEMBER, of=committee(), email="komite@example.no")


def full(request: RoundRequest, *, position: str = Position.SUPPORTS, reason: str = "Fordi.") -> dict[str, str]:
    """Every field of the answer filled in."""
    sheet = Sheet(response_of(request))
    values = {}
    for item in sheet.items:
        values |= {f"standpunkt-{item.pk}": position, f"grunn-{item.pk}": reason}
    return values | {f"svar-{one.pk}": "Ingen konsekvenser." for one in sheet.questions}


def answered(
    request: RoundRequest, *, by: User, on: dt.date = BEFORE, position: str = Position.SUPPORTS, reason: str = "Fordi."
) -> RoundRequest:
    """The request with its answer sent."""
    save_response(request=request, values=full(request, position=position, reason=reason), by=by)
    send_response(request=request, by=by, on=on)
    return RoundRequest.objects.select_related("response").get(pk=request.pk)


def council(region: str = "HV", *, leader: User | None = None) -> TrainingCouncil:
    return TrainingCouncil.objects.get_or_create(
        kind="spesialitet", region=region, specialty=factories.specialty(), defaults={"leader": leader}
    )[0]


def asked_council(request: RoundRequest, *, leader: User | None = None, region: str = "HV") -> CouncilAssessment:
    """A council that is asked, through its leader's user or by a personal link."""
    one = CouncilToAsk(council(region, leader=leader), "" if leader else "Leder", "" if leader else "leder@example.no")
    return ask_councils(
        request=request, councils=[one], deadline=CLOSES - dt.timedelta(days=5), by=contact(), on=OPENS
    )[0]
