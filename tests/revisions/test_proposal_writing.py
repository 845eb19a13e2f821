"""Writing a proposal: its parts are saved as written, quietly too, and never over what somebody else has written."""

import pytest
from django.test import Client

from organisations.models import Organisation, Role, Specialty
from revisions.models import Proposal
from revisions.services import proposals, recommendations
from revisions.services.parts import fingerprint
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    return drafts.draft()


@pytest.fixture
def writer(proposal):
    return drafts.signed_in(proposal.created_by)


def edit(proposal: Proposal) -> str:
    return f"/forslag/{proposal.pk}/rediger/"


def colleague_saves(proposal: Proposal, **parts) -> None:
    """Another submitter of the same sender saves after the page was loaded."""
    colleague = factories.user(Role.SUBMITTER, of=proposal.sender, email="kollega@example.no")
    proposals.save_parts(proposal=proposal, by=colleague, **parts)


# --- a new one ----------------------------------------------------------------------------------------


def test_who_writes_for_one_organisation_does_not_choose_the_sender():
    by, specialty = factories.submitter(), factories.specialty()

    page = drafts.signed_in(by).get("/forslag/ny/").content.decode()
    answer = drafts.signed_in(by).post("/forslag/ny/", {"specialty": specialty.pk})

    created = Proposal.objects.get()
    assert 'type="radio"' not in page
    assert answer["Location"] == edit(created)
    assert created.sender == drafts.regut()


def test_who_writes_for_two_chooses_the_sender():
    by = factories.submitter()
    association = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    factories.user(Role.SUBMITTER, of=association, email=by.email)

    answer = drafts.signed_in(by).post(
        "/forslag/ny/", {"specialty": factories.specialty().pk, "sender": association.pk}
    )

    assert answer.status_code == 302
    assert Proposal.objects.get().sender == association


def test_a_sender_the_person_does_not_write_for_is_refused():
    by, other = factories.submitter(), factories.organisation(Organisation.Kind.ALIS_SAMLIS)

    answer = drafts.signed_in(by).post("/forslag/ny/", {"specialty": factories.specialty().pk, "sender": other.pk})

    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def test_the_specialty_must_be_chosen():
    answer = drafts.signed_in(factories.submitter()).post("/forslag/ny/", {})

    assert answer.status_code == 422
    assert "Velg spesialiteten forslaget gjelder." in answer.content.decode()


def test_specialties_come_in_norwegian_order_with_the_common_sets_after():
    for short_name, name in (("ØYE", "Øyesykdommer"), ("ANE", "Anestesiologi"), ("URO", "Urologi")):
        factories.specialty(short_name, name)
    Specialty.objects.create(short_name="FIM", name="Felles indremedisin", slug="fim", kind=Specialty.Kind.COMMON_SET)

    page = drafts.signed_in(factories.submitter()).get("/forslag/ny/").content.decode()

    places = [
        page.index(f">{name}</option>") for name in ("Anestesiologi", "Urologi", "Øyesykdommer", "Felles indremedisin")
    ]
    assert places == sorted(places)


def test_two_clicks_begin_one_draft():
    client, specialty = drafts.signed_in(factories.submitter()), factories.specialty()
    data = {"specialty": specialty.pk, "once": client.get("/forslag/ny/").context["once"]}

    client.post("/forslag/ny/", data)
    again = client.post("/forslag/ny/", data)

    assert again.status_code == 302
    assert Proposal.objects.count() == 1


# --- the form -----------------------------------------------------------------------------------------


def test_every_part_of_the_template_is_in_the_form(writer, proposal):
    page = writer.get(edit(proposal)).content.decode()

    for name in drafts.PARTS:
        assert f'name="{name}"' in page


def test_the_title_is_built_of_what_the_proposal_is_about(writer, proposal):
    page = writer.get(edit(proposal)).content.decode()

    assert "Forslag til endring av læringsmål for spesialiteten gastroenterologisk kirurgi fra RegUt Helse Vest" in page


def test_saving_keeps_every_part(writer, proposal):
    answer = writer.post(edit(proposal), drafts.as_form(drafts.PARTS))

    proposal.refresh_from_db()
    assert answer["Location"] == edit(proposal)
    assert {name: getattr(proposal, name) for name in drafts.PARTS} == drafts.PARTS


