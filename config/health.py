"""Whether this process can do its work, for load balancers and for the curious."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PATH = "/helse/"


def database_answers() -> bool:
    """True when a query gets through. Never raises."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.warning("The database does not answer.", exc_info=True)
        return False
    return True


def redis_answers() -> bool:
    """True when Redis answers. Never raises."""
    try:
        cache.get("health")
    except (RedisError, OSError):
        logger.warning("Redis does not answer.", exc_info=True)
        return False
    return True


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database and Redis answer, 503 otherwise. Says which, and nothing else of the inside."""
    answers = {"database": database_answers(), "redis": redis_answers()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def answer_health(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers load balancers, who call by IP address over plain http from inside.

    ALLOWED_HOSTS and the redirect to https would turn them away. The address is in the URLs as well, where
    people look for it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == PATH else get_response(request)

    return middleware
