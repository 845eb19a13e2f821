"""What counts as an answer in a hearing, and which of its comments the directorate must answer (HØ-2, HØ-4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from .versions import Position

if TYPE_CHECKING:
    from .hearings import Hearing

ORGANISATION = "organisasjon"


def _is_in_the_case(path: str = "") -> Q:
    """Sent and not withdrawn, and from a body or from somebody whose address is confirmed."""
    who = Q(**{f"{path}kind": ORGANISATION}) | Q(**{f"{path}confirmed_at__isnull": False})
    return Q(**{f"{path}sent_at__isnull": False, f"{path}withdrawn_at__isnull": True}) & who


class HearingAnswerQuerySet(models.QuerySet["HearingAnswer"]):
    def counted(self) -> HearingAnswerQuerySet:
        """Those that are sent, confirmed and not withdrawn: what the directorate has received, late ones too."""
        return self.filter(_is_in_the_case())

    def not_received(self) -> HearingAnswerQuerySet:
        """Those the directorate has not looked through."""
        return self.filter(received_at__isnull=True)

    def published(self) -> HearingAnswerQuerySet:
        """Those everybody may read."""
        return self.counted().filter(published_at__isnull=False)


class HearingCommentQuerySet(models.QuerySet["HearingComment"]):
    def in_hearing(self, hearing: Hearing) -> HearingCommentQuerySet:
        """Those of answers that are in the case, to whatever version of the change items they were written."""
        return self.filter(_is_in_the_case("answer__"), answer__hearing=hearing)

    def on_item(self, key: str) -> HearingCommentQuerySet:
        """On the change item with this key in any version; the general ones when it is empty."""
        return self.filter(item__key=key) if key else self.filter(item__isnull=True)

    def to_dispose(self) -> HearingCommentQuerySet:
        """Those that need an answer: those with words, or a position that is not bare support."""
        return self.filter(~Q(text="") | Q(position__in=[Position.DOES_NOT_SUPPORT, Position.SUPPORTS_WITH_REMARK]))

    def not_disposed(self) -> HearingCommentQuerySet:
        return self.filter(disposition__isnull=True)

    def published(self) -> HearingCommentQuerySet:
        """Those everybody may read, as far as their published text goes."""
        return self.filter(answer__published_at__isnull=False)
