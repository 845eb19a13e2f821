"""The pages of the review: what each person sees, and what they can press."""

from __future__ import annotations

import pytest
from django.test import Client

from organisations.models import Role
from regulations import services
from regulations.reviewing import standing_approval
from tests import factories


@pytest.fixture
def other(db):
    return factories.decision_maker()


def at(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(draft, person, rest: str = "gjennomgang/") -> str:
    answer = at(person).get(f"/endringsforskrifter/{draft.pk}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def post(draft, person, rest: str, **fields):
    return at(person).post(f"/endringsforskrifter/{draft.pk}/{rest}", fields)


def test_the_one_who_locked_it_is_told_to_wait_for_another(locked, by):
    workspace, review = page_of(locked, by, ""), page_of(locked, by)

    assert "Vent på at en annen godkjenner utkastet" in workspace
    assert "Godkjenn versjon" not in review


def test_another_person_is_led_to_approve(locked, other):
    workspace, review = page_of(locked, other, ""), page_of(locked, other)

    assert "Les utkastet og godkjenn det" in workspace
    assert "Godkjenn versjon 1" in review


def test_approving_leads_back_to_the_draft_which_tells_the_next_step(locked, by, other):
    answer = post(locked, other, "gjennomgang/godkjenn/", version="1", note="")

    assert answer.status_code == 302
    assert standing_approval(locked) is not None
    workspace = page_of(locked, by, "")
    assert "Registrer kunngjøringen" in workspace
    assert "Versjon 1 er godkjent av" in workspace


def test_without_an_approval_there_is_no_form_for_the_announcement(locked, by):
    assert 'name="announced_on"' not in page_of(locked, by, "")


def test_a_version_that_was_locked_again_meanwhile_is_refused_on_the_page(locked, by, other):
    services.unlock(regulation=locked, by=by)
    services.lock(regulation=locked, by=by)

    answer = post(locked, other, "gjennomgang/godkjenn/", version="1")

    assert answer.status_code == 422
    assert "Les versjon 2 før du godkjenner" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "-1", "x", "99999999999999999999"])
def test_a_tampered_version_approves_nothing(locked, other, version):
    assert post(locked, other, "gjennomgang/godkjenn/", version=version).status_code == 422
    assert standing_approval(locked) is None


def test_an_administrator_reads_the_review_and_approves_nothing(locked):
    administrator = factories.user(Role.ADMINISTRATOR)

    assert "Godkjenn versjon" not in page_of(locked, administrator)
    assert post(locked, administrator, "gjennomgang/godkjenn/", version="1").status_code == 403


def test_withdrawing_needs_a_reason_and_keeps_the_page_open(locked, other):
    services.approve(regulation=locked, by=other)

    refused = post(locked, other, "gjennomgang/trekk/", reason=" ")
    done = post(locked, other, "gjennomgang/trekk/", reason="Hjemmelen må ses på.")

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "Hjemmelen må ses på." in page_of(locked, other)


def test_a_comment_is_written_answered_and_settled_on_the_page(locked, by, other):
    post(locked, other, "kommentarer/", body="Er <b>hjemmelen</b> riktig?")
    said = locked.comments.get()
    post(locked, by, f"kommentarer/{said.pk}/svar/", body="Ja, § 3b.")
    post(locked, by, f"kommentarer/{said.pk}/avklar/")

    page = page_of(locked, other)
    assert "Er &lt;b&gt;hjemmelen&lt;/b&gt; riktig?" in page
    assert "Ja, § 3b." in page
    assert "avklart av" in page


def test_a_comment_on_another_drafts_clause_is_not_found(locked, by):
    assert post(locked, by, "kommentarer/", body="Hei", clause="999999").status_code == 404


@pytest.mark.parametrize("body", ["", "   ", "\x01\x02"])
def test_an_empty_comment_is_asked_for_again(locked, by, body):
    answer = post(locked, by, "kommentarer/", body=body)

    assert answer.status_code == 422
    assert "Skriv kommentaren." in answer.content.decode()


def test_two_versions_are_read_side_by_side_as_a_redline(locked, by):
    services.unlock(regulation=locked, by=by)
    services.remove_clause(clause=locked.clauses.get(objective__code="GAK-077"), by=by)
    services.edit_heading(
        regulation=locked, title="Forskrift om endring i vedlegg 2", short_title="Endr.", legal_basis="§ 3b",
        transitional_text="", by=by,
    )  # fmt: skip
    services.lock(regulation=locked, by=by)

    page = page_of(locked, by, "versjoner/?fra=1&til=2")

    assert "Tatt ut" in page
    assert "GAK-077 oppheves." in page
    assert '<h2 class="h-sm">Tittel</h2>' in page
    assert "3 endringsledd er like i begge." in page


def test_the_open_draft_is_compared_with_what_was_locked_last(locked, by):
    services.unlock(regulation=locked, by=by)

    assert "Ingenting skiller de to." in page_of(locked, by, "versjoner/")


@pytest.mark.parametrize("asked", ["fra=7", "til=x", "fra=-1", "til=0"])
def test_a_version_that_is_not_there_is_not_found(locked, by, asked):
    assert at(by).get(f"/endringsforskrifter/{locked.pk}/versjoner/?{asked}").status_code == 404


def test_before_the_first_version_the_page_says_so(draft, by):
    assert "Ingen versjoner ennå." in page_of(draft, by, "versjoner/")


def test_one_version_alone_is_not_compared_with_itself(locked, by):
    page = page_of(locked, by, "versjoner/")

    assert "Det er bare én versjon ennå." in page
    assert "Sammenlign" not in page


def test_abandoning_is_asked_about_first_with_what_happens_to_the_codes(locked, by):
    page = page_of(locked, by, "legg-bort/")

    assert "gis aldri til andre læringsmål (ID-1): GAK-085, ANE-053" in page


def test_abandoning_needs_a_reason(locked, by):
    refused = post(locked, by, "legg-bort/", reason="")
    done = post(locked, by, "legg-bort/", reason="Departementet vil vente.")

    assert (refused.status_code, done.status_code) == (422, 302)
    workspace = page_of(locked, by, "")
    assert "Utkastet er lagt bort" in workspace
    assert "Departementet vil vente." in workspace
    assert "Lås opp utkastet" not in workspace


def test_abandoning_twice_is_answered_as_it_stands_now(locked, by):
    post(locked, by, "legg-bort/", reason="Departementet vil vente.")

    assert post(locked, by, "legg-bort/", reason="Igjen.").status_code == 409
