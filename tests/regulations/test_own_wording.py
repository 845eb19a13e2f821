"""A lawyer's own wording of a clause: printed, read back, warned about, and taken away again."""

from __future__ import annotations

import pytest
from django.test import Client

from objectives.operations import RepealObjective
from organisations.refusals import RuleViolation, WrongState
from regulations import services
from regulations.documents import build_document
from regulations.documents.departures import departures
from regulations.documents.parsing import expanded
from regulations.documents.wording import generated, instructions, repealed_together
from regulations.models import AmendmentClause
from regulations.outline import placed_clauses
from tests import factories


def clause_about(draft, code: str | None) -> AmendmentClause:
    return draft.clauses.get(objective__code=code) if code else draft.clauses.get(objective=None)


def placed(draft, code: str | None):
    wanted = clause_about(draft, code).pk
    return next(one for one in placed_clauses(draft) if one.clause.pk == wanted)


def reword(draft, by, code: str | None, *sentences: str) -> list[str]:
    """How the words then depart from the change."""
    services.reword_clause(clause=clause_about(draft, code), sentences=sentences, by=by)
    return departures(placed(draft, code))


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        ("GAK-077", ["Læringsmålet GAK-077 oppheves."]),
        ("GAK-084", ["Læringsmål GAK-084 skal lyde:"]),
        ("ANE-052", ["ANE-052 oppheves.", "Nytt læringsmål [kode gis når utkastet låses] under 22.6 skal lyde:"]),
    ],
)
def test_words_that_still_say_the_change_are_not_warned_about(draft, by, code, sentences):
    assert reword(draft, by, code, *sentences) == []


@pytest.mark.parametrize(
    ("code", "sentences", "warning"),
    [
        ("GAK-077", ["GAK-078 oppheves."], "hvilket læringsmål det gjelder"),
        ("GAK-077", ["GAK-077 skal lyde:"], "Ordlyden sier «språklig retting», men endringen er «oppheving»."),
        ("GAK-077", ["GAK-077 faller bort."], "kjenner ikke igjen «GAK-077 faller bort.»"),
        ("GAK-084", ["GAK-084 flyttes til 15.10 og skal lyde:"], "plasseringen"),
        (None, ["Nytt læringsmål GAK-099 under 15.11 etter GAK-084 skal lyde:"], "Ordlyden gir koden GAK-099"),
        (None, ["Nytt læringsmål [kode gis når utkastet låses] under 15.10 skal lyde:"], "hvilken overskrift"),
    ],
)
def test_words_that_no_longer_say_the_change_are_warned_about(draft, by, code, sentences, warning):
    (told,) = reword(draft, by, code, *sentences)

    assert warning in told


def test_the_own_words_are_what_is_printed_and_the_systems_are_kept(draft, by):
    reword(draft, by, "GAK-077", "Læringsmålet GAK-077 oppheves.")

    printed = [one.prose for part in build_document(draft).chapters for one in part.clauses[0].instructions]
    assert printed[0] == "Læringsmålet GAK-077 oppheves."
    assert [one.prose for one in generated(placed(draft, "GAK-077"))] == ["GAK-077 oppheves."]


def test_the_reserved_code_takes_its_place_in_own_words(draft, by):
    reword(draft, by, None, "Nytt læringsmål [kode gis når utkastet låses] under 15.11, etter GAK-084, skal lyde:")

    services.lock(regulation=draft, by=by, wording_is_read=True)

    assert [one.prose for one in instructions(placed(draft, None))] == [
        "Nytt læringsmål GAK-085 under 15.11, etter GAK-084, skal lyde:"
    ]


def test_there_is_a_way_back(draft, by):
    reword(draft, by, "GAK-077", "Læringsmålet GAK-077 oppheves.")

    services.restore_wording(clause=clause_about(draft, "GAK-077"), by=by)

    assert clause_about(draft, "GAK-077").own_wording == []


def test_the_systems_own_words_are_no_wording_of_ones_own(draft, by):
    reword(draft, by, "GAK-077", "  GAK-077   oppheves. ")

    assert clause_about(draft, "GAK-077").own_wording == []


