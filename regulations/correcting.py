"""Correcting a misregistered announcement: the rules, and what follows from it (EF-1, EF-2). Read-only.

An act itself is never corrected here: what Norsk Lovtidend says is right, and what we registered of it was wrong. So
what follows from the announcement – that something enters into force «straks», that an earlier overgangsregel ends –
follows the day as it is set right. The days the act states stand as they are printed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.models import LegalAct, ThemeVersion
from objectives.operations import AddTheme, ThemeChange
from objectives.rules import long_date
from objectives.services.first_days import Following, check_move, following
from organisations.models import User
from organisations.refusals import RuleViolation, WrongState

from . import rules
from .cautions import announcement_cautions
from .models import AmendmentRegulation, AnnouncementCorrection
from .outline import PlacedClause, placed_clauses

TWO_PEOPLE = "Fire øyne"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What an announcement says: number, date of the decision, moment in Norsk Lovtidend."""

    number: int
    decided_on: dt.date
    announced_at: dt.datetime

    @property
    def announced_on(self) -> dt.date:
        """The Norwegian day."""
        return rules.norwegian_day(self.announced_at)


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """What a correction moves, what it leaves, and what there is to know; `moved` is empty when no day is moved."""

    moved: Following
    before: dt.date
    after: dt.date
    stated_days: Sequence[dt.date]
    new_id: str
    cautions: Sequence[rules.Caution]

    @property
    def sentences(self) -> list[str]:
        """What a person is told before confirming."""
        told = []
        if self.new_id:
            told.append(
                _("Forskriften blir %(id)s. Den gamle adressen leder videre til den nye.") % {"id": self.new_id}
            )
        if self.moved:
            told.append(self._what_moves())
        elif self.before != self.after:
            told.append(_("Ingen læringsmål trådte i kraft straks, så ingen ikrafttredelse flyttes."))
        if self.stated_days:
            days = ", ".join(long_date(day) for day in self.stated_days)
            told.append(_("Ikrafttredelser forskriften selv fastsetter, står fast: %(days)s.") % {"days": days})
        return told

    def _what_moves(self) -> str:
        days = {"before": long_date(self.before), "after": long_date(self.after)}
        count = len(self.moved.codes)
        if not count:
            return _("Det som følger kunngjøringen, flyttes fra %(before)s til %(after)s.") % days
        return ngettext(
            "%(codes)s trådte i kraft straks og flyttes fra %(before)s til %(after)s.",
            "%(count)s læringsmål trådte i kraft straks og flyttes fra %(before)s til %(after)s: %(codes)s.",
            count,
        ) % {**days, "count": count, "codes": ", ".join(self.moved.codes)}

    def as_data(self) -> dict[str, Any]:
        """For the correction's own row and the journal."""
        moved = {"moved_from": f"{self.before}", "moved_to": f"{self.after}", "codes": self.moved.codes}
        return moved if self.moved else {}


def consequences(regulation: AmendmentRegulation, act: LegalAct, facts: Facts) -> Consequences:
    """What follows if the announcement is corrected to these facts. Raises RuleViolation when it can't be."""
    assert act.announced_at is not None  # noqa: S101 - an act registered here is announced
    before, after = rules.norwegian_day(act.announced_at), facts.announced_on
    placed = placed_clauses(regulation)
    _facts_hold(act, facts, placed)
    moved = _following(act, placed, day=before) if before != after else Following()
    check_move(moved, to=after)
    stated = {one.clause.in_force_from for one in placed if one.clause.in_force_from is not None}
    is_renumbered = (facts.number, facts.decided_on) != (act.number, act.decided_on)
    return Consequences(
        moved=moved,
        before=before,
        after=after,
        stated_days=sorted(stated),
        new_id=LegalAct(number=facts.number, decided_on=facts.decided_on).legacy_id if is_renumbered else "",
        cautions=announcement_cautions(
            [one.clause for one in placed],
            number=facts.number,
            decided_on=facts.decided_on,
            announced_on=after,
            on=after,
            besides=act,
        ),
    )


