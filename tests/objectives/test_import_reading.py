"""What is read from the file, without a database."""

from __future__ import annotations

import datetime as dt

import pytest

from bench import annex_markup as markup
from objectives import legal_text
from objectives.annex import notes, outline
from objectives.annex.problems import Unreadable
from objectives.annex.reader import read_annex
from objectives.annex.reading import ActReading, AnnexReading, ObjectiveReading

from .annex_files import NOTE, annex

SERIES = {fact.prefix: fact.digits for fact in outline.SERIES}


def read(text: str) -> AnnexReading:
    return read_annex(text.encode(), series=SERIES)


def only(code: str, reading: AnnexReading) -> ObjectiveReading:
    (row,) = [row for row in reading.objectives if row.code == code]
    return row


def test_every_objective_is_read_in_the_order_of_the_document():
    reading = read(annex())

    codes = [row.code for row in reading.objectives]
    assert codes == [
        "FKMS-001", "FKMK-002", "FKM-001", "LM-01", "LM-03", "KLS-001", "GAK-004", "GAK-001", "GAK-002", "RAD-001",
    ]  # fmt: skip
    assert [row.place for row in reading.objectives] == list(range(1, 11))


def test_the_act_and_the_date_come_from_the_header():
    reading = read(annex(last_change="2025-09-01, 2026-03-01"))

    assert (str(reading.act), reading.starts) == ("FOR-2016-12-08-1482", dt.date(2026, 3, 1))
    assert reading.act.title.endswith("(spesialistforskriften)")


def test_the_code_and_its_colon_are_not_part_of_the_text():
    reading = read(annex())

    assert only("FKMS-001", reading).text == "Ha kunnskap om vaktordninger."
    assert only("GAK-004", reading).text == "Ha kunnskap om den vanskelige samtalen."


def test_list_items_keep_their_marks():
    text = only("RAD-001", read(annex())).text

    assert text == "\t3a. Under supervisjon kunne lese bildene.\n\t3b. Beherske det."
    assert legal_text.plain(text) == "3a. Under supervisjon kunne lese bildene. 3b. Beherske det."


def test_a_nested_list_keeps_its_levels():
    inner = markup.items("ved feber", "ved blødning")
    listed = f'<ul><li data-li-identifier="a.">Selvstendig kunne vurdere:{inner}</li></ul>'

    row = only("GAK-001", read(annex(markup.paragraph("GAK-001 Ha kunnskap om lever, og", listed))))

    assert row.text.split("\n") == [
        "Ha kunnskap om lever, og",
        "\ta. Selvstendig kunne vurdere:",
        "\t\t– ved feber",
        "\t\t– ved blødning",
    ]


def test_a_list_under_an_objective_in_part_a_belongs_to_it():
    inner = markup.items("vakt", "visitt")
    listed = f'<ul><li data-li-identifier="–">FKMS-001: Ha kunnskap om:{inner}</li></ul>'
    part_a = markup.part("A. Felles", markup.chapter("A2. Samarbeid", markup.paragraph("Del 1: ", listed)))

    row = only("FKMS-001", read(annex(part_a=part_a)))

    assert row.text == "Ha kunnskap om:\n\t– vakt\n\t– visitt"


def test_a_line_break_begins_a_new_paragraph():
    row = only("GAK-001", read(annex(markup.paragraph("GAK-001 Ha kunnskap om lever.", "<br/>Beherske punksjon."))))

    assert row.text == "Ha kunnskap om lever.\nBeherske punksjon."


def test_words_in_inline_elements_are_kept_in_place():
    row = only("GAK-001", read(annex('<article class="defaultP">GAK-001 Ha <i>god</i>\n  kunnskap.</article>')))

    assert row.text == "Ha god kunnskap."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("GAK-001 Selvstendig kunne vurdere:", "Akutt leversvikt."),
        ("GAK-001 Selvstendig kunne vurdere leversvikt", "og nyresvikt."),
    ],
)
def test_a_paragraph_that_clearly_goes_on_belongs_to_the_objective_before(first: str, second: str):
    reading = read(annex(markup.paragraph(first), markup.paragraph(second)))

    assert only("GAK-001", reading).text == f"{first[8:]}\n{second}"
    assert reading.warnings == []


def test_a_list_of_its_own_belongs_to_the_objective_before():
    reading = read(annex(markup.paragraph("GAK-001 Beherske prosedyrene."), markup.items("punksjon", "biopsi")))

    assert only("GAK-001", reading).text == "Beherske prosedyrene.\n\t– punksjon\n\t– biopsi"


def test_a_paragraph_that_may_be_something_else_is_reported_and_not_read():
    reading = read(annex(markup.paragraph("GAK-001 Beherske punksjon."), markup.paragraph("Det kan øves på modell.")))

    assert only("GAK-001", reading).text == "Beherske punksjon."
    (warned,) = reading.warnings
    assert "Det kan øves på modell." in warned.message
    assert warned.line > 1


