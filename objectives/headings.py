"""Under which temaoverskrift a wording stands, said in words: for telling that it has been moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .lineage import Lineage
from .models import ObjectiveVersion, ThemeVersion


@dataclass(frozen=True)
class Headings:
    """The headings that the wordings of a læringsmål, and of its nearest relatives, stand and stood under."""

    by_theme: Mapping[int, Sequence[ThemeVersion]]

    @classmethod
    def of(cls, lineage: Lineage) -> Headings:
        """One query; none for a læringsmål that always stood under the same heading."""
        versions = [*lineage.versions, *(row for rows in lineage.relatives.values() for row in rows)]
        themes = {version.theme_id for version in versions}
        by_theme: dict[int, list[ThemeVersion]] = defaultdict(list)
        if len(themes) > 1:
            for row in ThemeVersion.objects.filter(theme__in=themes - {None}).order_by("valid"):
                by_theme[row.theme_id].append(row)
        return cls(by_theme)

    def over(self, version: ObjectiveVersion) -> str:
        """The heading as it read on the wording's first day; the chapter's title when there is none."""
        began = [row for row in self.by_theme.get(version.theme_id or 0, ()) if row.valid_from <= version.valid_from]
        return f"{began[-1].number} {began[-1].title}".strip() if began else version.chapter.title

    def moved(self, before: ObjectiveVersion, after: ObjectiveVersion) -> str:
        """A sentence of where it was moved, or which part of the training it now belongs to; empty when neither."""
        told = []
        if (before.chapter_id, before.theme_id) != (after.chapter_id, after.theme_id):
            places = {"before": self.over(before), "after": self.over(after)}
            told.append(_("Flyttet fra %(before)s til %(after)s, koden er beholdt.") % places)
        elif before.position != after.position:
            told.append(_("Ny plass under samme overskrift, koden er beholdt."))
        if before.stage != after.stage:
            parts = {"before": before.get_stage_display(), "after": after.get_stage_display()}
            told.append(_("Utdanningens del er endret fra %(before)s til %(after)s.") % parts)
        return " ".join(told)
