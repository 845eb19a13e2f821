"""Pieces of HTML kept in the cache for as long as what they are made of stays as it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

Kept = TypeVar("Kept")
_A_DAY = 24 * 60 * 60


def kept(name: str, make: Callable[[], Kept]) -> Kept:
    """What was kept under the name, else what `make` makes. The name must tell all that it depends on.

    A cache that does not answer costs time, and nothing else.
    """
    try:
        found: Kept | None = cache.get(name)
        if found is None:
            found = make()
            cache.set(name, found, timeout=_A_DAY)
        return found
    except RedisError:
        logger.warning("The cache does not answer; the page is made without it.", exc_info=True)
        return make()
