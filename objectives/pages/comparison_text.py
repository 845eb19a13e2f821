"""The text of a comparison: laid out as the annex is, with what is the same folded away or shown between."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from objectives.differences import Difference, Differences, HeadingOn, Kind, Unchanged
from objectives.markup import article_html, runs_html
from objectives.models import Objective, ObjectiveVersion, Succession
from objectives.redline import Kind as Run
from objectives.redline import Segment, redline
from objectives.rows import OldCode, Row, announced_on, objective_url


class View(TextChoices):
    """How the changes are shown."""

    CHANGES = "endringer", gettext_lazy("Endringer i teksten")
    SIDE_BY_SIDE = "side", gettext_lazy("Før og etter, side om side")
    AFTER = "etter", gettext_lazy("Bare teksten etter")


@dataclass(frozen=True)
class HeadingBlock:
    """A temaoverskrift, with what has changed in it."""

    anchor: str
    number: list[Segment]
    title: list[Segment]
    moved: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One thing down the page: a heading; a læringsmål, or it before and after; or a number that are the same."""

    heading: HeadingBlock | None = None
    rows: tuple[Row, ...] = ()
    unchanged: int = 0
    below_heading: bool = True


@dataclass(frozen=True, kw_only=True)
class _Options:
    earlier: dt.date
    later: dt.date
    view: View
    unfolded: bool
    dated: bool


def blocks_of(
    found: Differences,
    changed_headings: set[int],
    *,
    earlier: dt.date,
    later: dt.date,
    view: View,
    unfolded: bool,
    dated: bool,
) -> dict[int, list[Block]]:
    """The text of each chapter in which something differs. `dated` puts each change's own dates at it."""
    options = _Options(earlier=earlier, later=later, view=view, unfolded=unfolded, dated=dated)
    by_theme: dict[tuple[int, int | None], list[Difference | Unchanged]] = defaultdict(list)
    for item in found.items:
        by_theme[item.version.chapter_id, item.version.theme_id].append(item)
    for same in found.unchanged:
        by_theme[same.chapter, same.theme].append(same)
    for theme in changed_headings:
        by_theme.setdefault((found.heading(theme).chapter, theme), [])
    chapters: dict[int, list[int | None]] = defaultdict(list)
    for chapter, key in by_theme:
        chapters[chapter].append(key)
    return {
        chapter: list(
            _chapter_blocks(
                [(theme, by_theme[chapter, theme]) for theme in sorted(themes, key=lambda one: _order(found, one))],
                found,
                changed_headings,
                options,
            )
        )
        for chapter, themes in chapters.items()
        if any(_is_changed(by_theme[chapter, theme]) or theme in changed_headings for theme in themes)
    }


def anchor_of(item: Difference) -> str:
    """Where the change is on the page; its code is there once."""
    return f"m-{item.code}"


def _order(found: Differences, theme: int | None) -> int:
    """What stands under no heading comes first."""
    return -1 if theme is None else found.heading(theme).position


def _is_changed(entries: Sequence[Difference | Unchanged]) -> bool:
    return any(isinstance(entry, Difference) for entry in entries)


def _chapter_blocks(
    themes: Sequence[tuple[int | None, list[Difference | Unchanged]]],
    found: Differences,
    changed_headings: set[int],
    options: _Options,
) -> Iterator[Block]:
    folded = 0
    for theme, entries in themes:
        if not (options.unfolded or theme in changed_headings or _is_changed(entries)):
            folded += len(entries)
            continue
        if theme is not None:
            if folded:
                yield Block(unchanged=folded)
                folded = 0
            yield Block(heading=_heading(theme, found, options.view))
        for entry in sorted(entries, key=_place):
            if isinstance(entry, Unchanged) and not options.unfolded:
                folded += 1
                continue
            if folded:
                yield Block(unchanged=folded)
                folded = 0
            rows = _same_rows(entry, options) if isinstance(entry, Unchanged) else _rows(entry, found, options)
            if rows:
                yield Block(rows=rows, below_heading=theme is not None)
    if folded:
        yield Block(unchanged=folded)


def _place(entry: Difference | Unchanged) -> tuple[int, str]:
    if isinstance(entry, Unchanged):
        return entry.position, entry.code
    return entry.version.position, entry.code


def _heading(theme: int, found: Differences, view: View) -> HeadingBlock:
    nothing = HeadingOn(theme, 0, "", "", 0)
    after = found.after.get(theme, nothing)
    before = found.before.get(theme, nothing) if view is not View.AFTER else after
    moved = _moved_heading(theme, found) if found.is_moved(theme) else ""
    number, title = redline(before.number, after.number), redline(before.title, after.title)
    return HeadingBlock(f"tema-{theme}", number, title, moved)


def _moved_heading(theme: int, found: Differences) -> str:
    above = found.stood_after(theme)
    if above is None:
        return _("Overskriften er flyttet hit. Den sto først i kapittelet.")
    return _("Overskriften er flyttet hit. Den sto etter %(heading)s.") % {"heading": above.name}


def _same_rows(entry: Unchanged, options: _Options) -> tuple[Row, ...]:
    return (Row(code=entry.code, url=objective_url(entry.code, on=options.later), text=entry.text, off=True),)


def _rows(item: Difference, found: Differences, options: _Options) -> tuple[Row, ...]:
    facts = _facts(item, found, options)
    if options.view is View.AFTER:
        return (replace(facts, text=item.after.text),) if item.after else ()
    if options.view is View.SIDE_BY_SIDE:
        codes = [_old_code(version, options) for version in item.before]
        url = codes[0].url if len(codes) == 1 else ""
        left = Row(code=", ".join(one.code for one in codes), url=url, segments=_without(Run.INSERT, item.segments))
        return (left, replace(facts, segments=_without(Run.DELETE, item.segments)))
    if item.keeps_its_code:
        return (replace(facts, segments=item.segments),)
    old = tuple(_old_code(version, options) for version in item.before)
    return (replace(facts, segments=item.segments, old_codes=old, is_new_code=item.after is not None),)


