"""The rows of a file beside the register: what each would change, and what must be put right first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from objectives.models import LearningActivity, ObjectiveVersion, Succession
from objectives.rules import long_date
from objectives.search import nearest_codes, normal_code
from organisations.models import Specialty

from .file import ActivityRow

MOST_REPETITIONS = 10_000
_LONGEST_TITLE = 200
_LONGEST_COURSE_KIND = 100
_BETWEEN_CODES = re.compile(r"[\s,;]+")
_NOT_LETTERS = re.compile(r"[^\w]+")

Kind = LearningActivity.Kind
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row, and what to do about it."""

    row: int
    message: str

    def __str__(self) -> str:
        return f"rad {self.row}: {self.message}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An activity as a row says it shall be."""

    row: int
    kind: str
    title: str
    course_kind: str
    minimum: int | None
    specialty: Specialty
    codes: frozenset[str]

    @property
    def key(self) -> Key:
        return (self.specialty.pk, self.kind, self.title)


@dataclass(slots=True)
class Checked:
    """What an import would do: nothing at all while there are problems."""

    to_create: list[Wanted] = field(default_factory=list)
    to_change: list[tuple[LearningActivity, Wanted]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)


def check(rows: Sequence[ActivityRow], *, on: dt.date) -> Checked:
    """The rows beside the register on the day `on`. A fixed number of queries, and one per unknown code."""
    register = _Register(rows, on=on)
    result = Checked()
    seen: dict[Key, int] = {}
    for row in rows:
        wanted, problems = _Row(row, register).read()
        if wanted is not None:
            problems += register.title_problems(wanted)
            if wanted.key in seen:
                problems.append(
                    _("er den samme læringsaktiviteten som rad %(row)d. Behold én.") % {"row": seen[wanted.key]}
                )
            seen.setdefault(wanted.key, wanted.row)
        result.problems += [RowProblem(row.row, problem) for problem in problems]
        if wanted is not None and not problems:
            _place(result, wanted, register.activities.get(wanted.key))
    return result


def _place(result: Checked, wanted: Wanted, known: LearningActivity | None) -> None:
    if known is None:
        result.to_create.append(wanted)
    elif _same(known, wanted):
        result.unchanged += 1
    else:
        result.to_change.append((known, wanted))


def _same(known: LearningActivity, wanted: Wanted) -> bool:
    codes = {objective.code for objective in known.objectives.all()}
    return (known.course_kind, known.minimum_repetitions, codes) == (
        wanted.course_kind,
        wanted.minimum,
        set(wanted.codes),
    )


class _Register:
    """What the register knows of what the rows name."""

    def __init__(self, rows: Iterable[ActivityRow], *, on: dt.date) -> None:
        self.on = on
        self.specialties = {
            name.casefold(): one for one in Specialty.objects.all() for name in (one.name, one.short_name, one.slug)
        }
        named = {one.pk for row in rows if (one := self.specialties.get(row.specialty.casefold()))}
        known: QuerySet[LearningActivity] = LearningActivity.objects.filter(specialty__in=named)
        self.activities: dict[Key, LearningActivity] = {
            (one.specialty_id, one.kind, one.title): one for one in known.prefetch_related("objectives")
        }
        self._alike: dict[Key, str] = {(pk, kind, _alike(title)): title for pk, kind, title in self.activities}
        codes = {normal_code(code) for row in rows for code in _split(row.codes)}
        versions = ObjectiveVersion.objects.filter(objective__code__in=codes).order_by("valid")
        self.last_day_after: dict[str, dt.date | None] = {
            code: valid.upper for code, valid in versions.values_list("objective__code", "valid")
        }
        self._successors: dict[str, list[str]] = {}
        for old, new in Succession.objects.filter(old__code__in=codes).values_list("old__code", "new__code"):
            self._successors.setdefault(old, []).append(new)

    def title_problems(self, wanted: Wanted) -> list[str]:
        """LA-3: an existing activity is named by its exact title, here and earlier in the file."""
        pk, kind, title = wanted.key
        if wanted.key in self.activities:
            return []
        alike = self._alike.setdefault((pk, kind, _alike(title)), title)
        if alike == title:
            return []
        return [
            _("tittelen er nesten lik «%(title)s». Skriv den nøyaktig slik hvis det er den samme (LA-3).")
            % {"title": alike}
        ]

    def code_problem(self, written: str, code: str) -> str | None:
        """Why a læringsaktivitet can't be linked to the code."""
        if not code:
            return _("«%(code)s» er ikke en kode. Skriv den som GAK-088.") % {"code": written[:40]}
        if code not in self.last_day_after:
            nearest = ", ".join(nearest_codes(code, limit=3))
            return _("%(code)s finnes ikke. De nærmeste er %(nearest)s.") % {"code": code, "nearest": nearest or "–"}
        ended = self.last_day_after[code]
        if ended is None or ended > self.on:
            return None
        successors = sorted(self._successors.get(code, []))
        if successors:
            return _("%(code)s er opphevet fra %(day)s og erstattet av %(new)s. Bruk den koden.") % {
                "code": code,
                "day": long_date(ended),
                "new": ", ".join(successors),
            }
        return _("%(code)s er opphevet fra %(day)s. Ta den ut.") % {"code": code, "day": long_date(ended)}


