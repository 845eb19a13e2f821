"""What is sent to Lovdata is approved, dated and ticked off; that it is sent is kept, and can be taken back with a
reason until the announcement is registered."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from docx import Document

from notifications.models import Event, Verb
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import dispatching, services
from regulations.models import Dispatch, DispatchCheck
from regulations.pages.dispatch import package
from regulations.reviewing import standing_approval
from tests import factories

from .conftest import DECIDED, PLANNED, TODAY, announce, approved

pytestmark = pytest.mark.django_db

ON = dt.date(2027, 2, 1)
AT = factories.announced(ON)
ALL = DispatchCheck.Point.values
CONTACT = {"contact_name": "Kontakt Person", "contact_email": "kontakt@example.no", "contact_phone": "12 34 56 78"}


@pytest.fixture
def ready(locked):
    return approved(locked)


def prepare(regulation, by, *, decided_on=DECIDED, on=ON):
    return services.prepare_dispatch(regulation=regulation, decided_on=decided_on, **CONTACT, by=by, on=on)


def sent(regulation, by) -> Dispatch:
    prepare(regulation, by)
    services.tick_checklist(regulation=regulation, ticked=ALL, by=by)
    return services.mark_as_sent(regulation=regulation, by=by, at=AT)


# --- the package --------------------------------------------------------------------------------------


def test_the_manuscript_has_the_date_of_the_decision_and_every_new_text(ready, by):
    name, content = package(ready, prepare(ready, by))

    with zipfile.ZipFile(BytesIO(content)) as archive:
        manuscript, facts = sorted(archive.namelist(), key=lambda one: one.endswith(".txt"))
        words = "\n".join(part.text for part in Document(BytesIO(archive.read(manuscript))).paragraphs)
        told = archive.read(facts).decode("utf-8-sig")
    assert (name, manuscript) == ("kunngjoring-vinter-2027.zip", "kunngjoring-vinter-2027.docx")
    assert "Fastsatt av Helsedirektoratet 29. januar 2027 med hjemmel i" in words
    assert "Ha god kunnskap om skade på galleganger." in words
    assert "Vedtatt:\r\n29. januar 2027\r\n" in told
    assert "Kontakt Person, kontakt@example.no, 12 34 56 78" in told


def test_the_facts_of_the_form_are_those_lovdata_publishes(ready, by):
    row = prepare(ready, by)
    facts = {one.key: one.value for one in dispatching.fields(ready, row, services_placed(ready))}

    assert facts["tittel"] == "Forskrift om endring i spesialistforskriften"
    assert facts["korttittel"] == "Endr. i spesialistforskriften"
    assert facts["organ"] == "Helsedirektoratet"
    assert facts["departement"] == "Helse- og omsorgsdepartementet"
    assert facts["ikrafttredelse"] == "straks ved kunngjøring; 1. september 2027"
    assert facts["endrer"] == "forskrift/2016-12-08-1482 (vedlegg 2)"
    assert facts["hjemmel"].startswith("Fastsatt av Helsedirektoratet 29. januar 2027")


def services_placed(regulation):
    from regulations.outline import placed_clauses

    return placed_clauses(regulation)


def test_the_same_package_is_the_same_file(ready, by):
    row = prepare(ready, by)

    names = [zipfile.ZipFile(BytesIO(package(ready, row)[1])).infolist() for _again in range(2)]
    assert [one.date_time for one in names[0]] == [one.date_time for one in names[1]]


# --- the checklist ------------------------------------------------------------------------------------


def test_a_point_says_who_ticked_it_and_when_and_keeps_it(ready, by):
    other = factories.decision_maker()
    prepare(ready, by)
    services.tick_checklist(regulation=ready, ticked=["hjemmel"], by=other)

    services.tick_checklist(regulation=ready, ticked=["hjemmel", "koder"], by=by)

    assert {check.point: check.checked_by for check in DispatchCheck.objects.all()} == {"hjemmel": other, "koder": by}


def test_a_point_that_is_unticked_stays_in_the_history(ready, by):
    prepare(ready, by)
    services.tick_checklist(regulation=ready, ticked=["hjemmel"], by=by)
    services.tick_checklist(regulation=ready, ticked=[], by=by)

    assert not DispatchCheck.objects.exists()
    assert [row.history_type for row in DispatchCheck.history.order_by("history_id")] == ["+", "-"]


def test_another_date_is_another_manuscript_and_the_list_is_gone_through_again(ready, by):
    prepare(ready, by)
    services.tick_checklist(regulation=ready, ticked=ALL, by=by)

    prepare(ready, by)
    assert DispatchCheck.objects.count() == len(ALL)
    prepare(ready, by, decided_on=DECIDED + dt.timedelta(days=1))
    assert not DispatchCheck.objects.exists()


def test_what_is_no_point_is_left_out(ready, by):
    prepare(ready, by)

    services.tick_checklist(regulation=ready, ticked=["noe annet", "koder", "koder"], by=by)

    assert DispatchCheck.objects.get().point == "koder"


# --- sent ---------------------------------------------------------------------------------------------


def test_sent_says_who_when_and_which_version(ready, by):
    row = sent(ready, by)

    assert (row.sent_by, row.sent_at, row.version.number, row.is_sent) == (by, AT, 1, True)
    payload = Event.objects.get(verb=Verb.REGULATION_SENT).payload
    assert payload == {"version": 1, "sha256": row.version.sha256, "decided_on": "2027-01-29"}


def test_of_two_who_send_it_the_second_is_told(ready, by):
    sent(ready, by)

    with pytest.raises(WrongState, match=r"ble sendt til kunngjøring 1\. februar 2027 av Saksbehandler"):
        services.mark_as_sent(regulation=ready, by=factories.decision_maker(), at=AT)


def test_a_checklist_that_is_not_done_stops_it_and_says_what_is_left(ready, by):
    prepare(ready, by)
    services.tick_checklist(regulation=ready, ticked=ALL[1:], by=by)

    with pytest.raises(RuleViolation, match="Ett punkt i sjekklisten er ikke krysset av: Word-filen er åpnet") as no:
        services.mark_as_sent(regulation=ready, by=by, at=AT)
    assert no.value.code == "checklist-not-done"


def test_what_nobody_else_has_approved_is_not_made_ready(locked, by):
    with pytest.raises(RuleViolation, match="er ikke godkjent"):
        prepare(locked, by)


def test_what_is_made_ready_is_not_sent_when_the_approval_is_withdrawn_meanwhile(ready, by):
    prepare(ready, by)
    services.tick_checklist(regulation=ready, ticked=ALL, by=by)
    services.withdraw_approval(regulation=ready, reason="Hjemmelen må ses på.", by=standing_approval(ready).approved_by)

    with pytest.raises(RuleViolation, match="er ikke godkjent"):
        services.mark_as_sent(regulation=ready, by=by, at=AT)

    assert not Dispatch.objects.sent().exists()


def test_what_is_not_locked_is_not_made_ready(draft, by):
    with pytest.raises(WrongState, match="er ikke låst"):
        prepare(draft, by)


def test_what_is_not_made_ready_is_not_sent(ready, by):
    with pytest.raises(WrongState, match="er ikke gjort klar"):
        services.mark_as_sent(regulation=ready, by=by, at=AT)


@pytest.mark.parametrize(("days", "is_refused"), [(-1, False), (0, False), (1, True)])
def test_it_is_decided_before_it_is_sent(ready, by, days, is_refused):
    day = ON + dt.timedelta(days=days)
    if is_refused:
        with pytest.raises(RuleViolation, match="må være vedtatt før den sendes"):
            prepare(ready, by, decided_on=day)
    else:
        assert prepare(ready, by, decided_on=day).pk


def test_nothing_in_it_begins_before_it_is_decided(ready, by):
    with pytest.raises(RuleViolation, match=r"kan ikke tre i kraft 1\. september 2027, før vedtaket"):
        prepare(ready, by, decided_on=dt.date(2027, 9, 2), on=dt.date(2027, 9, 3))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_others_send_nothing(ready, role):
    with pytest.raises(NotPermitted):
        prepare(ready, factories.user(role))


# --- sent, and then -----------------------------------------------------------------------------------


@pytest.mark.parametrize("undo", ["unlock", "withdraw_approval", "abandon"])
def test_what_lovdata_has_is_not_undone_before_it_is_taken_back(ready, by, undo):
    sent(ready, by)
    reason = {} if undo == "unlock" else {"reason": "Feil i teksten."}

    with pytest.raises(WrongState, match="Trekk den tilbake fra kunngjøring først"):
        getattr(services, undo)(regulation=ready, by=by, **reason)
    services.recall(regulation=ready, reason="Feil i teksten.", by=by, at=AT)
    getattr(services, undo)(regulation=ready, by=by, **reason)


def test_taken_back_says_why_and_it_can_be_sent_again(ready, by):
    sent(ready, by)
    services.recall(regulation=ready, reason="Feil vedtaksdato.", by=by, at=AT)

    again = sent(ready, by)

    first = Dispatch.objects.exclude(pk=again.pk).get()
    assert (first.recall_reason, first.is_sent, again.is_sent) == ("Feil vedtaksdato.", False, True)
    assert Event.objects.get(verb=Verb.REGULATION_RECALLED).payload["reason"] == "Feil vedtaksdato."


def test_taken_back_without_a_reason_is_refused(ready, by):
    sent(ready, by)

    with pytest.raises(RuleViolation, match="Skriv hvorfor"):
        services.recall(regulation=ready, reason=" ", by=by, at=AT)


def test_what_is_announced_is_not_taken_back(ready, by):
    sent(ready, by)
    announce(ready, by=by)

    with pytest.raises(WrongState, match="allerede kunngjort"):
        services.recall(regulation=ready, reason="Feil.", by=by, at=AT)


def test_what_is_not_sent_is_not_taken_back(ready, by):
    prepare(ready, by)

    with pytest.raises(WrongState, match="er ikke sendt"):
        services.recall(regulation=ready, reason="Feil.", by=by, at=AT)


def test_a_new_version_is_made_ready_anew(ready, by):
    prepare(ready, by)

    opened = services.unlock(regulation=ready, by=by)
    assert dispatching.current_dispatch(opened) is None
    again = approved(services.lock(regulation=opened, by=by))
    assert dispatching.current_dispatch(again) is None
    assert prepare(again, by).version.number == 2


def test_the_plan_of_the_tests_holds():
    assert TODAY < ON < PLANNED
