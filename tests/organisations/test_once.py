"""A second click on a form is told what became of the first, and never that it came when it was refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from organisations import once
from organisations.refusals import WrongState


@pytest.fixture(autouse=True)
def nothing_is_sent():
    cache.clear()


def click() -> HttpRequest:
    request = RequestFactory().post("/", {"once": "et-merke"})
    request.user = AnonymousUser()
    return request


def answered(status: int, request: HttpRequest) -> bool:
    """The form is acted on, and answered so; whether it had been sent before."""
    found = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append(once.is_sent_again(request))
        return HttpResponse(status=status)

    once.settles(view)(request)
    return found[0]


def while_it_waits(monkeypatch, first: HttpRequest, status: int) -> None:
    """The first click is answered while the second waits."""
    monkeypatch.setattr(once.time, "sleep", lambda _seconds: once.settles(lambda _: HttpResponse(status=status))(first))


def test_a_form_that_was_acted_on_is_sent_again():
    assert answered(302, click()) is False

    assert answered(302, click()) is True


@pytest.mark.parametrize("status", [409, 422, 500])
def test_a_form_that_was_refused_is_not(status):
    answered(status, click())

    assert answered(302, click()) is False


@pytest.mark.parametrize(("status", "is_again"), [(302, True), (422, False)])
def test_a_click_while_the_first_is_under_way_waits_for_what_becomes_of_it(monkeypatch, status, is_again):
    first = click()
    once.is_sent_again(first)
    while_it_waits(monkeypatch, first, status)

    assert once.is_sent_again(click()) is is_again


def test_who_waits_long_is_told_that_it_is_being_handled(monkeypatch):
    once.is_sent_again(click())
    monkeypatch.setattr(once, "_PATIENCE", 0)

    with pytest.raises(WrongState, match="Vent litt, og last siden på nytt"):
        once.is_sent_again(click())


def test_a_form_is_acted_on_while_nobody_can_tell_whether_it_was_sent(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_args, **_kwargs: 1 / 0)

    assert once.is_sent_again(click()) is False
