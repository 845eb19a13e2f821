"""Files of læringsaktiviteter, as people make them."""

from __future__ import annotations

HEADER = ["Type", "Tittel", "Kurstype", "Anbefalt minste antall", "Spesialitet", "Læringsmål"]
COURSE = ["kurs", "Kurs i leverkirurgi", "emnekurs", "", "GAK", "gak-1, GAK002"]
PROCEDURE = ["Prosedyre", "Leverbiopsi", "", "25", "Gastroenterologisk kirurgi", "GAK-001"]


def as_csv(*rows: list[str], delimiter: str = ";") -> bytes:
    return "".join(delimiter.join(row) + "\r\n" for row in (HEADER, *rows)).encode("utf-8-sig")


def changed(row: list[str], **values: str) -> list[str]:
    names = ["kind", "title", "course_kind", "minimum", "specialty", "codes"]
    return [values.get(name, cell) for name, cell in zip(names, row, strict=True)]
