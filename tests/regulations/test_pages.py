"""The workspace: who gets in, what it shows, and how it says no."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from objectives.operations import ChangedText, CorrectText, MergeObjectives, RepealObjective, Scheduled, apply
from objectives.templatetags.legal import unbroken
from organisations.models import Organisation, Role
from regulations import services, tasks
from regulations.documents import build_document
from regulations.forms import AnnouncementForm
from regulations.models import (
    AmendmentClause,
    AmendmentRegulation,
    DraftTransitionalRule,
    RenderedDocument,
    ReviewComment,
)
from regulations.pages import regulation_page
from regulations.urls import urlpatterns
from tests import factories

from .conftest import PLANNED, TODAY, approved

pytestmark = pytest.mark.django_db

PUBLIC = {"acts", "act", "act_pdf", "act_file", "entries", "entry", "feed"}
OF_AN_ACT = {"act_lovdata"}  # for the whole directorate, which may read what Lovdata says
WRITES = {"lock", "unlock", "clause_remove", "rule_remove", "request_pdf", "approve", "approval_withdraw"}
WRITES |= {"request_letter", "comment", "comment_answer", "comment_settle", "clause_reword", "checklist", "recall"}


@pytest.fixture
def inside(client, by):
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client


def log_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def handed_out(monkeypatch) -> list[int]:
    """What the queue was given, instead of a queue."""
    found: list[int] = []
    monkeypatch.setattr(tasks.render_document, "apply_async", lambda args, **options: found.append(args[0]))
    return found


def addresses(draft) -> dict[str, str]:
    """Every address of the workspace, for this draft."""
    clause = draft.clauses.first().pk
    document = RenderedDocument.objects.create(regulation=draft, requested_by=draft.created_by).pk
    act = factories.act()
    rule = DraftTransitionalRule.objects.create(regulation=draft, started="spesialisering").pk
    comment = ReviewComment.objects.create(regulation=draft, body="Er dette riktig?", author=draft.created_by).pk
    values = {"pk": draft.pk, "clause_pk": clause, "document_pk": document, "rule_pk": rule, "comment_pk": comment}
    values |= {"year": act.decided_on.year, "number": act.number, "form": "json"}
    found = {}
    for pattern in urlpatterns:
        if pattern.name not in PUBLIC | OF_AN_ACT:
            wanted = {name: values[name] for name in pattern.pattern.converters}
            found[pattern.name] = reverse(f"regulations:{pattern.name}", kwargs=wanted)
    return found


def sentences(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- who gets in --------------------------------------------------------------------------------------


def test_those_not_logged_in_are_sent_to_the_login(client, draft):
    for name, url in addresses(draft).items():
        response = client.post(url) if name in WRITES else client.get(url)

        assert (response.status_code, response.url) == (302, f"/logg-inn/?next={url}"), name


@pytest.mark.parametrize("role", [Role.SUBMITTER, Role.CASEWORKER, Role.READER])
def test_for_others_than_the_directorate_the_workspace_does_not_exist(client, draft, role):
    log_in(client, factories.user(role, of=factories.organisation(Organisation.Kind.REGUT), email="ute@example.no"))

    for name, url in addresses(draft).items():
        response = client.post(url) if name in WRITES else client.get(url)
        assert response.status_code == 404, name


def test_an_administrator_reads_and_is_offered_nothing_to_do(client, draft):
    log_in(client, factories.user(Role.ADMINISTRATOR))

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "GAK-077" in page
    assert "<form" not in page.partition("<main")[2]


@pytest.mark.parametrize("name", ["lock", "unlock", "clause_remove", "rule_remove", "request_pdf"])
def test_an_administrator_who_writes_all_the_same_is_told_who_may(client, draft, name):
    log_in(client, factories.user(Role.ADMINISTRATOR))

    response = client.post(addresses(draft)[name])

    assert response.status_code == 403
    assert "Bare saksbehandlere og besluttere i Helsedirektoratet kan endre" in response.content.decode()


@pytest.mark.parametrize("name", sorted(WRITES))
def test_nothing_is_written_by_following_a_link(inside, draft, name):
    assert inside.get(addresses(draft)[name]).status_code == 405


def test_a_fragment_asked_for_after_the_login_ran_out_is_not_a_login_page(client, draft):
    response = client.get(addresses(draft)["document"], headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (401, b"")


# --- the list -----------------------------------------------------------------------------------------


def test_an_empty_list_says_what_comes_next(inside):
    page = inside.get("/endringsforskrifter/").content.decode()

    assert "Ingen utkast nå." in page
    assert "Ingen endringsforskrifter er kunngjort herfra ennå." in page


def test_drafts_and_announced_stand_apart(inside, announced, by):
    services.create_regulation(name="Høst 2027", planned_announcement=dt.date(2027, 8, 27), by=by, on=TODAY)

    page = inside.get("/endringsforskrifter/").content.decode()

    drafts, _, told = page.partition("Kunngjorte")
    assert "Høst 2027" in drafts
    assert "FOR-2027-01-29-114" in told


def test_a_new_draft_is_made_from_the_list(inside):
    planned = timezone.localdate() + dt.timedelta(days=60)

    response = inside.post("/endringsforskrifter/", {"name": "Høst", "planned_announcement": f"{planned:%d.%m.%Y}"})

    draft = AmendmentRegulation.objects.get()
    assert response.url == draft.get_absolute_url()
    assert (draft.name, draft.planned_announcement) == ("Høst", planned)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Skriv når kunngjøringen er planlagt"),
        ("i februar", "Skriv datoen som dag, måned og år"),
        ("01.03.2020", "1. mars 2020, som er passert"),
    ],
)
def test_a_new_draft_is_refused_beside_the_form(inside, written, sentence):
    response = inside.post("/endringsforskrifter/", {"name": "Høst", "planned_announcement": written})

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_list_asks_as_often_for_many_as_for_few(inside, by, django_assert_num_queries):
    def make(count: int) -> None:
        for number in range(count):
            services.create_regulation(name=f"Utkast {count}-{number}", planned_announcement=PLANNED, by=by, on=TODAY)

    make(2)
    inside.get("/endringsforskrifter/")
    with django_assert_num_queries(6):
        assert b"Utkast 2-1" in inside.get("/endringsforskrifter/").content
    make(4)
    with django_assert_num_queries(6):
        assert b"Utkast 4-3" in inside.get("/endringsforskrifter/").content


# --- the draft ----------------------------------------------------------------------------------------


def test_the_page_shows_each_clause_as_a_redline_with_its_date(inside, draft):
    page = inside.get(draft.get_absolute_url()).content.decode()

    assert "fjernet: </span>cholecystektomi" in page
    assert "tilføyd: </span>kolecystektomi" in page
    assert "straks ved kunngjøring" in page
    assert '<time datetime="2027-09-01">01.09.2027</time>' in page


def test_the_preview_says_what_the_document_says(inside, draft):
    document = build_document(draft)

    page = inside.get(draft.get_absolute_url()).content.decode()

    preview = page.partition('<article class="act')[2]
    for part in document.chapters:
        assert part.heading in preview
        for clause in part.clauses:
            for instruction in clause.instructions:
                assert unbroken(instruction.prose) in preview
    assert unbroken(document.entry_into_force) in preview


def test_a_clause_that_can_not_be_announced_is_told_with_the_sentence_it_will_be_refused_with(inside, draft, by):
    AmendmentClause.objects.filter(objective__code="GAK-077").update(in_force_from=dt.date(2027, 7, 1))

    page = inside.get(draft.get_absolute_url()).content.decode()

    assert "Rett endringsledd 1" in page
    assert "GAK-077 kan ikke tre i kraft 1. juli 2027 uten begrunnelse" in page
    assert "(EF-3, EF-6)" in page
    assert "Begrunnelse mangler" in page


def test_the_reason_for_a_departing_date_stands_with_it(inside, draft, by):
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="straks",
        in_force_from=None,
        departure_reason="Haster av hensyn til pasientsikkerheten.",
        by=by,
    )

    assert "Haster av hensyn til pasientsikkerheten." in inside.get(draft.get_absolute_url()).content.decode()


def test_another_draft_about_the_same_objective_is_told(inside, draft, texts, by):
    other = services.create_regulation(name="Hastesak", planned_announcement=PLANNED, by=by, on=TODAY)
    services.add_clause(regulation=other, operation=RepealObjective(code="GAK-084", basis=texts.corrected.pk), by=by)

    assert "Endres også i utkastet «Hastesak»" in inside.get(draft.get_absolute_url()).content.decode()
    assert "Endres også i utkastet «Vinter 2027»" in inside.get(other.get_absolute_url()).content.decode()


def test_every_objective_that_another_draft_merges_is_told(inside, draft, texts, by):
    other = services.create_regulation(name="Hastesak", planned_announcement=PLANNED, by=by, on=TODAY)
    merged = (
        ChangedText(code="GAK-077", basis=texts.repealed.pk),
        ChangedText(code="GAK-084", basis=texts.corrected.pk),
    )
    merge = MergeObjectives(merged=merged, text="Kunne utføre begge deler.", approvals_carry_over=False)
    services.add_clause(regulation=other, operation=merge, by=by)

    assert inside.get(draft.get_absolute_url()).content.decode().count("Endres også i utkastet «Hastesak»") == 2
    assert "Endres også i utkastet «Vinter 2027»" in inside.get(other.get_absolute_url()).content.decode()


def test_the_note_to_the_lawyer_stands_on_the_draft(inside, draft):
    page = inside.get(draft.get_absolute_url()).content.decode()

    assert "Hjemmelen må kontrolleres av jurist" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("empty_draft", "Velg vedtatte endringspunkter"),
        ("draft", "Lås utkastet for kunngjøring"),
        ("locked", "Vent på at en annen godkjenner utkastet"),
        ("approved_draft", "Send forskriften til kunngjøring"),
        ("announced", "Forskriften er kunngjort som FOR-2027-01-29-114"),
    ],
)
def test_the_next_step_follows_the_draft(inside, request, state, words):
    regulation = request.getfixturevalue(state)

    assert words in inside.get(regulation.get_absolute_url()).content.decode()


def test_a_locked_draft_that_another_act_overtook_is_not_asked_to_be_announced(inside, locked, operations, by):
    overtaking = Scheduled(operation=operations.correct, in_force_from=dt.date(2026, 12, 15))
    apply([overtaking], act=factories.act(9, dt.date(2026, 12, 1)), by=by)

    page = inside.get(locked.get_absolute_url()).content.decode()

    assert "Lås opp utkastet og rett endringsledd 2" in page
    assert "GAK-084 er endret ved FOR-2026-12-01-9" in page


def test_the_page_asks_as_often_for_many_clauses_as_for_few(inside, draft, texts, by, django_assert_num_queries):
    url = draft.get_absolute_url()
    inside.get(url)
    with django_assert_num_queries(32):
        assert b"ledd-" in inside.get(url).content
    for number in range(100, 110):
        row = factories.version(f"GAK-{number}", under=texts.heading)
        correction = CorrectText(code=f"GAK-{number}", text=f"Rettet {number}.", basis=row.pk)
        services.add_clause(regulation=draft, operation=correction, by=by)
    with django_assert_num_queries(32):
        assert b"GAK-109" in inside.get(url).content


def test_an_announcement_that_came_back_stands_on_the_page_with_its_errors(locked, by):
    approved(locked)
    form = AnnouncementForm({"announced_on": "12.02.2027", "announced_time": "", "decided_on": "", "number": "114"})

    context = regulation_page(locked, user=by, on=TODAY, announcement_form=form)

    assert context["announcement_form"] is form
    assert context["may_announce"]


def test_a_clause_before_the_announcement_is_warned_about_before_it_is_registered(draft, by):
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="dato",
        in_force_from=dt.date(2027, 2, 1),
        departure_reason="Haster.",
        by=by,
    )
    locked = services.lock(regulation=draft, by=by)

    cautions = regulation_page(locked, user=by, on=TODAY)["cautions"]

    assert [caution.code for caution in cautions] == ["in-force-before-announcement"]


# --- locking, heading, plan ---------------------------------------------------------------------------


def test_locking_tells_how_many_codes_were_reserved(inside, draft):
    response = inside.post(reverse("regulations:lock", args=[draft.pk]))

    assert sentences(response) == ["Utkastet er låst. 2 nye koder er reservert."]


def test_a_refused_locking_is_told_on_the_page(inside, empty_draft):
    response = inside.post(reverse("regulations:lock", args=[empty_draft.pk]))

    assert response.url == empty_draft.get_absolute_url()
    assert sentences(response) == [
        "«Vinter 2027» har ingen endringsledd. Ta inn minst ett vedtatt endringspunkt først."
    ]


def test_a_locked_draft_can_be_opened_again(inside, locked):
    inside.post(reverse("regulations:unlock", args=[locked.pk]))

    locked.refresh_from_db()
    assert not locked.is_locked


def test_the_heading_is_edited_on_its_own_page(inside, draft):
    values = {"title": draft.title, "short_title": draft.short_title, "legal_basis": "forskriften § 3"}

    inside.post(reverse("regulations:heading", args=[draft.pk]), values | {"transitional_text": "Overgang."})

    draft.refresh_from_db()
    assert (draft.legal_basis, draft.transitional_text) == ("forskriften § 3", "Overgang.")


def test_the_heading_of_a_locked_draft_comes_back_with_the_refusal(inside, locked):
    values = {"title": "Ny", "short_title": "Ny", "legal_basis": "§ 3", "transitional_text": ""}

    response = inside.post(reverse("regulations:heading", args=[locked.pk]), values)

    assert response.status_code == 422
    assert "Lås opp utkastet før du endrer det." in response.content.decode()


def test_the_plan_is_moved_on_its_own_page(inside, draft):
    inside.post(reverse("regulations:schedule", args=[draft.pk]), {"planned_announcement": "05.03.2027"})

    draft.refresh_from_db()
    assert draft.planned_announcement == dt.date(2027, 3, 5)


# --- one clause ---------------------------------------------------------------------------------------


def clause_url(draft, code: str, name: str = "clause") -> str:
    return reverse(f"regulations:{name}", args=[draft.pk, draft.clauses.get(objective__code=code).pk])


def test_a_departing_date_without_a_reason_comes_back_with_the_rule(inside, draft):
    values = {"entry_into_force": "dato", "in_force_from": "1.7.27", "departure_reason": ""}

    response = inside.post(clause_url(draft, "GAK-077"), values)

    assert response.status_code == 422
    assert (
        "Velg 1. september 2027, eller skriv en begrunnelse." in response.context["form"].errors["departure_reason"][0]
    )


def test_with_a_reason_it_is_saved(inside, draft):
    values = {"entry_into_force": "dato", "in_force_from": "1.7.27", "departure_reason": "Saken haster."}

    response = inside.post(clause_url(draft, "GAK-077"), values)

    assert response.url == draft.get_absolute_url()
    assert draft.clauses.get(objective__code="GAK-077").in_force_from == dt.date(2027, 7, 1)


def test_a_clause_is_found_only_in_its_own_draft(inside, draft, by):
    other = services.create_regulation(name="Høst", planned_announcement=PLANNED, by=by, on=TODAY)

    assert inside.get(reverse("regulations:clause", args=[other.pk, draft.clauses.first().pk])).status_code == 404


def test_a_clause_is_taken_out(inside, draft):
    inside.post(clause_url(draft, "GAK-077", "clause_remove"))

    assert not draft.clauses.filter(objective__code="GAK-077").exists()


def test_a_clause_of_a_locked_draft_is_not_taken_out(inside, locked):
    response = inside.post(clause_url(locked, "GAK-077", "clause_remove"))

    assert sentences(response) == ["«Vinter 2027» er låst for kunngjøring. Lås opp utkastet før du endrer det."]
