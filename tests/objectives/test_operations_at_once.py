"""Two acts at once: they wait for each other in one order, and the later meets the register as the first left it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from objectives.operations import AddObjective, CorrectText, RepealTheme, apply
from organisations.refusals import RuleViolation
from tests import factories

from .acts import an_act, scheduled, texts

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[str]:
    """Applies the acts at the same time; what each was refused with, if it was."""
    start = Barrier(len(acts))

    def one(number, operations) -> str:
        try:
            act, by = an_act(number), factories.caseworker()
            start.wait(30)
            apply(scheduled(*operations), act=act, by=by)
            return ""
        except RuleViolation as refusal:
            return refusal.code
        finally:
            connection.close()

    an_act(1)
    factories.caseworker()
    with ThreadPoolExecutor(max_workers=len(acts)) as people:
        return list(people.map(one, range(200, 200 + len(acts)), acts))


def test_acts_that_touch_the_same_chapters_in_opposite_orders_never_wait_for_ever():
    elsewhere = factories.theme("22.6", "Sedasjon", in_chapter=factories.chapter("C22", "C22. Anestesiologi"))
    rows = [factories.version(f"GAK-{number:03}") for number in range(1, 7)]
    rows += [factories.version(f"ANE-{number:03}", under=elsewhere) for number in range(1, 7)]
    corrections = [CorrectText(code=row.objective.code, text=f"Rettet {row.pk}.", basis=row.pk) for row in rows]

    refused = at_once(*([first, second] for first, second in zip(corrections, reversed(corrections), strict=True)))

    # Every læringsmål is in two acts: one of the two gets it.
    assert sorted(refused) == [""] * 6 + ["changed-meanwhile"] * 6
    assert all(text.startswith("Rettet") for text in texts().values())


@pytest.mark.parametrize("_round", range(3))
def test_nothing_is_put_under_a_heading_while_it_is_repealed(_round):
    heading = factories.theme()
    factories.series("GAK")
    add = AddObjective(prefix="GAK", text="Nytt.", chapter="C15", theme=heading.pk, after=None, stage="3")
    repeal = RepealTheme(theme=heading.pk, basis=heading.versions.get().pk)

    added, repealed = at_once([add], [repeal])

    assert (added, repealed) in {("", "heading-not-empty"), ("heading-repealed", "")}


def test_two_acts_at_once_never_give_the_same_code():
    factories.series("GAK", last_number=87)
    chapter = factories.chapter()
    add = AddObjective(prefix="GAK", text="Nytt.", chapter=chapter.slug, theme=None, after=None, stage="3")

    assert at_once(*[[add, add]] * 5) == [""] * 5
    assert sorted(texts()) == [f"GAK-{number:03}" for number in range(88, 98)]
