"""Amending an announced act before it enters into force, from the act's page to the register."""

from __future__ import annotations

import datetime as dt

import pytest

from objectives.models import ObjectiveVersion
from objectives.operations import RenameTheme, Scheduled, apply
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, RuleViolation
from regulations import services
from regulations.documents.wording import instructions
from regulations.models import AmendmentRegulation
from regulations.outline import placed_clauses
from regulations.services import Amendment
from tests import factories

from .conftest import IN_FORCE, announce

pytestmark = pytest.mark.django_db

BEFORE = dt.date(2027, 4, 1)
"""A day between the announcement of the act and its entry into force."""
PLANNED_ANEW = dt.date(2027, 5, 3)
ADDRESS = "/forskrifter/2027/114/endre/"


@pytest.fixture
def today(monkeypatch):
    """The day it is, in the views."""

    def set_to(day: dt.date) -> None:
        monkeypatch.setattr("regulations.views.acts.timezone.localdate", lambda: day)

    set_to(BEFORE)
    return set_to


@pytest.fixture
def inside(client, by, today):
    client.force_login(by)
    return client


@pytest.fixture
def waiting(announced) -> dict[str, ObjectiveVersion]:
    """What the announced act says from 1 September 2027, by what it was."""
    rows = ObjectiveVersion.objects.filter(enacted_by=announced.act, valid__startswith=IN_FORCE)
    return {row.objective.series.prefix: row for row in rows.select_related("objective__series")}


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main")[0]


def filled_in(**more: str) -> dict[str, str]:
    return {
        "name": "Endring av vinterforskriften",
        "planned_announcement": "03.05.2027",
        "reason": "Følger datoen i forskriften som endres.",
        **more,
    }


def choice(version, kind: str, text: str = "", effect: str = "") -> dict[str, str]:
    prefix = f"tekst-{version.pk}"
    return {f"{prefix}-kind": kind, f"{prefix}-text": text, f"{prefix}-effect": effect}


def prose(draft) -> list[str]:
    return [one.prose for placed in placed_clauses(draft) for one in instructions(placed)]


# --- from the act's page ------------------------------------------------------------------------------


def test_the_act_leads_to_where_it_is_amended_while_something_waits(inside, announced, today):
    link = f'href="{ADDRESS}"'

    assert link in main_of(inside.get("/forskrifter/2027/114/"))

    today(IN_FORCE)
    assert link not in main_of(inside.get("/forskrifter/2027/114/"))


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.READER])
def test_others_see_the_act_without_that_way(client, announced, today, role):
    if role:
        client.force_login(factories.user(role))

    assert ADDRESS not in client.get("/forskrifter/2027/114/").content.decode()


def test_the_page_lists_only_what_is_not_in_force(inside, waiting):
    page = main_of(inside.get(ADDRESS))

    assert all(version.objective.code in page for version in waiting.values())
    assert "GAK-084" not in page  # corrected at once
    assert "1. september 2027" in page
    assert 'href="/forskrifter/2027/114/">Tilbake' in page


def test_a_wording_is_amended_all_the_way_to_the_register(inside, waiting, by):
    text = "Selvstendig kunne gi sedasjon til barn."
    answer = inside.post(ADDRESS, filled_in(**choice(waiting["ANE"], "rett", text)))

    draft = AmendmentRegulation.objects.latest("pk")
    code = waiting["ANE"].objective.code
    assert answer.url == draft.get_absolute_url()
    assert prose(draft) == [
        f"{code}, som er fastsatt ved forskrift 29. januar 2027 nr. 114 og ikke er i kraft, skal lyde:"
    ]
    assert main_of(inside.get(draft.get_absolute_url())).count("Følger datoen i forskriften som endres.") == 1
    services.lock(regulation=draft, by=by)
    announce(draft, by=by, number=210, decided_on=dt.date(2027, 4, 20), announced_on=PLANNED_ANEW)
    waiting["ANE"].refresh_from_db()
    assert str(waiting["ANE"].annulled_by) == "FOR-2027-04-20-210"
    assert [row.text for row in ObjectiveVersion.objects.filter(objective__code=code)] == [text]


def test_the_amended_act_says_what_has_become_of_it(inside, waiting, by):
    inside.post(ADDRESS, filled_in(**choice(waiting["ANE"], "rett", "Kunne gi sedasjon.")))
    draft = AmendmentRegulation.objects.latest("pk")
    services.lock(regulation=draft, by=by)
    announce(draft, by=by, number=210, decided_on=dt.date(2027, 4, 20), announced_on=PLANNED_ANEW)

    page = main_of(inside.get("/forskrifter/2027/114/"))

    assert "Trådte aldri i kraft" in page
    assert "Endret ved FOR-2027-04-20-210" in page


def test_a_text_is_annulled_and_another_gets_new_content_in_the_same_draft(inside, waiting, by):
    chosen = choice(waiting["GAK"], "opphev") | choice(waiting["ANE"], "erstatt", "Kunne sedere.", "redusert")

    inside.post(ADDRESS, filled_in(**chosen))

    draft = AmendmentRegulation.objects.latest("pk")
    services.lock(regulation=draft, by=by)
    announce(draft, by=by, number=210, decided_on=dt.date(2027, 4, 20), announced_on=PLANNED_ANEW)
    assert draft.clauses.count() == 2
    in_force = ObjectiveVersion.objects.in_force(on=IN_FORCE).values_list("objective__code", "text")
    assert waiting["GAK"].objective.code not in dict(in_force)
    assert "Kunne sedere." in dict(in_force).values()
    assert not ObjectiveVersion.objects.filter(objective=waiting["ANE"].objective).exists()


