"""The search page: the hits of a search, ways to narrow them, and addresses that carry all of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from objectives.forms import RegisterForm
from objectives.freshness import RegisterState
from objectives.models import AnnexPart, ObjectiveVersion, Stage
from objectives.rows import Row, address_day, objective_url
from objectives.searching.choices import Order, Status
from objectives.searching.facets import Choice, Counts, Facet, level_choices, narrow
from objectives.searching.hits import Hit, Place, hits, place_of, spellings_in_use
from objectives.searching.words import pattern_of, stems_of, words_of
from objectives.standing import ANNOUNCED, NOT_KNOWN, REPEALED, Standing
from organisations.models import Specialty

PER_PAGE = 50
_NAMED = 6


@dataclass(frozen=True)
class Option:
    """A choice of a facet as a link: with the number of hits it leaves, or the way back when it is made."""

    label: str | Promise
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Narrowing:
    """A facet with the choices that leave something."""

    name: str
    title: str | Promise
    options: list[Option]

    @property
    def is_long(self) -> bool:
        """Too many to stand open beside the hits."""
        return len(self.options) > 8 and not any(option.is_chosen for option in self.options)


@dataclass(kw_only=True)
class RegisterPage:
    """The page's regions. Without a valid form there is only the form."""

    form: RegisterForm
    on: dt.date
    today: dt.date
    rows: list[Row] = field(default_factory=list)
    total: int = 0
    first: int = 0
    narrowings: list[Narrowing] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    chosen: list[Option] = field(default_factory=list)
    specialties: list[Specialty] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    as_written_url: str = ""
    previous_url: str = ""
    next_url: str = ""

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.form.cleaned_data.get("q") or self.chosen)


def register_page(query: QueryDict, *, today: dt.date, state: RegisterState) -> RegisterPage:
    """What a search finds. A fixed number of queries, however many hits."""
    specialties = list(Specialty.objects.alphabetical())
    facets = _facets(query, specialties)
    form = RegisterForm(query, today=today, facets=facets)
    page = RegisterPage(form=form, on=form.day, today=today)
    if form.is_valid():
        _search(page, facets, specialties, state=state)
    return page


def _facets(query: QueryDict, specialties: Sequence[Specialty]) -> list[Facet]:
    chosen = query.get
    parts = AnnexPart.objects.all()
    return [
        Facet("status", _("Status"), "status", _choices(Status), chosen("status") or Status.IN_FORCE),
        Facet(
            "spesialitet",
            _("Spesialitet"),
            "specialty",
            [Choice(row.slug, row.name, frozenset([row.pk])) for row in specialties],
            chosen("spesialitet", ""),
        ),
        Facet(
            "del",
            _("Del av vedlegg 2"),
            "part",
            [Choice(part.letter, part.title, frozenset([part.pk])) for part in parts],
            chosen("del", ""),
        ),
        Facet("utdanning", _("Utdanningens del"), "stage", _choices(Stage), chosen("utdanning", "")),
        Facet("niva", _("Kompetansenivå"), "levels", level_choices(), chosen("niva", "")),
    ]


def _choices(values: type[Status] | type[Stage]) -> list[Choice]:
    return [Choice(value.value, value.label, frozenset([value])) for value in values]


def _search(
    page: RegisterPage, facets: Sequence[Facet], specialties: Sequence[Specialty], *, state: RegisterState
) -> None:
    form, on = page.form, page.on
    text = form.cleaned_data["q"]
    words = words_of(text, only_as_written=bool(form.cleaned_data["stavemate"]))
    stems = stems_of(words)
    found = hits(words, stems, on=on, order=form.order, state=state)
    left, counts = narrow(found, facets)
    after = form.cleaned_data["etter"]
    place = place_of(after, on=on, order=form.order, state=state) if after else None
    cut = _cut(left, place)
    asked = _asked(form, facets)
    page.total, page.first = len(left), cut.before + 1
    page.rows = list(_rows(cut.shown, pattern_of(words, stems), on=on, today=page.today))
    page.narrowings = [_narrowing(facet, counts, asked) for facet in facets]
    page.kept = [(facet.name, facet.chosen) for facet in facets if asked.get(facet.name)]
    page.chosen = [
        option for made in page.narrowings if made.name != "status" for option in made.options if option.is_chosen
    ]
    page.specialties = [row for row in specialties if _is_named(row, text)][:_NAMED]
    page.spellings = spellings_in_use(words, found, on=on, state=state)
    page.as_written_url = _url(asked, stavemate="bare")
    page.previous_url = _url(asked, etter=cut.previous) if cut.before else ""
    page.next_url = _url(asked, etter=cut.shown[-1].code) if cut.has_more else ""