def _facts_hold(act: LegalAct, facts: Facts, placed: Sequence[PlacedClause]) -> None:
    rules.number_is_positive(facts.number)
    rules.number_is_free(facts.number, decided_on=facts.decided_on, besides=act)
    rules.announced_after_the_decision(decided_on=facts.decided_on, announced_on=facts.announced_on)
    for one in placed:
        starts = one.clause.starts_on(announced_on=facts.announced_on)
        if starts is not None:
            rules.clause_starts_after_the_decision(one.name, in_force_from=starts, decided_on=facts.decided_on)


def _following(act: LegalAct, placed: Sequence[PlacedClause], *, day: dt.date) -> Following:
    """What entered into force because it was announced on the day, and not because a clause states that day."""
    stating = [one for one in placed if one.clause.in_force_from == day]
    clauses = [one.clause for one in stating]
    objectives = {version.objective_id for one in stating for version in one.bases}
    objectives |= {pk for clause in clauses for pk in (clause.objective_id, clause.new_objective_id) if pk}
    objectives |= {row.pk for clause in clauses for row in clause.more_objectives.all()}
    headings = {one.operation.theme for one in stating if isinstance(one.operation, ThemeChange)}
    for one in stating:
        if isinstance(one.operation, AddTheme):
            words = {"number": one.operation.number, "title": one.operation.title}
            added = ThemeVersion.objects.filter(enacted_by=act, valid__startswith=day, **words)
            headings |= set(added.values_list("theme", flat=True))
    return following(act, day=day, stated=objectives, stated_headings=headings)


# --- the rules of it ----------------------------------------------------------------------------------


def is_registered_here(act: LegalAct) -> AmendmentRegulation:
    """Only what was registered here can have been registered wrongly here. Raises WrongState."""
    regulation: AmendmentRegulation | None = getattr(act, "amendment_regulation", None)
    if regulation is None or act.announced_at is None:
        raise WrongState(
            _("%(act)s er lest inn fra Lovdatas tekst og rettes ikke her.") % {"act": act},
            code="not-registered-here",
            authority="EF-1",
        )
    return regulation


def something_is_corrected(act: LegalAct, facts: Facts) -> None:
    """A correction says something else than what is registered."""
    if (facts.number, facts.decided_on, facts.announced_at) == (act.number, act.decided_on, act.announced_at):
        raise RuleViolation(
            _("Opplysningene er like dem som er registrert. Endre det som er feil, eller la kunngjøringen stå."),
            code="nothing-corrected",
            authority="EF-1",
        )


def no_correction_waits(act: LegalAct) -> None:
    """One correction at a time. Raises WrongState."""
    waiting = act.corrections.undecided().select_related("proposed_by").first()
    if waiting is not None:
        raise already_waits(waiting.proposed_by)


def already_waits(who: User | str) -> WrongState:
    """The refusal of a second correction while one waits."""
    return WrongState(
        _("En retting foreslått av %(who)s venter på bekreftelse. Bekreft eller avvis den først.") % {"who": who},
        code="correction-waits",
        authority=TWO_PEOPLE,
    )


def is_undecided(correction: AnnouncementCorrection) -> None:
    """A correction is confirmed or rejected once. Raises WrongState with who did it."""
    if correction.confirmed_by is not None:
        raise WrongState(
            _("Rettingen er allerede bekreftet av %(who)s.") % {"who": correction.confirmed_by},
            code="already-confirmed",
            authority=TWO_PEOPLE,
        )
    if correction.rejected_by is not None:
        raise WrongState(
            _("Rettingen er allerede avvist av %(who)s.") % {"who": correction.rejected_by},
            code="already-rejected",
            authority=TWO_PEOPLE,
        )


def is_another_person(correction: AnnouncementCorrection, *, by: User) -> None:
    """Whoever proposed a correction does not confirm it."""
    if correction.proposed_by_id == by.pk:
        raise RuleViolation(
            _("Du foreslo selv rettingen. En annen saksbehandler eller beslutter må bekrefte den."),
            code="same-person",
            authority=TWO_PEOPLE,
        )


def a_reason_is_given(reason: str, *, what: str) -> None:
    """What changes a registered fact says why. `what` ends the sentence."""
    if not reason.strip():
        raise RuleViolation(
            _("Skriv hvorfor %(what)s. Begrunnelsen vises sammen med forskriften.") % {"what": what},
            code="reason-missing",
            authority="EF-6",
        )
