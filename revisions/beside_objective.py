"""The open cases that touch a læringsmål, told on its page (objectives.beside)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from objectives.beside import Reader
from revisions.open_cases import OpenCase, open_cases


@dataclass(frozen=True)
class Touching:
    """The cases, and where the register can be read as if they were adopted."""

    cases: tuple[OpenCase, ...]

    @property
    def supposed_url(self) -> str:
        """Vedlegg 2 as if these cases were adopted."""
        return supposed_url(*(case.number for case in self.cases))


class OpenCasesBeside:
    """To the directorate all, to a sender its own, to everyone those that are openly heard."""

    template = "revisions/_open_cases.html"

    def of(self, code: str, *, reader: Reader, on: dt.date) -> Touching | None:
        """The cases that touch the læringsmål; None when the reader may know of none."""
        cases = open_cases(reader, on=on, about=code)
        return Touching(tuple(cases)) if cases else None


def supposed_url(*numbers: str) -> str:
    """Vedlegg 2 as if the cases with these numbers were adopted."""
    return f"{reverse('revisions:as_if_adopted')}?{urlencode([('sak', number) for number in numbers])}"
