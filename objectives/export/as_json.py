"""JSON: the file `manage.py consolidate` writes, for the læringsmål chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from .document import AnnexDocument

OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write(document: AnnexDocument) -> bytes:
    """The læringsmål in force, in order: names of fields as in the consolidated file and the API."""
    return orjson.dumps({"on": document.on, "objectives": list(_objectives(document))}, option=OPTIONS)


def _objectives(document: AnnexDocument) -> Iterator[dict[str, Any]]:
    for part in document.parts:
        for chapter in part.chapters:
            for heading in chapter.headings:
                theme = heading.text or None
                for one in heading.objectives:
                    if one.in_force:
                        yield {
                            "code": one.code,
                            "specialty": one.owner.name,
                            "part": part.title,
                            "chapter": chapter.title,
                            "theme": theme,
                            "stage": one.stage,
                            "text": one.plain,
                            "valid_from": one.valid_from,
                            "valid_until": one.valid_until,
                            "enacted_by": one.enacted_by.ref_id,
                        }
