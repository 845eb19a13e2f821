"""Pages and pieces of pages kept in the cache, under names that tell all they are made of.

So nothing is ever taken out because something changed: what has changed has another name. A cache that does not
answer costs time, and nothing else.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

Kept = TypeVar("Kept")
_A_DAY = 24 * 60 * 60
_PAGE_SECONDS = 5 * 60
"""Whole pages go soon: anyone can ask for any number of them."""
_LARGEST_PAGE = 400_000


def kept(name: str, make: Callable[[], Kept]) -> Kept:
    """What was kept under the name, else what `make` makes. There must be a bounded number of names."""
    try:
        found: Kept | None = cache.get(name)
        if found is None:
            found = make()
            cache.set(name, found, timeout=_A_DAY)
        return found
    except RedisError:
        logger.warning("The cache does not answer; the page is made without it.", exc_info=True)
        return make()


def kept_page(name: str) -> bytes | None:
    """The page kept under the name."""
    try:
        packed: bytes | None = cache.get(name)
    except RedisError:
        return None
    return zlib.decompress(packed) if packed is not None else None


def keep_page(name: str, body: bytes) -> None:
    """Keep a page, packed, for some minutes. One so large that its pieces are kept is not kept itself."""
    if len(body) > _LARGEST_PAGE:
        return
    try:
        cache.set(name, zlib.compress(body, 1), timeout=_PAGE_SECONDS)
    except RedisError:
        logger.warning("The cache does not answer; the page is not kept.", exc_info=True)
