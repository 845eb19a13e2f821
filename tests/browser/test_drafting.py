"""The pages of a draft, wide and narrow: a departing wording warns, another person approves, and axe finds no fault."""

from __future__ import annotations

import pytest
from django.utils import timezone

from regulations.models import AmendmentRegulation
from revisions.sample.further_cases import FurtherCases
from revisions.sample.people import create_demo_users

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drafts(annex) -> None:
    FurtherCases(create_demo_users(), today=timezone.localdate())._drafts()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_draft_is_read_worded_and_approved_through_the_pages(drafts, someone, width):
    open_draft = AmendmentRegulation.objects.get(locked_at=None)
    locked = AmendmentRegulation.objects.get(locked_at__isnull=False)
    clause = open_draft.clauses.get(objective__code="RAD-018")
    caseworker = someone(width=width).log_in("saksbehandler")
    home = open_draft.get_absolute_url()

    caseworker.visit(home).reads("fra 2 saker")
    caseworker.visit(f"{home}ledd/{clause.pk}/")
    caseworker.page.get_by_label("Setning 1").fill("RAD-017 oppheves.")
    caseworker.press("Lagre ordlyden")
    caseworker.reads("Ordlyden sier noe annet enn endringen om hvilket læringsmål det gjelder.")
    caseworker.visit(home).reads("Ordlyden sier noe annet enn endringen")
    for page in ("forhandsvisning/", "gjennomgang/", "overskrift/", "trykt/", "legg-bort/"):
        caseworker.visit(f"{home}{page}")

    decider = someone(width=width).log_in("beslutter")
    decider.visit(locked.get_absolute_url()).follow("Til gjennomgangen")
    decider.visit(f"{locked.get_absolute_url()}versjoner/")
    decider.visit(f"{locked.get_absolute_url()}gjennomgang/").press("Godkjenn versjon 1")
    decider.reads("Versjon 1 er godkjent av")


def test_a_draft_is_locked_and_approved_without_scripts(drafts, someone):
    draft = AmendmentRegulation.objects.get(locked_at=None)
    # Without scripts axe can't run: only what is read and pressed is checked here.
    caseworker = someone(javascript=False)
    decider = someone(javascript=False)
    for one, name in ((caseworker, "saksbehandler"), (decider, "beslutter")):
        one.finds_no_fault = lambda: None
        one.log_in(name)

    caseworker.visit(draft.get_absolute_url()).press("Lås utkastet")
    caseworker.reads("Utkastet er låst.")
    decider.visit(draft.get_absolute_url()).follow("Til gjennomgangen")
    decider.press("Godkjenn versjon 1")

    decider.reads("Versjon 1 er godkjent av")
