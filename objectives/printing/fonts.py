"""The fonts of what is printed: the project's own variable WOFF2 files, unpacked to the weights that are printed.

Done once in a process and kept: unpacking and weighing them anew is more than half the time of a short PDF.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from organisations.refusals import Refusal


class Face(NamedTuple):
    """One weight of one file."""

    file: str
    weight: int


_SERIF, _SANS = "fonts/source-serif-4-latin-wght-normal.woff2", "fonts/inter-latin-wght-normal.woff2"
# The only things a document may fetch, by the address the style sheet uses.
FONTS = {
    "font:serif-400": Face(_SERIF, 400),
    "font:serif-600": Face(_SERIF, 600),
    "font:sans-400": Face(_SANS, 400),
    "font:sans-600": Face(_SANS, 600),
}


class FilesMissing(Refusal):
    """The front-end files are not fetched; without a font the PDF engine brings the whole process down."""


@cache
def font(address: str) -> bytes:
    """The TrueType font at one of the addresses in `FONTS`.

    Raises KeyError for any other, FilesMissing without the file.
    """
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    face = FONTS[address]
    weighed = instantiateVariableFont(TTFont(found(face.file)), {"wght": face.weight})
    weighed.flavor = None
    unpacked = BytesIO()
    weighed.save(unpacked)
    return unpacked.getvalue()


def require_fonts() -> None:
    """Raises FilesMissing, with what to do about it, unless every font is there."""
    for face in FONTS.values():
        found(face.file)


def found(name: str) -> Path:
    """Where a static file lies. Raises FilesMissing."""
    path = finders.find(name)
    if not isinstance(path, str):
        raise FilesMissing(
            _(
                "PDF-en kan ikke lages fordi filen %(name)s mangler på serveren. "
                "Be forvalteren hente filene med «python3 run.py» eller bygge avbildningen på nytt."
            )
            % {"name": name},
            code="files-missing",
        )
    return Path(path)
