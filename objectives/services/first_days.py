"""Moving the days that follow an announcement, when its own day was registered wrongly (EF-2).

What enters into force «straks» does so when it is announced, so a wrong day of announcement has put a wrong first day
in the register. The words stay; the period is set right, with history, in the transaction of the correction. The days
an act states itself never move.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from simple_history.utils import bulk_update_with_history

from objectives import rules
from objectives.models import LegalAct, ObjectiveVersion, ThemeVersion, TransitionalRule
from objectives.models.validity import from_day
from organisations.models import User

Words = ObjectiveVersion | ThemeVersion


@dataclass(frozen=True)
class Following:
    """What began and what ended because the act was announced on the day: texts, headings and overgangsregler."""

    begun: list[ObjectiveVersion] = field(default_factory=list)
    ended: list[ObjectiveVersion] = field(default_factory=list)
    headings_begun: list[ThemeVersion] = field(default_factory=list)
    headings_ended: list[ThemeVersion] = field(default_factory=list)
    repealed_rules: list[TransitionalRule] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.begun or self.ended or self.headings_begun or self.headings_ended or self.repealed_rules)

    @property
    def all_begun(self) -> list[Words]:
        """Texts and headings."""
        return [*self.begun, *self.headings_begun]

    @property
    def all_ended(self) -> list[Words]:
        """Texts and headings."""
        return [*self.ended, *self.headings_ended]

    @property
    def codes(self) -> list[str]:
        """The læringsmål that are touched."""
        return sorted({version.objective.code for version in (*self.begun, *self.ended)})


def correcting(act: LegalAct) -> None:
    """Let this transaction correct what is registered of the act; the database refuses it otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.corrects_act', %s, true)", [str(act.pk)])


def no_longer_correcting() -> None:
    """The rest of the transaction corrects nothing more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.corrects_act', '', true)")


def following(
    act: LegalAct, *, day: dt.date, stated: Collection[int] = (), stated_headings: Collection[int] = ()
) -> Following:
    """What follows from the announcement on `day`.

    `stated` are læringsmål and `stated_headings` temaoverskrifter, by primary key, that the act itself gives that
    same day, and that would have it whenever the act was announced.
    """
    own, own_headings = Q(objective__in=stated), Q(theme__in=stated_headings)
    texts = ObjectiveVersion.objects.exclude(own).select_related("objective", "repealed_by")
    headings = ThemeVersion.objects.exclude(own_headings).select_related("theme", "repealed_by")
    return Following(
        begun=list(texts.filter(enacted_by=act, valid__startswith=day).order_by("pk")),
        ended=list(texts.filter(repealed_by=act, valid__endswith=day).order_by("pk")),
        headings_begun=list(headings.filter(enacted_by=act, valid__startswith=day).order_by("pk")),
        headings_ended=list(headings.filter(repealed_by=act, valid__endswith=day).order_by("pk")),
        repealed_rules=list(TransitionalRule.objects.filter(repealed_by=act, repealed_from=day).order_by("pk")),
    )


def check_move(found: Following, *, to: dt.date) -> None:
    """Raises RuleViolation when something would begin after it ends, end before it began, or lose its heading."""
    for begun in found.all_begun:
        rules.begins_before_it_ends(_name(begun), day=to, until=begun.valid_until)
    for ended in found.all_ended:
        rules.ends_after_it_began(_name(ended), day=to, since=ended.valid_from)
    _headings_hold(found, to=to)


def move(found: Following, *, to: dt.date, by: User) -> None:
    """Write the new day on all of it, with history. The caller has said that it corrects the act."""
    earlier = any(version.valid_from > to for version in found.all_begun)
    # What is before must have ended when what comes after begins, at every moment: the database checks each row.
    if earlier:
        _end(found, to, by=by)
        _begin(found, to, by=by)
    else:
        _begin(found, to, by=by)
        _end(found, to, by=by)
    for rule in found.repealed_rules:
        rule.repealed_from = to
        rule._history_user = by  # type: ignore[attr-defined]
        rule.save(update_fields=["repealed_from"])


def _begin(found: Following, day: dt.date, *, by: User) -> None:
    for rows, model in ((found.headings_begun, ThemeVersion), (found.begun, ObjectiveVersion)):
        for row in rows:
            row.valid = from_day(day, row.valid_until)
        _save(rows, model, by=by)


def _end(found: Following, day: dt.date, *, by: User) -> None:
    for rows, model in ((found.headings_ended, ThemeVersion), (found.ended, ObjectiveVersion)):
        for row in rows:
            row.valid = from_day(row.valid_from, day)
        _save(rows, model, by=by)


def _save(rows: Any, model: Any, *, by: User) -> None:
    if rows:
        bulk_update_with_history(rows, model, ["valid"], default_user=by)


def _headings_hold(found: Following, *, to: dt.date) -> None:
    """Nothing stands under a heading before that begins, or after it has ended."""
    moved = {version.pk for version in found.begun}
    for heading in found.headings_begun:
        others = _under(heading).exclude(pk__in=moved).filter(valid__startswith__lt=to)
        is_new = not ThemeVersion.objects.filter(theme=heading.theme_id, valid__startswith__lt=heading.valid_from)
        if is_new and (first := others.order_by("valid").first()):
            raise rules.heading_begins_after_what_stands_under_it(str(heading), first.objective.code, day=to)
    ended = {version.pk for version in found.ended}
    for heading in found.headings_ended:
        goes_on = ThemeVersion.objects.filter(theme=heading.theme_id, valid__startswith__gte=heading.valid_until)
        others = _under(heading).exclude(pk__in=ended).filter(Q(valid__endswith__gt=to) | Q(valid__upper_inf=True))
        if not goes_on.exists() and (last := others.first()):
            raise rules.heading_ends_before_what_stands_under_it(str(heading), last.objective.code, day=to)


def _under(heading: ThemeVersion) -> QuerySet[ObjectiveVersion]:
    return ObjectiveVersion.objects.filter(theme=heading.theme_id).select_related("objective")


def _name(version: Words) -> str:
    return version.objective.code if isinstance(version, ObjectiveVersion) else f"«{version}»"