@dataclass(frozen=True)
class _Cut:
    """The hits one page shows, how many stand before them, and the code the page before begins after."""

    shown: list[Hit]
    before: int
    previous: str
    has_more: bool


def _cut(left: Sequence[Hit], place: Place | None) -> _Cut:
    """The page after the place the one before ended at, whether or not a hit stands there any longer.

    The hits are not sorted, only those of the page are.
    """
    before = [hit for hit in left if hit[:5] <= place] if place else []
    rest = nsmallest(PER_PAGE + 1, [hit for hit in left if hit[:5] > place] if place else left)
    ahead = nlargest(PER_PAGE + 1, before)
    previous = ahead[-1].code if len(ahead) > PER_PAGE else ""
    return _Cut(rest[:PER_PAGE], len(before), previous, has_more=len(rest) > PER_PAGE)


def _rows(shown: Sequence[Hit], marks: re.Pattern[str] | None, *, on: dt.date, today: dt.date) -> Iterator[Row]:
    versions = ObjectiveVersion.objects.filter(pk__in=[hit.version for hit in shown]).with_heading(on=on).order_by()
    columns = versions.values_list("pk", "text", "chapter__title", "theme_number", "theme_title")  # type: ignore[misc]
    found = {pk: facts for pk, *facts in columns}
    suffix = address_day(on, today=today)
    for hit in shown:
        text, chapter, number, title = found[hit.version]
        stands = _STANDINGS.get(hit.status)
        yield Row(
            code=hit.code,
            url=f"{objective_url(hit.code)}{suffix}",
            text=text,
            marks=marks,
            mark=stands.mark if stands else "",
            word=stands.word if stands else "",
            meta=[chapter, f"{number} {title}".strip()] if title else [chapter],
        )


_STANDINGS = {
    Status.ANNOUNCED.value: ANNOUNCED,
    Status.NOT_KNOWN.value: NOT_KNOWN,
    Status.ENDED.value: Standing(REPEALED.mark, Status.ENDED.label),
}


def _asked(form: RegisterForm, facets: Sequence[Facet]) -> dict[str, str]:
    """All that the address carries, but for the page; what is as it is unless told otherwise is left out."""
    data = form.cleaned_data
    asked = {facet.name: data[facet.name] for facet in facets}
    if asked["status"] == Status.IN_FORCE:
        asked["status"] = ""
    order = "" if form.order is Order.ANNEX else form.order.value
    day = "" if form.day == form.today else f"{form.day:%d.%m.%Y}"
    return {"q": data["q"], "dato": day, "rekkefolge": order, "stavemate": data["stavemate"], **asked}


def _url(asked: dict[str, str], **changed: str) -> str:
    return "?" + urlencode({name: value for name, value in (asked | changed).items() if value})


def _narrowing(facet: Facet, counts: Counts, asked: dict[str, str]) -> Narrowing:
    options = []
    for choice in facet.choices:
        count, is_chosen = counts[facet.name][choice.value], choice.value == facet.chosen
        if count or is_chosen:
            back = is_chosen or (facet.name == "status" and choice.value == Status.IN_FORCE)
            url = _url(asked, **{facet.name: "" if back else choice.value})
            options.append(Option(choice.label, count, url, is_chosen))
    return Narrowing(facet.name, facet.title, options)


def _is_named(specialty: Specialty, text: str) -> bool:
    words = text.casefold()
    return bool(words) and (words in specialty.name.casefold() or words == specialty.short_name.casefold())
