"""A læringsmål through time: its own wordings, what it replaced, what replaces it, and what that means for a doctor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from .models import Objective, ObjectiveVersion, Succession
from .standing import EARLIER_WORDING, REPEALED, REPLACED, Standing, standing


@dataclass(frozen=True)
class CarryOver:
    """Whether something a doctor has follows across to the new læringsmål, and why (ID-5)."""

    what: str
    carries: bool
    why: str


@dataclass
class Lineage:
    """The wordings of a læringsmål, oldest first, and of its nearest predecessors and successors."""

    objective: Objective
    versions: list[ObjectiveVersion]
    predecessors: list[Succession]
    successors: list[Succession]
    relatives: dict[int, list[ObjectiveVersion]] = field(default_factory=dict)

    def shown(self, *, on: dt.date) -> ObjectiveVersion:
        """The wording to show for the day: the one in force, else the last before it, else the first to come."""
        started = [version for version in self.versions if version.valid_from <= on]
        return started[-1] if started else self.versions[0]

    def following(self, version: ObjectiveVersion) -> ObjectiveVersion | None:
        """The same code's next wording, if it goes on the day this one ends."""
        return next((row for row in self.versions if row.valid_from == version.valid_until), None)

    def before(self, version: ObjectiveVersion) -> list[ObjectiveVersion]:
        """What this wording came in place of: the same code's own, or the predecessors', several after a merger."""
        own = [row for row in self.versions if row.valid_until == version.valid_from]
        if own:
            return own
        old = [row for link in self.predecessors for row in self.relatives.get(link.old_id, [])]
        return [row for row in old if row.valid_until == version.valid_from]

    def standing(self, version: ObjectiveVersion, *, on: dt.date) -> Standing:
        """How a wording of this læringsmål stands on the day."""
        if self.following(version):
            return standing(version, on=on, ended=EARLIER_WORDING)
        return standing(version, on=on, ended=REPLACED if self.successors else REPEALED)

    def first_text_of(self, objective: Objective) -> ObjectiveVersion | None:
        """The wording a successor begins with."""
        return next(iter(self.relatives.get(objective.pk, [])), None)


def lineage_of(objective: Objective) -> Lineage:
    """Read it all in two queries, however long the history; more only past what never entered into force."""
    links = links_of(objective)
    versions = _versions_of(owners(objective, links))
    if unread := owners(objective, links).keys() - {version.objective_id for version in versions} - {objective.pk}:
        links = list(_past(unread, objective, links))
        versions = _versions_of(owners(objective, links))
    return assembled(objective, links, versions)


def _versions_of(own: Iterable[int]) -> list[ObjectiveVersion]:
    rows = ObjectiveVersion.objects.filter(objective__in=own).select_related("chapter", "enacted_by", "repealed_by")
    return list(rows.order_by("valid"))


def _past(unread: Set[int], objective: Objective, links: Iterable[Succession]) -> Iterator[Succession]:
    """The links, each that leads to one amended before its first day led on to what came instead of it, or before."""
    for link in links:
        other = link.new if link.old_id == objective.pk else link.old
        if other.pk not in unread:
            yield link
            continue
        further = [one for one in links_of(other) if (one.old_id == other.pk) == (link.old_id == objective.pk)]
        steps = [_as_one(link, one) if other.pk == link.new_id else _as_one(one, link) for one in further]
        has_text = set(
            ObjectiveVersion.objects.filter(
                objective__in=[end for step in steps for end in (step.old_id, step.new_id)]
            ).values_list("objective", flat=True)
        )
        ends = {step.new_id if other.pk == link.new_id else step.old_id for step in steps}
        yield from _past(ends - has_text, objective, steps)


def _as_one(first: Succession, second: Succession) -> Succession:
    """Two steps told as one: what carries over is what carries over both. Never saved."""
    return Succession(
        old=first.old,
        new=second.new,
        kind=first.kind if second.kind == Succession.Kind.EQUIVALENT else second.kind,
        approvals_carry_over=first.approvals_carry_over and second.approvals_carry_over,
        activities_carry_over=first.activities_carry_over and second.activities_carry_over,
        enacted_by=second.enacted_by,
    )


