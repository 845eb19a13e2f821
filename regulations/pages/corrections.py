"""What is registered of an announcement beside what is right, and the corrections an act has had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.models import LegalAct
from objectives.rules import long_date
from organisations.models import User
from organisations.refusals import RuleViolation
from regulations.correcting import Consequences, Facts, consequences, is_registered_here
from regulations.models import AnnouncementCorrection


@dataclass(frozen=True)
class Corrected:
    """One fact: what it is called, as registered, and as it is to be."""

    what: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class CorrectionRow:
    """A correction of an act, as everyone may read it."""

    correction: AnnouncementCorrection
    facts: Sequence[Corrected]
    moved: str


def corrections_of(act: LegalAct) -> list[CorrectionRow]:
    """The confirmed corrections of the act, the first first."""
    rows = act.corrections.confirmed().order_by("confirmed_at", "pk")
    return [CorrectionRow(row, [one for one in _facts(row) if one.is_changed], _moved(row)) for row in rows]


def correction_page(act: LegalAct, correction: AnnouncementCorrection | None, *, user: User) -> dict[str, Any]:
    """Everything templates/revisions/act_correct.html shows, but its forms."""
    page: dict[str, Any] = {"act": act, "correction": correction, "past": corrections_of(act)}
    if correction is None:
        return page
    what, problem = _consequences(act, correction)
    return page | {
        "facts": list(_facts(correction)),
        "what": what,
        "problem": problem,
        "is_own": correction.proposed_by_id == user.pk,
    }


def _consequences(
    act: LegalAct, correction: AnnouncementCorrection
) -> tuple[Consequences | None, RuleViolation | None]:
    """What the correction would do now; or what has come to stand in its way since it was proposed."""
    facts = Facts(number=correction.number, decided_on=correction.decided_on, announced_at=correction.announced_at)
    try:
        return consequences(is_registered_here(act), act, facts), None
    except RuleViolation as violation:
        return None, violation


def _facts(correction: AnnouncementCorrection) -> Iterator[Corrected]:
    yield Corrected(_("Nummer"), str(correction.number_before), str(correction.number))
    yield Corrected(_("Vedtatt"), long_date(correction.decided_on_before), long_date(correction.decided_on))
    yield Corrected(_("Kunngjort"), _moment(correction.announced_at_before), _moment(correction.announced_at))


def _moment(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return _("%(day)s kl. %(time)s") % {"day": long_date(local.date()), "time": f"{local:%H.%M}"}


def _moved(correction: AnnouncementCorrection) -> str:
    codes = correction.consequences.get("codes")
    if not codes:
        return ""
    days = {key: long_date(dt.date.fromisoformat(correction.consequences[key])) for key in ("moved_from", "moved_to")}
    return _("%(codes)s gjelder derfor fra %(moved_to)s, ikke fra %(moved_from)s.") % {
        "codes": ", ".join(codes),
        **days,
    }
