"""Answers in the sample innspillsrunder: some sent, one late, one being built from the councils, and a disagreement."""

from __future__ import annotations

import datetime as dt

from hearings.models import CouncilAssessment, Position, RoundRequest
from hearings.services import save_response, send_response
from hearings.services.answering import Answering, Sheet
from hearings.services.councils import CouncilToAsk, ask_councils, save_assessment, send_assessment
from hearings.services.responses import response_of
from organisations.models import Organisation, Region, TrainingCouncil, User
from revisions.models import Case
from revisions.services.rounds import give_more_time

AGREES = "Endringen svarer til det som gjøres i dag, og alle kan nå læringsmålet."
DISAGREES = "To av sykehusene har ikke nok pasienter til at alle kan nå læringsmålet på dette nivået."
CONSEQUENCES = "Ingen vesentlige. Det meste dekkes av kursene og supervisjonen som finnes."


def request_to(case: Case, kind: str, region: str = "") -> RoundRequest:
    """The request of the case's round to a body."""
    body = Organisation.objects.get(kind=kind, region=region)
    return RoundRequest.objects.get(consultation__cases=case, organisation=body)


def whole(answering: Answering, *, disagrees_on_last: bool) -> dict[str, str]:
    """Every field filled in; with `disagrees_on_last` the last item is not supported."""
    sheet = Sheet(answering)
    values: dict[str, str] = {}
    for item in sheet.items:
        against = disagrees_on_last and item is sheet.items[-1]
        values[f"standpunkt-{item.pk}"] = Position.DOES_NOT_SUPPORT if against else Position.SUPPORTS
        values[f"grunn-{item.pk}"] = DISAGREES if against else AGREES
    return values | {f"svar-{one.pk}": CONSEQUENCES for one in sheet.questions}


def answer(request: RoundRequest, *, by: User, on: dt.date, disagrees_on_last: bool = False) -> None:
    """Write the body's whole answer and send it."""
    values = whole(response_of(request), disagrees_on_last=disagrees_on_last)
    save_response(request=request, values=values, by=by)
    send_response(request=request, by=by, on=on)


def answer_running_round(case: Case, people: dict[str, User], *, today: dt.date) -> None:
    """Legeforeningen has answered; RegUt Vest waits for two of its councils; RegUt Midt has more time."""
    kinds, week = Organisation.Kind, dt.timedelta(days=7)
    answer(request_to(case, kinds.MEDICAL_ASSOCIATION), by=people["legeforeningen"], on=today)
    _ask_councils(request_to(case, kinds.REGUT, Region.WEST), people, today=today)
    midt = request_to(case, kinds.REGUT, Region.CENTRAL)
    give_more_time(
        case=case,
        request=midt,
        deadline=midt.deadline + week,
        reason="Rådet har møte uken etter fristen.",
        by=people["saksbehandler"],
        on=today,
    )


def _ask_councils(request: RoundRequest, people: dict[str, User], *, today: dt.date) -> None:
    councils = list(TrainingCouncil.objects.filter(kind=TrainingCouncil.Kind.FIM).exclude(region="").order_by("region"))
    for council in councils:
        if council.region == Region.NORTH:
            council.leader = people["radsleder"]
            council.save(update_fields=["leader"])
    asked = [
        CouncilToAsk(one, "" if one.leader_id else "Rådsleder", "" if one.leader_id else f"rad-{one.region}@example.no")
        for one in councils
    ]
    made = ask_councils(
        request=request,
        councils=asked,
        deadline=min(request.deadline, today + dt.timedelta(days=3)),
        by=people["regut"],
        on=today - dt.timedelta(days=10),
    )
    answering = [one for one in made if one.council.leader_id is None][:2]
    for number, one in enumerate(answering):
        _assess(one, disagrees_on_last=number == 1, on=today)


def _assess(one: CouncilAssessment, *, disagrees_on_last: bool, on: dt.date) -> None:
    values = whole(one, disagrees_on_last=disagrees_on_last)
    save_assessment(assessment=one, values=values, writer=one.leader_name)
    send_assessment(assessment=one, by=None, on=on)


def answer_ended_round(case: Case, people: dict[str, User]) -> None:
    """Both sides have answered: RegUt Vest in time, Legeforeningen late and against the last item."""
    kinds = Organisation.Kind
    regut = request_to(case, kinds.REGUT, Region.WEST)
    answer(regut, by=people["regut"], on=regut.deadline)
    association = request_to(case, kinds.MEDICAL_ASSOCIATION)
    late = association.deadline + dt.timedelta(days=4)
    answer(association, by=people["legeforeningen"], on=late, disagrees_on_last=True)
