"""The page where comments are disposed of: how far it has come, one change item at a time, like ones together.

Fixed numbers of queries, and keyset pages: the last page of ten thousand comments costs what the first does.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from hearings import permissions
from hearings.forms.dispositions import GroupForm
from hearings.likeness import Group, proposed_groups
from hearings.models import Disposition, Hearing, HearingComment, Position
from hearings.models.hearings import HearingCommentQuerySet
from organisations.models import User

from .asked import Asked, CommentRow, Mark, asked_about, outcome_mark, position_mark

PAGE = 50
COMPARED = 400
"""So many of an item's comments are looked through for likeness at a time; the next ones when these are done."""

LEFT, DONE, ALL = "gjenstar", "vurdert", "alle"


@dataclass(frozen=True)
class Progress:
    """«412 av 530 vurdert»."""

    left: int
    total: int

    @property
    def done(self) -> int:
        return self.total - self.left


@dataclass(frozen=True)
class ItemLine:
    """A change item in the list at the side, with what is left of it."""

    asked: Asked
    progress: Progress
    url: str
    is_here: bool


@dataclass(frozen=True)
class Filters:
    """What the address asks to see."""

    slug: str = ""
    shown: str = LEFT
    position: str = ""
    search: str = ""
    after: int = 0
    group: int = 0

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filters:
        shown = query.get("vis", LEFT)
        position = query.get("standpunkt", "")
        return cls(
            slug=query.get("punkt", "")[:60],
            shown=shown if shown in (LEFT, DONE, ALL) else LEFT,
            position=position if position in Position.values else "",
            search=query.get("q", "").replace("\x00", "").strip()[:100],
            after=_number(query.get("etter", "")),
            group=_number(query.get("gruppe", "")),
        )

    @property
    def narrows(self) -> bool:
        return bool(self.position or self.search)

    def query(self, **other: object) -> str:
        """The address's query with something else in it."""
        names = {"punkt": self.slug, "vis": self.shown, "standpunkt": self.position, "q": self.search, **other}
        return urlencode({name: value for name, value in names.items() if value and (name, value) != ("vis", LEFT)})


@dataclass
class DispositionPage:
    """All the page shows."""

    hearing: Hearing
    filters: Filters
    progress: Progress
    items: list[ItemLine]
    here: ItemLine
    positions: list[Mark]
    may_dispose: bool
    opens_on: dt.date | None
    """The day disposing begins, while the hearing is open; None when it has begun."""
    answers: int = 0
    group: Group | None = None
    group_rows: list[CommentRow] = field(default_factory=list)
    other_groups: list[tuple[Group, str]] = field(default_factory=list)
    form: GroupForm | None = None
    rows: list[CommentRow] = field(default_factory=list)
    next_url: str = ""
    first_url: str = ""

    @property
    def remaining(self) -> list[ItemLine]:
        """The items with something left, and the one that is shown."""
        return [line for line in self.items if line.progress.left or line.is_here]

    @property
    def finished(self) -> int:
        return sum(1 for line in self.items if not line.progress.left and line.progress.total)

    @property
    def grouped(self) -> int:
        """How many of the shown item's comments stand in a proposed group."""
        return len(self.group or ()) + sum(len(group) for group, _url in self.other_groups)


def disposition_page(hearing: Hearing, filters: Filters, *, user: User, on: dt.date) -> DispositionPage:
    """The page of one change item: that of the address, or the first with something left."""
    items = item_lines(hearing, slug=filters.slug)
    here = next(line for line in items if line.is_here)
    filters = Filters(**{**filters.__dict__, "slug": here.asked.slug})
    page = DispositionPage(
        hearing=hearing,
        filters=filters,
        progress=total_of(items),
        items=items,
        here=here,
        positions=positions_on(hearing, here.asked.key),
        may_dispose=permissions.may_dispose(user) and hearing.summary_published_at is None,
        opens_on=hearing.deadline + dt.timedelta(days=1) if on <= hearing.deadline else None,
        answers=hearing.answers.counted().count(),
    )
    in_groups = _add_groups(page) if filters.shown == LEFT and not filters.narrows else set()
    _add_rows(page, without=in_groups)
    return page


def item_lines(hearing: Hearing, *, slug: str = "") -> list[ItemLine]:
    """Every change item with what is left; `slug` is shown, or the first with something left."""
    counts = progress_by_key(hearing)
    base = reverse("hearings:comments", args=[hearing.pk])
    rows = asked_about(hearing)
    wanted = next((row for row in rows if row.slug == slug), None) or next(
        (row for row in rows if counts.get(row.key, Progress(0, 0)).left), rows[0]
    )
    return [
        ItemLine(
            row,
            counts.get(row.key, Progress(0, 0)),
            f"{base}?{urlencode({'punkt': row.slug})}",
            is_here=row.key == wanted.key,
        )
        for row in rows
    ]


