"""Law and practice change on a date; an act is made after the rows of its own day."""

from __future__ import annotations

import datetime as dt

import pytest

from regulations import configuration


@pytest.mark.parametrize(
    ("on", "section"),
    [
        (dt.date(2024, 12, 31), "(spesialistforskriften) § 3, jf. lov"),
        (dt.date(2025, 1, 1), "(spesialistforskriften) § 3b, jf. lov"),
        (dt.date(2025, 1, 2), "(spesialistforskriften) § 3b, jf. lov"),
    ],
)
def test_the_legal_basis_moved_to_section_3b_on_1_january_2025(on, section):
    assert section in configuration.legal_basis(on=on).text


def test_the_current_legal_basis_carries_a_note_for_a_lawyer():
    assert "§ 3b" in str(configuration.legal_basis(on=dt.date(2027, 1, 29)).note)
    assert not configuration.legal_basis(on=dt.date(2024, 12, 31)).note


@pytest.mark.parametrize(
    ("on", "title"),
    [
        (dt.date(2020, 8, 31), "Forskrift om endring i forskrift om spesialistutdanning"),
        (dt.date(2020, 9, 1), "Forskrift om endring i spesialistforskriften"),
        (dt.date(2027, 1, 29), "Forskrift om endring i spesialistforskriften"),
    ],
)
def test_the_title_became_short_in_september_2020(on, title):
    assert configuration.heading(on=on).title.startswith(title)


def test_a_day_before_all_rows_gets_the_first():
    assert configuration.main_rule(on=dt.date(1999, 1, 1)).months == 6


def test_every_table_is_in_the_order_of_its_dates():
    tables = (
        configuration.LEGAL_BASES,
        configuration.HEADINGS,
        configuration.AMENDED_REGULATIONS,
        configuration.DECIDING_ORGANS,
        configuration.MAIN_RULES,
    )

    for rows in tables:
        assert [row.since for row in rows] == sorted(row.since for row in rows)
