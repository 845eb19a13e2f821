"""A change item while it is written: the texts it starts from, how the change reads, and what stands beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from objectives import legal_text
from objectives.language.pilot import QUESTIONS
from objectives.models import CodeSeries, ObjectiveVersion, ThemeVersion
from organisations.models import Specialty
from organisations.prose import cleaned
from organisations.refusals import RuleViolation
from revisions.forms.items import ItemForm, rows_sent
from revisions.forms.kinds import Asks, asks_of
from revisions.forms.places import HeadingPlace, Place, find_heading_place, find_place, neighbours_under
from revisions.models import ChangeItem, Proposal
from revisions.services.item_contents import text_to_change

from .language import ChangeEvidence, LanguageView
from .shown_items import headings_of, listed

Kind = ChangeItem.Kind

BESIDE = 2
"""How many læringsmål, or headings, are shown before and after the place."""
_LONGEST = 100_000


@dataclass(frozen=True)
class Line:
    """A line of the annex as it would read: `old` is None where nothing changes."""

    code: str
    text: str
    old: str | None = None
    old_code: str = ""
    is_here: bool = False


@dataclass
class Fetched:
    """A code somebody has written, and the text in the register; or why there is none."""

    code: str
    version: ObjectiveVersion | None = None
    refusal: str = ""
    heading: str = ""
    owner: Specialty | None = None
    """The specialty the læringsmål belongs to, when it is not the proposal's."""


@dataclass
class Writing:
    """What the page about a change item shows beside its fields."""

    proposal: Proposal
    item: ChangeItem | None
    values: dict[str, Any]
    on: dt.date
    kind: str
    fetched: list[Fetched]
    place: Place | HeadingPlace
    series: list[CodeSeries]
    here: list[Line] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    language: list[LanguageView] = field(default_factory=list)
    """What the language control says of each text that is written."""

    @property
    def asks(self) -> Asks:
        return asks_of(self.kind)

    @property
    def first(self) -> Fetched | None:
        """The læringsmål that is changed, the first of several."""
        return self.fetched[0] if self.fetched else None

    @property
    def basis(self) -> ObjectiveVersion | None:
        """The text in the register that a change builds on; never what the browser sent."""
        return self.first.version if self.first else None

    @property
    def heading_basis(self) -> ThemeVersion | None:
        """The heading in the register that a change builds on."""
        return self.place.theme if self.asks.heading else None

    @property
    def is_ready(self) -> bool:
        """Whether what the rest of the form is about is chosen."""
        if self.asks.code:
            return self.basis is not None
        return self.heading_basis is not None if self.asks.heading else bool(self.kind)

    questions = QUESTIONS
    """What the text can be tried with before it is sent (SP-8)."""

    @property
    def change(self) -> ChangeEvidence | None:
        """What the change of the text looks like, as far as it is written."""
        return next((one.change for one in self.language if one.change), None)

    @property
    def source(self) -> str:
        """What the texts in the fields were fetched from, as the page tells the next one."""
        if self.heading_basis:
            return str(self.heading_basis.theme_id)
        return self.basis.objective.code if self.basis else ""

    @property
    def where(self) -> str:
        """The heading the change is shown under."""
        if isinstance(self.place, Place) and (self.place.neighbours or self.place.is_under_a_heading):
            return self.place.heading
        return self.place.heading if self.asks.beside else ""

    def form(self, *, is_bound: bool) -> ItemForm:
        """The form: bound to what was sent, or showing what is written so far."""
        rows = rows_sent(self.values)
        if is_bound:
            return ItemForm(self.values, place=self.place, series=self.series, rows=rows)
        return ItemForm(initial=self.values, place=self.place, series=self.series, rows=rows)


def writing_of(proposal: Proposal, values: dict[str, Any], *, item: ChangeItem | None, on: dt.date) -> Writing:
    """What is written so far, with what it is about read from the register."""
    kind = str(values.get("kind", ""))
    kind = kind if kind in Kind.values else ""
    asks = asks_of(kind)
    fetched = _fetched(proposal, values, asks, on=on)
    series = list(CodeSeries.objects.filter(is_closed=False).select_related("specialty")) if asks.series else []
    place: Place | HeadingPlace
    if asks.of_a_heading:
        place = find_heading_place(proposal, values, on=on, item=item)
    elif asks.place or asks.may_move:
        specialty = _whose_chapters(values, fetched, series)
        moved = fetched[0].code if fetched else ""
        place = find_place(proposal, values, on=on, specialty=specialty, item=item, moved=moved)
    else:
        place = Place([])
    return Writing(proposal, item, values, on, kind, fetched, place, series)


