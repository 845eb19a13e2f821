"""The nynorsk catalogue: compiled from the .po by our own few lines, so that no machine needs gettext installed.

The .po is read as gettext's own tools write it: msgid, msgid_plural, msgstr, msgstr[n] and continued lines.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

from django.conf import settings

PO = Path(settings.BASE_DIR) / "locale" / "nn" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_MAGIC = 0x950412DE


def read(text: str) -> dict[str, str]:
    """What each bokmål text is in nynorsk; the plural's two forms are joined by a zero byte, as in the .mo.

    Raises ValueError for a text that stands twice, or a line that is none of the known ones.
    """
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    field = ""
    for line in [*text.splitlines(), ""]:
        word, _space, rest = line.partition(" ")
        if not line.strip():
            _keep(messages, entry)
            entry, field = {}, ""
        elif line.startswith("#"):
            continue
        elif line.startswith('"'):
            entry[field] += _text(line)
        elif word in ("msgid", "msgid_plural", "msgstr", "msgstr[0]", "msgstr[1]"):
            field = word
            entry[field] = _text(rest)
        else:
            raise ValueError(f"Not a line of a catalogue: {line!r}")
    return messages


def compiled(messages: dict[str, str]) -> bytes:
    """The catalogue as gettext reads it: two tables of lengths and places, then the texts, each ended by zero."""
    rows = sorted((key.encode(), value.encode()) for key, value in messages.items())
    start = 28 + 16 * len(rows)
    tables: list[list[int]] = [[], []]
    texts = b""
    for column in (0, 1):
        for row in rows:
            tables[column] += [len(row[column]), start + len(texts)]
            texts += row[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    return head + struct.pack(f"<{4 * len(rows)}I", *tables[0], *tables[1]) + texts


def _text(quoted: str) -> str:
    return str(ast.literal_eval(quoted))


def _keep(messages: dict[str, str], entry: dict[str, str]) -> None:
    if not entry:
        return
    key, value = entry["msgid"], entry.get("msgstr", "")
    if "msgid_plural" in entry:
        key = f"{key}\0{entry['msgid_plural']}"
        value = f"{entry['msgstr[0]']}\0{entry['msgstr[1]']}"
    if key in messages:
        raise ValueError(f"Stands twice: {key!r}")
    messages[key] = value