@pytest.mark.parametrize(
    ("sentences", "code"),
    [
        ([""], "sentence-empty"),
        ([], "sentences-missing"),
        (["a", "b"], "sentences-missing"),
        (["x" * 1001], "sentence-too-long"),
    ],
)
def test_what_can_not_be_printed_is_refused(draft, by, sentences, code):
    with pytest.raises(RuleViolation) as refusal:
        services.reword_clause(clause=clause_about(draft, "GAK-077"), sentences=sentences, by=by)

    assert refusal.value.code == code


def test_a_locked_draft_keeps_its_words(locked, by):
    with pytest.raises(WrongState, match="er låst"):
        services.reword_clause(clause=clause_about(locked, "GAK-077"), sentences=["GAK-077 utgår."], by=by)


def test_a_draft_with_departing_words_is_locked_only_by_one_who_has_read_the_warnings(draft, by):
    reword(draft, by, "GAK-077", "GAK-078 oppheves.")

    with pytest.raises(RuleViolation, match="GAK-077 sier ikke det samme som endringen"):
        services.lock(regulation=draft, by=by)
    assert not draft.clauses.filter(new_objective__isnull=False).exists()
    assert services.lock(regulation=draft, by=by, wording_is_read=True).is_locked


# --- several at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (["PAT-045", "PAT-046"], "PAT-045 og PAT-046 oppheves."),
        (["PAT-045", "PAT-046", "PAT-047"], "PAT-045 til og med PAT-047 oppheves."),
        (["PAT-009", "PAT-010", "PAT-011", "PAT-020"], "PAT-009 til og med PAT-011 og PAT-020 oppheves."),
        (["PAT-045", "GAK-046"], "PAT-045 og GAK-046 oppheves."),
    ],
)
def test_several_are_repealed_in_one_sentence_that_reads_back_as_each(codes, sentence):
    assert repealed_together(codes) == sentence
    assert expanded(sentence.removesuffix(" oppheves.")) == codes


def test_repeals_after_each_other_on_one_day_are_printed_together(empty_draft, texts, by):
    for number in (101, 102, 103):
        row = factories.version(f"GAK-{number}", under=texts.heading)
        services.add_clause(
            regulation=empty_draft, operation=RepealObjective(code=f"GAK-{number}", basis=row.pk), by=by
        )

    (chapter,) = build_document(empty_draft).chapters

    assert len(chapter.clauses) == 3
    assert [one.prose for clause in chapter.printed for one in clause.instructions] == [
        "GAK-101 til og med GAK-103 oppheves."
    ]


# --- the pages ----------------------------------------------------------------------------------------


def at(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_of_the_clause_shows_both_wordings_and_the_warning(draft, by):
    clause = clause_about(draft, "GAK-077")
    url = f"/endringsforskrifter/{draft.pk}/ledd/{clause.pk}/"

    saved = at(by).post(f"{url}ordlyd/", {"setning-1": "GAK-078 oppheves."})
    page, workspace = at(by).get(url).content.decode(), at(by).get(draft.get_absolute_url()).content.decode()

    assert saved.status_code == 302
    assert "Bruk systemets ordlyd" in page
    assert "Ordlyden sier noe annet enn endringen om hvilket læringsmål det gjelder" in page
    assert "Ordlyden sier noe annet enn endringen om hvilket læringsmål det gjelder" in workspace


def test_locking_with_departing_words_shows_the_warnings_first(draft, by):
    services.reword_clause(clause=clause_about(draft, "GAK-077"), sentences=["GAK-078 oppheves."], by=by)
    client, url = at(by), f"/endringsforskrifter/{draft.pk}/las/"

    first = client.post(url)
    draft.refresh_from_db()
    assert "Les advarslene før du låser" in first.content.decode()
    assert not draft.is_locked
    client.post(url, {"lest": "1"})
    draft.refresh_from_db()
    assert draft.is_locked


def test_the_systems_wording_is_one_press_away(draft, by):
    clause = clause_about(draft, "GAK-077")
    services.reword_clause(clause=clause, sentences=["GAK-078 oppheves."], by=by)

    at(by).post(f"/endringsforskrifter/{draft.pk}/ledd/{clause.pk}/ordlyd/", {"system": "1"})

    assert clause_about(draft, "GAK-077").own_wording == []