def test_introductions_notes_and_tables_are_counted_and_not_read():
    table = "<table><tr><td>Laveste kompetansenivå</td></tr></table>"

    reading = read(annex(part_a=f"{table}{markup.paragraph('Begrepene er disse:')}"))

    assert reading.skipped == {"tabeller og figurer": 1, "avsnitt uten kode": 1, "innledninger og fotnoter": 1}


def test_codes_mentioned_outside_the_annex_are_not_objectives():
    mentioned = markup.section("Kapittel 1", markup.paragraph("GAK-099 er nevnt her bare som tekst."), level=2)

    codes = [row.code for row in read(annex(before=mentioned)).objectives]

    assert "GAK-099" not in codes


def test_abbreviations_that_look_like_codes_are_words():
    row = only("GAK-001", read(annex(markup.paragraph("GAK-001 Ha kunnskap om ICD-10, CA-125 og COVID-19."))))

    assert row.text == "Ha kunnskap om ICD-10, CA-125 og COVID-19."


@pytest.mark.parametrize(
    ("code", "stage"), [("FKMS-001", "1"), ("FKM-001", "2-3"), ("KLS-001", "1"), ("GAK-001", "2-3"), ("LM-01", "1")]
)
def test_the_part_of_the_training_follows_from_the_place(code: str, stage: str):
    assert only(code, read(annex())).stage == stage


def test_a_chapter_for_part_2_says_so_in_its_heading():
    fim = markup.chapter(
        "C1. Felles læringsmål for indremedisinske spesialiteter (del 2)", markup.paragraph("FIM-001 Beherske visitt.")
    )

    assert only("FIM-001", read(annex(part_c=fim))).stage == "2"


def test_official_headings_are_kept_with_their_slips():
    urology = markup.chapter("C.20 Urologi", markup.paragraph("URO-001 Beherske kateterisering."))
    plastic = markup.chapter("C18. Plastikkirurgir", markup.paragraph("PLA-001 Beherske suturering."))

    chapters = read(annex(part_c=urology + plastic)).chapters

    assert (chapters["C20"].title, chapters["C18"].title) == ("C.20 Urologi", "C18. Plastikkirurgir")


def test_a_heading_is_read_as_number_and_words():
    theme = only("GAK-001", read(annex())).theme

    assert theme is not None
    assert (theme.number, theme.title) == ("15.12", "Lever")


def test_former_objectives_end_on_the_date_in_the_note_beside_them():
    reading = read(annex())

    assert [row.code for row in reading.former] == ["LM-01", "LM-03"]
    ended = reading.former[0].ended
    assert ended is not None
    assert (ended.began, ended.ceased) == (dt.date(2024, 9, 1), dt.date(2025, 9, 1))
    assert ended.by == ActReading(dt.date(2025, 1, 24), 87)


def test_a_note_names_acts_with_their_dates_and_what_they_concern():
    changes = notes.changes(NOTE)

    assert [(str(change.act), change.in_force_from.isoformat(), change.stage) for change in changes] == [
        ("FOR-2018-02-02-21", "2018-03-05", ""),
        ("FOR-2020-04-04-43", "2020-04-04", ""),
        ("FOR-2023-05-06-65", "2024-09-01", ""),
        ("FOR-2025-01-24-87", "2025-09-01", "1"),
        ("FOR-2025-01-24-87", "2026-03-01", "2-3"),
    ]


def test_a_former_chapter_without_a_note_is_refused():
    former = markup.chapter("[Tidligere kapittel A, læringsmål Del 1", markup.paragraph("LM-01 Kjenne til vakt."))

    with pytest.raises(Unreadable, match="sier ikke når"):
        read(annex(part_a=markup.part("A. Felles", former)))


def test_a_file_with_one_top_element_reads_the_same():
    plain, wrapped = (
        read(annex()),
        read(annex(start='<?xml version="1.0" encoding="UTF-8"?><html><body>', end="</body></html>")),
    )

    assert [(row.code, row.text) for row in plain.objectives] == [(row.code, row.text) for row in wrapped.objectives]


def test_a_plain_doctype_and_a_byte_order_mark_are_allowed():
    text = annex(start="\ufeff<!DOCTYPE html>\n<html><body>", end="</body></html>")

    assert len(read(text).objectives) == 10


def test_line_numbers_are_those_of_the_file():
    text = annex(start='<?xml version="1.0"?>\n<!DOCTYPE html>\n<html>\n<body>\n', end="</body></html>")

    line = only("GAK-002", read(text)).line

    assert "GAK-002" in text.splitlines()[line - 1]
