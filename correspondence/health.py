"""Whether the parts that Plenary stands on are alive, for monitors: yes or no per part, and nothing more."""

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import redis
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from redis.backoff import NoBackoff
from redis.retry import Retry

from correspondence import facts, heartbeats

SECONDS = 0.4  # for the broker to answer; a monitor asks often and waits for nobody
OVERDUE_SECONDS = 300
LEAST_FREE_BYTES = 200 * 1024 * 1024  # where files, the queue in files and SQLite's database are kept
UNKNOWN = {"migrations": "unknown", "worker": "unknown", "clock": "unknown", "mail": "unknown"}


def report(at) -> tuple[dict, bool]:
    """Return what each part is, and whether all is well."""
    parts = {"database": "ok", "broker": "ok" if _answers(_ask_the_broker) else "down", "disk": _disk()}
    try:
        beats = facts.last_beats()
        parts["migrations"] = "ok" if _known_migrations() <= _applied_migrations() else "waiting"
        parts["worker"] = "silent" if heartbeats.is_silent(heartbeats.WORKER, beats, at) else "ok"
        parts["clock"] = "silent" if heartbeats.is_silent(heartbeats.CLOCK, beats, at) else "ok"
        seconds = facts.oldest_unsent_seconds(at)
        parts["mail"] = "waiting" if seconds > OVERDUE_SECONDS or facts.find_outage(at) else "ok"
    except DatabaseError:
        seconds = None
        parts |= {"database": "down"} | UNKNOWN
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


def _disk() -> str:
    """Say how the disk stands on which Plenary keeps its files: ok, full (or nearly so), or down."""
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        return "down"
    return "ok" if free >= LEAST_FREE_BYTES and os.access(settings.VAR_DIR, os.W_OK) else "full"


@cache
def _known_migrations() -> set[tuple[str, str]]:
    """Return the changes of the database that this release comes with; they are files, and stay what they are."""
    folders = [(app.label, Path(app.path) / "migrations") for app in apps.get_app_configs()]
    return {
        (label, file.stem)
        for label, folder in folders
        if (folder / "__init__.py").exists()
        for file in folder.glob("*.py")
        if not file.stem.startswith("_")
    }


def _applied_migrations() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())
