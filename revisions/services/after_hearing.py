"""What the directorate does when a case has changed after its hearing (HØ-1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from hearings.models import NoNewHearing
from hearings.services import record_no_new_hearing, take_back_no_new_hearing
from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import RuleViolation, WrongState
from revisions import rules
from revisions.models import Case, Status
from revisions.rules import MaterialChange

from .locking import held_by_handler

UNDECIDED = (Status.DECISION, Status.DECISION_PROPOSED)


def fingerprint_of_changes(changes: Sequence[MaterialChange]) -> str:
    """Which changes a page shows."""
    rows = json.dumps([asdict(change) for change in changes], sort_keys=True)
    return hashlib.sha256(rows.encode()).hexdigest()


@transaction.atomic
def need_no_new_hearing(*, case: Case, reason: str, seen: str, by: User) -> NoNewHearing:
    """Publish why what changed after the hearing needs no new one, for the changes `by` has `seen`.

    Raises RuleViolation when nothing has changed materially, or something has changed since the page was opened.
    """
    row = _locked(case, by=by, statuses=(Status.DECISION,))
    changes = rules.material_changes(row)
    rules.something_changed_after_the_hearing(row, changes)
    if seen != fingerprint_of_changes(changes):
        raise RuleViolation(
            _("Noe er endret siden du åpnet siden. Les endringene på nytt før du publiserer begrunnelsen."),
            code="changed-meanwhile",
            authority="HØ-1",
        )
    hearing = row.last_hearing
    assert hearing is not None  # noqa: S101 - something_changed_after_the_hearing
    made = record_no_new_hearing(hearing=hearing, reason=reason, changes=[asdict(change) for change in changes], by=by)
    record(
        actor=by,
        verb=Verb.NEW_HEARING_NOT_NEEDED,
        subject=hearing,
        case_number=row.number,
        payload={"note": made.reason, "changed": made.names},
    )
    return made


@transaction.atomic
def take_back_the_reason(*, case: Case, by: User) -> None:
    """Take back why no new hearing is needed, while nothing is decided. Raises WrongState when none stands."""
    row = _locked(case, by=by, statuses=UNDECIDED)
    standing = rules.standing_reason(row)
    if standing is None:
        raise WrongState(
            _("Begrunnelsen er allerede trukket. Last siden på nytt."), code="no-reason-stands", authority="HØ-1"
        )
    take_back_no_new_hearing(row=standing, by=by)
    record(
        actor=by,
        verb=Verb.NEW_HEARING_REASON_TAKEN_BACK,
        subject=standing.hearing,
        case_number=row.number,
        payload={"reason": standing.reason},
    )


def _locked(case: Case, *, by: User, statuses: Sequence[str]) -> Case:
    """The case, locked, while nothing is decided."""
    row = held_by_handler(
        case,
        by=by,
        refusal=_("Bare saksbehandlere tar stilling til om sak %(number)s trenger ny høring."),
        authority="HØ-1",
    )
    if row.status not in statuses:
        raise WrongState(
            _("Sak %(number)s er i fasen «%(phase)s». Om den trenger ny høring, avgjøres i fasen «Vedtak».")
            % {"number": row.number, "phase": row.get_status_display()},
            code="wrong-state",
            authority="HØ-1",
        )
    return row
