"""Following a specialty, a læringsmål, an act or the whole register. One's own choice; nothing of it is journalled."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from objectives.models import Follow, LegalAct, Objective
from organisations.models import Specialty, User
from organisations.refusals import RuleViolation

Followed = Specialty | Objective | LegalAct | None
MOST = 200


@transaction.atomic
def follow(*, what: Followed, by: User) -> Follow:
    """Follow it; None is the whole register. Twice is once. Raises RuleViolation for one who follows too much."""
    locked = User.objects.select_for_update().get(pk=by.pk)
    found = locked.follows.filter(**_columns(what)).first()
    if found is not None:
        return found
    if locked.follows.count() >= MOST:
        raise RuleViolation(
            _("Du følger allerede %(most)s ting. Slutt å følge noe, eller følg en hel spesialitet.") % {"most": MOST},
            code="follows-too-much",
            authority="OP-4",
        )
    row = Follow(user=locked, **_columns(what))
    row.full_clean()
    row.save(force_insert=True)
    return row


def unfollow(*, what: Followed, by: User) -> None:
    """Stop following it. Nothing happens when one does not."""
    by.follows.filter(**_columns(what)).delete()


def is_followed(*, what: Followed, by: User) -> bool:
    """Whether this person follows exactly this."""
    return by.follows.filter(**_columns(what)).exists()


def _columns(what: Followed) -> dict[str, object]:
    return {
        "specialty": what if isinstance(what, Specialty) else None,
        "objective": what if isinstance(what, Objective) else None,
        "act": what if isinstance(what, LegalAct) else None,
    }
