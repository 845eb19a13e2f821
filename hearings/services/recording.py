"""Recording that others have been, or are being, asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from hearings import rules
from hearings.models import ConsultationRound, Hearing
from organisations.models import Organisation


@transaction.atomic
def record_round(
    *,
    asked: Sequence[Organisation],
    opens_on: dt.date,
    deadline: dt.date,
    note: str = "",
    title: str = "",
    case_number: str = "",
    introduction: str = "",
) -> ConsultationRound:
    """Record an innspillsrunde with those asked, after SA-3 and spesialistforskriften § 6."""
    bodies = list(asked)
    rules.medical_association_is_asked(asked=bodies)
    rules.training_centres_are_asked(asked=bodies)
    consultation = ConsultationRound(
        opens_on=opens_on,
        deadline=deadline,
        note=note,
        title=title[:250],
        case_number=case_number,
        introduction=introduction,
    )
    consultation.full_clean()
    consultation.save()
    consultation.asked.set(bodies)
    return consultation


@transaction.atomic
def record_hearing(
    *,
    title: str,
    opens_on: dt.date,
    deadline: dt.date,
    note: str = "",
    short_deadline_reason: str = "",
    letter: str = "",
    consequences: str = "",
    contact: str = "",
    case_number: str = "",
) -> Hearing:
    """Record a public høring; a deadline shorter than the minimum needs a reason (HØ-1)."""
    hearing = Hearing(
        title=title,
        opens_on=opens_on,
        deadline=deadline,
        note=note,
        short_deadline_reason=short_deadline_reason,
        letter=letter,
        consequences=consequences,
        contact=contact,
        case_number=case_number,
    )
    hearing.full_clean()
    rules.hearing_is_long_enough(opens_on=opens_on, deadline=deadline, reason=short_deadline_reason)
    hearing.save()
    return hearing
