"""Rules of the follow-up after a decision (OP-1 to OP-4)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from organisations.models import User
from organisations.refusals import RuleViolation, WrongState
from revisions.models import Case, FollowUp


def follow_up_is_done(case: Case, *, by: User, on: dt.date) -> None:
    """A case is closed when its follow-up is done, or with a reason to close it anyway (OP-1 to OP-4)."""
    left = FollowUp.objects.filter(case=case).open().count()
    if left:
        raise RuleViolation(
            _(
                "%(left)s oppfølgingsoppgaver i sak %(number)s er ikke gjort. Vent til de er gjort, eller skriv en "
                "begrunnelse for å avslutte likevel."
            )
            % {"left": left, "number": case.number},
            code="follow-up-open",
            authority="OP-1",
        )


def is_not_done(follow_up: FollowUp) -> None:
    """What is done stands until somebody takes it up again. Raises WrongState with who and when."""
    if follow_up.done_at is not None:
        raise WrongState(
            _("%(name)s meldte oppgaven gjort %(day)s. Ta den opp igjen hvis noe skal endres.")
            % {"name": follow_up.done_by, "day": f"{follow_up.done_at:%d.%m.%Y}"},
            code="follow-up-done",
            authority=follow_up.authority,
        )


def nobody_wrote_meanwhile(follow_up: FollowUp, *, seen: str, text: str) -> None:
    """Of two who write in the same text the later is told, and loses nothing. Raises WrongState."""
    theirs = _plain(follow_up.text)
    if theirs not in (_plain(seen), _plain(text)):
        raise WrongState(
            _(
                "Noen andre har endret teksten imens. Den lyder nå: «%(theirs)s» Teksten din står i feltet. Flett dem "
                "sammen, og lagre på nytt."
            )
            % {"theirs": theirs},
            code="text-changed",
            authority="OP-2",
        )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
