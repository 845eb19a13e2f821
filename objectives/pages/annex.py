"""The text of vedlegg 2 on a day, by part or by chapter, drawn once for as long as it reads so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from objectives.fragments import kept
from objectives.freshness import RegisterState
from objectives.markup import headings_html
from objectives.models import AnnexChapter, AnnexPart, ObjectiveVersion
from objectives.models.versions import ObjectiveVersionQuerySet
from objectives.rows import Section, address_day, sections

# Stands in the kept text where the addresses of the læringsmål have the day, when that is not today.
_DAY = "\ue000"


@dataclass(frozen=True)
class ChapterLink:
    """A chapter of a part, and how many læringsmål it has on the day."""

    slug: str
    title: str
    count: int


@dataclass(frozen=True)
class AnnexText:
    """A chapter, or all the chapters of a part, as HTML; and the way around in it."""

    count: int
    chapters: list[ChapterLink]
    themes: SafeString
    body: SafeString


def outline(*, on: dt.date) -> list[AnnexPart]:
    """The parts with their chapters, each with `count` læringsmål in force on the day. Three queries."""
    in_force = ObjectiveVersion.objects.in_force(on=on).order_by().values_list("chapter")
    counts = dict(in_force.annotate(n=Count("pk")))
    parts = list(AnnexPart.objects.prefetch_related("chapters"))
    for part in parts:
        for chapter in part.chapters.all():
            chapter.count = counts.get(chapter.pk, 0)  # type: ignore[attr-defined]
    return parts


def chapter_text(chapter: AnnexChapter, *, on: dt.date, today: dt.date, state: RegisterState) -> AnnexText:
    """The chapter as it reads on the day."""
    versions = ObjectiveVersion.objects.consolidated(on=on).filter(chapter=chapter)
    return _text(f"kapittel:{chapter.pk}", versions, on=on, today=today, state=state)


def part_text(part: AnnexPart, *, on: dt.date, today: dt.date, state: RegisterState) -> AnnexText:
    """The whole part as it reads on the day."""
    versions = ObjectiveVersion.objects.consolidated(on=on).filter(chapter__part=part)
    return _text(f"del:{part.pk}", versions, on=on, today=today, state=state)


def _text(
    scope: str, versions: ObjectiveVersionQuerySet, *, on: dt.date, today: dt.date, state: RegisterState
) -> AnnexText:
    # The same text is asked for on many days, and kept once.
    name = f"objectives:{scope}:{state.text_since(on=on)}:{state.key}"
    count, chapters, themes, body = kept(name, lambda: _drawn(sections(versions, suffix=_DAY), scope))
    body = body.replace(_DAY, address_day(on, today=today))
    return AnnexText(count, chapters, SafeString(themes), SafeString(body))


def _drawn(found: list[Section], scope: str) -> tuple[int, list[ChapterLink], str, str]:
    chapters = [ChapterLink(section.slug, section.title, section.count) for section in found]
    count = sum(chapter.count for chapter in chapters)
    if scope.startswith("kapittel"):
        headings = found[0].headings if found else []
        themes = render_to_string("objectives/_theme_links.html", {"headings": headings})
        return count, chapters, str(themes), str(headings_html(headings))
    return count, chapters, "", "\n".join(_chapter_html(section) for section in found)


def _chapter_html(section: Section) -> str:
    slug = escape(section.slug)
    return (
        f'<section class="part" aria-labelledby="{slug}"><h2 id="{slug}">{escape(section.title)}</h2>\n'
        f"<div>{headings_html(section.headings)}</div></section>"
    )
