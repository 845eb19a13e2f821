"""The same server address, spelled the way each library wants it."""

from urllib.parse import parse_qs, urlsplit, urlunsplit


def kombu_url(redis_url: str) -> str:
    """The broker address Celery understands.

    redis-py and Django's cache write a socket as unix://PATH?db=N; kombu wants
    redis+socket://PATH?virtual_host=N. Addresses with a host (redis://, rediss://) are the same for both.
    """
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={database}"


def with_redis_database(redis_url: str, number: int) -> str:
    """The same Redis server, another of its numbered databases."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        return f"unix://{parts.netloc}{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))
