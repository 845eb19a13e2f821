"""A draft with one clause of each kind, ready to be locked and announced."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from objectives.operations import AddObjective, CorrectText, RepealObjective, ReplaceObjective
from regulations import services
from regulations.models import AmendmentRegulation
from regulations.reviewing import standing_approval
from tests import factories

TODAY = dt.date(2026, 11, 24)
PLANNED = dt.date(2027, 2, 12)
DECIDED = dt.date(2027, 1, 29)
IN_FORCE = dt.date(2027, 9, 1)


@pytest.fixture
def by(db):
    return factories.caseworker()


@pytest.fixture
def texts(db) -> SimpleNamespace:
    """Three texts to change, in two chapters, and the heading for a new one."""
    surgery = factories.chapter("C15", "C15. Gastroenterologisk kirurgi")
    anaesthesia = factories.chapter("C22", "C22. Anestesiologi", of=factories.specialty("ANE", "Anestesiologi"))
    pancreas = factories.theme("15.10", "Bukspyttkjertel", in_chapter=surgery)
    bile = factories.theme("15.11", "Galleveier", in_chapter=surgery)
    sedation = factories.theme("22.6", "Sedasjon", in_chapter=anaesthesia)
    return SimpleNamespace(
        repealed=factories.version("GAK-077", "Ha kunnskap om pankreatitt.", under=pancreas),
        corrected=factories.version("GAK-084", "Kunne utføre cholecystektomi.", under=bile),
        replaced=factories.version("ANE-052", "Under supervisjon kunne gi sedasjon.", under=sedation),
        heading=bile,
    )


@pytest.fixture
def operations(texts) -> SimpleNamespace:
    return SimpleNamespace(
        repeal=RepealObjective(code="GAK-077", basis=texts.repealed.pk),
        correct=CorrectText(code="GAK-084", text="Kunne utføre kolecystektomi.", basis=texts.corrected.pk),
        add=AddObjective(
            prefix="GAK",
            text="Ha god kunnskap om skade på galleganger.",
            chapter="C15",
            theme=texts.heading.pk,
            after="GAK-084",
            stage="3",
        ),
        replace=ReplaceObjective(
            code="ANE-052", text="Selvstendig kunne gi sedasjon.", effect="skjerpet", basis=texts.replaced.pk
        ),
    )


@pytest.fixture
def empty_draft(by) -> AmendmentRegulation:
    return services.create_regulation(name="Vinter 2027", planned_announcement=PLANNED, by=by, on=TODAY)


@pytest.fixture
def draft(empty_draft, operations, by) -> AmendmentRegulation:
    """Clauses are added in another order than the annex's."""
    for operation in (operations.replace, operations.add, operations.correct, operations.repeal):
        services.add_clause(regulation=empty_draft, operation=operation, by=by)
    return empty_draft


@pytest.fixture
def locked(draft, by) -> AmendmentRegulation:
    return services.lock(regulation=draft, by=by)


@pytest.fixture
def approved_draft(locked) -> AmendmentRegulation:
    return approved(locked)


@pytest.fixture
def announced(locked, by) -> AmendmentRegulation:
    announce(locked, by=by)
    locked.refresh_from_db()
    return locked


def approved(regulation):
    """The draft, approved by another person than those who draft in the tests, if it is locked."""
    now = AmendmentRegulation.objects.get(pk=regulation.pk)
    if now.is_locked and standing_approval(now) is None and not now.is_announced:
        services.approve(regulation=now, by=factories.decision_maker())
    return regulation


def announce(regulation, *, by, number=114, decided_on=DECIDED, announced_on=PLANNED):
    """Approves the draft and registers the announcement, with the values most tests don't care about."""
    approved(regulation)
    return services.announce(
        regulation=regulation,
        number=number,
        decided_on=decided_on,
        announced_at=factories.announced(announced_on),
        by=by,
    )
