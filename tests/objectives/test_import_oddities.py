"""What is out of pattern in a file: told with its line, never mended; and no register begins with what is unclear."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bench import annex_markup as markup
from objectives.annex import outline
from objectives.annex.oddities import oddities
from objectives.annex.reader import read_annex
from objectives.annex.reading import AnnexReading, Oddity

from .annex_files import PART_A, annex, row_counts, write

SERIES = {fact.prefix: fact.digits for fact in outline.SERIES}
NAMES = {"C15": "Gastroenterologisk kirurgi", "C18": "Plastikkirurgi", "C20": "Urologi", "C41": "Radiologi"}

# The file, the oddity's code, words of its message, and words on the line it is told for.
UNCLEAR = {
    "the same code twice": (
        annex(
            markup.paragraph("GAK-001 Beherske punksjon."),
            markup.paragraph("GAK-002 Ha kunnskap om biopsi."),
            markup.paragraph("GAK-001 Beherske drenasje."),
        ),
        "code-twice",
        "GAK-001 står to ganger: her og på linje ",
        "drenasje",
    ),
    "a prefix that is no series": (
        annex(markup.paragraph("XYZ-001 Beherske noe annet.")),
        "unknown-prefix",
        "XYZ-001 har et ukjent prefiks",
        "XYZ-001",
    ),
    "too few digits": (annex(markup.paragraph("GAK-01 Alt.")), "malformed-code", "GAK-01 er ikke en kode", "GAK-01"),
    "number nought": (annex(markup.paragraph("GAK-000 Alt.")), "malformed-code", "GAK-000 er ikke", "GAK-000"),
    "too many digits": (annex(markup.paragraph("LM-001 Alt.")), "malformed-code", "LM-001 er ikke", "LM-001"),
    "two in a paragraph": (
        annex(markup.paragraph("GAK-001 Beherske punksjon. GAK-002 Beherske biopsi.")),
        "several-codes",
        "Koden GAK-002 står inne i teksten til GAK-001",
        "GAK-002",
    ),
    "two codes first": (
        annex(markup.paragraph("GAK-001 GAK-002 Beherske punksjon.")),
        "several-codes",
        "Koden GAK-002 står inne i teksten til GAK-001",
        "GAK-002",
    ),
    "a code in a list item": (
        annex(markup.paragraph("GAK-001 Beherske:", markup.items("GAK-002 Punksjon."))),
        "several-codes",
        "Koden GAK-002 står inne i teksten til GAK-001",
        "GAK-002",
    ),
    "a code in a sentence": (
        annex(markup.paragraph("GAK-001 Beherske punksjon, se GAK-077.")),
        "code-out-of-place",
        "Koden GAK-077 står inne i teksten til GAK-001",
        "GAK-077",
    ),
    "a code in a paragraph without one": (
        annex(markup.paragraph("GAK-001 Alt."), markup.paragraph("Følgende gjelder også, se GAK-077.")),
        "code-out-of-place",
        "Koden GAK-077 står i et avsnitt uten riktig kode",
        "GAK-077",
    ),
    "a code in an introduction": (
        annex(markup.paragraph("GAK-001 Alt."), markup.small("GAK-077 Beherske det lille.")),
        "code-out-of-place",
        "Koden GAK-077 står først i en innledning",
        "GAK-077",
    ),
    "a code in a note": (
        annex(markup.paragraph("GAK-001 Alt."), markup.note("GAK-077 endret ved forskrift 28 mars 2021 nr. 1068.")),
        "code-out-of-place",
        "Koden GAK-077 står først i en notis",
        "GAK-077",
    ),
    "a code in a table": (
        annex(markup.paragraph("GAK-001 Alt."), "<table><tr><td>GAK-077 Beherske tabeller.</td></tr></table>"),
        "code-out-of-place",
        "Koden GAK-077 står i en tabell eller figur",
        "GAK-077",
    ),
    "a code in a heading": (
        annex(markup.paragraph("GAK-001 Alt."), markup.theme("15.13 Milt GAK-077")),
        "code-out-of-place",
        "Koden GAK-077 står i en overskrift",
        "GAK-077",
    ),
    "another series' code": (
        annex(markup.paragraph("PAT-001 Beherske obduksjon.")),
        "another-series",
        "PAT-001 står i «C15. Gastroenterologisk kirurgi», der prefikset er GAK.",
        "PAT-001",
    ),
    "a dash for a hyphen": (
        annex(markup.paragraph("GAK–077 Beherske tankestreker.")),
        "code-out-of-place",
        "Koden GAK–077 står i et avsnitt uten riktig kode",
        "GAK–077",
    ),
    "a space for a hyphen": (
        annex(markup.paragraph("GAK 077 Beherske mellomrom.")),
        "code-out-of-place",
        "Koden GAK 077 står i et avsnitt uten riktig kode",
        "GAK 077",
    ),
    "small letters": (
        annex(markup.paragraph("Gak-077 Beherske små bokstaver.")),
        "code-out-of-place",
        "Koden Gak-077 står i et avsnitt uten riktig kode",
        "Gak-077",
    ),
    "outside the chapters": (
        annex(part_a=markup.paragraph("GAK-077 Beherske løse ender.")),
        "code-out-of-place",
        "GAK-077 står utenfor kapitlene",
        "GAK-077",
    ),
    "no text": (annex(markup.paragraph("GAK-001 ")), "no-text", "GAK-001 har ingen tekst", "GAK-001"),
    "no part of the training": (
        annex(part_a=PART_A.replace("A2. Samarbeid</h4>", f"A2. Samarbeid</h4>{markup.paragraph('FKM-009 Alt.')}")),
        "no-stage",
        "FKM-009 står ikke under «Del 1» eller «Del 2–3»",
        "FKM-009",
    ),
    "an item without a code": (
        annex(part_a=PART_A.replace("FKMK-002: ", "")),
        "no-code",
        "«Kjenne til kommunens tjenester.» står i en liste av læringsmål, men har ingen kode",
        "kommunens",
    ),
}


def read(text: str) -> AnnexReading:
    return read_annex(text.encode(), series=SERIES)


def odd(text: str) -> list[Oddity]:
    return oddities(read(text), names=NAMES)


def codes(text: str) -> list[str]:
    return [oddity.code for oddity in odd(text)]


def line_of(words: str, text: str) -> int:
    """The line of the file these words are on."""
    (line,) = [number for number, line in enumerate(text.splitlines(), start=1) if words in line]
    return line


@pytest.mark.parametrize("case", UNCLEAR)
def test_what_is_unclear_is_told_with_its_line_and_the_rest_is_read(case: str):
    text, code, message, words = UNCLEAR[case]

    reading = read(text)

    (found,) = [oddity for oddity in reading.oddities if oddity.code == code]
    assert message in found.message
    assert found.line == line_of(words, text)
    assert found.blocks_import
    assert "RAD-001" in {row.code for row in reading.objectives}


@pytest.mark.django_db
@pytest.mark.parametrize("case", UNCLEAR)
def test_no_register_begins_with_what_is_unclear(case: str, tmp_path: Path):
    text, _code, message, words = UNCLEAR[case]
    before = row_counts()

    with pytest.raises(CommandError) as refusal:
        call_command("import_annex", str(write(tmp_path, text)), stdout=io.StringIO())

    assert refusal.value.returncode == 1
    assert str(refusal.value).startswith(f"Linje {line_of(words, text)}: ")
    assert message in str(refusal.value)
    assert row_counts() == before


def test_a_code_where_a_sentence_begins_is_the_next_objective():
    reading = read(annex(markup.paragraph("GAK-001 Beherske punksjon. GAK-002: Beherske biopsi, som i ICD-10.")))

    texts = {row.code: row.text for row in reading.objectives if row.prefix == "GAK"}

    assert texts["GAK-001"] == "Beherske punksjon."
    assert texts["GAK-002"] == "Beherske biopsi, som i ICD-10."


def test_objectives_that_share_a_paragraph_in_part_a_are_read_apart():
    shared = markup.paragraph(
        "Del 1: FKMS-001: Ha kunnskap om vakt. FKMS-002 Kjenne til turnus. FKMK-001: Beherske det."
    )
    part_a = markup.part("A. Felles", markup.chapter("A2. Samarbeid", shared))

    reading = read(annex(part_a=part_a))

    assert [(row.code, row.text, row.stage) for row in reading.objectives if row.chapter == "A2"] == [
        ("FKMS-001", "Ha kunnskap om vakt.", "1"),
        ("FKMS-002", "Kjenne til turnus.", "1"),
        ("FKMK-001", "Beherske det.", "1"),
    ]
    assert [oddity.code for oddity in reading.oddities] == ["several-codes", "several-codes"]


def test_a_code_inside_a_sentence_stays_in_the_text():
    reading = read(annex(markup.paragraph("GAK-001 Beherske punksjon, jf. GAK-077 om drenasje.")))

    (row,) = [row for row in reading.objectives if row.code == "GAK-001"]

    assert row.text == "Beherske punksjon, jf. GAK-077 om drenasje."


def test_an_objective_among_another_series_is_read_where_it_stands():
    reading = read(annex(markup.paragraph("PAT-001 Beherske obduksjon.")))

    assert [row.chapter for row in reading.objectives if row.code == "PAT-001"] == ["C15"]


def test_a_file_in_pattern_has_nothing_odd_but_the_bracket_that_closes_a_former_chapter():
    assert [(oddity.code, oddity.objective) for oddity in odd(annex())] == [("bracket-left", "LM-03")]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("C18. Plastikkirurgir", "chapter-name"),
        ("C.20 Urologi", "chapter-number"),
        ("C20 Urologi", "chapter-number"),
    ],
)
def test_a_chapter_out_of_pattern(heading: str, code: str):
    text = annex(part_c=markup.chapter(heading))

    (found,) = [oddity for oddity in odd(text) if oddity.code != "bracket-left"]

    assert (found.code, found.line) == (code, line_of(f"{heading}</h4>", text))
    assert f"«{heading}»" in found.message


@pytest.mark.parametrize("heading", ["C20. Urologi", "C22. Et kapittel uten spesialitet"])
def test_a_chapter_in_pattern(heading: str):
    assert codes(annex(part_c=markup.chapter(heading))) == ["bracket-left"]


def urology(*headings: str) -> str:
    """The file with a chapter C20 that has these headings."""
    return annex(part_c=markup.chapter("C20. Urologi", *map(markup.theme, headings)))


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("12.1 Milt", "nummeret hører ikke til kapittel C20"),
        ("20.2 Milt", "nummeret følger ikke etter 20.12"),
        ("20.12 Milt", "nummeret følger ikke etter 20.12"),
        ("20.13. Milt", "skrevet på en annen måte"),
        ("Milt", "har ikke nummer"),
    ],
)
def test_a_heading_number_out_of_pattern(heading: str, why: str):
    text = urology("20.1 Nyrer", "20.12 Blære", heading, "20.14 Prostata")

    (found,) = [oddity for oddity in odd(text) if oddity.code == "heading-number"]

    assert found.message.startswith(f"«{heading}»: ")
    assert why in found.message
    assert found.line == line_of(f"{heading}</h5>", text)


@pytest.mark.parametrize("headings", [("20.1 Nyrer", "20.2 Blære", "20.10 Milt"), ("Nyrer", "Blære")])
def test_heading_numbers_in_pattern(headings: tuple[str, ...]):
    assert "heading-number" not in codes(urology(*headings))


@pytest.mark.parametrize("text", ["[Tidligere GAK-001 om lever]", "Beherske punksjon]", "Beherske [punksjon"])
def test_brackets_left_in_a_text(text: str):
    found = odd(annex(markup.paragraph(f"GAK-001 {text.replace('GAK-001 ', '')}")))

    assert [oddity.objective for oddity in found if oddity.code == "bracket-left"] == ["LM-03", "GAK-001"]


@pytest.mark.parametrize("second", ["preoperativ", "pre operativ", "pre–operativ", "«pre-operativ»"])
def test_two_texts_that_differ_in_characters_alone(second: str):
    text = annex(
        markup.paragraph("GAK-001 Ha kunnskap om pre-operativ vurdering."),
        markup.paragraph(f"GAK-002 Ha kunnskap om {second} vurdering."),
    )

    (found,) = [oddity for oddity in odd(text) if oddity.code == "texts-nearly-alike"]

    assert (found.objective, found.line) == ("GAK-002", line_of("GAK-002", text))
    assert "GAK-001" in found.message


def test_two_texts_that_are_the_same_are_not_odd():
    same = [markup.paragraph(f"GAK-00{number} Ha kunnskap om pre-operativ vurdering.") for number in (1, 2)]

    assert "texts-nearly-alike" not in codes(annex(*same))


@pytest.mark.parametrize(("character", "name"), [("\u00a0", "U+00A0"), ("\u00ad", "U+00AD"), ("\u200b", "U+200B")])
def test_characters_that_do_not_show(character: str, name: str):
    text = annex(markup.paragraph(f"GAK-001 Ha kunnskap om pre{character}operativ vurdering."))

    (found,) = [oddity for oddity in odd(text) if oddity.code == "unseen-characters"]

    assert name in found.message
    assert not found.blocks_import
