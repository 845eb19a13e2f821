"""The spesialitetskontakt asks the councils; a leader answers with a login or by a personal link, and nothing more."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from hearings.models import CouncilAssessment, PersonalLink, Position, RoundRequest
from hearings.services import councils
from hearings.services.answering import Sheet
from hearings.services.requests import latest_version
from hearings.services.responses import response_of
from hearings.views.links import MISSES
from notifications.models import Message
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from tests import factories
from tests.revisions import drafts, stages

from . import rounds

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_counting_from_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def asked() -> RoundRequest:
    return rounds.regut_request(stages.in_round())


def secret_of(assessment: CouncilAssessment) -> str:
    """The secret in the newest link that was sent."""
    body = Message.objects.filter(to="leder@example.no", is_private=True).latest("pk").body
    found = re.search(r"/radsvurdering/lenke/([\w-]+)/", body)
    assert found
    return found[1]


def running(assessment: CouncilAssessment) -> None:
    """A link that works on the day the tests are run, whenever that is."""
    PersonalLink.objects.filter(assessment=assessment).update(expires_on=dt.date(2999, 1, 1))


def page(assessment: CouncilAssessment) -> str:
    return f"/radsvurdering/lenke/{secret_of(assessment)}/"


def whole(assessment: CouncilAssessment, position: str = Position.SUPPORTS) -> dict[str, str]:
    sheet = Sheet(assessment)
    values = {f"svar-{one.pk}": "Ingen." for one in sheet.questions}
    for item in sheet.items:
        values |= {f"standpunkt-{item.pk}": position, f"grunn-{item.pk}": "Rådet er enig."}
    return values


def test_a_leader_without_a_user_gets_a_link_whose_secret_is_not_kept(asked):
    assessment = rounds.asked_council(asked)

    link = PersonalLink.objects.get(assessment=assessment)
    assert link.secret_hash == councils.hash_of(secret_of(assessment))
    assert secret_of(assessment) not in link.secret_hash
    assert link.expires_on == assessment.deadline + councils.LINK_LASTS


def test_the_mail_with_a_link_leads_to_the_page_in_both_maalformer(asked):
    link = page(rounds.asked_council(asked))

    told = Message.objects.get(to="leder@example.no", is_private=True).body

    assert f"Svar her, uten å logge inn: {settings.SITE_URL}{link}\n" in told
    assert f"Svar her, utan å logge inn: {settings.SITE_URL}{link}?sprak=nn\n" in told


def test_a_leader_with_a_user_logs_in_and_gets_no_link(asked):
    leader = factories.user(Role.COUNCIL_LEADER, of=drafts.regut(), email="radsleder@example.no")
    assessment = rounds.asked_council(asked, leader=leader)

    assert not PersonalLink.objects.exists()
    assert f"/radsvurdering/{assessment.pk}/" in Message.objects.get(to=leader.email).body
    assert drafts.signed_in(leader).get(f"/radsvurdering/{assessment.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("shift", "works"), [(-1, True), (0, True), (1, False)], ids=["day before", "last day", "day after"]
)
def test_a_link_works_through_its_last_day(asked, shift, works):
    assessment = rounds.asked_council(asked)
    link = PersonalLink.objects.get(assessment=assessment)

    assert link.is_valid(on=link.expires_on + shift * DAY) is works


def test_what_the_link_opens_is_its_assessment_kept_by_nobody(asked):
    assessment = rounds.asked_council(asked)
    running(assessment)

    answer = Client().get(page(assessment))

    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert str(assessment.council) in answer.content.decode()


def test_the_page_of_a_link_is_in_nynorsk_for_who_chooses_it_and_stays_so(asked):
    assessment = rounds.asked_council(asked)
    running(assessment)
    client = Client()

    chosen = client.get(page(assessment) + "?sprak=nn").content.decode()
    again = client.post(page(assessment), {"til": "send"}, follow=True).content.decode()

    assert "Send vurderinga</button>" in chosen
    assert "Kva faglege konsekvensar får forslaget?" in chosen
    assert 'lang="nn"' in chosen
    assert "Svaret kan ikkje sendast enno" in again


def test_the_page_of_a_login_is_in_bokmaal(asked):
    leader = factories.user(Role.COUNCIL_LEADER, of=drafts.regut(), email="radsleder@example.no")
    assessment = rounds.asked_council(asked, leader=leader)

    shown = drafts.signed_in(leader).get(f"/radsvurdering/{assessment.pk}/?sprak=nn").content.decode()

    assert "Send vurderingen</button>" in shown


def test_a_link_that_opens_nothing_says_so_in_nynorsk_too():
    assert "Lenkja verkar ikkje" in Client().get("/radsvurdering/lenke/feil/?sprak=nn").content.decode()


def test_the_link_gives_no_other_page(asked):
    assessment = rounds.asked_council(asked)
    running(assessment)
    client = Client()
    client.get(page(assessment))

    for address in (f"/innspill/{asked.pk}/", f"/radsvurdering/{assessment.pk}/", "/innspill/"):
        assert client.get(address)["Location"].startswith("/logg-inn/")


def test_a_leader_writes_and_sends_by_the_link_and_then_only_reads(asked):
    assessment = rounds.asked_council(asked)
    running(assessment)
    address, client = page(assessment), Client()

    client.post(address, whole(assessment) | {"til": "send"})

    assessment.refresh_from_db()
    assert assessment.is_sent
    assert "Vurderingen ble sendt" in client.get(address).content.decode()
    again = client.post(address, {name: "Noe annet." for name in whole(assessment) if name.startswith("grunn")})
    assert "Noe annet." not in again.content.decode()
    assert Message.objects.filter(subject__startswith="Kvittering", to="leder@example.no").count() == 1


def test_what_is_written_is_kept_when_something_is_left_and_it_can_not_be_sent(asked):
    assessment = rounds.asked_council(asked)
    running(assessment)
    field = next(name for name in whole(assessment) if name.startswith("svar"))

    answer = Client().post(page(assessment), {field: "Nei.", "til": "send"})

    assert answer.status_code == 422
    assert "ikke besvart" in answer.content.decode()
    assert Sheet(assessment).stored(field) == "Nei."


def test_a_revoked_link_opens_nothing(asked):
    assessment = rounds.asked_council(asked)
    running(assessment)
    address = page(assessment)
    councils.revoke_links(assessment=assessment, by=rounds.contact())

    answer = Client().get(address)

    assert answer.status_code == 404
    assert "trukket tilbake" in answer.content.decode()


def test_a_new_link_puts_an_end_to_the_old_one(asked):
    assessment = rounds.asked_council(asked)
    old = page(assessment)
    councils.renew_link(assessment=assessment, by=rounds.contact())
    running(assessment)

    assert Client().get(old).status_code == 404
    assert Client().get(page(assessment)).status_code == 200


def test_an_expired_link_says_so(asked):
    assessment = rounds.asked_council(asked)
    PersonalLink.objects.filter(assessment=assessment).update(expires_on=dt.date(2020, 1, 1))

    answer = Client().get(page(assessment))

    assert answer.status_code == 404
    assert "gått ut" in answer.content.decode()


def test_a_link_opens_while_nobody_can_count_how_often(asked, monkeypatch):
    assessment = rounds.asked_council(asked)
    running(assessment)

    def silent(*args, **kwargs):
        raise ConnectionError

    for name in ("add", "get", "incr"):
        monkeypatch.setattr(f"hearings.views.links.cache.{name}", silent)

    assert Client().get(page(assessment)).status_code == 200


def test_who_guesses_links_is_stopped(asked):
    client = Client()
    statuses = [client.get(f"/radsvurdering/lenke/gjetning-{number}/").status_code for number in range(MISSES + 2)]

    assert statuses[:MISSES] == [404] * MISSES
    assert statuses[-1] == 429


@pytest.mark.parametrize(("shift", "allowed"), [(-1, True), (0, True), (1, False)])
def test_the_councils_deadline_is_not_after_the_bodys_own(asked, shift, allowed):
    def ask():
        one = councils.CouncilToAsk(rounds.council(), "Leder", "leder@example.no")
        deadline = rounds.CLOSES + shift * DAY
        councils.ask_councils(request=asked, councils=[one], deadline=deadline, by=rounds.contact(), on=rounds.OPENS)

    if allowed:
        ask()
    else:
        with pytest.raises(RuleViolation, match="deres egen frist"):
            ask()
    assert CouncilAssessment.objects.exists() is allowed


def test_only_the_bodys_innsender_asks_councils(asked):
    one = councils.CouncilToAsk(rounds.council(), "Leder", "leder@example.no")

    with pytest.raises(NotPermitted):
        councils.ask_councils(
            request=asked, councils=[one], deadline=rounds.BEFORE, by=factories.caseworker(), on=rounds.OPENS
        )


def test_a_councils_words_are_taken_over_with_the_council_named(asked):
    assessment = rounds.asked_council(asked)
    values = whole(assessment)
    councils.save_assessment(assessment=assessment, values=values, writer="Leder")
    sent = councils.send_assessment(assessment=assessment, by=None, on=rounds.OPENS)
    fields = [name for name in values if name.startswith(("standpunkt", "grunn"))]

    for _click in range(2):
        councils.take_over(request=asked, assessment=sent, fields=fields, by=rounds.contact())

    sheet = Sheet(response_of(asked))
    reason = next(name for name in fields if name.startswith("grunn"))
    assert sheet.stored(reason) == f"{assessment.council}: Rådet er enig."
    assert sheet.stored(reason.replace("grunn", "standpunkt")) == Position.SUPPORTS


def test_a_disagreement_is_lifted_with_to_whom_and_the_outcome(asked):
    by = rounds.contact()
    councils.lift_disagreement(request=asked, to="Samordningsrådet", on=rounds.OPENS, outcome="", by=by)
    councils.lift_disagreement(request=asked, to="Samordningsrådet", on=rounds.OPENS, outcome="De er enige.", by=by)

    asked.refresh_from_db()
    assert (asked.lifted_to, asked.lifted_outcome) == ("Samordningsrådet", "De er enige.")


def test_a_council_is_reminded_on_its_own_days_until_it_has_answered(asked):
    assessment = rounds.asked_council(asked)
    day = assessment.deadline - 7 * DAY

    assert not councils.remind_assessment(assessment_id=assessment.pk, on=day - DAY)
    assert councils.remind_assessment(assessment_id=assessment.pk, on=day)
    assert not councils.remind_assessment(assessment_id=assessment.pk, on=day)


def test_what_a_council_sent_stands(asked):
    assessment = rounds.asked_council(asked)
    councils.save_assessment(assessment=assessment, values=whole(assessment), writer="Leder")
    councils.send_assessment(assessment=assessment, by=None, on=rounds.OPENS)

    with pytest.raises(WrongState):
        councils.save_assessment(assessment=assessment, values={}, writer="Leder")
    assert latest_version(asked.consultation).pk == assessment.version_id


def test_a_stranger_does_not_find_the_assessment(asked):
    assessment = rounds.asked_council(asked)
    stranger = drafts.signed_in(factories.submitter(rounds.association()))

    assert stranger.get(f"/radsvurdering/{assessment.pk}/").status_code == 404
    assert stranger.post(f"/innspill/{asked.pk}/rad/{assessment.pk}/", {"handling": "purr"}).status_code == 404
