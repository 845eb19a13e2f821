"""Applying operations to the register: all of an act, or nothing of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from objectives.models import (
    LegalAct,
    Objective,
    ObjectiveVersion,
    Succession,
    Theme,
    ThemeVersion,
    UndeterminedChange,
)
from objectives.services.codes import lock_series
from organisations.models import User
from organisations.refusals import RuleViolation

from . import effects
from .loading import Named, load_for
from .planning import Scheduled, Step, find_problems, plan
from .snapshot import ActRef, act_ref
from .telling import tell
from .writing import Written, write


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an operation did: the rows it ended, annulled and began, and how one læringsmål followed another.

    `theme` is the temaoverskrift it added or changed. `awaiting` is the row of a change without a first day, which
    has done nothing else yet.
    """

    scheduled: Scheduled
    ended_texts: tuple[ObjectiveVersion, ...] = ()
    annulled_texts: tuple[ObjectiveVersion, ...] = ()
    begun_texts: tuple[ObjectiveVersion, ...] = ()
    successions: tuple[Succession, ...] = ()
    theme: Theme | None = None
    ended_heading: ThemeVersion | None = None
    begun_heading: ThemeVersion | None = None
    awaiting: UndeterminedChange | None = None

    @property
    def ended(self) -> ObjectiveVersion | None:
        """The text that was changed or repealed; the first when there are several."""
        return next(iter((*self.annulled_texts, *self.ended_texts)), None)

    @property
    def begun(self) -> ObjectiveVersion | None:
        """The new text; the first when there are several."""
        return next(iter(self.begun_texts), None)

    @property
    def succession(self) -> Succession | None:
        """The link from old to new; the first when there are several."""
        return next(iter(self.successions), None)


def check(scheduled: Scheduled, *, decided_on: dt.date) -> None:
    """Whether the operation alone can be applied to the register as it stands; raises RuleViolation if not.

    Nothing is locked, so the answer can change until it is applied.
    """
    plan(load_for([scheduled]), [scheduled], act=ActRef(decided_on))


def problems(operations: Sequence[Scheduled], *, decided_on: dt.date) -> list[RuleViolation | None]:
    """What stands in the way of each of them, were they announced together; in a fixed number of queries.

    One that can't be applied is left out when the others are asked. Nothing is locked.
    """
    return find_problems(load_for(operations), operations, act=ActRef(decided_on))


@transaction.atomic
def apply(operations: Sequence[Scheduled], *, act: LegalAct, by: User) -> list[Outcome]:
    """Write all the operations of an announced act to the register, or none of them.

    Gives new codes to those that have none reserved, ends and begins texts and headings, links what replaces what,
    and writes the events. What has no first day is kept as announced and waits for one.
    Raises RuleViolation for the first operation that does not hold.
    """
    if not operations:
        return []
    objectives = _locked_for(operations)
    planned = plan(load_for(operations), operations, act=act_ref(act))
    written = write(planned, act=act, by=by, objectives=objectives)
    outcomes = [_outcome(step, written) for step in planned.steps]
    tell(outcomes, act=act, by=by)
    return outcomes


def _locked_for(operations: Sequence[Scheduled]) -> dict[str, Objective]:
    """Lock what the act touches in one order – series, læringsmål, chapters – so that two acts never deadlock.

    The chapter's lock also holds whoever would put a læringsmål under a heading while it is repealed.
    """
    lock_series(prefixes=[prefix for one in operations for prefix in one.operation.prefixes])
    named = Named.by(operations)
    rows = Objective.objects.select_for_update(of=("self",)).select_related("series").order_by("code")
    locked = {row.code: row for row in rows.filter(code__in=sorted(named.codes))}
    list(named.chapters_touched().select_for_update(no_key=True).order_by("slug").values_list("pk"))
    return locked


def _outcome(step: Step, written: Written) -> Outcome:
    """The rows of a step's effects."""
    of = step.effects
    links = [one.link for one in of if isinstance(one, effects.Succeeded)]
    begun = next((one.heading for one in of if isinstance(one, effects.HeadingBegun)), None)
    ended = next((one for one in of if isinstance(one, effects.HeadingEnded | effects.HeadingAnnulled)), None)
    begun_heading = written.headings[begun.pk] if begun else None
    ended_heading = written.headings[ended.pk] if ended else None
    heading = begun_heading or ended_heading
    awaits = next((one.change for one in of if isinstance(one, effects.Awaits)), None)
    return Outcome(
        scheduled=step.scheduled,
        ended_texts=tuple(written.texts[one.pk] for one in of if isinstance(one, effects.TextEnded)),
        annulled_texts=tuple(written.texts[one.pk] for one in of if isinstance(one, effects.TextAnnulled)),
        begun_texts=tuple(written.texts[one.text.pk] for one in of if isinstance(one, effects.TextBegun)),
        successions=tuple(written.successions[link.old, link.new] for link in links),
        theme=heading.theme if heading else None,
        ended_heading=ended_heading,
        begun_heading=begun_heading,
        awaiting=written.undetermined[awaits.pk] if awaits else None,
    )