class _Row:
    """Reads one row, and gathers everything that is wrong with it."""

    def __init__(self, row: ActivityRow, register: _Register) -> None:
        self._row, self._register = row, register
        self._problems: list[str] = []

    def read(self) -> tuple[Wanted | None, list[str]]:
        kind, specialty = self._kind(), self._specialty()
        title = self._text(self._row.title, _LONGEST_TITLE, _("tittelen"), required=True)
        course_kind = self._text(self._row.course_kind, _LONGEST_COURSE_KIND, _("kurstypen"))
        minimum, codes = self._minimum(kind), self._codes()
        if kind == Kind.PROCEDURE and course_kind:
            self._problems.append(_("en prosedyre har ingen kurstype. La den stå tom, eller skriv typen «kurs»."))
        if self._problems or kind is None or specialty is None:
            return None, self._problems
        return Wanted(self._row.row, kind, title, course_kind, minimum, specialty, codes), []

    def _kind(self) -> str | None:
        kind = self._row.kind.casefold()
        if kind in Kind.values:
            return kind
        self._problems.append(_("typen er «%(kind)s». Skriv «kurs» eller «prosedyre».") % {"kind": self._row.kind[:40]})
        return None

    def _specialty(self) -> Specialty | None:
        found = self._register.specialties.get(self._row.specialty.casefold())
        if found is None:
            self._problems.append(
                _("vi fant ikke spesialiteten «%(name)s». Skriv navnet eller forkortelsen, for eksempel GAK.")
                % {"name": self._row.specialty[:60]}
            )
        return found

    def _text(self, text: str, longest: int, what: str, *, required: bool = False) -> str:
        if required and not text:
            self._problems.append(_("%(what)s mangler. Skriv den.") % {"what": what})
        if len(text) > longest:
            self._problems.append(
                _("%(what)s er på %(length)d tegn. Grensen er %(longest)d.")
                % {"what": what, "length": len(text), "longest": longest}
            )
        return text

    def _minimum(self, kind: str | None) -> int | None:
        written = self._row.minimum
        if kind == Kind.COURSE and written:
            self._problems.append(_("et kurs har ikke noe anbefalt minste antall. La det stå tomt."))
        if kind != Kind.PROCEDURE:
            return None
        if written.isascii() and written.isdigit() and 0 < int(written) <= MOST_REPETITIONS:
            return int(written)
        self._problems.append(
            _("anbefalt minste antall er «%(written)s». Skriv et helt tall fra 1 til %(most)d (LA-2).")
            % {"written": written[:20], "most": MOST_REPETITIONS}
        )
        return None

    def _codes(self) -> frozenset[str]:
        written = _split(self._row.codes)
        if not written:
            self._problems.append(_("læringsmål mangler. Skriv minst én kode (LA-2)."))
        codes = {code: normal_code(code) for code in written}
        for code, normal in codes.items():
            problem = self._register.code_problem(code, normal)
            if problem:
                self._problems.append(problem)
        return frozenset(codes.values())


def _split(codes: str) -> list[str]:
    return [code for code in _BETWEEN_CODES.split(codes) if code]


def _alike(title: str) -> str:
    """What two titles share when a person would take them for the same."""
    return _NOT_LETTERS.sub("", title).casefold()
