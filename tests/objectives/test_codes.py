"""A code is given once: counted up under a lock, and never again (ID-1, ID-2)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from objectives.models import CodeSeries, Objective
from objectives.services.codes import allocate_code, lock_series
from organisations.refusals import RuleViolation
from tests import factories


@pytest.mark.django_db
def test_the_next_code_is_one_above_the_highest_ever_given():
    factories.series("GAK", last_number=87)

    assert allocate_code(prefix="GAK").code == "GAK-088"


@pytest.mark.django_db
def test_gaps_in_a_series_are_not_filled():
    factories.series("GAK", last_number=9)
    factories.objective("GAK-002")

    assert allocate_code(prefix="GAK").code == "GAK-010"


@pytest.mark.django_db
def test_the_code_of_a_repealed_objective_is_not_given_again():
    factories.version("GAK-003", valid_until=factories.LONG_AGO.replace(year=2025))

    assert allocate_code(prefix="GAK").code == "GAK-004"


@pytest.mark.django_db
def test_numbers_above_the_series_digits_are_written_out():
    factories.series("GAK", last_number=999)

    assert allocate_code(prefix="GAK").code == "GAK-1000"


@pytest.mark.django_db
def test_a_closed_series_gives_no_code():
    series = factories.series("LM", last_number=12)
    CodeSeries.objects.filter(pk=series.pk).update(is_closed=True)

    with pytest.raises(RuleViolation, match="LM er lukket") as refusal:
        allocate_code(prefix="LM")

    assert (refusal.value.code, refusal.value.authority) == ("series-closed", "ID-1")


@pytest.mark.django_db
def test_an_unknown_prefix_gives_no_code():
    with pytest.raises(CodeSeries.DoesNotExist):
        allocate_code(prefix="XYZ")


@pytest.mark.django_db
def test_a_code_taken_back_with_its_transaction_is_given_to_the_next():
    factories.series("GAK", last_number=87)

    with transaction.atomic():
        allocate_code(prefix="GAK")
        transaction.set_rollback(True)

    assert allocate_code(prefix="GAK").code == "GAK-088"


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_different_codes():
    factories.series("GAK", last_number=87)

    def one_code(_number: int) -> str:
        try:
            return allocate_code(prefix="GAK").code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=50) as people:
        codes = list(people.map(one_code, range(50)))

    assert sorted(codes) == [f"GAK-{number:03}" for number in range(88, 138)]
    assert Objective.objects.filter(series__prefix="GAK").count() == 50
    assert CodeSeries.objects.get(prefix="GAK").last_number == 137


@pytest.mark.django_db(transaction=True)
def test_two_acts_that_need_the_same_two_series_never_wait_for_each_other():
    factories.series("GAK", last_number=1)
    factories.series("ANE", last_number=1)

    def one_act(order: tuple[str, str]) -> list[str]:
        try:
            with transaction.atomic():
                lock_series(prefixes=order)
                return [allocate_code(prefix=prefix).code for prefix in order]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as people:
        given = list(people.map(one_act, [("GAK", "ANE"), ("ANE", "GAK")] * 10))

    codes = [code for pair in given for code in pair]
    assert len(set(codes)) == len(codes) == 40
