"""The letter to each sender about what was decided (SA-6): ordered with the decision, made by a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from notifications.models import Verb
from notifications.services import record
from objectives.services import rendering
from organisations.models import User
from revisions.models import Case, Decision, DecisionLetter, Proposal, RecommendationDecision

FILES = DecisionLetter.objects


def order_letters(
    *, case: Case, made: Sequence[Decision | RecommendationDecision], by: User, moment: dt.datetime
) -> list[DecisionLetter]:
    """One letter for each proposal something was decided on at this moment. Called in the decision's transaction."""
    about: dict[int, Proposal] = {}
    for decision in made:
        subject = decision.item if isinstance(decision, Decision) else decision.change
        about[subject.proposal_id] = subject.proposal
    ordered = []
    for _pk, proposal in sorted(about.items()):
        letter = DecisionLetter(proposal=proposal, case=case, decided_at=moment, requested_by=by)
        letter.full_clean()
        letter.save(force_insert=True)
        record(
            actor=by,
            verb=Verb.LETTER_ORDERED,
            subject=letter,
            case_number=case.number,
            payload={"sender_name": str(proposal.sender)},
        )
        ordered.append(letter)
    return ordered


def finish_letter(*, letter_id: int, attempt: int, content: bytes, file_name: str, now: dt.datetime) -> bool:
    """Keep the file. False, and nothing kept, when the attempt is no longer the one that counts."""
    return bool(rendering.finish(FILES.all(), letter_id, attempt, content=content, file_name=file_name, now=now))
