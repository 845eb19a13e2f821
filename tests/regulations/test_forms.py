"""Forms read what people write; what the law says of it is for the rules."""

from __future__ import annotations

import datetime as dt

import pytest

from regulations.forms import AnnouncementForm, ClauseForm, HeadingForm, RegulationForm

ANNOUNCEMENT = {
    "announced_on": "12.02.2027",
    "announced_time": "13.15",
    "decided_on": "29.01.2027",
    "number": "114",
}


def announcement(**values) -> AnnouncementForm:
    return AnnouncementForm(ANNOUNCEMENT | values)


@pytest.mark.parametrize("written", ["114", " 114 ", "nr. 114", "Nr 114", "FOR-2027-01-29-114", "for-2027-01-29-114"])
def test_the_number_is_read_as_people_write_it(written):
    form = announcement(number=written)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == 114


@pytest.mark.parametrize("written", ["0", "-3", "114a", "FOR-2027-114", "1 14", "100000", "«»"])
def test_what_is_no_number_is_refused_with_an_example(written):
    form = announcement(number=written)

    assert form.errors == {"number": ["Skriv nummeret med sifre, for eksempel 114 eller FOR-2027-01-29-114."]}


def test_the_date_in_a_whole_number_must_be_the_decisions():
    form = announcement(number="FOR-2027-01-28-114")

    assert form.errors == {
        "number": ["Datoen i FOR-2027-01-28-114 er ikke vedtaksdatoen 29.01.2027. Kontroller begge."]
    }


@pytest.mark.parametrize("written", ["13.15", "13:15", "1315"])
def test_date_and_time_become_one_moment_in_norway(written):
    form = announcement(announced_time=written)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["announced_at"] == dt.datetime(2027, 2, 12, 12, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize("written", ["25.00", "kvart over ett", "13.7.5"])
def test_what_is_no_time_is_refused_with_an_example(written):
    form = announcement(announced_time=written)

    assert form.errors["announced_time"] == ["Skriv klokkeslettet som time og minutt, for eksempel 13.15."]


@pytest.mark.parametrize(("today", "is_refused"), [(11, True), (12, False), (13, False)])
def test_what_has_not_been_announced_yet_is_not_registered(today, is_refused):
    form = AnnouncementForm(ANNOUNCEMENT, now=dt.datetime(2027, 2, today, 12, 15, tzinfo=dt.UTC))

    assert ("announced_on" in form.errors) is is_refused


@pytest.mark.parametrize(("minute", "is_refused"), [(14, True), (15, False), (16, False)])
def test_what_is_announced_later_today_is_refused_at_the_time(minute, is_refused):
    form = AnnouncementForm(ANNOUNCEMENT, now=dt.datetime(2027, 2, 12, 12, minute, tzinfo=dt.UTC))

    assert list(form.errors) == (["announced_time"] if is_refused else [])


def test_each_empty_field_says_what_to_write():
    form = AnnouncementForm({})

    assert {name: errors[0].partition(" ")[0] for name, errors in form.errors.items()} == dict.fromkeys(
        ANNOUNCEMENT, "Skriv"
    )


@pytest.mark.parametrize("written", ["12.02.2027", "12.2.27", "2027-02-12"])
def test_a_new_draft_takes_dates_as_people_write_them(written):
    form = RegulationForm({"name": "Vinter 2027", "planned_announcement": written})

    assert form.is_valid()
    assert form.cleaned_data["planned_announcement"] == dt.date(2027, 2, 12)


def test_a_dated_clause_without_a_date_is_told_so_at_the_field():
    form = ClauseForm({"entry_into_force": "dato", "in_force_from": "", "departure_reason": ""})

    assert form.errors == {"in_force_from": ["Skriv datoen endringen trer i kraft, for eksempel 01.09.2027."]}


def test_straks_forgets_the_date_that_stands_in_the_field():
    form = ClauseForm({"entry_into_force": "straks", "in_force_from": "01.09.2027", "departure_reason": "Haster."})

    assert form.is_valid()
    assert form.cleaned_data["in_force_from"] is None


def test_pasted_transitional_rules_are_kept_as_paragraphs_and_items():
    form = HeadingForm(
        {"title": "T", "short_title": "K", "legal_basis": "§ 3b", "transitional_text": "Disse:\r\n\u2022  én\r\n-  to"}
    )

    assert form.is_valid()
    assert form.cleaned_data["transitional_text"] == "Disse:\n\t– én\n\t– to"


# --- what is not seen -----------------------------------------------------------------------------------

HIDDEN = "Forskrift\x01 om\x0b \u202eendring\u200b <b>&"


def test_what_is_printed_has_nothing_in_it_that_is_not_seen():
    words = {"title": HIDDEN + "\nlinje", "short_title": HIDDEN, "legal_basis": "lov\r\n" + HIDDEN}
    form = HeadingForm(words)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Forskrift om endring <b>& linje"
    assert form.cleaned_data["legal_basis"] == "lov\nForskrift om endring <b>&"


def test_a_public_reason_has_nothing_in_it_that_is_not_seen():
    form = ClauseForm({"entry_into_force": "straks", "departure_reason": "\u202eHaster\x07."})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["departure_reason"] == "Haster."


def test_a_title_of_nothing_that_is_seen_is_no_title():
    form = HeadingForm({"title": "\u200b\u202e", "short_title": "x", "legal_basis": "x"})

    assert form.errors == {"title": ["Skriv tittelen."]}
