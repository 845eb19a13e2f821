"""The workspace is the directorate's own; administrators read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted
from regulations import permissions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "sees", "drafts", "announces"),
    [
        (Role.CASEWORKER, True, True, True),
        (Role.DECISION_MAKER, True, True, True),
        (Role.ADMINISTRATOR, True, False, False),
        (Role.READER, False, False, False),
    ],
)
def test_in_the_directorate_the_role_decides(role, sees, drafts, announces):
    person = factories.user(role)

    assert permissions.may_see(person) is sees
    assert permissions.may_draft(person) is drafts
    assert permissions.may_announce(person) is announces


@pytest.mark.parametrize("role", [Role.SUBMITTER, Role.CASEWORKER, Role.DECISION_MAKER, Role.ADMINISTRATOR])
def test_outside_the_directorate_no_role_gives_access(role):
    person = factories.user(role, of=factories.organisation(Organisation.Kind.REGUT))

    assert not permissions.may_see(person)


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_those_who_are_not_logged_in_see_nothing(nobody):
    assert not permissions.may_see(nobody)


def test_a_superuser_without_a_role_has_no_access():
    person = factories.user()
    person.is_superuser = True

    assert not permissions.may_see(person)


@pytest.mark.parametrize("require", [permissions.require_drafting, permissions.require_announcing])
def test_the_refusal_says_who_may(require):
    with pytest.raises(NotPermitted, match="saksbehandlere og besluttere i Helsedirektoratet"):
        require(factories.user(Role.ADMINISTRATOR))
