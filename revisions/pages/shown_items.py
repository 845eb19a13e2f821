"""An endringspunkt as pages show it: its name, what changes word by word, where it stands, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.models import ObjectiveVersion, ThemeVersion
from objectives.rows import objective_url
from regulations.models import AmendmentClause
from revisions.consequences import follows_from
from revisions.models import ChangeItem, Decision, Wording

Kind = ChangeItem.Kind

# What showing an item reads beside its own row; `merged__objective` is prefetched.
SHOWN_WITH = ("objective", "basis", "chapter", "series", "after", "heading_basis", "new_heading")


@dataclass(frozen=True)
class Block:
    """A text before and after, under a label when there are several. Equal texts are shown without marks."""

    old: str
    new: str
    label: str = ""

    @property
    def is_same(self) -> bool:
        return self.old == self.new


@dataclass(frozen=True)
class ShownItem:
    """One item. `headings` are what the temaoverskrifter it names read today, by primary key."""

    number: int
    item: ChangeItem
    headings: Mapping[int, str] = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """The codes of the læringsmål it changes."""
        return [source.objective.code for source in self.item.sources]

    @property
    def code(self) -> str:
        """The code of the læringsmål it changes, the first of several."""
        return next(iter(self.codes), "")

    @property
    def name(self) -> str:
        """«GAK-091», «15.12 Lever», or what it is while it has no code."""
        if self.item.is_about_a_heading:
            return self.item.heading_words
        return listed(self.codes) or _("Nytt læringsmål")

    @property
    def short_name(self) -> str:
        """The same in a list of several: a new læringsmål is only «nytt»."""
        return _("nytt") if self.item.kind == Kind.ADD else self.name

    @property
    def url(self) -> str:
        """The page of the læringsmål, when it is about one."""
        return objective_url(self.code) if len(self.codes) == 1 else ""

    @property
    def kind(self) -> str:
        """«Faglig endring, skjerpet»."""
        return self.item.kind_in_words

    @property
    def summary(self) -> str:
        """The item on one line: «GAK-091, språklig retting»."""
        if self.item.kind == Kind.ADD:
            return _("Nytt læringsmål under %(heading)s") % {"heading": self.heading}
        return f"{self.name}, {self.item.get_kind_display().lower()}"

    @property
    def heading(self) -> str:
        """The temaoverskrift it stands under, or the chapter where there is none; the chapter of a heading."""
        item = self.item
        if item.is_about_a_heading:
            return str(item.chapter or "")
        if item.new_heading:
            return item.new_heading.wording.heading
        return self.headings.get(item.theme_id or 0, str(item.chapter or ""))

    @property
    def where(self) -> str:
        """«15.12 Lever, del 2–3, etter GAK-014»."""
        stage = self.item.get_stage_display().lower() if self.item.stage else ""
        return ", ".join(filter(None, (self.heading, stage, self._beside)))

    @property
    def _beside(self) -> str:
        """What it is placed by, when it is placed."""
        item = self.item
        if item.is_first:
            return _("først")
        if item.after:
            return _("etter %(what)s") % {"what": item.after.code}
        if not item.is_about_a_heading:
            return _("sist") if item.kind == Kind.MOVE else ""
        if item.new_heading:
            return _("etter %(what)s") % {"what": item.new_heading.wording.heading}
        if item.after_theme_id:
            return _("etter %(what)s") % {"what": self.headings.get(item.after_theme_id, "")}
        return _("sist") if item.kind in (Kind.ADD_THEME, Kind.MOVE_THEME) else ""

    @property
    def notes(self) -> list[str]:
        """What changes beside the words: the place, and the series of the new code."""
        notes = []
        if self.item.is_moved:
            notes.append(_("Flyttes fra %(old)s til %(new)s.") % {"old": self._old_heading, "new": self.heading})
        if self.item.series:
            notes.append(_("Får ny kode i serien %(series)s.") % {"series": self.item.series.prefix})
        return notes

    @property
    def _old_heading(self) -> str:
        theme = self.item.basis.theme_id if self.item.basis else None
        return self.headings.get(theme or 0, _("kapittelet"))

    @property
    def follows(self) -> list[str]:
        """What follows from the kind and the effect: code, entry into force, what carries over."""
        return follows_from(self.item)

    @property
    def old_texts(self) -> list[str]:
        """What it says today: a text for each læringsmål, or the heading; nothing for what is new."""
        if self.item.is_about_a_heading:
            return [self.item.old_text] if self.item.old_text else []
        return [source.text for source in self.item.sources]

    @property
    def change(self) -> list[Block]:
        """What changes, as it is proposed."""
        return blocks_of(self.item)


def blocks_of(item: ChangeItem, wording: Wording | None = None) -> list[Block]:
    """What changes in the annex, with the words that are adopted, or else the sender's own."""
    words = wording or item.wording
    if item.is_about_a_heading:
        return [_heading_block(item, words)]
    if item.kind in (Kind.MOVE, Kind.RECODE):
        return [Block(item.old_text, item.old_text)]
    if item.kind == Kind.SPLIT:
        numbered = enumerate(words.texts, start=1)
        parts = [Block("", text, _("Nytt læringsmål %(number)s") % {"number": number}) for number, text in numbered]
        return [Block(item.old_text, "", _("Oppheves")), *parts]
    if item.kind == Kind.MERGE:
        codes = listed([source.objective.code for source in item.sources])
        return [Block(joined(item), words.text, _("%(codes)s blir til") % {"codes": codes})]
    return [Block(item.old_text, words.text)]


