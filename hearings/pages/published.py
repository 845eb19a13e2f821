"""The published answers of a hearing: by change item with the directorate's answer, or by sender; searched, and paged.

Only what is published is searched: a word that is withheld finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from hearings.models import Hearing, HearingAnswer, HearingComment, Position

from .asked import Asked, CommentRow, asked_about, key_in
from .picture import Picture, picture_of

PAGE = 50
BY_SENDER, BY_ITEM = "avsender", "punkt"


@dataclass
class PublishedPage:
    """What the page shows."""

    hearing: Hearing
    search: str
    slug: str
    position: str
    by_item: bool
    answers_count: int
    withheld_count: int
    items: list[Asked]
    here: Asked | None
    picture: Picture | None
    comments: list[CommentRow] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    answers: Sequence[HearingAnswer] = ()
    next_url: str = ""
    first_url: str = ""

    @property
    def shows_dispositions(self) -> bool:
        """The directorate's answers are published with the summary, all at once."""
        return self.hearing.summary_published_at is not None

    @property
    def narrows(self) -> bool:
        return bool(self.search or self.slug or self.position)

    @property
    def rows(self) -> list[tuple[CommentRow, str]]:
        """The comments with the change item each is on."""
        return [
            (row, self.titles.get(row.comment.item.key if row.comment.item else "", str(row.comment.item or "")))
            for row in self.comments
        ]


def published_page(hearing: Hearing, query: Mapping[str, str]) -> PublishedPage:
    """A page of the published answers, as the address asks."""
    search = query.get("q", "").replace("\x00", "").strip()[:100]
    position = query.get("standpunkt", "")
    items = asked_about(hearing)
    slug = query.get("punkt", "")[:60]
    here = next((one for one in items if one.slug == slug), None)
    after = query.get("etter", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 15 else 0
    counted = hearing.answers.counted()
    page = PublishedPage(
        hearing=hearing,
        search=search,
        slug=here.slug if here else "",
        position=position if position in Position.values else "",
        by_item=bool(here or search) or query.get("visning") == BY_ITEM,
        answers_count=counted.published().count(),
        withheld_count=counted.filter(received_at__isnull=False, published_at__isnull=True).count(),
        items=items,
        here=here,
        picture=None if start or here or search else picture_of(hearing),
        titles={one.key: one.title for one in items},
    )
    if page.by_item:
        _add_comments(page, start)
    else:
        _add_answers(page, start)
    return page


def published_comments(hearing: Hearing, *, search: str = "", slug: str = "", position: str = "") -> QuerySet:
    """The comments everybody may read, with what each page and file of them shows, by primary key."""
    rows = HearingComment.objects.in_hearing(hearing).published()
    rows = rows.exclude(Q(position="") & (Q(text="") | (~Q(withheld_reason="") & Q(public_text=""))))
    if slug:
        rows = rows.on_item(key_in(slug))
    if position:
        rows = rows.filter(position=position)
    if search:
        rows = rows.filter(
            Q(withheld_reason="", text__icontains=search)
            | (~Q(withheld_reason="") & Q(public_text__icontains=search))
            | Q(answer__organisation__name__icontains=search)
            | Q(answer__organisation__isnull=True, answer__sender_name__icontains=search)
        )
    return rows.select_related("answer__organisation", "item", "disposition").order_by("pk")


def _add_comments(page: PublishedPage, start: int) -> None:
    rows = published_comments(page.hearing, search=page.search, slug=page.slug, position=page.position)
    found = list(rows.filter(pk__gt=start)[: PAGE + 1])
    page.comments = [CommentRow(row, row.published_text) for row in found[:PAGE]]
    _add_ways(page, start, last=found[PAGE - 1].pk if len(found) > PAGE else 0)


def _add_answers(page: PublishedPage, start: int) -> None:
    rows = page.hearing.answers.published().filter(pk__gt=start).select_related("organisation").order_by("pk")
    found = list(rows.annotate(comment_count=Count("comments"))[: PAGE + 1])
    page.answers = found[:PAGE]
    _add_ways(page, start, last=found[PAGE - 1].pk if len(found) > PAGE else 0)


def _add_ways(page: PublishedPage, start: int, *, last: int) -> None:
    base = reverse("hearings:published_answers", args=[page.hearing.pk])
    names = {"q": page.search, "punkt": page.slug, "standpunkt": page.position}
    if page.by_item and not page.slug and not page.search:
        names["visning"] = BY_ITEM
    kept = {name: value for name, value in names.items() if value}
    page.next_url = f"{base}?{urlencode({**kept, 'etter': last})}" if last else ""
    page.first_url = f"{base}?{urlencode(kept)}" if start else ""
