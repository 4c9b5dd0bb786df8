"""Whether the parts that Plenary stands on are alive, for monitors: yes or no per part, and nothing more."""

import os
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError
from redis.backoff import NoBackoff
from redis.retry import Retry

from correspondence import facts, heartbeats

SECONDS = 0.4  # for the broker to answer; a monitor asks often and waits for nobody
OVERDUE_SECONDS = 300


def report(at) -> tuple[dict, bool]:
    """Return what each part is, and whether all is well."""
    parts = {"database": "ok", "broker": "ok" if _answers(_ask_the_broker) else "down"}
    try:
        beats = facts.last_beats()
        parts["worker"] = "silent" if heartbeats.is_silent(heartbeats.WORKER, beats, at) else "ok"
        parts["clock"] = "silent" if heartbeats.is_silent(heartbeats.CLOCK, beats, at) else "ok"
        seconds = facts.oldest_unsent_seconds(at)
        parts["mail"] = "waiting" if seconds > OVERDUE_SECONDS or facts.find_outage(at) else "ok"
    except DatabaseError:
        seconds = None
        parts |= {"database": "down", "worker": "unknown", "clock": "unknown", "mail": "unknown"}
    is_well = all(value == "ok" for value in parts.values())
    return {"status": "ok" if is_well else "down", **parts, "oldest_unsent_seconds": seconds}, is_well


def _answers(ask: Callable) -> bool:
    try:
        return bool(ask())
    except (redis.RedisError, OSError):
        return False


def _ask_the_broker():
    if not settings.REDIS_URL:
        queue = settings.BROKER_DIR / "queue"
        return queue.is_dir() and os.access(queue, os.W_OK)
    timeouts = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    with redis.Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **timeouts) as client:
        return client.ping()
