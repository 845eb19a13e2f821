"""Typed readers for environment variables.

Each reader returns a value of one type, or raises ImproperlyConfigured with the variable's name in it: a
wrong setting stops the process at the start, where the one who set it is looking.
"""

import datetime as dt
import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}
SHORTEST_SECRET = 50


def envstr(name: str, default: str | None = None) -> str:
    """The variable's text. Raises when it is missing or empty and there is no default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is missing: set the environment variable {name}.")
    return default


def envchoice(name: str, choices: Iterable[str]) -> str:
    """One of the given words. Raises on anything else, and when it is missing."""
    value, allowed = envstr(name), sorted(choices)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be one of {', '.join(allowed)}.")
    return value


def envbool(name: str, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off. Raises on any other word."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in TRUE_WORDS | FALSE_WORDS:
        raise ImproperlyConfigured(f"{name} is {value!r}: write true or false.")
    return value in TRUE_WORDS


def envint(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, `least` or more. Raises on anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be a whole number.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} is {number}: it must be {least} or more.")
    return number


def envdate(name: str) -> dt.date | None:
    """A day, as 2027-01-01; None when it is not set. Raises on anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: write the day as 2027-01-01.") from None


def envlist(name: str, default: Iterable[str] | None = None) -> list[str]:
    """Comma-separated words. Raises when it is missing or empty and there is no default."""
    words = [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
    if words:
        return words
    if default is None:
        raise ImproperlyConfigured(f"{name} is missing: write one or more values with commas between.")
    return list(default)


def envsocket(name: str) -> tuple[str, int] | str | None:
    """tcp://host:port as (host, port), unix:///folder/name.sock as a path, as sockets take them.

    None when it is not set; raises on anything else.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        parts = urlsplit(value)
        if parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1:
            return parts.path
        if parts.scheme == "tcp" and parts.hostname and parts.port and not parts.path:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise ImproperlyConfigured(f"{name} is {value!r}: write tcp://host:port or unix:///folder/name.sock.")


def envsecret(name: str, *, known: Iterable[str] = ()) -> str:
    """A secret of at least 50 characters that nobody can have read in the source code.

    Raises when it is missing, short, made of few different characters, or among the `known` ones.
    """
    value = envstr(name)
    if value in known:
        raise ImproperlyConfigured(f"{name} is the known development value: make a secret of your own.")
    if len(value) < SHORTEST_SECRET or len(set(value)) < 5:
        raise ImproperlyConfigured(f"{name} is too easy to guess: use {SHORTEST_SECRET} random characters.")
    return value


def envdatabase(name: str) -> dict[str, Any]:
    """A PostgreSQL address as Django's DATABASES entry. Raises when it is missing or another kind."""
    value = envstr(name)
    try:
        entry = dict(dj_database_url.parse(value))
    except ValueError:
        entry = {}
    if entry.get("ENGINE") != "django.db.backends.postgresql":
        # The value may hold a password, so it is not repeated.
        raise ImproperlyConfigured(f"{name} must read postgresql://user:password@host:5432/name.")
    entry.setdefault("OPTIONS", {})
    return entry
