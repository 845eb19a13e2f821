"""The demo's logins are printed where the demo runs, and nowhere else."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from organisations import demo
from organisations.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_logins_are_printed_with_their_roles(capsys):
    factories.user(Role.CASEWORKER, email=f"saksbehandler@{demo.DOMAIN}")
    factories.user(email="ekte.person@example.no")

    call_command("demo_logins")

    printed = capsys.readouterr().out
    assert f"saksbehandler@{demo.DOMAIN}  Saksbehandler, Helsedirektoratet" in printed
    assert demo.PASSWORD in printed
    assert "ekte.person" not in printed


def test_without_sample_data_it_says_how_to_get_it(capsys, db):
    call_command("demo_logins")

    assert "load_sample" in capsys.readouterr().out


def test_it_refuses_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        call_command("demo_logins")