def test_a_heading_that_waits_is_given_other_words(inside, announced, texts, by):
    heading = texts.heading.versions.get()
    operation = RenameTheme(theme=texts.heading.pk, number="15.11", title="Gallegang", basis=heading.pk)
    (outcome,) = apply([Scheduled(operation=operation, in_force_from=IN_FORCE)], act=announced.act, by=by)
    prefix = f"overskrift-{outcome.begun_heading.pk}"

    answer = inside.post(ADDRESS, filled_in(**{f"{prefix}-kind": "rett", f"{prefix}-text": "Galleblære"}))

    draft = AmendmentRegulation.objects.latest("pk")
    assert answer.status_code == 302
    assert prose(draft) == [
        "15.11, som er fastsatt ved forskrift 29. januar 2027 nr. 114 og ikke er i kraft, overskriften skal lyde:"
    ]


# --- what is refused ----------------------------------------------------------------------------------


def refused(inside, **more: str) -> str:
    """The page that came back, when no draft was made."""
    before = AmendmentRegulation.objects.count()
    answer = inside.post(ADDRESS, filled_in() | more)
    assert (answer.status_code, AmendmentRegulation.objects.count()) == (422, before)
    return main_of(answer)


def test_a_draft_of_nothing_is_not_made(inside, waiting):
    assert "Velg minst én tekst i FOR-2027-01-29-114" in refused(inside)


def test_each_choice_says_what_it_lacks(inside, waiting):
    code = waiting["ANE"].objective.code

    assert f"Skriv den nye ordlyden til {code}." in refused(inside, **choice(waiting["ANE"], "rett", " "))
    assert f"{code} lyder slik allerede." in refused(inside, **choice(waiting["ANE"], "rett", waiting["ANE"].text))
    assert f"Velg hva som skjer med kravet i {code}" in refused(inside, **choice(waiting["ANE"], "erstatt", "Ny."))
    assert "tekst" in refused(inside, **choice(waiting["ANE"], "slett", "Ny."))


def test_what_was_written_comes_back(inside, waiting):
    page = refused(inside, name="", **choice(waiting["ANE"], "rett", "En tekst som ikke skal bli borte."))

    assert "En tekst som ikke skal bli borte." in page
    assert "Skriv en arbeidstittel" in page


def test_the_amending_act_is_announced_before_the_text_applies(inside, waiting):
    page = refused(inside, planned_announcement="01.09.2027", **choice(waiting["ANE"], "rett", "Ny tekst."))

    assert "Endringen må kunngjøres før den dagen." in page


@pytest.mark.parametrize("day", ["01.03.2027", "31.02.2027", "x", ""])
def test_a_day_that_does_not_do_is_answered_at_the_field(inside, waiting, day):
    refused(inside, planned_announcement=day, **choice(waiting["ANE"], "rett", "Ny tekst."))


def test_what_is_in_force_goes_through_a_case(waiting, announced, by):
    amendment = Amendment(words=waiting["ANE"], kind=Amendment.Kind.REPEAL)

    with pytest.raises(RuleViolation, match=r"trådte i kraft 1[.] september 2027"):
        services.amend(
            act=announced.act,
            name="For sent",
            planned_announcement=dt.date(2027, 10, 1),
            reason="Et forsøk.",
            amendments=[amendment],
            by=by,
            on=IN_FORCE,
        )


def test_the_text_of_another_act_is_not_amended_through_this_one(texts, announced, by):
    amendment = Amendment(words=texts.repealed, kind=Amendment.Kind.REPEAL)

    with pytest.raises(RuleViolation, match="av en annen forskrift"):
        services.amend(
            act=announced.act,
            name="Feil forskrift",
            planned_announcement=PLANNED_ANEW,
            reason="Et forsøk.",
            amendments=[amendment],
            by=by,
            on=BEFORE,
        )


def test_a_text_of_another_act_posted_by_hand_is_not_listened_to(inside, texts, waiting):
    assert "Velg minst én tekst" in refused(inside, **choice(texts.heading.objective_versions.first(), "opphev"))


def test_when_nothing_waits_the_page_says_where_to_go(inside, announced, today):
    today(IN_FORCE)

    page = main_of(inside.get(ADDRESS))

    assert "Ingenting i FOR-2027-01-29-114 venter på å tre i kraft." in page
    assert "<form" not in page


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        (Role.ADMINISTRATOR, Organisation.Kind.DIRECTORATE, 403),
        (Role.READER, Organisation.Kind.DIRECTORATE, 404),
        (Role.SUBMITTER, Organisation.Kind.REGUT, 404),
    ],
)
def test_others_are_told_no_or_nothing(client, waiting, today, role, kind, status):
    client.force_login(factories.user(role, of=factories.organisation(kind), email="annen@example.no"))
    drafts = AmendmentRegulation.objects.count()

    assert client.get(ADDRESS).status_code == status
    assert client.post(ADDRESS, filled_in(**choice(waiting["ANE"], "opphev"))).status_code == status
    assert AmendmentRegulation.objects.count() == drafts


def test_the_service_asks_too(waiting, announced):
    with pytest.raises(NotPermitted):
        services.amend(
            act=announced.act,
            name="Uten lov",
            planned_announcement=PLANNED_ANEW,
            reason="Et forsøk.",
            amendments=[Amendment(words=waiting["ANE"], kind=Amendment.Kind.REPEAL)],
            by=factories.user(Role.READER),
            on=BEFORE,
        )


def test_an_act_that_does_not_exist_is_not_found(inside, db):
    assert inside.get("/forskrifter/2027/999/endre/").status_code == 404
