"""The PDF is tagged, in bokmål, whole, with its own fonts, and says exactly what the structure says."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from objectives.legal_text import plain
from objectives.printing import fonts
from objectives.printing.fonts import FilesMissing
from objectives.printing.pdf import (
    ARCHIVE,
    VARIANT,
    CharactersMissing,
    EngineMissing,
    ForbiddenAddressError,
    NotAnAccessiblePdfError,
    check_pdf,
)
from regulations.documents import ActDocument, ChapterPart, ClauseText, Instruction
from regulations.documents.html import render_html
from regulations.documents.pdf import html_to_pdf, render_pdf

LISTED = "Selvstendig kunne gi sedasjon, herunder\n\t3a. ved bildediagnostikk\n\t3b. ved «vanskelig luftvei» & <uro>"
TRANSITIONAL = "Lege i spesialisering som har begynt på ANE-052 før 1. september 2027, kan fullføre."


def document(**values) -> ActDocument:
    chapter = ChapterPart(
        "C22. Anestesiologi",
        (
            ClauseText(
                (
                    Instruction("ANE-052 oppheves."),
                    Instruction("Nytt læringsmål ANE-053 under 22.6 skal lyde:", LISTED),
                )
            ),
            ClauseText((Instruction("ANE-060 skal lyde:", "Ha god kunnskap om søvnens fysiologi – også hos barn."),)),
        ),
    )
    defaults = {
        "title": "Forskrift om endring i spesialistforskriften",
        "short_title": "Endr. i spesialistforskriften",
        "legal_basis": "Fastsatt av Helsedirektoratet [vedtaksdato] med hjemmel i forskriften § 3b.",
        "lead_in": "I forskriften gjøres følgende endringer i vedlegg 2:",
        "chapters": (chapter,),
        "entry_into_force": "Forskriften trer i kraft 1. september 2027.",
        "transitional": TRANSITIONAL,
        "working_title": "Vinter 2027",
    }
    return ActDocument(**(defaults | values))


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_pdf(document())


@pytest.fixture(scope="module")
def pdf(content):
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The structure's elements in reading order."""
    found: list[str] = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def words(pdf: pikepdf.Pdf) -> str:
    """All text the pages show, in order, read back through each font's own map to Unicode."""
    shown = []
    for page in pdf.pages:
        maps = {name: unicode_map(font) for name, font in page.Resources.Font.items()}
        current: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                current = maps[str(operands[0])]
            elif str(operator) in ("Tj", "TJ"):
                pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                shown.append("".join(current[raw[at] << 8 | raw[at + 1]] for at in range(0, len(raw), 2)))
    return " ".join(" ".join(shown).split())


def unicode_map(font) -> dict[int, str]:
    found: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
        if str(operator) == "endbfchar":
            for code, text in zip(operands[::2], operands[1::2], strict=True):
                found[int.from_bytes(bytes(code), "big")] = bytes(text).decode("utf-16-be")
    return found


# --- what makes it accessible -------------------------------------------------------------------------


def test_it_is_tagged_and_in_norwegian_and_shows_its_title(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nb"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "StructTreeRoot" in str(pdf.Root.keys())


def test_it_declares_pdf_ua_1(pdf):
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_its_metadata_say_what_it_is(pdf):
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Utkast: Forskrift om endring i spesialistforskriften"
        assert metadata["dc:description"] == "Endr. i spesialistforskriften"
        assert "Helsedirektoratet" in metadata["dc:creator"]


def test_its_headings_have_levels_in_order(pdf):
    headings = [tag for tag in tags(pdf) if tag.startswith("/H")]

    assert headings == ["/H1", "/H2", "/H3", "/H2", "/H2"]


def test_its_list_items_are_tagged_as_a_list(pdf):
    found = tags(pdf)

    assert found.count("/L") == 1
    assert found.count("/LI") == 2


def test_its_bookmarks_follow_the_headings(pdf):
    with pdf.open_outline() as outline:
        (top,) = outline.root
        assert top.title == "Forskrift om endring i spesialistforskriften"
        assert [child.title for child in top.children] == ["Del I", "Del II", "Del III"]
        assert [child.title for child in top.children[0].children] == ["C22. Anestesiologi"]


def test_its_fonts_are_its_own_and_embedded(pdf):
    used = [font for page in pdf.pages for font in page.Resources.Font.values()]

    assert used
    for font in used:
        assert str(font.BaseFont).split("+")[-1].startswith(("Lov", "Ramme"))
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))


# --- what it says -------------------------------------------------------------------------------------