def test_a_part_that_was_not_sent_is_not_emptied(writer, proposal):
    writer.post(edit(proposal), drafts.as_form(drafts.PARTS))

    writer.post(edit(proposal), {"conclusion": "En annen konklusjon."})

    proposal.refresh_from_db()
    assert proposal.summary == drafts.PARTS["summary"]
    assert proposal.text_follows_advice
    assert proposal.conclusion == "En annen konklusjon."


def test_a_box_can_be_unchecked(writer, proposal):
    writer.post(edit(proposal), drafts.as_form(drafts.PARTS))

    writer.post(edit(proposal), drafts.as_form({**drafts.PARTS, "theme_is_clear": False}))

    proposal.refresh_from_db()
    assert not proposal.theme_is_clear
    assert proposal.text_follows_advice


@pytest.mark.parametrize(
    ("button", "leads_to"),
    [
        ({"til": "punkt"}, "punkter/ny/"),
        ({"aktivitet": "prosedyre"}, "aktiviteter/ny/?type=prosedyre"),
        ({"til": "vedlegg"}, "vedlegg/ny/"),
        ({"til": "forslag"}, ""),
        ({"til": "send"}, "send/"),
        ({"til": "https://et-annet-sted.example"}, "rediger/"),
    ],
)
def test_the_buttons_save_what_is_written_before_they_lead_on(writer, proposal, button, leads_to):
    answer = writer.post(edit(proposal), {"summary": "Skrevet før knappen.", **button})

    proposal.refresh_from_db()
    assert proposal.summary == "Skrevet før knappen."
    assert answer["Location"] == f"/forslag/{proposal.pk}/{leads_to}"


def test_a_text_that_is_too_long_is_refused_with_its_length_and_stays_in_the_form(writer, proposal):
    answer = writer.post(edit(proposal), {"reasons": "a" * 100_000, "summary": "Kort."})

    page = answer.content.decode()
    proposal.refresh_from_db()
    assert answer.status_code == 422
    assert "er på 100\u00a0000 tegn, og det er plass til 20\u00a0000" in page
    assert "a" * 100_000 in page
    assert (proposal.summary, proposal.reasons) == ("Kort.", "")


def test_control_characters_are_taken_out_and_lines_kept(writer, proposal):
    writer.post(edit(proposal), {"summary": "En\x00 linje\x07\r\nog\ten\u202e til"})

    proposal.refresh_from_db()
    assert proposal.summary == "En linje\nog\ten til"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=HYPERLINK(1)", "{{ 7|add:7 }}", "' OR 1=1 --"])
def test_markup_and_formulas_are_shown_as_they_were_written(writer, proposal, text):
    writer.post(edit(proposal), {"reasons": text})

    page = writer.get(f"/forslag/{proposal.pk}/").content.decode()

    assert text.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in page
    assert "<script>alert" not in page


def test_a_sent_proposal_is_not_saved_and_the_text_comes_back():
    proposal = drafts.sent()

    answer = drafts.signed_in(proposal.created_by).post(edit(proposal), {"summary": "For sent."})

    proposal.refresh_from_db()
    assert answer.status_code == 422
    assert "kan ikke endres" in answer.content.decode()
    assert "For sent." in answer.content.decode()
    assert proposal.summary == drafts.PARTS["summary"]


def test_the_form_of_a_sent_proposal_leads_to_the_proposal():
    proposal = drafts.sent()

    answer = drafts.signed_in(proposal.created_by).get(edit(proposal))

    assert answer["Location"] == f"/forslag/{proposal.pk}/"


# --- the quiet save -----------------------------------------------------------------------------------


def test_the_quiet_save_says_when_and_how_far_the_parts_have_come(writer, proposal):
    answer = writer.post(edit(proposal), {"summary": "Underveis."}, headers={"HX-Request": "true"})

    proposal.refresh_from_db()
    fragment = answer.content.decode()
    assert proposal.summary == "Underveis."
    assert "Lagret kl. " in fragment
    assert fingerprint("Underveis.") in fragment
    assert "1 av 7 deler er ferdige" in fragment
    assert "<html" not in fragment
    assert "HX-Request" in answer["Vary"]


