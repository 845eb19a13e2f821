"""What the directorate keeps about a case while it handles it, and that nobody's words are overwritten unseen."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Event, Verb
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions.models import AnnualCycle, Case, CaseNote, ConsequenceAssessment
from revisions.services import cases, handling
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

ANSWERS = {"problem": "Kravet er utydelig.", "recommendation": "Skriv det ut."}


@pytest.fixture
def client():
    return drafts.signed_in(factories.caseworker())


def edit(case: Case, **changes: object) -> Case:
    fields = {"title": case.title, "urgency_reason": case.urgency_reason, "cycle": case.cycle, "due_on": case.due_on}
    return handling.edit_case(case=case, by=factories.caseworker(), on=stages.RECEIVED, **{**fields, **changes})


# --- what the case is called and when it is due -------------------------------------------------------


def test_the_journal_keeps_what_each_fact_was_before():
    case = stages.assessed()

    edit(case, title="Galleveier", due_on=dt.date(2026, 2, 20))

    told = Event.objects.get(verb=Verb.CASE_EDITED).payload["changed"]
    assert told == {"title": ["Lever og galleveier", "Galleveier"], "due_on": [None, "2026-02-20"]}


def test_nothing_changed_is_nothing_told():
    edit(stages.assessed())

    assert not Event.objects.filter(verb=Verb.CASE_EDITED).exists()


def test_a_deadline_that_is_past_is_refused():
    with pytest.raises(RuleViolation, match="passert"):
        edit(stages.assessed(), due_on=stages.RECEIVED - dt.timedelta(days=1))


def test_the_deadline_of_those_who_are_asked_is_not_moved_from_the_case():
    with pytest.raises(RuleViolation) as refusal:
        edit(stages.in_round(), due_on=dt.date(2026, 5, 1))

    assert refusal.value.code == "deadline-is-theirs"


def test_an_urgent_case_is_outside_the_cycle(client):
    case = stages.assessed()
    cycle = AnnualCycle.objects.ahead(on=dt.date(2026, 11, 1)).first()

    answer = client.post(
        stages.address(case, "rediger"),
        {**seen(client, case), "urgency_reason": "Pasientsikkerhet.", "cycle": cycle.pk},
    )

    assert answer.status_code == 422
    assert "En presserende sak står utenom årshjulet." in answer.content.decode()


def seen(client, case: Case) -> dict[str, str]:
    """What the form shows, as it is sent back untouched."""
    initial = client.get(stages.address(case, "rediger")).context["form"].initial
    return {name: str(value) for name, value in initial.items() if value}


def test_who_edits_what_another_has_edited_is_told_what_it_says_now(client):
    case = stages.assessed()
    fields = seen(client, case)
    edit(case, title="Galleveier")

    first = client.post(stages.address(case, "rediger"), {**fields, "title": "Lever"})
    again = {**fields, "title": "Lever", "seen": first.context["form"].data["seen"]}
    second = client.post(stages.address(case, "rediger"), again)

    assert first.status_code == 422
    assert "Nå er tittelen «Galleveier»" in first.content.decode()
    assert second.status_code == 302
    assert stages.refreshed(case).title == "Lever"


def test_a_reason_of_several_lines_does_not_look_like_anothers_edit(client):
    case = stages.assessed()
    edit(case, urgency_reason="Pasientsikkerhet.\nLegemiddelet trekkes i januar.")
    fields = seen(client, case)
    as_a_browser_sends_it = {name: value.replace("\n", "\r\n") for name, value in fields.items()}

    answer = client.post(stages.address(case, "rediger"), {**as_a_browser_sends_it, "title": "Lever"})

    assert answer.status_code == 302
    assert stages.refreshed(case).title == "Lever"


def test_an_ended_case_is_not_edited(client):
    case = stages.withdrawn()

    with pytest.raises(WrongState):
        edit(case, title="Noe annet")
    assert client.get(stages.address(case, "rediger")).status_code == 409


def test_only_caseworkers_edit():
    case = stages.assessed()

    with pytest.raises(NotPermitted):
        handling.edit_case(
            case=case,
            title="X",
            urgency_reason="",
            cycle=None,
            due_on=None,
            by=factories.decision_maker(),
            on=stages.RECEIVED,
        )


def test_a_return_sets_the_deadline_the_sender_is_given(client):
    case = stages.assessed()
    deadline = stages.RECEIVED + dt.timedelta(days=14)

    cases.return_to_sender(case=case, missing="Kurs.", deadline=deadline, by=factories.caseworker(), on=stages.RECEIVED)

    assert stages.refreshed(case).due_on == deadline
    assert "16.02.2026" in client.get(stages.address(case)).content.decode()
    sender = drafts.signed_in(case.proposals.get().created_by)
    assert "Fristen er 16. februar 2026." in sender.get(stages.address(case)).content.decode()


# --- followers and notes ------------------------------------------------------------------------------


def test_a_colleague_follows_a_case_and_stops():
    case = stages.assessed()
    reader = drafts.signed_in(factories.user(Role.READER))

    reader.post(stages.address(case, "folg"), {"folg": "ja"})
    assert case.watchers.count() == 1

    reader.post(stages.address(case, "folg"), {"folg": "nei"})
    assert case.watchers.count() == 0


def test_a_note_is_kept_and_a_second_click_writes_no_second(client):
    case = stages.assessed()
    token = client.get(stages.address(case, "notater")).context["once"]

    for _click in range(2):
        client.post(stages.address(case, "notater"), {"text": "Ringte RegUt.", "once": token})

    assert [note.text for note in CaseNote.objects.all()] == ["Ringte RegUt."]
    assert "Ringte RegUt." in client.get(stages.address(case)).content.decode()


def test_a_note_is_not_for_senders():
    case = stages.assessed()
    handling.write_note(case=case, text="Bare for oss.", by=factories.caseworker())
    sender = drafts.signed_in(case.proposals.get().created_by)

    assert "Bare for oss." not in sender.get(stages.address(case)).content.decode()
    assert sender.get(stages.address(case, "notater")).status_code == 403


def test_a_pasted_note_is_plain_text_and_too_long_a_one_says_so(client):
    case = stages.assessed()

    client.post(stages.address(case, "notater"), {"text": "<b>=SUM(A1)</b>\x00\x07 og\u202e tekst"})
    answer = client.post(stages.address(case, "notater"), {"text": "x" * 100_000})

    assert CaseNote.objects.get().text == "<b>=SUM(A1)</b> og tekst"
    assert "&lt;b&gt;=SUM(A1)&lt;/b&gt;" in client.get(stages.address(case)).content.decode()
    assert answer.status_code == 422
    assert "100\u00a0000 tegn" in answer.content.decode()


# --- consequences -------------------------------------------------------------------------------------


def save(case: Case, seen_at: dt.datetime | None, **answers: str) -> ConsequenceAssessment:
    return handling.save_assessment(
        case=case, by=factories.caseworker(), seen_at=seen_at, answers={**ANSWERS, **answers}
    )


def test_the_six_questions_are_answered_and_counted(client):
    case = stages.assessed()

    assert save(case, None).answered == 2
    assert "2 av 6 spørsmål er besvart." in client.get(stages.address(case)).content.decode()


def test_nobody_saves_over_an_assessment_they_have_not_seen():
    case = stages.assessed()
    save(case, None)

    with pytest.raises(RuleViolation) as refusal:
        save(case, None, problem="Noe annet.")

    assert refusal.value.code == "changed-by-another"


def test_both_texts_stand_on_the_page_when_two_have_written(client):
    case = stages.assessed()
    save(case, None)

    answer = client.post(stages.address(case, "konsekvenser"), {**ANSWERS, "problem": "Mitt svar.", "seen": ""})
    html = answer.content.decode()
    again = client.post(
        stages.address(case, "konsekvenser"),
        {**ANSWERS, "problem": "Mitt svar.", "seen": answer.context["form"].data["seen"]},
    )

    assert answer.status_code == 422
    assert "Mitt svar." in html
    assert "Kravet er utydelig." in html
    assert again.status_code == 302
    assert ConsequenceAssessment.objects.get().problem == "Mitt svar."


def test_a_reader_in_the_directorate_reads_the_assessment_and_does_not_write():
    case = stages.assessed()
    save(case, None)
    reader = drafts.signed_in(factories.user(Role.READER))

    html = reader.get(stages.address(case, "konsekvenser")).content.decode()

    assert "Kravet er utydelig." in html
    assert "<textarea" not in html
    assert reader.post(stages.address(case, "konsekvenser"), ANSWERS).status_code == 403