def progress_by_key(hearing: Hearing) -> dict[str, Progress]:
    """What is left of each change item, in one query."""
    rows = (
        HearingComment.objects.in_hearing(hearing)
        .to_dispose()
        .order_by()
        .values_list("item__key")
        .annotate(total=Count("pk"), left=Count("pk", filter=Q(disposition__isnull=True)))
    )
    return {key or "": Progress(left=left, total=total) for key, total, left in rows}


def total_of(lines: list[ItemLine]) -> Progress:
    return Progress(sum(line.progress.left for line in lines), sum(line.progress.total for line in lines))


def positions_on(hearing: Hearing, key: str) -> list[Mark]:
    """How many take each position on an item, in the order of the positions; those nobody takes are left out."""
    rows = HearingComment.objects.in_hearing(hearing).on_item(key).order_by().values_list("position")
    counts = Counter(dict(rows.annotate(count=Count("pk"))))
    marks = [position_mark(value, counts[value]) for value in Position.values if counts[value]]
    return [mark for mark in marks if mark]


def next_url(hearing: Hearing, *, slug: str = "") -> str:
    """Where the work goes on: the same item while something is left of it, then the next; then the summary."""
    lines = item_lines(hearing, slug=slug)
    at = next(index for index, line in enumerate(lines) if line.is_here)
    for line in [*lines[at:], *lines[:at]]:
        if line.progress.left:
            return line.url
    return reverse("hearings:summary_edit", args=[hearing.pk])


def _add_groups(page: DispositionPage) -> set[int]:
    """The chosen group with its comments, and links to the others. Returns all that stand in one."""
    left = _of_item(page).not_disposed().order_by("pk").values_list("pk", "text")[:COMPARED]
    groups = proposed_groups(left)
    if not groups:
        return set()
    chosen = next((group for group in groups if page.filters.group in group.comments), groups[0])
    base = reverse("hearings:comments", args=[page.hearing.pk])
    page.group = chosen
    page.other_groups = [
        (group, f"{base}?{page.filters.query(gruppe=group.comments[0])}#gruppe")
        for group in groups
        if group is not chosen
    ]
    rows = _with_senders(HearingComment.objects.filter(pk__in=chosen.comments).order_by("pk"))
    page.group_rows = [CommentRow(row, row.text) for row in rows]
    page.form = GroupForm(choices=[(row.comment.pk, row.sender) for row in page.group_rows])
    return {pk for group in groups for pk in group.comments}


def _add_rows(page: DispositionPage, *, without: set[int]) -> None:
    filters, rows = page.filters, _of_item(page)
    if filters.shown == LEFT:
        rows = rows.not_disposed()
    elif filters.shown == DONE:
        rows = rows.filter(disposition__isnull=False)
    if filters.position:
        rows = rows.filter(position=filters.position)
    if filters.search:
        rows = rows.filter(
            Q(text__icontains=filters.search)
            | Q(answer__sender_name__icontains=filters.search)
            | Q(answer__organisation__name__icontains=filters.search)
        )
    if without:
        rows = rows.exclude(pk__in=without)
    found = list(_with_senders(rows.filter(pk__gt=filters.after).order_by("pk"))[: PAGE + 1])
    page.rows = [CommentRow(row, row.text) for row in found[:PAGE]]
    base = reverse("hearings:comments", args=[page.hearing.pk])
    if len(found) > PAGE:
        page.next_url = f"{base}?{filters.query(etter=page.rows[-1].comment.pk)}"
    if filters.after:
        page.first_url = f"{base}?{filters.query()}"


def _of_item(page: DispositionPage) -> HearingCommentQuerySet:
    rows = HearingComment.objects.in_hearing(page.hearing).to_dispose()
    return rows.on_item(page.here.asked.key)


def _with_senders(rows: QuerySet[HearingComment]) -> QuerySet[HearingComment]:
    return rows.select_related("answer__organisation", "disposition__made_by")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


@dataclass(frozen=True)
class Made:
    """One time a comment was disposed of, for its history."""

    moment: dt.datetime
    by: User
    outcome: Mark
    reason: str


def history_of(disposition: Disposition | None) -> list[Made]:
    """What was made of the comment before, the newest first; who and when."""
    if disposition is None:
        return []
    rows = disposition.history.select_related("made_by").order_by("-history_date", "-history_id")
    return [Made(row.made_at, row.made_by, outcome_mark(row.outcome), row.reason) for row in rows]
