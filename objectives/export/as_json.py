"""JSON: the file `manage.py consolidate` writes, for the læringsmål chosen."""

from __future__ import annotations

from typing import Any

import orjson

from .document import AnnexDocument, act_named, plain
from .rows import Row

OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write(document: AnnexDocument) -> bytes:
    """The læringsmål in force, in order: names of fields as in the consolidated file and the API."""
    return orjson.dumps({"on": document.on, "objectives": list(map(_fields, document.in_force))}, option=OPTIONS)


def _fields(row: Row) -> dict[str, Any]:
    return {
        "code": row.code,
        "specialty": row.specialty_name,
        "part": row.part_title,
        "chapter": row.chapter_title,
        "theme": f"{row.theme_number or ''} {row.theme_title or ''}".strip() or None,
        "stage": row.stage,
        "text": plain(row.text),
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "enacted_by": act_named(row.enacted_on, row.enacted_number).ref_id,
    }
