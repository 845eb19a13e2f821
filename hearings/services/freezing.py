"""Freezing what others are asked about, so that every answer is bound to the words its writer read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction

from hearings.models import AskedItem, AskedVersion, ConsultationRound, Hearing
from organisations.models import User


@dataclass(frozen=True, kw_only=True)
class ItemToFreeze:
    """One change item as those who are asked will read it; see `AskedItem`."""

    key: str
    number: int
    name: str
    kind: str
    code: str = ""
    place: str = ""
    specialty: str = ""
    blocks: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    comment: str = ""


@transaction.atomic
def freeze(
    *, asking: ConsultationRound | Hearing, items: Sequence[ItemToFreeze], by: User, what_is_new: str = ""
) -> AskedVersion:
    """Keep the items as the round's or the hearing's next version. The first is frozen when it opens."""
    owner = {"consultation": asking} if isinstance(asking, ConsultationRound) else {"hearing": asking}
    type(asking).objects.select_for_update().get(pk=asking.pk)
    last = AskedVersion.objects.filter(**owner).order_by("-number").first()
    version = AskedVersion(**owner, number=last.number + 1 if last else 1, what_is_new=what_is_new, frozen_by=by)
    version.full_clean()
    version.save()
    AskedItem.objects.bulk_create(AskedItem(version=version, **asdict(item)) for item in items)
    return version
