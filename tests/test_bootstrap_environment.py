"""A setting that is missing or wrong stops the process and names the variable."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.env import envbool, envchoice, envdatabase, envint, envlist, envsecret, envstr
from config.settings import DEVELOPMENT_SECRET

PRODUCTION = {
    "APP_MODE": "production",
    "SECRET_KEY": "aB3-" * 12 + "xyz789",
    "DATABASE_URL": "postgresql://app:hemmelig@db:5432/app",
    "REDIS_URL": "redis://redis:6379/0",
    "ALLOWED_HOSTS": "laeringsmal.example.no",
    "CSRF_TRUSTED_ORIGINS": "https://laeringsmal.example.no",
    "SITE_URL": "https://laeringsmal.example.no",
    "EMAIL_HOST": "smtp.example.no",
    "DEFAULT_FROM_EMAIL": "laeringsmal@example.no",
}


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (envstr, ""),
        (lambda name: envchoice(name, ["a", "b"]), "c"),
        (lambda name: envbool(name, False), "kanskje"),
        (lambda name: envint(name, 1), "mange"),
        (lambda name: envint(name, 1, least=1), "0"),
        (envlist, " , "),
        (envsecret, "kort"),
        (envsecret, "a" * 60),
        (envdatabase, "sqlite:///db.sqlite3"),
        (envdatabase, "databasen"),
    ],
)
def test_a_bad_value_is_refused_by_name(monkeypatch, read, value):
    monkeypatch.setenv("DEN_VARIABELEN", value)

    with pytest.raises(ImproperlyConfigured, match="DEN_VARIABELEN"):
        read("DEN_VARIABELEN")


def test_a_refused_database_address_does_not_show_its_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://app:hemmelig@db/app")

    with pytest.raises(ImproperlyConfigured) as refusal:
        envdatabase("DATABASE_URL")

    assert "hemmelig" not in str(refusal.value)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (envstr, " tekst ", "tekst"),
        (lambda name: envbool(name, False), "YES", True),
        (lambda name: envbool(name, True), "off", False),
        (lambda name: envbool(name, True), "", True),
        (lambda name: envint(name, 1), "25", 25),
        (envlist, "a.no, b.no,", ["a.no", "b.no"]),
    ],
)
def test_a_good_value_is_read_as_its_type(monkeypatch, read, value, expected):
    monkeypatch.setenv("DEN_VARIABELEN", value)

    assert read("DEN_VARIABELEN") == expected


def read_settings(expression="None", **changes):
    """The settings read by a process of its own, with production's variables and these changes."""
    env = {"PATH": os.environ["PATH"], **PRODUCTION, **changes}
    code = f"from config import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("secret", ["", "for-kort", DEVELOPMENT_SECRET])
def test_production_refuses_a_missing_short_or_known_secret(secret):
    done = read_settings(SECRET_KEY=secret)

    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_production_refuses_to_start_without(name):
    done = read_settings(**{name: ""})

    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: " + name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DEBUG", "False"),
        ("TESTING", "False"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS > 0", "True"),
        ("'SECURE_PROXY_SSL_HEADER' in dir(settings)", "False"),
        ("CELERY_BROKER_URL", "redis://redis:6379/0"),
    ],
)
def test_production_is_safe_whatever_else_the_environment_says(name, expected):
    done = read_settings(name if " in " in name else f"settings.{name}", DEBUG="true", APP_TESTING="true")

    assert done.stdout.strip() == expected, done.stderr


def test_production_passes_djangos_own_deployment_checks():
    env = {"PATH": os.environ["PATH"], **PRODUCTION, "HSTS_PRELOAD": "true"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING"],
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_tests_run_with_a_quick_password_hasher_and_truncate_allowed():
    assert settings.TESTING
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert settings.DATABASES["default"]["OPTIONS"]["options"] == "-c app.allow_truncate=on"
