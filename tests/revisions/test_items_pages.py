"""Change items on their page: each kind with what follows, and the old text read from the register alone."""

import datetime as dt

import pytest

from objectives.models import LearningActivity, Objective, ObjectiveVersion
from objectives.models.validity import from_day
from revisions.models import ActivityChange, ChangeItem, Proposal
from revisions.services import items
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

OLD = "Ha kunnskap om utredning av gallestein."
NEW = "Ha god kunnskap om utredning av gallestein."


@pytest.fixture
def text() -> ObjectiveVersion:
    return factories.version("GAK-088", OLD)


@pytest.fixture
def proposal(text) -> Proposal:
    return drafts.draft()


@pytest.fixture
def writer(proposal):
    return drafts.signed_in(proposal.created_by)


def new(proposal: Proposal) -> str:
    return f"/forslag/{proposal.pk}/punkter/ny/"


def change(**fields) -> dict[str, str]:
    return {"kind": "faglig", "code": "GAK-088", "new_text": NEW, "effect": "skjerpet", **fields}


def look(client, proposal: Proposal, **fields) -> str:
    """The page as it reads while somebody writes; nothing is saved."""
    answer = client.post(new(proposal), {**fields, "vis": "1"})
    assert answer.status_code == 200
    assert not proposal.items.exists()
    return answer.content.decode()


# --- the four kinds -----------------------------------------------------------------------------------


def test_each_kind_says_what_follows_from_it(writer, proposal):
    page = writer.get(new(proposal)).content.decode()

    assert "Koden beholdes. I kraft straks ved kunngjøring." in page
    assert "Læringsmålet får ny kode, og den gamle oppheves. I kraft seks måneder etter kunngjøring." in page
    assert "Koden blir aldri brukt igjen." in page
    assert "Får en kode som aldri har vært brukt." in page


def test_a_content_change_says_what_carries_over(writer, proposal):
    page = look(writer, proposal, kind="faglig", code="GAK-088")

    assert "Godkjenninger overføres ikke. Registrerte læringsaktiviteter overføres." in page
    assert "Godkjenninger og læringsaktiviteter overføres til det nye læringsmålet." in page


@pytest.mark.parametrize(
    "fields",
    [change(), change(kind="spraklig", effect=""), change(kind="oppheving", effect="", new_text="")],
    ids=["faglig", "spraklig", "oppheving"],
)
def test_a_change_keeps_the_text_and_the_place_it_starts_from(writer, proposal, text, fields):
    answer = writer.post(new(proposal), fields)

    item = ChangeItem.objects.get()
    assert answer["Location"] == f"/forslag/{proposal.pk}/rediger/#endringspunkter"
    assert (item.kind, item.basis, item.old_text) == (fields["kind"], text, OLD)
    assert (item.chapter, item.theme, item.stage) == (text.chapter, text.theme, text.stage)


def test_a_new_one_stands_where_it_was_placed(writer, proposal, text):
    fields = {
        "theme": text.theme_id,
        "after": text.objective_id,
        "stage": "2-3",
        "new_text": "Ha kunnskap om galleganger.",
    }

    writer.post(new(proposal), {"kind": "nytt", **fields})

    item = ChangeItem.objects.get()
    assert (item.chapter, item.theme, item.after) == (text.chapter, text.theme, text.objective)
    assert (item.objective, item.old_text) == (None, "")


def test_an_effect_left_over_from_another_kind_is_not_kept(writer, proposal):
    writer.post(new(proposal), change(kind="spraklig", effect="skjerpet"))

    assert ChangeItem.objects.get().effect == ""


def test_the_old_text_is_never_taken_from_the_browser(writer, proposal):
    writer.post(new(proposal), change(old_text="En tekst ingen har vedtatt.", basis="1", objective="1"))

    assert ChangeItem.objects.get().old_text == OLD


def test_the_code_may_be_written_in_small_letters(writer, proposal):
    writer.post(new(proposal), change(code=" gak-088 "))

    assert ChangeItem.objects.get().objective == Objective.objects.get(code="GAK-088")