def _fetched(proposal: Proposal, values: Mapping[str, Any], asks: Asks, *, on: dt.date) -> list[Fetched]:
    """Each code that is written, with its text."""
    if not asks.code:
        return []
    further = [f"code_{number}" for number in range(2, rows_sent(values) + 1)] if asks.codes else []
    codes = [str(values.get(name, "")).strip() for name in ("code", *further)]
    return [_look_up(proposal, code, on=on) for number, code in enumerate(codes) if code or not number]


def _look_up(proposal: Proposal, code: str, *, on: dt.date) -> Fetched:
    found = Fetched(code.upper())
    if not code:
        return found
    try:
        basis = text_to_change(code)
    except RuleViolation as refusal:
        found.refusal = refusal.message
        return found
    owner = basis.objective.series.specialty
    found.version, found.code = basis, basis.objective.code
    found.heading = headings_of([basis.theme_id], on=on).get(basis.theme_id or 0, str(basis.chapter))
    found.owner = owner if owner is not None and owner.pk != proposal.specialty_id else None
    return found


def _whose_chapters(values: Mapping[str, Any], fetched: list[Fetched], series: list[CodeSeries]) -> Specialty | None:
    """The series decides where a recoded læringsmål can stand, otherwise the læringsmål's own specialty (ID-6)."""
    chosen = next((row for row in series if row.prefix == values.get("series")), None)
    if chosen is not None:
        return chosen.specialty
    return fetched[0].owner if fetched else None


# --- the texts a change starts from -------------------------------------------------------------------


def begin(writing: Writing, form: ItemForm) -> None:
    """A text nobody has begun on starts as the one it changes; `form` shows it, and the preview knows it."""
    if form.is_bound:
        return
    starts = _starts(writing, writing.basis, writing.heading_basis)
    if starts and _is_not_begun(writing, starts):
        writing.values |= starts
        form.initial.update(starts)


def _starts(writing: Writing, basis: ObjectiveVersion | None, heading: ThemeVersion | None) -> dict[str, str]:
    asks = writing.asks
    if heading is not None:
        title = {"title": heading.title} if asks.title else {}
        return title | ({"number": heading.number} if asks.number else {})
    if basis is None:
        return {}
    if asks.texts:
        return {"text_1": basis.text}
    return {"new_text": basis.text} if asks.text else {}


def _is_not_begun(writing: Writing, starts: dict[str, str]) -> bool:
    """Whether nothing is written, or only what was fetched for another code or heading."""
    written = {name: str(writing.values.get(name, "")) for name in starts}
    if not any(text.strip() for text in written.values()):
        return True
    fetched = str(writing.values.get("fetched", ""))
    if not fetched or fetched == writing.source:
        return False
    try:
        return _plain(written) == _starts_from(writing, fetched)
    except RuleViolation:
        return False


def _starts_from(writing: Writing, fetched: str) -> dict[str, str] | None:
    if writing.asks.heading:
        heading = next((row for row in writing.place.themes if str(row.theme_id) == fetched), None)
        return _starts(writing, None, heading)
    return _starts(writing, text_to_change(fetched), None)


def _plain(written: dict[str, str]) -> dict[str, str]:
    return {name: legal_text.clean(cleaned(text)) for name, text in written.items()}


# --- how it would read --------------------------------------------------------------------------------


def read(writing: Writing) -> None:
    """How the annex would read at the place: the change, and what stands before and after it."""
    writing.here = _lines(writing)
    if not writing.here:
        return
    if writing.asks.of_a_heading:
        _among_headings(writing)
    elif writing.asks.place or (writing.asks.may_move and writing.values.get("moves")):
        place = writing.place
        writing.before = [_line(row) for row in place.before_it[-BESIDE:] if isinstance(row, ObjectiveVersion)]
        writing.after = [_line(row) for row in place.after_it[:BESIDE] if isinstance(row, ObjectiveVersion)]
    elif writing.basis is not None:
        _where_it_stands(writing, writing.basis)


