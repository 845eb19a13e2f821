"""Files that people send with what they write: what they are is read from their bytes, never from their name."""

from __future__ import annotations

import io
import unicodedata
import zipfile

from django.utils.translation import gettext as _

from .refusals import RuleViolation

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = "image/png"
JPEG = "image/jpeg"

_SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_PROGRAMS = ("vbaproject", "macrosheets/", "activex/")
_EXTENSIONS = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", PNG: ".png", JPEG: ".jpg"}


def content_type_of(content: bytes) -> str:
    """What the bytes are, or "" when they are none of the kinds we take."""
    for signature, content_type in _SIGNATURES:
        if content.startswith(signature):
            return content_type
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    names = {member.filename for member in members}
    # An Office file with a program in it, or one that fills the reader's disk when it is opened.
    if any(word in name.lower() for name in names for word in _PROGRAMS) or _unpacked(members) > MAX_UNPACKED:
        return ""
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), "")


def _unpacked(members: list[zipfile.ZipInfo]) -> int:
    """How many bytes the members take unpacked, as the archive says itself; nothing is unpacked here."""
    return sum(member.file_size for member in members)


def safe_name(name: str, content_type: str) -> str:
    """The file's name without folders, control characters or an ending that lies about what it is."""
    base = name.replace("\\", "/").rpartition("/")[2]
    base = "".join(
        c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c)[0] != "C" and c not in '"<>|:*?;'
    )
    stem = base.rpartition(".")[0] or base or "vedlegg"
    return stem.strip(" .")[:120] + _EXTENSIONS[content_type]


def accepted(name: str, content: bytes) -> str:
    """What the file is, by its bytes. Raises RuleViolation for one we don't take."""
    if not content or len(content) > MAX_BYTES:
        raise RuleViolation(
            _("Filen «%(name)s» er tom eller større enn 10 MB. Del den opp, eller last opp en mindre utgave.")
            % {"name": name[:100]},
            code="file-size",
            authority="FO-6",
        )
    content_type = content_type_of(content)
    if not content_type:
        raise RuleViolation(
            _(
                "Filen «%(name)s» er ikke PDF, Word, Excel, PNG eller JPEG%(but)s, eller den har makroer. Lagre den i "
                "et av disse formatene uten makroer og prøv igjen."
            )
            % {"name": name[:100], "but": _claim(name)},
            code="file-kind",
            authority="FO-6",
        )
    return content_type


def _claim(name: str) -> str:
    """What the name says of a file that is something else."""
    ending = "." + name.rpartition(".")[2].lower()
    return _(" (selv om navnet slutter på %(ending)s)") % {"ending": ending} if ending in _EXTENSIONS.values() else ""