def test_it_says_every_word_of_the_structure_and_marks_the_draft(pdf):
    one = document()
    said = words(pdf)

    expected = ["UTKAST", one.title, one.legal_basis, one.lead_in, "C22. Anestesiologi", one.entry_into_force]
    expected += [plain(TRANSITIONAL), "ANE-052 oppheves.", "Nytt læringsmål ANE-053 under 22.6 skal lyde:"]
    expected += [plain(LISTED), "ANE-060 skal lyde:", "Ha god kunnskap om søvnens fysiologi – også hos barn."]
    for sentence in expected:
        assert sentence in said
    positions = [said.index(sentence) for sentence in expected[1:5]]
    assert positions == sorted(positions)


def test_an_announced_act_is_not_marked_as_a_draft_and_says_its_number():
    announced = document(legacy_id="FOR-2027-01-29-114", number=114, transitional="")

    with pikepdf.open(BytesIO(render_pdf(announced))) as pdf:
        said = words(pdf)

    assert "UTKAST" not in said
    assert "FOR-2027-01-29-114" in said
    assert "III" not in said


def test_a_text_can_not_bring_markup_with_it():
    hostile = document(title='Forskrift <img src="https://example.no/spor.png"> om endring')

    assert "<img" not in render_html(hostile)


# --- what it refuses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["https://example.no/a.css", "file:///etc/passwd", "font:other", "data:text/css,p{}"]
)
def test_it_fetches_nothing_but_its_own_fonts(address):
    page = render_html(document()).replace("</head>", f'<link rel="stylesheet" href="{address}"></head>')

    with pytest.raises(ForbiddenAddressError, match="som ikke skal hentes"):
        html_to_pdf(page)


def test_without_its_fonts_it_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(fonts.finders, "find", lambda name: None)

    with pytest.raises(FilesMissing, match=r"source-serif-4-latin-wght-normal\.woff2 mangler på serveren"):
        render_pdf(document())


def test_without_pango_it_is_refused_with_what_to_do_and_nothing_is_tried_again(monkeypatch):
    class NoPango:
        """As the import goes on a machine without the library."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(sys, "meta_path", [NoPango, *sys.meta_path])

    with pytest.raises(EngineMissing, match="Pango mangler på serveren"):
        render_pdf(document())


VERAPDF = shutil.which("verapdf")


@pytest.mark.skipif(VERAPDF is None, reason="veraPDF is not on this machine: the PDF is declared, not validated.")
@pytest.mark.parametrize(("variant", "flavour"), [(VARIANT, "ua1"), (ARCHIVE, "2a")])
def test_verapdf_finds_the_file_to_be_what_it_declares(tmp_path, variant, flavour):
    file = tmp_path / "forskrift.pdf"
    file.write_bytes(render_pdf(document(), variant=variant))

    run = subprocess.run(
        [str(VERAPDF), "--flavour", flavour, "--format", "text", str(file)], capture_output=True, text=True, check=False
    )

    assert run.stdout.startswith("PASS"), run.stdout


def test_a_character_that_no_font_has_is_refused_and_not_printed_as_a_box():
    unassigned = chr(0x0378)
    one = document(entry_into_force=f"Forskriften trer i kraft {unassigned}.")

    with pytest.raises(CharactersMissing, match=f"mangler tegnet «{unassigned}»"):
        render_pdf(one)


def test_the_signs_that_objectives_use_are_in_our_own_fonts():
    signs = "æøåÆØÅé–«»§½µ°±×%/()…"

    for address in fonts.FONTS:
        has = TTFont(BytesIO(fonts.font(address))).getBestCmap()
        assert [sign for sign in signs if ord(sign) not in has] == []


def test_garbage_collection_is_on_again_afterwards_also_after_a_failure(monkeypatch):
    with pytest.raises(ForbiddenAddressError, match="som ikke skal hentes"):
        html_to_pdf('<html lang="nb"><link rel="stylesheet" href="file:///etc/passwd">')

    assert gc.isenabled()


def test_a_whole_tagged_pdf_is_accepted(content):
    check_pdf(content)


def test_half_a_pdf_is_not_accepted(content):
    with pytest.raises(NotAnAccessiblePdfError, match="not a whole PDF"):
        check_pdf(content[: len(content) // 2])


def test_an_untagged_pdf_is_not_accepted():
    plain_file = BytesIO()
    empty = pikepdf.new()
    empty.add_blank_page()
    empty.save(plain_file)

    with pytest.raises(NotAnAccessiblePdfError, match="/StructTreeRoot"):
        check_pdf(plain_file.getvalue())


def test_no_web_process_loads_the_pdf_engine():
    """WeasyPrint dies with the process when a font is missing, and is heavy: only the worker's own functions do."""
    every_page = (
        "import django, sys; django.setup(); from django.urls import get_resolver; "
        "[getattr(one, 'url_patterns', None) for one in get_resolver().url_patterns]; "
        "assert 'regulations.views.documents' in sys.modules; "
        "print({'weasyprint', 'fontTools', 'pydyf'} & set(sys.modules))"
    )

    run = subprocess.run(
        [sys.executable, "-c", every_page], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "set()"
