"""What a case is, and what may be changed about it while it is handled (SA-2, SA-3, SA-5, LA-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from organisations.refusals import RuleViolation, WrongState
from revisions.models import Case, PrincipleClarification, Proposal, Status

from .decisions import long_date
from .proposals import JOINABLE

# In these phases the deadline is somebody else's to answer by, set with what they are asked.
ASKED_OF_OTHERS = (Status.INPUT_ROUND, Status.HEARING)


def track_of(proposals: Sequence[Proposal]) -> str:
    """What these proposals would change together: the forskrift, what is recommended, or both (SA-3, LA-4)."""
    has_items = any(proposal.items.exists() for proposal in proposals)
    has_activities = any(proposal.activity_changes.exists() for proposal in proposals)
    has_elaborations = any(_has(proposal, "elaboration_changes") for proposal in proposals)
    if has_items:
        return Case.Track.COMBINED if has_activities or has_elaborations else Case.Track.REGULATION
    if has_elaborations and has_activities:
        return Case.Track.RECOMMENDATION
    return Case.Track.ELABORATION if has_elaborations else Case.Track.ACTIVITIES


def _has(proposal: Proposal, name: str) -> bool:
    related = getattr(proposal, name, None)
    return related is not None and bool(related.exists())


def deadline_is_ahead(deadline: dt.date, *, on: dt.date) -> None:
    """A deadline that is past when it is set, gives nobody the time they are promised."""
    if deadline < on:
        raise RuleViolation(
            _("Fristen %(day)s er passert. Velg en dato fra og med i dag.") % {"day": long_date(deadline)},
            code="deadline-past",
            authority="SA-4",
        )


def deadline_is_the_directorates(case: Case) -> None:
    """While others are asked, the deadline is the round's or the hearing's, and is not moved from the case."""
    if case.status in ASKED_OF_OTHERS:
        raise RuleViolation(
            _("Sak %(number)s er i fasen «%(phase)s». Fristen er den de som er spurt, har fått, og endres ikke her.")
            % {"number": case.number, "phase": case.get_status_display()},
            code="deadline-is-theirs",
            authority="IR-5",
        )


def case_is_under_way(case: Case) -> None:
    """What is ended stands as it was handled, until it is reopened."""
    if case.is_ended:
        raise WrongState(
            _("Sak %(number)s er i fasen «%(phase)s» og kan ikke endres. Gjenåpne den først.")
            % {"number": case.number, "phase": case.get_status_display()},
            code="case-is-ended",
            authority="SA-3",
        )


def proposal_can_leave(proposal: Proposal, case: Case | None) -> None:
    """What was joined by mistake can come out again, as long as nobody has been asked about it (LA-4)."""
    if case is None:
        raise RuleViolation(_("Forslaget hører ikke til noen sak."), code="proposal-has-no-case", authority="LA-4")
    if case.status not in JOINABLE or proposal.is_reopened:
        raise RuleViolation(
            _("Forslaget kan ikke tas ut: sak %(number)s er i fasen «%(phase)s». Det går bare før innspillsrunden.")
            % {"number": case.number, "phase": case.get_status_display()},
            code="case-has-moved-on",
            authority="LA-4",
        )
    if not case.proposals.exclude(pk=proposal.pk).exists():
        raise RuleViolation(
            _("Sak %(number)s har bare dette forslaget. Trekk saken i stedet.") % {"number": case.number},
            code="only-proposal",
            authority="LA-4",
        )


def proposal_is_not_withdrawn(proposal: Proposal) -> None:
    """What its sender has withdrawn, is not made a case of."""
    if proposal.withdrawn_at is not None:
        raise RuleViolation(
            _("Forslaget ble trukket %(day)s. Avsenderen kan sende et nytt.")
            % {"day": long_date(proposal.withdrawn_at.date())},
            code="proposal-withdrawn",
            authority="SA-1",
        )


def clarification_is_open(clarification: PrincipleClarification) -> None:
    """A settled question of principle stands; another view of it is a new question (SA-5)."""
    if clarification.settled_on is not None:
        raise WrongState(
            _("«%(title)s» ble avklart %(day)s. Reis et nytt spørsmål hvis det skal vurderes på nytt.")
            % {"title": clarification.title, "day": long_date(clarification.settled_on)},
            code="clarification-is-settled",
            authority="SA-5",
        )
