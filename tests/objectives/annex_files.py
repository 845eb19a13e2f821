"""Small files in Lovdata's vocabulary and our own words, for the tests of the import."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

from bench import annex_markup as markup

NOTE = (
    "Delen tilføyd ved forskrift 2 feb 2018 nr. 21 (i kraft 5 mars 2018), endret ved forskrift 4 apr 2020 nr. 43 , "
    "endret ved forskrifter 6 mai 2023 nr. 65 (i kraft 1 sep 2024), 24 jan 2025 nr. 87 "
    "(i kraft 1 sep 2025, gjelder Del 1, se endringsforskriften), 24 jan 2025 nr. 87 "
    "(i kraft 1 mars 2026, gjelder Del 2-3)."
)
PART_A = markup.part(
    "A. Felles kompetansemål",
    markup.note(NOTE),
    markup.chapter("A1. Innledning", markup.small("Her står en innledning.")),
    markup.chapter(
        "A2. Samarbeid",
        markup.scoped("Del 1:", "FKMS-001: Ha kunnskap om vaktordninger.", "FKMK-002: Kjenne til kommunens tjenester."),
        markup.scoped("Del 2–3:", "FKM-001: Beherske ledelse av et team."),
    ),
    markup.chapter(
        "[Tidligere kapittel A, læringsmål Del 1.1",
        markup.small("Del 1"),
        markup.paragraph("LM-01 Kjenne til den gamle vaktordningen."),
        markup.paragraph("LM-03 Kjenne til den gamle journalen.]"),
        markup.small("1 Læringsmålene her ble opphevet 1. september 2025."),
    ),
)
PART_B = markup.part(
    "B. Kliniske fag i del 1",
    markup.chapter(
        "B1. Spesialisthelsetjenesten",
        markup.theme("1.1 Sykehus", markup.paragraph("KLS-001 Selvstendig kunne skrive en innkomstjournal.")),
    ),
)
LIVER = (
    "GAK-001 Ha god kunnskap om utredning av leverlesjoner.",
    "GAK-002 Beherske punksjon av leverabscess.",
)


def surgery(*in_liver: str) -> str:
    """Chapter C15 with two headings; `in_liver` are the paragraphs of the second."""
    return markup.chapter(
        "C15. Gastroenterologisk kirurgi",
        markup.small("Her følger læringsmålene for gastrokirurger."),
        markup.theme("15.1 Samtaler", markup.paragraph("GAK-004 Ha kunnskap om den vanskelige samtalen.")),
        markup.theme("15.12 Lever", *in_liver),
    )


def annex(*in_liver: str, part_a: str = PART_A, part_c: str = "", **document: str) -> str:
    """The whole file. Without arguments: ten læringsmål, of which two former."""
    paragraphs = in_liver or tuple(map(markup.paragraph, LIVER))
    radiology = markup.chapter(
        "C41. Radiologi",
        markup.theme(
            "41.1 Thorax – Teori",
            markup.paragraph(
                "RAD-001 ", markup.items("Under supervisjon kunne lese bildene.", "Beherske det.", marks=("3a.", "3b."))
            ),
        ),
    )
    part = markup.part("C. Legespesialitetene i del 2 og 3", surgery(*paragraphs), radiology, part_c)
    return markup.document(part_a, PART_B, part, **document)


def write(folder: Path, text: str | bytes, name: str = "sf-prove.xml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def row_counts() -> dict[str, int]:
    """How many rows each of the project's tables has, history included."""
    ours = {"organisations", "notifications", "objectives", "hearings", "regulations", "revisions"}
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.app_label in ours
    }
