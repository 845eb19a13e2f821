"""What stands in front of every page: health, security headers, and whose request it is."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisConnectionError

from config import health
from config.proxies import client_address


@pytest.mark.django_db
def test_health_is_200_when_both_servers_answer(client):
    response = client.get("/helse/")

    assert response.status_code == 200
    assert response.json() == {"database": True, "redis": True}


@pytest.mark.django_db
def test_health_answers_a_load_balancer_that_calls_by_address(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["laeringsmal.example.no"]

    assert client.get("/helse/", headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.django_db
def test_health_is_503_when_redis_does_not_answer(client, monkeypatch):
    def fail(key):
        raise RedisConnectionError

    monkeypatch.setattr(health.cache, "get", fail)

    response = client.get("/helse/")

    assert response.status_code == 503
    assert response.json() == {"database": True, "redis": False}


def test_health_is_503_when_the_database_does_not_answer(client, monkeypatch):
    class Broken:
        def cursor(self):
            raise OperationalError("no such host: db.internal")

    monkeypatch.setattr(health, "connection", Broken())

    response = client.get("/helse/")

    assert response.status_code == 503
    assert response.json() == {"database": False, "redis": True}
    assert "db.internal" not in response.text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_is_only_read(client, method):
    assert getattr(client, method)("/helse/").status_code == 405


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1"),  # nobody vouches for the header
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),  # the left one is what the visitor wrote
        (2, "198.51.100.66, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_the_visitors_address_cannot_be_made_up(settings, proxies, forwarded, expected):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == expected


@pytest.mark.django_db
def test_no_page_may_run_inline_code_or_be_framed(client):
    policy = client.get("/finnes-ikke/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
