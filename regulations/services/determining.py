"""Deciding when what was announced without a day enters into force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import operations
from objectives.models import LegalAct, UndeterminedChange
from objectives.operations import Determination
from organisations.models import User
from organisations.refusals import WrongState
from regulations import permissions, rules
from regulations.models import AmendmentRegulation

from .entering import schedule_entries
from .rows import locked_row, signed


@transaction.atomic
def determine_entry_into_force(
    *,
    regulation: AmendmentRegulation,
    changes: Sequence[UndeterminedChange],
    in_force_from: dt.date,
    determined_on: dt.date,
    by: User,
    reference: str = "",
    number: int | None = None,
    rebased: bool = False,
) -> None:
    """Register that the day of announced changes is decided, and let them into force from it, all or none.

    `determined_on` is the day of the decision, `reference` where it is found, and `number` Lovdata's number when the
    decision is announced as a forskrift of its own. `rebased`: see `operations.determine`. Raises NotPermitted,
    WrongState when the act is not announced, and RuleViolation when the day or a change does not hold.
    """
    permissions.require_announcing(by)
    announced = locked_row(regulation, by=by)
    if announced.act is None:
        raise WrongState(
            _("«%(name)s» er ikke kunngjort. Ikrafttredelsen settes i utkastet.") % {"name": announced.name},
            code="not-announced",
            authority="EF-1",
        )
    act = _act_of_the_decision(number, determined_on=determined_on, by=by) if number is not None else None
    determination = Determination(
        in_force_from=in_force_from, decided_on=determined_on, act=act, reference=reference.strip()
    )
    operations.determine(changes, determination=determination, by=by, rebased=rebased)
    schedule_entries(announced.act, known_on=determined_on)
    payload = {"in_force_from": f"{in_force_from}", "determined_on": f"{determined_on}", "changes": len(changes)}
    record(actor=by, verb=Verb.DAY_DETERMINED, subject=announced, payload=payload)


def _act_of_the_decision(number: int, *, determined_on: dt.date, by: User) -> LegalAct:
    """The act the decision is announced as; a second decision of the same day and number is in the same one."""
    rules.number_is_positive(number)
    found = LegalAct.objects.filter(decided_on=determined_on, number=number).first()
    if found is not None:
        return found
    rules.number_is_free(number, decided_on=determined_on)
    act = LegalAct(number=number, decided_on=determined_on, title="Ikraftsetting av endringer i spesialistforskriften")
    act.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            signed(act, by).save(force_insert=True)
    except IntegrityError as error:
        raise rules.number_is_used(number, year=determined_on.year, other=_("en annen forskrift")) from error
    return act
