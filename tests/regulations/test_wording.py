"""The words of an act: the same forms as in real endringsforskrifter."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from regulations import services
from regulations.documents import build_document
from regulations.documents.wording import entry_into_force, instructions, legal_basis_line, listed
from regulations.outline import placed_clauses
from tests import factories

from .conftest import IN_FORCE


def prose(draft) -> list[list[str]]:
    return [[one.prose for one in instructions(placed)] for placed in placed_clauses(draft)]


# --- each clause --------------------------------------------------------------------------------------


def test_while_the_draft_is_open_new_codes_are_yet_to_come(draft):
    assert prose(draft) == [
        ["GAK-077 oppheves."],
        ["GAK-084 skal lyde:"],
        ["Nytt læringsmål [kode gis når utkastet låses] under 15.11 etter GAK-084 skal lyde:"],
        ["ANE-052 oppheves.", "Nytt læringsmål [kode gis når utkastet låses] under 22.6 skal lyde:"],
    ]


def test_when_the_draft_is_locked_the_codes_are_there(locked):
    assert prose(locked)[2:] == [
        ["Nytt læringsmål GAK-085 under 15.11 etter GAK-084 skal lyde:"],
        ["ANE-052 oppheves.", "Nytt læringsmål ANE-053 under 22.6 skal lyde:"],
    ]


def test_a_repeal_introduces_no_text_and_the_others_their_own(draft):
    texts = [[one.new_text for one in instructions(placed)] for placed in placed_clauses(draft)]

    assert texts == [
        [""],
        ["Kunne utføre kolecystektomi."],
        ["Ha god kunnskap om skade på galleganger."],
        ["", "Selvstendig kunne gi sedasjon."],
    ]


def test_a_heading_without_a_number_is_named_by_its_title(empty_draft, operations, by):
    unnumbered = replace(operations.add, theme=factories.theme("", "Milt").pk, after=None)
    services.add_clause(regulation=empty_draft, operation=unnumbered, by=by)

    assert prose(empty_draft) == [["Nytt læringsmål [kode gis når utkastet låses] under «Milt» skal lyde:"]]


def test_in_a_chapter_without_headings_only_the_code_is_named(empty_draft, operations, by):
    services.add_clause(regulation=empty_draft, operation=replace(operations.add, theme=None, after=None), by=by)

    assert prose(empty_draft) == [["Nytt læringsmål [kode gis når utkastet låses] skal lyde:"]]


# --- part II ------------------------------------------------------------------------------------------


def dated(draft, by, **dates: dt.date | None) -> str:
    """Part II when these clauses have these dates (None is straks), and the others are left out."""
    for clause in draft.clauses.all():
        code = clause.objective.code.replace("-", "") if clause.objective else "NEW"
        if code not in dates:
            services.remove_clause(clause=clause, by=by)
            continue
        services.set_entry_into_force(
            clause=clause,
            entry_into_force="dato" if dates[code] else "straks",
            in_force_from=dates[code],
            departure_reason="Avtalt.",
            by=by,
        )
    return entry_into_force(placed_clauses(draft))


def test_all_at_once(draft, by):
    assert dated(draft, by, GAK084=None, GAK077=None) == "Forskriften trer i kraft straks."


def test_all_on_one_date(draft, by):
    sentence = dated(draft, by, GAK077=IN_FORCE, ANE052=IN_FORCE)

    assert sentence == "Forskriften trer i kraft 1. september 2027."


def test_some_at_once_and_the_rest_on_one_date(draft):
    assert entry_into_force(placed_clauses(draft)) == (
        "Endringen i GAK-084 trer i kraft straks. Øvrige endringer trer i kraft 1. september 2027."
    )


def test_two_at_once_and_the_rest_on_one_date(draft, by):
    sentence = dated(draft, by, GAK084=None, GAK077=None, ANE052=IN_FORCE, NEW=IN_FORCE)

    assert sentence == (
        "Endringene i GAK-077 og GAK-084 trer i kraft straks. Øvrige endringer trer i kraft 1. september 2027."
    )


def test_most_at_once_makes_the_dated_ones_the_named(draft, by):
    sentence = dated(draft, by, GAK084=None, GAK077=None, NEW=None, ANE052=IN_FORCE)

    assert sentence == (
        "Endringene i ANE-052 og [kode gis når utkastet låses] trer i kraft 1. september 2027. "
        "Øvrige endringer trer i kraft straks."
    )


def test_several_dates_come_in_their_order_and_the_rest_last(draft, by):
    sentence = dated(
        draft, by, GAK084=None, GAK077=dt.date(2027, 7, 1), ANE052=dt.date(2028, 3, 1), NEW=dt.date(2028, 3, 1)
    )

    assert sentence == (
        "Endringen i GAK-084 trer i kraft straks. Endringen i GAK-077 trer i kraft 1. juli 2027. "
        "Øvrige endringer trer i kraft 1. mars 2028."
    )


def test_a_replacement_is_named_by_both_codes(locked, by):
    services.unlock(regulation=locked, by=by)

    sentence = dated(locked, by, ANE052=dt.date(2028, 3, 1), GAK084=None, GAK077=None)

    assert sentence == (
        "Endringene i ANE-052 og ANE-053 trer i kraft 1. mars 2028. Øvrige endringer trer i kraft straks."
    )


def test_an_empty_draft_says_what_is_missing():
    assert entry_into_force([]) == "[endringsledd]"


@pytest.mark.parametrize(
    ("names", "sentence"), [(["A"], "A"), (["A", "B"], "A og B"), (["A", "B", "C", "D"], "A, B, C og D")]
)
def test_lists_are_written_the_norwegian_way(names, sentence):
    assert listed(names) == sentence


# --- the whole ----------------------------------------------------------------------------------------


def test_the_legal_basis_says_organ_date_and_basis():
    line = legal_basis_line("forskriften § 3b.", decided_on=dt.date(2027, 1, 29))

    assert line == "Fastsatt av Helsedirektoratet 29. januar 2027 med hjemmel i forskriften § 3b."


def test_an_undecided_draft_has_no_date():
    assert legal_basis_line("forskriften § 3b", decided_on=None).startswith(
        "Fastsatt av Helsedirektoratet [vedtaksdato] med hjemmel i"
    )


def test_the_structure_follows_the_annex(draft):
    document = build_document(draft)

    assert [(part.heading, len(part.clauses)) for part in document.chapters] == [
        ("C15. Gastroenterologisk kirurgi", 3),
        ("C22. Anestesiologi", 1),
    ]
    assert document.lead_in == (
        "I forskrift 8. desember 2016 nr. 1482 om spesialistutdanning og spesialistgodkjenning for leger og "
        "tannleger (spesialistforskriften) gjøres følgende endringer i vedlegg 2:"
    )
    assert (document.is_draft, document.file_name, document.clause_count) == (True, "utkast-vinter-2027.pdf", 4)


def words(part) -> tuple:
    return part.heading, [clause.instructions for clause in part.clauses]


def test_an_announced_act_reads_as_its_locked_draft_but_for_its_date_and_number(locked, by):
    from .conftest import announce

    before = build_document(locked)
    announce(locked, by=by)
    locked.refresh_from_db()
    after = build_document(locked)

    assert [words(part) for part in after.chapters] == [words(part) for part in before.chapters]
    assert after.entry_into_force == before.entry_into_force
    assert after.legal_basis == before.legal_basis.replace("[vedtaksdato]", "29. januar 2027")
    assert after.legal_basis == locked.act.legal_basis
    assert (after.is_draft, after.file_name) == (False, "FOR-2027-01-29-114.pdf")
    assert after.announced_at == factories.announced(dt.date(2027, 2, 12))
