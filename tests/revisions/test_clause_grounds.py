"""The endringsforskrift's spreadsheet says why each clause is there: what was proposed for, and what was decided."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulations.documents import build_document
from regulations.grounds import Grounds, grounds_of
from revisions.services import acts
from tests import factories

from . import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken_in():
    stages.decided(stages.proposal_with("GAK-088", "GAK-090"))
    draft = stages.regulation()
    by = factories.caseworker()
    for item in acts.items_ready():
        item.comment = f"Ordet i {item.objective} er stavet feil."
        item.save(update_fields=["comment"])
        acts.include_item(item=item, regulation=draft, by=by)
    return draft


def test_the_comment_of_the_item_is_the_cause_and_the_reason_of_the_decision_the_assessment(taken_in):
    first, _second = build_document(taken_in, with_grounds=True).changes
    reason = taken_in.clauses.get(objective__code="GAK-088").change_item.decisions.get().reason

    assert first.grounds == Grounds("Ordet i GAK-088 er stavet feil.", reason)


def test_a_page_that_prints_no_grounds_does_not_read_them(taken_in):
    first, _second = build_document(taken_in).changes

    assert first.grounds == Grounds()


def test_it_is_two_queries_whatever_the_number(taken_in):
    with CaptureQueriesContext(connection) as asked:
        found = grounds_of(list(taken_in.clauses.values_list("pk", flat=True)))

    assert len(found) == 2
    assert len(asked) == 3  # the clauses of this test, and two


def test_a_clause_from_no_case_has_none(taken_in):
    assert grounds_of([0]) == {}