def test_the_quiet_save_says_why_it_did_not_save(writer, proposal):
    answer = writer.post(edit(proposal), {"summary": "a" * 20_001}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "Ikke lagret:" in answer.content.decode()


def test_saving_the_same_again_does_not_count_as_a_change(writer, proposal):
    writer.post(edit(proposal), {"summary": "Underveis."})
    proposal.refresh_from_db()
    before = proposal.saved_at

    writer.post(edit(proposal), {"summary": "Underveis."})

    proposal.refresh_from_db()
    assert proposal.saved_at == before


# --- changed by another -------------------------------------------------------------------------------


def seen(proposal: Proposal, *names: str) -> dict[str, str]:
    """What the page holds of the texts it was drawn with."""
    return {f"base_{name}": fingerprint(getattr(proposal, name)) for name in names}


def quietly(client, proposal: Proposal, data: dict[str, str]):
    return client.post(edit(proposal), data, headers={"HX-Request": "true"})


def test_the_quiet_save_keeps_mine_and_shows_what_another_has_changed(writer, proposal):
    read = seen(proposal, "summary", "reasons")
    colleague_saves(proposal, summary="Kollegaens tekst.")

    answer = quietly(writer, proposal, {"summary": "", "reasons": "Min tekst.", **read})

    proposal.refresh_from_db()
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "Oppsummering er endret av Kollega kl. " in told
    assert 'data-theirs="summary"' in told
    assert (proposal.summary, proposal.reasons) == ("Kollegaens tekst.", "Min tekst.")


def test_the_quiet_save_never_writes_over_what_both_have_changed(writer, proposal):
    read = seen(proposal, "summary", "reasons")
    colleague_saves(proposal, summary="Kollegaens tekst.")
    mine = {"summary": "Min tekst.", "reasons": "Min begrunnelse.", **read}

    first = quietly(writer, proposal, mine)
    again = quietly(writer, proposal, mine)

    proposal.refresh_from_db()
    told = first.content.decode()
    assert (first.status_code, again.status_code) == (422, 422)
    assert "Oppsummering er også endret av Kollega kl. " in told
    assert "Kollegaens tekst." in told
    assert (proposal.summary, proposal.reasons) == ("Kollegaens tekst.", "Min begrunnelse.")


def test_both_texts_and_who_wrote_the_other_are_shown_when_both_changed_the_same_part(writer, proposal):
    read = seen(proposal, "summary")
    colleague_saves(proposal, summary="Kollegaens tekst.")

    answer = writer.post(edit(proposal), {"summary": "Min tekst.", **read})

    page = answer.content.decode()
    proposal.refresh_from_db()
    assert answer.status_code == 422
    assert "Kollega kl. " in page
    assert "Kollegaens tekst." in page
    assert "Min tekst.</textarea>" in page
    assert proposal.summary == "Kollegaens tekst."


def test_who_has_seen_both_texts_saves_their_own(writer, proposal):
    read = seen(proposal, "summary")
    colleague_saves(proposal, summary="Kollegaens tekst.")
    part = writer.post(edit(proposal), {"summary": "Min tekst.", **read}).context["parts"]["summary"]

    answer = writer.post(
        edit(proposal), {"summary": "Vår felles tekst.", "base_summary": part.base, "seen_summary": part.seen}
    )

    proposal.refresh_from_db()
    assert answer.status_code == 302
    assert proposal.summary == "Vår felles tekst."


def test_a_third_text_saved_meanwhile_is_shown_too(writer, proposal):
    read = seen(proposal, "summary")
    colleague_saves(proposal, summary="Kollegaens tekst.")
    part = writer.post(edit(proposal), {"summary": "Min tekst.", **read}).context["parts"]["summary"]
    colleague_saves(proposal, summary="Kollegaens andre tekst.")

    answer = writer.post(
        edit(proposal), {"summary": "Min tekst.", "base_summary": part.base, "seen_summary": part.seen}
    )

    assert answer.status_code == 422
    assert "Kollegaens andre tekst." in answer.content.decode()


def test_what_only_one_has_changed_is_kept_when_another_part_is_disputed(writer, proposal):
    read = seen(proposal, "summary", "conclusion")
    colleague_saves(proposal, summary="Kollegaens tekst.")

    writer.post(edit(proposal), {"summary": "Min tekst.", "conclusion": "Min konklusjon.", **read})

    proposal.refresh_from_db()
    assert proposal.conclusion == "Min konklusjon."


def test_changes_of_different_parts_are_both_kept(writer, proposal):
    read = seen(proposal, "summary", "reasons", "theme_is_clear")
    colleague_saves(proposal, summary="Kollegaens tekst.", theme_is_clear=True)

    answer = writer.post(
        edit(proposal), {"summary": "", "reasons": "Min begrunnelse.", "checklist_shown": "True", **read}
    )

    proposal.refresh_from_db()
    assert answer.status_code == 302
    assert (proposal.summary, proposal.reasons) == ("Kollegaens tekst.", "Min begrunnelse.")
    assert proposal.theme_is_clear


def test_an_item_added_meanwhile_does_not_stop_the_text(writer, proposal):
    read = seen(proposal, "summary")
    recommendations.save_activity_change(
        proposal=proposal,
        by=proposal.created_by,
        on=drafts.SENT,
        kind="kurs",
        current="",
        proposed="Leverkirurgi",
    )

    answer = writer.post(edit(proposal), {"summary": "Min tekst.", **read})

    proposal.refresh_from_db()
    assert answer.status_code == 302
    assert proposal.summary == "Min tekst."


# --- throwing it away ---------------------------------------------------------------------------------


def test_a_draft_is_deleted_after_being_asked_once_more(writer, proposal):
    question = writer.get(f"/forslag/{proposal.pk}/slett/").content.decode()

    answer = writer.post(f"/forslag/{proposal.pk}/slett/")

    assert "Slett utkastet?" in question
    assert answer["Location"] == "/forslag/"
    assert not Proposal.objects.exists()


def test_two_clicks_on_delete_are_as_good_as_one(writer, proposal):
    address = f"/forslag/{proposal.pk}/slett/"
    token = writer.get(address).context["once"]

    writer.post(address, {"once": token})
    again = writer.post(address, {"once": token})

    assert again["Location"] == "/forslag/"


def test_what_was_sent_is_not_deleted():
    proposal = drafts.sent()

    answer = drafts.signed_in(proposal.created_by).post(f"/forslag/{proposal.pk}/slett/")

    assert answer.status_code == 409
    assert Proposal.objects.exists()


# --- what is pasted -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("Rådene mener:\r\n•\tflere kurs\r\n•\tfærre prosedyrer", "Rådene mener:\n– flere kurs\n– færre prosedyrer"),
        ("\uf0b7\tførste\n\uf0a7\tandre\no\ttredje", "– første\n– andre\n– tredje"),
        ("1.\tførst\n2)\tså\na)\tdernest", "1. først\n2) så\na) dernest"),
        ("en linje\x0bny linje\u2028enda en", "en linje\nny linje\nenda en"),
        ("hardt\u00a0mellomrom og myk\u00adbindestrek", "hardt mellomrom og mykbindestrek"),
        ("o alene er en vits, ikke en liste", "o alene er en vits, ikke en liste"),
    ],
    ids=["bullets", "symbol fonts", "numbers", "soft breaks", "unseen characters", "no list"],
)
def test_what_is_pasted_from_word_is_kept_as_plain_text_with_its_lists(writer, proposal, pasted, stored):
    writer.post(edit(proposal), {"summary": pasted})

    proposal.refresh_from_db()
    assert proposal.summary == stored


# --- an old form --------------------------------------------------------------------------------------


def test_a_form_with_an_old_token_gives_the_texts_back(proposal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(proposal.created_by)

    answer = client.post(edit(proposal), {"summary": "Skrevet før innloggingen."})

    assert answer.status_code == 403
    assert "Skrevet før innloggingen.</textarea>" in answer.content.decode()


def test_a_window_asks_whether_it_is_still_logged_in_and_gets_a_new_token(proposal):
    client = Client(enforce_csrf_checks=True)
    nobody = client.get("/okt/").json()
    client.force_login(proposal.created_by)

    answer = client.get("/okt/")
    saved = client.post(edit(proposal), {"summary": "Med nytt merke.", "csrfmiddlewaretoken": answer.json()["token"]})

    assert nobody["user"] == ""
    assert answer.json()["user"] == str(proposal.created_by.pk)
    assert "no-store" in answer["Cache-Control"]
    assert saved.status_code == 302


def test_the_page_says_who_saved_last(writer, proposal):
    colleague_saves(proposal, summary="Kollegaens tekst.")

    assert "av Kollega</span>" in writer.get(edit(proposal)).content.decode()
