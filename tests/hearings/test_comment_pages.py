"""The pages of comments and the summary, as a caseworker and everybody else meets them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hearings import services
from hearings.models import Disposition, SummaryDocument
from hearings.tasks import render_summary
from tests import factories
from tests.hearings import answered
from tests.revisions.drafts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearing():
    return answered.hearing()


def address(hearing, name="comments", *more):
    return reverse(f"hearings:{name}", args=[hearing.pk, *more])


def caseworker():
    return signed_in(factories.caseworker())


def published(hearing):
    """Every answer published, every comment disposed of, and the summary out."""
    by, now = factories.caseworker(), timezone.now()
    for answer in hearing.answers.filter(received_at__isnull=True):
        services.publish_answer(answer=answer, withheld={}, withheld_attachments=(), by=by, now=now)
        for comment in answer.comments.all():
            services.dispose(comment=comment, outcome="delvis", reason="Vi presiserer ordlyden.", by=by, now=now)
    services.publish_summary(hearing=hearing, by=by, now=now)


def test_the_list_says_how_far_it_has_come_and_proposes_a_group(hearing):
    comments = answered.comments(hearing, *[answered.LONG] * 3, "Bør nevne tannbehandling.")
    services.dispose(comment=comments[3], outcome="folges", reason="Ja.", by=factories.caseworker(), now=answered.AFTER)

    page = caseworker().get(address(hearing)).content.decode()

    assert "1 av 4 merknader er vurdert." in page
    assert "Lagre for alle 3 og gå til neste" in page


def test_a_group_is_saved_for_those_that_are_ticked_alone(hearing):
    comments = answered.comments(hearing, *[answered.LONG] * 3)
    ticked = [one.pk for one in comments[:2]]

    answer = caseworker().post(address(hearing), {"outcome": "folges_ikke", "reason": "Nei.", "comments": ticked})

    assert answer.status_code == 302
    assert set(Disposition.objects.values_list("comment", flat=True)) == set(ticked)


def test_a_group_without_a_reason_comes_back_with_what_was_chosen(hearing):
    comments = answered.comments(hearing, *[answered.LONG] * 2)

    answer = caseworker().post(address(hearing), {"outcome": "delvis", "comments": [one.pk for one in comments]})

    assert answer.status_code == 422
    assert "Skriv begrunnelsen for vurderingen" in answer.content.decode()


def test_the_later_of_two_gets_the_text_back_and_may_save_again(hearing):
    (comment,) = answered.comments(hearing, answered.LONG)
    here = address(hearing, "comment", comment.pk)
    services.dispose(comment=comment, outcome="folges", reason="Ja.", by=factories.caseworker(), now=timezone.now())

    answer = caseworker().post(here, {"outcome": "delvis", "reason": "Min tekst.", "seen": ""})
    again = caseworker().post(here, {**answer.context["form"].data})

    assert (answer.status_code, again.status_code) == (409, 302)
    assert "Min tekst." in answer.content.decode()
    assert Disposition.objects.get().reason == "Min tekst."


def test_saving_leads_to_what_is_left_and_then_to_the_summary(hearing):
    first, second = answered.comments(hearing, answered.LONG, "Bør nevne tannbehandling.")
    fields = {"outcome": "delvis", "reason": "Ja.", "seen": ""}

    to_list = caseworker().post(address(hearing, "comment", first.pk), fields)
    to_summary = caseworker().post(address(hearing, "comment", second.pk), fields)

    assert address(hearing) in to_list["Location"]
    assert to_summary["Location"] == address(hearing, "summary_edit")


def test_a_page_costs_the_same_however_many_comments(hearing, django_assert_max_num_queries):
    client = caseworker()
    answered.comments(hearing, *[f"Merknad nummer {n} om noe helt for seg selv {n * 7919}" for n in range(60)])
    client.get(address(hearing))

    with django_assert_max_num_queries(14):
        client.get(address(hearing))
    with django_assert_max_num_queries(14):
        client.get(address(hearing), {"vis": "alle", "etter": "1"})


@pytest.mark.parametrize("name", ["published_answers", "summary"])
def test_the_public_pages_cost_the_same_however_many_comments(hearing, name, django_assert_max_num_queries):
    answered.comments(hearing, *[answered.LONG] * 30)
    published(hearing)

    with django_assert_max_num_queries(13):
        assert Client().get(address(hearing, name)).status_code == 200


def test_the_list_is_leafed_through_by_key_and_shows_each_once(hearing):
    answered.comments(hearing, *[f"Merknad {n}: {n * 7919} grunner til noe helt for seg selv" for n in range(60)])
    client, seen, url = caseworker(), [], address(hearing) + "?vis=alle"

    while url:
        page = client.get(url).context["page"]
        seen += [row.comment.pk for row in page.rows]
        url = page.next_url

    assert len(seen) == len(set(seen)) == 60


def test_the_summary_is_unknown_until_it_is_published(hearing):
    answered.comments(hearing, answered.LONG)
    assert Client().get(address(hearing, "summary")).status_code == 404

    published(hearing)

    page = Client().get(address(hearing, "summary")).content.decode()
    assert "Vi presiserer ordlyden." in page
    assert "Sykehus 1" in page


def test_a_summary_with_something_left_can_not_be_published(hearing):
    answered.comments(hearing, answered.LONG)

    answer = caseworker().post(address(hearing, "summary_edit"), {"handling": "publiser", "text": "Takk.", "seen": ""})

    assert answer.status_code == 422
    hearing.refresh_from_db()
    assert hearing.summary_published_at is None


def test_two_who_write_the_introduction_lose_nothing(hearing):
    services.save_summary(hearing=hearing, text="Først.", seen="", by=factories.caseworker())

    answer = caseworker().post(address(hearing, "summary_edit"), {"handling": "lagre", "text": "Min.", "seen": ""})

    assert answer.status_code == 409
    assert "Min." in answer.content.decode()
    assert "Først." in answer.content.decode()


def test_a_published_summary_holds_the_dispositions_until_it_is_taken_back(hearing):
    (comment,) = answered.comments(hearing, answered.LONG)
    published(hearing)
    fields = {"outcome": "folges", "reason": "Nytt.", "seen": ""}

    refused = caseworker().post(address(hearing, "comment", comment.pk), fields)
    caseworker().post(address(hearing, "summary_edit"), {"handling": "trekk"})

    assert refused.status_code == 409
    assert Client().get(address(hearing, "summary")).status_code == 404


def test_the_files_are_made_by_a_worker_and_hold_comment_and_answer(hearing):
    answered.comments(hearing, answered.LONG)
    published(hearing)

    for document in hearing.documents.all():
        render_summary(document.pk)

    files = {row.format: Client().get(address(hearing, "summary_file", row.pk)) for row in hearing.documents.all()}
    assert files["pdf"].content.startswith(b"%PDF-")
    assert files["docx"].content.startswith(b"PK")
    assert not SummaryDocument.objects.exclude(state="ferdig").exists()


def test_a_draft_file_is_for_the_directorate_alone(hearing):
    answered.comments(hearing, answered.LONG)
    services.order_documents(hearing=hearing, by=factories.caseworker())
    document = hearing.documents.get(format="docx")
    render_summary(document.pk)

    assert Client().get(address(hearing, "summary_file", document.pk)).status_code == 404
    assert caseworker().get(address(hearing, "summary_file", document.pk)).status_code == 200


def test_the_picture_says_in_a_table_what_it_draws(hearing):
    answered.comments(hearing, answered.LONG, "En annen sak som gjelder utstyr og lokaler.")
    answered.comment(answered.answer(hearing), "", position="stotter")
    published(hearing)

    page = Client().get(address(hearing, "published_answers")).content.decode()

    assert "<title id=" in page
    assert "1 støtter, 2 støtter ikke" in page


def test_hostile_query_strings_answer_calmly(hearing):
    answered.comments(hearing, answered.LONG)
    client = caseworker()

    for query in ("?etter=abc&punkt=%00&q=%00&vis=x&gruppe=99999999999999999999", "?standpunkt='--&punkt=" + "x" * 500):
        assert client.get(address(hearing) + query).status_code == 200
        assert client.get(address(hearing, "published_answers") + query).status_code == 200


def test_an_address_with_a_zero_byte_finds_nothing(client, hearing):
    response = client.get(address(hearing, "published_export", "csv"), {"punkt": "punkt\x00"})

    assert len(b"".join(response.streaming_content).splitlines()) == 1
