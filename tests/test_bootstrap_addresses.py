"""A server address reads the same to Django and to Celery."""

import pytest

from config.addresses import kombu_url, with_redis_database


@pytest.mark.parametrize(
    ("redis", "kombu"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/0"),
        ("rediss://:secret@redis.example.no:6380/2", "rediss://:secret@redis.example.no:6380/2"),
        ("unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
        ("unix:///run/med%20rom/redis.sock?db=0", "redis+socket:///run/med%20rom/redis.sock?virtual_host=0"),
    ],
)
def test_celery_gets_the_same_redis_as_the_cache(redis, kombu):
    assert kombu_url(redis) == kombu


def test_each_test_process_takes_a_redis_database_of_its_own():
    assert with_redis_database("unix:///run/redis.sock?db=0", 2) == "unix:///run/redis.sock?db=2"
    assert with_redis_database("redis://redis:6379/0", 2) == "redis://redis:6379/2"