# --- refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Velg hva slags endring det er."),
        ({"kind": "bytte"}, "Velg en av typene."),
        (change(code=""), "Skriv koden til læringsmålet."),
        (change(code="GAK-999"), "Koden GAK-999 finnes ikke i registeret. Kontroller koden."),
        (change(code="<b>"), "Koden &lt;B&gt; finnes ikke i registeret."),
        (change(code="GAK\x00088"), "Koden GAK088 finnes ikke i registeret."),
        (change(new_text=""), "Skriv den foreslåtte teksten."),
        (change(new_text=" \n\t\x00 "), "Skriv den foreslåtte teksten."),
        (change(new_text=OLD), "er lik den gjeldende"),
        (change(effect=""), "Velg om kravet skjerpes, reduseres eller er likeverdig."),
        (change(new_text="a" * 100_000), "er på 100\u00a0000 tegn"),
        ({"kind": "nytt", "new_text": "Ha kunnskap."}, "Velg temaoverskriften læringsmålet skal stå under."),
        ({"kind": "nytt", "new_text": "Ha kunnskap."}, "Velg hvilken del av utdanningen læringsmålet hører til."),
    ],
)
def test_what_does_not_hold_is_refused_in_words(writer, proposal, fields, sentence):
    answer = writer.post(new(proposal), fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ChangeItem.objects.exists()


def test_what_was_written_stays_when_the_change_is_refused(writer, proposal):
    page = writer.post(new(proposal), change(code="GAK-999", comment="Rådene ønsker det.")).content.decode()

    assert NEW in page
    assert "Rådene ønsker det." in page


def test_a_repealed_code_is_refused_with_what_to_do_instead(writer, proposal):
    factories.version("GAK-077", "Ha kunnskap om pankreatitt.", valid_until=dt.date(2025, 9, 1))

    answer = writer.post(new(proposal), change(code="GAK-077"))

    assert answer.status_code == 422
    assert "GAK-077 er allerede opphevet" in answer.content.decode()
    assert "1. september 2025" in answer.content.decode()


def test_the_same_code_twice_in_a_proposal_is_refused(writer, proposal):
    writer.post(new(proposal), change())

    answer = writer.post(new(proposal), change(new_text="Noe annet om gallestein."))

    assert answer.status_code == 422
    assert "Forslaget har allerede et endringspunkt om dette læringsmålet." in answer.content.decode()


def test_a_theme_of_another_chapter_cannot_be_chosen(writer, proposal):
    elsewhere = factories.theme(
        "22.6",
        "Sedasjon",
        in_chapter=factories.chapter("C22", "C22. Anestesiologi", of=factories.specialty("ANE", "Anestesiologi")),
    )

    answer = writer.post(
        new(proposal), {"kind": "nytt", "theme": elsewhere.pk, "stage": "3", "new_text": "Ha kunnskap."}
    )

    assert answer.status_code == 422
    assert not ChangeItem.objects.exists()


def test_two_clicks_add_one_item(writer, proposal, text):
    token = writer.get(new(proposal)).context["once"]
    fields = {"kind": "nytt", "theme": text.theme_id, "stage": "3", "new_text": "Ha kunnskap.", "once": token}

    writer.post(new(proposal), fields)
    again = writer.post(new(proposal), fields)

    assert again.status_code == 302
    assert proposal.items.count() == 1


def test_nothing_is_added_to_a_sent_proposal():
    proposal = drafts.sent()
    factories.version("GAK-001")

    answer = drafts.signed_in(proposal.created_by).post(new(proposal), change(code="GAK-001"))

    assert answer.status_code == 409
    assert proposal.items.count() == 1


# --- while it is written ------------------------------------------------------------------------------


def test_the_text_is_fetched_by_its_code_and_is_where_the_writing_starts(writer, proposal):
    page = look(writer, proposal, kind="spraklig", code="gak-088")

    assert f"{OLD}</textarea>" in page
    assert "15.12 Lever" in page
    assert "Del 2–3" in page


def test_fetching_a_text_does_not_write_over_what_is_begun(writer, proposal):
    page = look(writer, proposal, kind="spraklig", code="GAK-088", new_text=NEW)

    assert f"{NEW}</textarea>" in page


def test_another_code_brings_its_own_text_while_nothing_is_written(writer, proposal):
    factories.version("GAK-089", "Ha kunnskap om leversvikt.")

    page = look(writer, proposal, kind="spraklig", code="GAK-089", fetched="GAK-088", new_text=OLD)

    assert "Ha kunnskap om leversvikt.</textarea>" in page


def test_another_code_leaves_a_text_that_is_begun(writer, proposal):
    factories.version("GAK-089", "Ha kunnskap om leversvikt.")

    page = look(writer, proposal, kind="spraklig", code="GAK-089", fetched="GAK-088", new_text=NEW)

    assert f"{NEW}</textarea>" in page


def test_an_unknown_code_is_told_before_saving(writer, proposal):
    page = look(writer, proposal, kind="spraklig", code="GAK-999")

    assert "Koden GAK-999 finnes ikke i registeret." in page


def test_the_change_is_shown_word_by_word(writer, proposal):
    page = look(writer, proposal, **change())

    assert "Slik blir endringen" in page
    assert "Ha kunnskap om</del>" in page.replace('<span class="ds-sr-only">, slutt fjernet.</span>', "")
    assert "Ha god kunnskap om</ins>" in page.replace('<span class="ds-sr-only">, slutt tilføyd.</span>', "")


def test_a_repeal_shows_the_whole_text_struck(writer, proposal):
    page = look(writer, proposal, kind="oppheving", code="GAK-088")

    assert f'<del class="rl"><span class="ds-sr-only">fjernet: </span>{OLD}' in page
    assert 'name="new_text"' not in page


def test_a_new_one_is_shown_among_its_neighbours(writer, proposal, text):
    factories.version("GAK-089", "Ha kunnskap om leversvikt.")

    page = look(
        writer,
        proposal,
        kind="nytt",
        theme=str(text.theme_id),
        after=str(text.objective_id),
        new_text="Ha kunnskap om X.",
    )

    shown = page[page.index("Slik blir det under") :]
    assert "15.12 Lever" in shown
    assert shown.index("GAK-088") < shown.index("Ha kunnskap om X.") < shown.index("GAK-089")


def test_a_code_of_another_specialty_is_taken_with_a_note(writer, proposal):
    other = factories.specialty("ANE", "Anestesiologi")
    factories.series("ANE", of=other)
    under = factories.theme("22.6", "Sedasjon", in_chapter=factories.chapter("C22", "C22. Anestesiologi", of=other))
    factories.version("ANE-052", "Kunne gi sedasjon.", under=under)

    page = look(writer, proposal, kind="spraklig", code="ANE-052")
    writer.post(new(proposal), change(code="ANE-052"))

    assert "ANE-052 hører til Anestesiologi, mens forslaget gjelder Gastroenterologisk kirurgi." in page
    assert proposal.items.count() == 1


def test_markup_in_the_text_is_shown_as_it_is_written(writer, proposal):
    page = look(writer, proposal, **change(new_text="<img src=x onerror=alert(1)> = 1"))

    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


# --- again, and away ----------------------------------------------------------------------------------


@pytest.fixture
def item(proposal) -> ChangeItem:
    return items.save_item(
        proposal=proposal, by=proposal.created_by, kind="faglig", code="GAK-088", new_text=NEW, effect="skjerpet"
    )


def test_a_saved_item_is_shown_and_saved_again(writer, proposal, item):
    address = f"/forslag/{proposal.pk}/punkter/{item.pk}/"

    page = writer.get(address).content.decode()
    writer.post(address, change(new_text="Beherske utredning av gallestein."))

    item.refresh_from_db()
    assert f"{NEW}</textarea>" in page
    assert item.new_text == "Beherske utredning av gallestein."
    assert proposal.items.count() == 1


def test_a_kind_can_be_changed_to_another(writer, proposal, item):
    writer.post(f"/forslag/{proposal.pk}/punkter/{item.pk}/", {"kind": "oppheving", "code": "GAK-088", "new_text": NEW})

    item.refresh_from_db()
    assert (item.kind, item.new_text, item.effect) == ("oppheving", "", "")


def test_an_item_another_has_saved_meanwhile_is_not_overwritten(writer, proposal, item):
    address = f"/forslag/{proposal.pk}/punkter/{item.pk}/"
    seen_at = writer.get(address).context["form"].initial["seen_at"]
    items.save_item(
        proposal=proposal, item=item, by=proposal.created_by, kind="spraklig", code="GAK-088", new_text="Kollegaens."
    )

    answer = writer.post(address, change(seen_at=seen_at))

    item.refresh_from_db()
    assert answer.status_code == 422
    assert f"{proposal.created_by} har endret dette endringspunktet kl. " in answer.content.decode()
    assert "Kollegaens." in answer.content.decode()
    assert item.new_text == "Kollegaens."


def test_who_has_seen_what_another_saved_saves_their_own(writer, proposal, item):
    address = f"/forslag/{proposal.pk}/punkter/{item.pk}/"
    seen_at = writer.get(address).context["form"].initial["seen_at"]
    items.save_item(
        proposal=proposal, item=item, by=proposal.created_by, kind="spraklig", code="GAK-088", new_text="Kollegaens."
    )
    refused = writer.post(address, change(seen_at=seen_at))

    answer = writer.post(address, change(seen_at=refused.context["form"]["seen_at"].value()))

    item.refresh_from_db()
    assert answer.status_code == 302
    assert item.new_text == NEW


def test_an_item_another_has_deleted_is_not_made_again(writer, proposal, item):
    address = f"/forslag/{proposal.pk}/punkter/{item.pk}/"
    items.remove_item(item=ChangeItem.objects.get(pk=item.pk), by=proposal.created_by)

    answer = writer.post(address, change())

    assert answer.status_code == 404
    assert not ChangeItem.objects.exists()
    assert NEW in answer.content.decode()


def test_an_item_is_deleted_after_being_asked_once_more(writer, proposal, item):
    address = f"/forslag/{proposal.pk}/punkter/{item.pk}/slett/"

    question = writer.get(address).content.decode()
    answer = writer.post(address)

    assert "Slett endringspunktet?" in question
    assert answer["Location"] == f"/forslag/{proposal.pk}/rediger/#endringspunkter"
    assert not proposal.items.exists()


def test_an_item_of_another_proposal_is_not_found(writer, item):
    another = drafts.draft()

    assert writer.get(f"/forslag/{another.pk}/punkter/{item.pk}/").status_code == 404
    assert writer.post(f"/forslag/{another.pk}/punkter/{item.pk}/slett/").status_code == 404
    assert ChangeItem.objects.exists()


def test_a_text_changed_since_the_item_was_written_is_told(writer, proposal, item, text):
    text.valid = from_day(factories.LONG_AGO, dt.date(2026, 1, 1))
    text.repealed_by = factories.act()
    text.save()
    factories.version("GAK-088", "Ha kunnskap om gallestein.", valid_from=dt.date(2026, 1, 1))

    page = writer.get(f"/forslag/{proposal.pk}/rediger/").content.decode()

    assert "Den gjeldende teksten er endret etter at punktet ble skrevet." in page


# --- courses and procedures ---------------------------------------------------------------------------


def add(client, proposal: Proposal, **fields):
    return client.post(f"/forslag/{proposal.pk}/aktiviteter/ny/", {"kind": "kurs", **fields}, follow=True)


def national_course(title: str = "Leverkirurgi"):
    return LearningActivity.objects.create(kind="kurs", title=title, specialty=factories.specialty())


def test_the_titles_of_the_national_list_can_be_chosen(writer, proposal):
    national_course()

    page = writer.get(f"/forslag/{proposal.pk}/aktiviteter/ny/?type=kurs").content.decode()

    assert '<option value="Leverkirurgi">' in page


def test_a_row_is_added_and_stands_in_its_table(writer, proposal):
    answer = add(writer, proposal, proposed="Ny leverkirurgi", comment="GAK-088")

    assert proposal.activity_changes.get().proposed == "Ny leverkirurgi"
    assert "Ny leverkirurgi" in answer.content.decode()


def test_a_title_gets_the_spelling_of_the_national_list(writer, proposal):
    national_course()

    add(writer, proposal, current="leverkirurgi ", proposed="Leverkirurgi, to dager")

    assert proposal.activity_changes.get().current == "Leverkirurgi"


def test_a_title_that_is_not_in_the_list_is_taken_with_a_warning(writer, proposal):
    national_course()

    answer = add(writer, proposal, current="Et annet kurs")

    assert "«Et annet kurs» står ikke i den nasjonale lista." in answer.content.decode()
    assert proposal.activity_changes.exists()


@pytest.mark.parametrize("fields", [{}, {"current": "a" * 251}, {"kind": "annet", "current": "Leverkirurgi"}])
def test_a_row_that_says_nothing_or_too_much_is_refused(writer, proposal, fields):
    assert add(writer, proposal, **fields).status_code == 422
    assert not proposal.activity_changes.exists()


def test_a_row_is_deleted_after_being_asked_once_more(writer, proposal):
    add(writer, proposal, proposed="Ny leverkirurgi")
    address = f"/forslag/{proposal.pk}/aktiviteter/{ActivityChange.objects.get().pk}/slett/"

    question = writer.get(address).content.decode()
    writer.post(address)

    assert "Slett raden?" in question
    assert not ActivityChange.objects.exists()