def _text(writing: Writing, name: str) -> str:
    return legal_text.clean(cleaned(str(writing.values.get(name, "")))[:_LONGEST])


def _lines(writing: Writing) -> list[Line]:
    """The change itself; nothing while there is none to show."""
    if writing.asks.of_a_heading:
        return _heading_lines(writing)
    new, text = _("ny kode"), _text(writing, "new_text")
    if writing.kind == Kind.ADD:
        return [Line(new, text, old="", is_here=True)] if text else []
    basis = writing.basis
    if basis is None:
        return []
    code, old = basis.objective.code, basis.text
    if writing.kind == Kind.REPEAL:
        return [Line(code, "", old=old, is_here=True)]
    if writing.kind == Kind.MOVE:
        return [Line(code, old, is_here=True)] if writing.place.chapter else []
    if writing.kind == Kind.RECODE:
        return [Line(new, old, old_code=code, is_here=True)]
    if writing.kind == Kind.SPLIT:
        return _split_lines(writing, code, old)
    if writing.kind == Kind.MERGE:
        versions = [one.version for one in writing.fetched if one.version]
        olds, codes = "\n".join(row.text for row in versions), listed([row.objective.code for row in versions])
        return [Line(new, text, old=olds, old_code=codes, is_here=True)] if text else []
    if text == old and not writing.values.get("moves"):
        return []
    return [
        Line(
            new if writing.asks.effect else code,
            text,
            old=old,
            old_code=code if writing.asks.effect else "",
            is_here=True,
        )
    ]


def _split_lines(writing: Writing, code: str, old: str) -> list[Line]:
    """Word by word what of the old text the new ones hold, and then each of them."""
    names = (f"text_{number}" for number in range(1, rows_sent(writing.values) + 1))
    texts = [text for text in (_text(writing, name) for name in names) if text]
    if len(texts) < 2:
        return []
    whole = Line(_("nye koder"), "\n".join(texts), old=old, old_code=code, is_here=True)
    return [whole, *(Line(_("ny kode %(number)s") % {"number": at}, text) for at, text in enumerate(texts, start=1))]


def _heading_lines(writing: Writing) -> list[Line]:
    number = " ".join(cleaned(str(writing.values.get("number", ""))).split())[:_LONGEST]
    title = " ".join(cleaned(str(writing.values.get("title", ""))).split())[:_LONGEST]
    basis = writing.heading_basis
    if writing.kind == Kind.ADD_THEME:
        return [Line("", f"{number} {title}".strip(), old="", is_here=True)] if title else []
    if basis is None:
        return []
    if writing.kind == Kind.REPEAL_THEME:
        return [Line("", "", old=str(basis), is_here=True)]
    title = title if writing.asks.title else basis.title
    words = f"{number} {title}".strip()
    is_changed = words != str(basis) or writing.kind == Kind.MOVE_THEME
    return [Line("", words, old=str(basis), is_here=True)] if is_changed else []


def _among_headings(writing: Writing) -> None:
    place = writing.place
    if writing.asks.beside:
        before, after = place.before_it, place.after_it
    else:
        at = next((at for at, row in enumerate(place.themes) if row is place.theme), 0)
        before, after = place.themes[:at], place.themes[at + 1 :]
    writing.before = [Line("", str(row)) for row in before[-BESIDE:]]
    writing.after = [Line("", str(row)) for row in after[:BESIDE]]
    if place.new_heading:
        writing.before = [Line("", place.new_heading.wording.heading, old="")]
        writing.after = []


def _where_it_stands(writing: Writing, basis: ObjectiveVersion) -> None:
    merged = {one.code for one in writing.fetched[1:]}
    under = neighbours_under(basis.chapter_id, basis.theme_id, on=writing.on)
    beside = [row for row in under if row.objective.code not in merged]
    here = next((at for at, row in enumerate(beside) if row.objective_id == basis.objective_id), None)
    if here is not None:
        writing.before = [_line(row) for row in beside[max(0, here - BESIDE) : here]]
        writing.after = [_line(row) for row in beside[here + 1 : here + 1 + BESIDE]]


def _line(version: ObjectiveVersion) -> Line:
    return Line(version.objective.code, version.text)
