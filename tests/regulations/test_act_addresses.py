"""Addresses of announced acts that no act can have."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("address", ["0/1/", "10000/1/", "99999999999999999999/1/pdf/", "2026/99999999999999999999/"])
def test_an_act_that_no_calendar_holds_is_not_found(client, db, address):
    assert client.get(f"/forskrifter/{address}").status_code == 404
