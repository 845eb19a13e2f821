"""Proposals for tests: a draft from RegUt Helse Vest about gastroenterologisk kirurgi, empty or ready to be sent."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from django.test import Client

from organisations.models import Organisation, User
from revisions.models import Proposal
from revisions.services import items, proposals
from tests import factories

SENT = dt.date(2026, 11, 24)

PARTS = {
    "summary": "– Skrivemåten rettes.",
    "reasons": "Rådene har bedt om endringen.",
    "professional_consequences": "Ingen faglige.",
    "organisational_consequences": "Ingen organisatoriske.",
    "economic_consequences": "Ingen økonomiske.",
    "trainee_consequences": "Ingen. Ikrafttredelse etter hovedregelen.",
    "activities_effect": "Ingen: kursene dekker innholdet.",
    "local_activities_effect": "Ingen nye trengs.",
    "conclusion": "Rådene er enige.",
    "theme_is_clear": True,
    "text_follows_advice": True,
    "elaboration_considered": True,
    "national_activities_accounted_for": True,
    "local_activities_accounted_for": True,
}


def regut() -> Organisation:
    return factories.organisation(Organisation.Kind.REGUT)


def draft(*, sender: Organisation | None = None, by: User | None = None) -> Proposal:
    """A draft with nothing in it."""
    sender = sender or regut()
    by = by or factories.submitter(sender)
    return proposals.create_proposal(sender=sender, specialty=factories.specialty(), by=by)


def complete_draft(*, sender: Organisation | None = None, code: str = "GAK-088") -> Proposal:
    """A draft with every part filled in and one change item."""
    proposal = draft(sender=sender)
    by = proposal.created_by
    factories.version(code)
    items.save_item(
        proposal=proposal, by=by, kind="spraklig", code=code, new_text="Ha kunnskap om utredning av gallesten."
    )
    proposals.save_parts(proposal=proposal, by=by, **PARTS)
    proposal.refresh_from_db()
    return proposal


def sent(*, sender: Organisation | None = None, code: str = "GAK-088") -> Proposal:
    """A proposal that is with the directorate."""
    proposal = complete_draft(sender=sender, code=code)
    return proposals.submit_proposal(proposal=proposal, by=proposal.created_by, on=SENT)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def as_form(parts: dict[str, object]) -> dict[str, str]:
    """The parts as the browser sends them: an unchecked box is not sent at all."""
    fields = {name: "on" if value is True else str(value) for name, value in parts.items() if value is not False}
    return {**fields, "checklist_shown": "True"}


def office_file(*members: str, content: bytes = b"<xml/>") -> bytes:
    """A zip with these members, as Word and Excel files are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in members:
            archive.writestr(name, content)
    return file.getvalue()
