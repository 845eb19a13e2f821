"""What the page of a draft warns about and refuses: an unusual heading, what another act overtook, past dates."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from objectives.models import Objective
from objectives.operations import CorrectText, RepealObjective, Scheduled, apply
from regulations import services
from regulations.pages.workspace import PRINTED_AT_ONCE
from tests import factories

from .conftest import TODAY

pytestmark = pytest.mark.django_db

UNUSUAL = {
    "title": ("Forskrift om noe annet", "Tittelen er en annen enn den som gjelder"),
    "short_title": ("Noe annet", "Korttittelen er en annen enn den som gjelder"),
    "legal_basis": ("lov om noe annet § 1", "Hjemmelen er en annen enn den som gjelder"),
}


@pytest.fixture
def inside(by) -> Client:
    client = Client()
    client.force_login(by)
    return client


@pytest.fixture
def overtaken(draft, texts, by):
    """The draft, after another act has repealed one of the læringsmål it changes."""
    repeal = RepealObjective(code="GAK-084", basis=texts.corrected.pk)
    starts = dt.date(2026, 12, 15)
    apply([Scheduled(operation=repeal, in_force_from=starts)], act=factories.act(9, dt.date(2026, 12, 1)), by=by)
    return draft


def page_of(client: Client, draft) -> str:
    return client.get(draft.get_absolute_url()).content.decode()


def test_a_usual_heading_is_not_warned_about(inside, draft):
    assert "Avviker fra det som er vanlig" not in page_of(inside, draft)


@pytest.mark.parametrize("line", UNUSUAL)
def test_a_heading_that_departs_from_the_configuration_is_warned_about(inside, draft, by, line):
    written, warning = UNUSUAL[line]
    lines = ("title", "short_title", "legal_basis", "transitional_text")
    values = {name: getattr(draft, name) for name in lines} | {line: written}
    services.edit_heading(regulation=draft, **values, by=by)

    page = page_of(inside, draft)

    assert "Avviker fra det som er vanlig" in page
    assert [sentence for _written, sentence in UNUSUAL.values() if sentence in page] == [warning]


def test_a_clause_that_no_longer_applies_is_told_on_the_draft_and_stops_the_locking(inside, overtaken):
    assert "GAK-084 er allerede opphevet ved FOR-2026-12-01-9" in page_of(inside, overtaken)
    codes = Objective.objects.count()

    answer = inside.post(reverse("regulations:lock", args=[overtaken.pk]))

    (told,) = map(str, get_messages(answer.wsgi_request))
    assert "GAK-084 er allerede opphevet ved FOR-2026-12-01-9" in told
    overtaken.refresh_from_db()
    assert not overtaken.is_locked
    assert Objective.objects.count() == codes


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("Haster av hensyn til pasientsikkerheten.", 302)])
def test_a_past_date_is_let_through_only_with_a_reason(inside, draft, reason, status):
    clause = draft.clauses.get(objective__code="GAK-077")
    past = TODAY - dt.timedelta(days=30)
    values = {"entry_into_force": "dato", "in_force_from": f"{past:%d.%m.%Y}", "departure_reason": reason}

    answer = inside.post(reverse("regulations:clause", args=[draft.pk, clause.pk]), values)

    assert answer.status_code == status
    clause.refresh_from_db()
    assert (clause.in_force_from == past) is bool(reason)


def test_the_act_is_printed_on_a_page_of_its_own(inside, draft):
    page = inside.get(reverse("regulations:printed", args=[draft.pk])).content.decode()

    assert "<h1>«Vinter 2027» som den trykkes</h1>" in page
    assert "GAK-077 oppheves." in page


def test_a_long_act_is_fetched_after_the_page_and_can_be_read_without_scripts(inside, draft, texts, by):
    for number in range(100, 100 + PRINTED_AT_ONCE):
        row = factories.version(f"GAK-{number}", under=texts.heading)
        correction = CorrectText(code=f"GAK-{number}", text=f"Rettet {number}.", basis=row.pk)
        services.add_clause(regulation=draft, operation=correction, by=by)
    address = reverse("regulations:printed", args=[draft.pk])

    page = page_of(inside, draft)
    act = inside.get(address, headers={"HX-Request": "true"}).content.decode()

    assert f'<a href="{address}">Les forskriften som den trykkes</a>' in page
    assert "GAK-199 skal lyde:" not in page.partition('<article class="act')[2]
    assert "GAK-199 skal lyde:" in act
    assert "<html" not in act