def links_of(objective: Objective) -> list[Succession]:
    """What it replaced and what replaces it, in the order of the acts."""
    links = Succession.objects.filter(Q(old=objective) | Q(new=objective)).select_related("old", "new", "enacted_by")
    return list(links.order_by("enacted_by__decided_on", "old__code", "new__code"))


def owners(objective: Objective, links: Iterable[Succession]) -> dict[int, Objective]:
    """The læringsmål itself, its predecessors and its successors, by primary key."""
    found = {objective.pk: objective}
    for link in links:
        found[link.old_id], found[link.new_id] = link.old, link.new
    return found


def assembled(objective: Objective, links: list[Succession], versions: Iterable[ObjectiveVersion]) -> Lineage:
    """The lineage that these links and wordings, oldest first, make."""
    known = owners(objective, links)
    by_owner: dict[int, list[ObjectiveVersion]] = {pk: [] for pk in known}
    for version in versions:
        version.objective = known[version.objective_id]
        by_owner[version.objective_id].append(version)
    return Lineage(
        objective=objective,
        versions=by_owner.pop(objective.pk),
        predecessors=[link for link in links if link.new_id == objective.pk],
        successors=[link for link in links if link.old_id == objective.pk],
        relatives=by_owner,
    )


def carry_over(link: Succession) -> list[CarryOver]:
    """What follows a doctor from the old læringsmål to the new, in plain words (ID-5)."""
    codes = {"old": link.old.code, "new": link.new.code}
    return [
        CarryOver(_("Godkjent %(old)s") % codes, link.approvals_carry_over, _why_approvals(link) % codes),
        CarryOver(
            _("Registrerte læringsaktiviteter"),
            link.activities_carry_over,
            _("Kurs og prosedyrer du har gjennomført, teller også for %(new)s.") % codes
            if link.activities_carry_over
            else _("Kurs og prosedyrer du har gjennomført, må vurderes på nytt for %(new)s."),
        ),
    ]


def _why_approvals(link: Succession) -> str:
    if not link.approvals_carry_over:
        if link.kind == Succession.Kind.SHARPENED:
            return _("Kravet er skjerpet. Godkjenningen står i historikken, men kompetansen må vurderes på nytt.")
        return _("Godkjenningen står i historikken, men kompetansen må vurderes på nytt.")
    if link.kind == Succession.Kind.MERGED:
        return _("Er du godkjent i alle læringsmålene som er slått sammen, er du også godkjent i %(new)s.")
    if link.kind == Succession.Kind.REDUCED:
        return _("Kravet er redusert. Er du godkjent i %(old)s, er du også godkjent i %(new)s.")
    if link.kind == Succession.Kind.EQUIVALENT:
        return _("Kravet er likeverdig. Er du godkjent i %(old)s, er du også godkjent i %(new)s.")
    return _("Er du godkjent i %(old)s, er du også godkjent i %(new)s.")


def kind_in_words(link: Succession) -> str:
    """«Skjerpet krav, godkjenninger overføres ikke»: the link on one line."""
    kind = {
        Succession.Kind.SHARPENED: _("Skjerpet krav"),
        Succession.Kind.REDUCED: _("Redusert krav"),
        Succession.Kind.EQUIVALENT: _("Likeverdig krav"),
        Succession.Kind.SPLIT: _("Delt"),
        Succession.Kind.MERGED: _("Slått sammen"),
    }[Succession.Kind(link.kind)]
    approvals = _("godkjenninger overføres") if link.approvals_carry_over else _("godkjenninger overføres ikke")
    return f"{kind}, {approvals}"


def in_a_row(codes: Iterable[str]) -> str:
    """«GAK-007 og GAK-008», as a sentence names them."""
    *first, last = [*codes] or [""]
    return _("%(first)s og %(last)s") % {"first": ", ".join(first), "last": last} if first else last
