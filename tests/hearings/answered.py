"""A hearing with answers, for what the directorate does with them. Dated, and the same each time."""

from __future__ import annotations

import datetime as dt

from hearings.models import Hearing, HearingAnswer, HearingComment
from organisations.models import Organisation
from revisions.models import Case
from tests import factories
from tests.revisions import stages

SENT = factories.announced(dt.date(2026, 5, 4))
AFTER = factories.announced(stages.HEARING_CLOSES + dt.timedelta(days=1))
LONG = "Kravet er for strengt for små sykehus som ikke har nok pasienter til at alle kan bli selvstendige."


def heard_case(*codes: str) -> Case:
    """A case whose hearing is published."""
    case = stages.in_hearing(stages.proposal_with(*(codes or ("GAK-088",))))
    Hearing.objects.filter(cases=case).update(published_at=SENT)
    return case


def hearing(*codes: str) -> Hearing:
    return heard_case(*codes).hearings.get()


def answer(of: Hearing, name: str = "Sykehuset", *, is_private: bool = False, **fields: object) -> HearingAnswer:
    """A sent answer; a private person's with a confirmed address."""
    who: dict[str, object] = {"kind": "organisasjon", "organisation": None, "sender_name": name}
    if is_private:
        who = {"kind": "privat", "sender_name": name, "email": "privat@example.no", "confirmed_at": SENT}
    version = of.versions.get()
    return HearingAnswer.objects.create(hearing=of, version=version, **{"sent_at": SENT, **who, **fields})


def comment(
    of: HearingAnswer, text: str = LONG, *, position: str = "stotter_ikke", general: bool = False, number: int = 1
) -> HearingComment:
    item = None if general else of.version.items.get(number=number)
    return HearingComment.objects.create(answer=of, item=item, position="" if general else position, text=text)


def comments(of: Hearing, *texts: str, number: int = 1) -> list[HearingComment]:
    """One comment on the item from each of so many bodies."""
    start = of.answers.count()
    return [comment(answer(of, f"Sykehus {start + at}"), text, number=number) for at, text in enumerate(texts, start=1)]


def body(name: str = "Helse Nord RHF") -> Organisation:
    return factories.organisation(Organisation.Kind.OTHER, name=name)
