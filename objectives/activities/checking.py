"""The rows of a file beside the register: what each would change, and what must be put right first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from objectives.models import LearningActivity, ObjectiveVersion, Succession
from objectives.operations.continuous import ActivityFacts
from objectives.operations.continuous.applying import facts_of
from objectives.rules import long_date
from objectives.rules.continuous import LONGEST_COURSE_KIND, LONGEST_TITLE, MOST_REPETITIONS, alike
from objectives.search import nearest_codes, normal_code
from organisations.models import Specialty

from .file import ActivityRow

_BETWEEN_CODES = re.compile(r"[\s,;]+")

Kind = LearningActivity.Kind
Key = tuple[str, str, str]


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
    facts: ActivityFacts

    @property
    def key(self) -> Key:
        return (self.facts.specialty, self.facts.activity, self.facts.title)


@dataclass(slots=True)
class Checked:
    """What an import would do: nothing at all while there are problems.

    `to_change` is each known activity's key, what is said of it now, and what the row says.
    """

    to_create: list[Wanted] = field(default_factory=list)
    to_change: list[tuple[int, ActivityFacts, Wanted]] = field(default_factory=list)
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


def _place(result: Checked, wanted: Wanted, known: tuple[int, ActivityFacts] | None) -> None:
    if known is None:
        result.to_create.append(wanted)
    elif known[1] == wanted.facts:
        result.unchanged += 1
    else:
        result.to_change.append((*known, wanted))


class _Register:
    """What the register knows of what the rows name."""

    def __init__(self, rows: Iterable[ActivityRow], *, on: dt.date) -> None:
        self.on = on
        self.specialties = {
            name.casefold(): one for one in Specialty.objects.all() for name in (one.name, one.short_name, one.slug)
        }
        named = {one.pk for row in rows if (one := self.specialties.get(row.specialty.casefold()))}
        known: QuerySet[LearningActivity] = LearningActivity.objects.filter(specialty__in=named)
        self.activities: dict[Key, tuple[int, ActivityFacts]] = {
            (one.specialty.slug, one.kind, one.title): (one.pk, facts_of(one))
            for one in known.select_related("specialty").prefetch_related("objectives")
        }
        self._alike: dict[Key, str] = {(slug, kind, alike(title)): title for slug, kind, title in self.activities}
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
        slug, kind, title = wanted.key
        if wanted.key in self.activities:
            return []
        other = self._alike.setdefault((slug, kind, alike(title)), title)
        if other == title:
            return []
        return [
            _("tittelen er nesten lik «%(title)s». Skriv den nøyaktig slik hvis det er den samme (LA-3).")
            % {"title": other}
        ]

    def linked(self, key: Key) -> frozenset[str]:
        """The codes the activity is linked to already. They stay when their læringsmål is repealed."""
        return self.activities[key][1].codes if key in self.activities else frozenset()

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
        title = self._text(self._row.title, LONGEST_TITLE, _("tittelen"), required=True)
        course_kind = self._text(self._row.course_kind, LONGEST_COURSE_KIND, _("kurstypen"))
        minimum = self._minimum(kind)
        codes = self._codes(self._register.linked((specialty.slug if specialty else "", kind or "", title)))
        if kind == Kind.PROCEDURE and course_kind:
            self._problems.append(_("en prosedyre har ingen kurstype. La den stå tom, eller skriv typen «kurs»."))
        if self._problems or kind is None or specialty is None:
            return None, self._problems
        facts = ActivityFacts(
            specialty=specialty.slug,
            activity=kind,
            title=title,
            course_kind=course_kind,
            minimum_repetitions=minimum,
            codes=codes,
        )
        return Wanted(self._row.row, facts), []

    def _kind(self) -> str | None:
        kind = self._row.kind.casefold()
        if kind in Kind.values:
            return kind
        what = _("typen er «%(kind)s»") % {"kind": self._row.kind[:40]} if kind else _("typen mangler")
        self._problems.append(_("%(what)s. Skriv «kurs» eller «prosedyre».") % {"what": what})
        return None

    def _specialty(self) -> Specialty | None:
        found = self._register.specialties.get(self._row.specialty.casefold())
        if found is None:
            name = self._row.specialty[:60]
            what = _("vi fant ikke spesialiteten «%(name)s»") % {"name": name} if name else _("spesialiteten mangler")
            self._problems.append(_("%(what)s. Skriv navnet eller forkortelsen, for eksempel GAK.") % {"what": what})
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
        what = _("anbefalt minste antall mangler")
        if written:
            what = _("anbefalt minste antall er «%(written)s»") % {"written": written[:20]}
        self._problems.append(
            _("%(what)s. Skriv et helt tall fra 1 til %(most)d (LA-2).") % {"what": what, "most": MOST_REPETITIONS}
        )
        return None

    def _codes(self, linked: frozenset[str]) -> frozenset[str]:
        written = _split(self._row.codes)
        if not written:
            self._problems.append(_("læringsmål mangler. Skriv minst én kode (LA-2)."))
        codes = {code: normal_code(code) for code in written}
        for code, normal in codes.items():
            problem = self._register.code_problem(code, normal)
            if problem and normal not in linked:
                self._problems.append(problem)
        return frozenset(codes.values())


def _split(codes: str) -> list[str]:
    return [code for code in _BETWEEN_CODES.split(codes) if code]