def _facts(item: Difference, found: Differences, options: _Options) -> Row:
    """What is the same however the change is shown: the code it has after, where to find it, and its dates."""
    dates = options.dated
    return Row(
        code=item.code if item.after else "",
        url=_address(item.after.objective, options.later) if item.after else "",
        anchor=anchor_of(item),
        announced=announced_on(item.act) if dates else None,
        in_force=item.starts if dates and item.after else None,
        repealed_from=item.starts if dates and not item.after else None,
        meta=_meta(item, found),
    )


def _old_code(version: ObjectiveVersion, options: _Options) -> OldCode:
    return OldCode(version.objective.code, _address(version.objective, options.earlier))


def _address(objective: Objective, on: dt.date) -> str:
    """Where it is read on the day; nowhere for one that is only supposed, which has no key in the register."""
    return objective_url(objective.code, on=on) if objective.pk > 0 else ""


def _without(kind: Run, segments: Sequence[Segment]) -> list[Segment]:
    return [segment for segment in segments if segment.kind is not kind]


def _meta(item: Difference, found: Differences) -> list[str]:
    """The line below: what it is, and what follows a doctor across."""
    if item.kind is Kind.NEW:
        old = _codes(link.old for link in item.links)
        return [_("Nytt læringsmål, erstatter %(codes)s") % {"codes": old} if old else _("Nytt læringsmål")]
    if item.kind is Kind.REPEALED:
        new = _codes(link.new for link in item.links)
        return [_("Opphevet, dekkes av %(codes)s") % {"codes": new} if new else _("Opphevet, koden brukes ikke igjen")]
    if item.kind is Kind.CORRECTED:
        return [_("Språklig retting, koden er beholdt"), *_moved(item, found)]
    if item.kind is Kind.MOVED:
        return [*_moved(item, found), _("Koden og teksten er beholdt")]
    return [str(item.kind.label), *_moved_to(item, found), *_steps(item), _carried(item.links)]


def _moved_to(item: Difference, found: Differences) -> list[str]:
    """The other place, for what has left the heading it stood under or the chapters that are compared."""
    if item.after is None:
        return []
    if item.seen_at is not None:
        return [_("Står nå under %(heading)s") % {"heading": _heading_over(item.after, found.after)}]
    before, after = item.before[0], item.after
    if len(item.before) > 1 or (before.theme_id, before.chapter_id) == (after.theme_id, after.chapter_id):
        return []
    return [_("Flyttet hit fra %(heading)s") % {"heading": _heading_over(before, found.before)}]


def _heading_over(version: ObjectiveVersion, headings: dict[int, HeadingOn]) -> str:
    heading = headings.get(version.theme_id or 0)
    return heading.name if heading else version.chapter.title


def _moved(item: Difference, found: Differences) -> list[str]:
    before, after = item.before[0], item.after or item.version
    told = _moved_to(item, found)
    if not told and before.position != after.position:
        told.append(_("Ny plass under samme overskrift"))
    if before.stage != after.stage:
        told.append(
            _("Utdanningens del er endret fra %(before)s til %(after)s")
            % {"before": before.get_stage_display(), "after": after.get_stage_display()}
        )
    return told


def _steps(item: Difference) -> list[str]:
    """What it was in between, when it was replaced more than once."""
    between = {link.new for link in item.links} - {item.version.objective}
    return [_("Via %(codes)s") % {"codes": _codes(between)}] if between else []


def _codes(objectives: Iterable[Objective]) -> str:
    return ", ".join(sorted(objective.code for objective in objectives))


def _carried(links: Sequence[Succession]) -> str:
    """What has followed all the way, however many steps (ID-5)."""
    approvals = all(link.approvals_carry_over for link in links)
    activities = all(link.activities_carry_over for link in links)
    if approvals and activities:
        return _("Godkjenninger og læringsaktiviteter overføres")
    if approvals:
        return _("Godkjenninger overføres, læringsaktiviteter overføres ikke")
    if activities:
        return _("Godkjenninger overføres ikke, læringsaktiviteter overføres")
    return _("Godkjenninger og læringsaktiviteter overføres ikke")


def comparison_html(blocks: Iterable[Block], *, level: int) -> SafeString:
    """The blocks of a chapter; `level` is that of the temaoverskrifter."""
    return SafeString("\n".join(_block_html(block, level) for block in blocks))


def _block_html(block: Block, level: int) -> str:
    if block.heading:
        number, title = runs_html(block.heading.number), runs_html(block.heading.title)
        moved = f'<p class="small muted">{escape(block.heading.moved)}</p>' if block.heading.moved else ""
        return (
            f'<h{level} class="theme" id="{block.heading.anchor}"><span class="num">{number}</span>'
            f"<span>{title}</span></h{level}>{moved}"
        )
    if block.unchanged:
        told = ngettext("%(n)d uendret læringsmål", "%(n)d uendrede læringsmål", block.unchanged)
        return f'<p class="gap">{told % {"n": block.unchanged}}</p>'
    below = f"h{level + 1 if block.below_heading else level}"
    articles = [article_html(row, level=below) if row.code or row.segments else "<div></div>" for row in block.rows]
    return articles[0] if len(articles) == 1 else f'<div class="ba ba--text">{"".join(articles)}</div>'
