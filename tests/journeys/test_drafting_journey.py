"""From five decided items in two cases to a locked and approved draft, through the pages alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from objectives.templatetags.legal import unbroken
from regulations.models import AmendmentRegulation
from regulations.reviewing import current_version, standing_approval
from tests import factories
from tests.revisions import stages

pytestmark = pytest.mark.django_db


class Reader:
    """A person at a browser, who presses and reads."""

    def __init__(self, person) -> None:
        self.client = Client()
        self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    def reads(self, url: str, *words: str) -> str:
        answer = self.client.get(url)
        page = answer.content.decode()
        assert answer.status_code == 200
        for one in words:
            assert one in page, one
        return page

    def sends(self, url: str, **fields: object) -> str:
        """Where the form led to; it was taken."""
        answer = self.client.post(url, fields)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return answer.url


@pytest.fixture
def cases():
    return [
        stages.decided(stages.proposal_with("GAK-010", "GAK-011", "GAK-012")),
        stages.decided(stages.proposal_with("GAK-020", "GAK-021")),
    ]


def test_a_caseworker_goes_from_five_decided_items_in_two_cases_to_an_approved_draft(cases):
    today = timezone.localdate()
    planned, later = today + dt.timedelta(days=60), today + dt.timedelta(days=300)
    caseworker, lawyer = Reader(factories.caseworker()), Reader(factories.decision_maker())

    draft = caseworker.sends("/endringsforskrifter/", name="Vinter", planned_announcement=f"{planned:%d.%m.%Y}")
    caseworker.reads(
        draft, "Ikke med i utkastet", "5 endringspunkter, og hvorfor", "Vedtatt og klart, men ikke tatt inn."
    )
    items = [item.pk for case in cases for item in case.proposals.get().items.all()]
    caseworker.sends(f"{draft}punkter/", items=items)
    caseworker.reads(draft, *(case.number for case in cases), "GAK-012", "GAK-021")

    regulation = AmendmentRegulation.objects.get()
    postponed = regulation.clauses.get(objective__code="GAK-021")
    caseworker.sends(
        f"{draft}ledd/{postponed.pk}/",
        entry_into_force="dato",
        in_force_from=f"{later:%d.%m.%Y}",
        departure_reason="Kurset må være på plass først.",
    )
    for day in (planned, later):
        caseworker.reads(f"{draft}forhandsvisning/?dato={day}", "Språklig retting")
    caseworker.sends(f"{draft}ledd/{postponed.pk}/ordlyd/", **{"setning-1": "Læringsmålet GAK-021 skal lyde:"})
    caseworker.reads(f"{draft}ledd/{postponed.pk}/", "Lest tilbake sier ordlyden det samme som endringen.")

    caseworker.sends(f"{draft}las/")
    caseworker.reads(draft, "Vent på at en annen godkjenner utkastet")
    lawyer.reads(draft, "Les utkastet og godkjenn det")
    lawyer.sends(f"{draft}kommentarer/", body="Er datoen avtalt med RegUt?")
    said = regulation.comments.get()
    caseworker.sends(f"{draft}kommentarer/{said.pk}/svar/", body="Ja.")
    lawyer.sends(f"{draft}kommentarer/{said.pk}/avklar/")
    lawyer.sends(f"{draft}gjennomgang/godkjenn/", version=1, note="")

    regulation.refresh_from_db()
    assert standing_approval(regulation) is not None
    assert len(current_version(regulation).content["clauses"]) == 5
    caseworker.reads(draft, "Versjon 1 er godkjent av", unbroken("Læringsmålet GAK-021 skal lyde:"))


def test_every_link_of_the_chain_leads_on_and_back(cases):
    """Case, endringspunkt, endringsledd, forskrift and text: each page links to its neighbours."""
    case = stages.announced(stages.proposal_with("GAK-030"))
    caseworker = Reader(factories.caseworker())
    clause = case.proposals.get().items.get().clause
    regulation = clause.regulation
    clause_url = f"{regulation.get_absolute_url()}ledd/{clause.pk}/"
    act_url = f"/forskrifter/{regulation.act.decided_on.year}/{regulation.act.number}/"

    caseworker.reads(case.get_absolute_url(), clause_url)
    caseworker.reads(
        clause_url, case.get_absolute_url(), regulation.get_absolute_url(), act_url, "/laringsmal/GAK-030/"
    )
    caseworker.reads(regulation.get_absolute_url(), clause_url, case.get_absolute_url(), act_url)
    caseworker.reads(act_url, "/laringsmal/GAK-030/")
    caseworker.reads("/laringsmal/GAK-030/", act_url)