def _heading_block(item: ChangeItem, words: Wording) -> Block:
    if item.kind == Kind.REPEAL_THEME:
        return Block(item.old_text, "")
    if item.kind == Kind.MOVE_THEME and item.heading_basis:
        return Block(item.old_text, f"{item.number} {item.heading_basis.title}".strip())
    return Block(item.old_text, words.heading)


def joined(item: ChangeItem) -> str:
    """The old texts of a merge, one after another."""
    return "\n".join(source.text for source in item.sources)


def adopted_blocks(item: ChangeItem, decision: Decision | None) -> list[Block]:
    """What changes in the annex by the decision; as proposed while there is none."""
    return blocks_of(item, decision.own_wording if decision else None)


def own_blocks(item: ChangeItem, decision: Decision) -> list[Block]:
    """The directorate's own words against the proposed ones; nothing where it has none."""
    own = decision.own_wording
    if own is None:
        return []
    if item.kind == Kind.SPLIT:
        pairs = enumerate(zip_longest(item.texts, own.texts, fillvalue=""), start=1)
        return [Block(old, new, _("Nytt læringsmål %(number)s") % {"number": at}) for at, (old, new) in pairs]
    if item.is_about_a_heading:
        return [Block(item.wording.heading, own.heading)]
    return [Block(item.new_text, own.text)]


def headings_for(items: Iterable[ChangeItem], *, on: dt.date) -> dict[int, str]:
    """What each temaoverskrift the items name reads on the day; one query."""
    wanted: set[int | None] = set()
    for item in items:
        wanted |= {item.theme_id, item.after_theme_id, item.basis.theme_id if item.basis else None}
    return headings_of(wanted, on=on)


def headings_of(theme_ids: Iterable[int | None], *, on: dt.date) -> dict[int, str]:
    """What each temaoverskrift reads on the day."""
    wanted = {pk for pk in theme_ids if pk}
    if not wanted:
        return {}
    rows = ThemeVersion.objects.in_force(on=on).filter(theme_id__in=wanted)
    return {row.theme_id: str(row) for row in rows}


@dataclass(frozen=True)
class Latest:
    """The last announced version of each læringsmål and each heading that items change, by their owners' keys."""

    texts: Mapping[int, ObjectiveVersion]
    headings: Mapping[int, ThemeVersion]

    def is_outdated(self, item: ChangeItem) -> bool:
        """Whether something the item changes reads otherwise than when it was written."""
        if item.heading_basis_id:
            latest = self.headings.get(item.theme_id or 0)
            return latest is None or latest.pk != item.heading_basis_id
        found = ((self.texts.get(source.objective.pk), source.basis) for source in item.sources)
        return any(latest is None or latest.pk != basis for latest, basis in found)


def latest_for(items: Iterable[ChangeItem]) -> Latest:
    """Read what the register says last about all that the items change: a query for texts, and one for headings."""
    rows = list(items)
    objectives = {source.objective.pk for item in rows for source in item.sources}
    themes = {item.theme_id for item in rows if item.heading_basis_id}
    acts = ("enacted_by", "repealed_by")
    texts = ObjectiveVersion.objects.filter(objective__in=objectives).order_by("valid") if objectives else ()
    headings = ThemeVersion.objects.filter(theme__in=themes).order_by("valid") if themes else ()
    return Latest(
        texts={row.objective_id: row for row in texts and texts.select_related("objective", *acts)},
        headings={row.theme_id: row for row in headings and headings.select_related(*acts)},
    )


def listed(names: list[str]) -> str:
    """«A», «A og B», «A, B og C»; nothing of nothing."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def announced_on(clause: AmendmentClause) -> dt.date | None:
    """The Norwegian day the clause's act was announced, if it is."""
    act = clause.regulation.act
    return timezone.localtime(act.announced_at).date() if act and act.announced_at else None
