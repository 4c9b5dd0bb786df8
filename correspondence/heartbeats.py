"""Signs of life of the worker and of the clock, kept in the database where every page can see them.

The worker beats from a thread of its main process, whatever its tasks do; the clock beats when it starts and each
time that it has handed a job to the broker. Both stop when their process stops.
"""

import logging
import threading
from datetime import timedelta

from celery.signals import after_task_publish, beat_embedded_init, beat_init, worker_ready, worker_shutting_down
from django.db import DatabaseError, connection
from django.utils import timezone

from correspondence.models import Heartbeat

WORKER, CLOCK = "worker", "clock"
INTERVAL_SECONDS = 10
# The clock beats every 30 seconds. With the seconds for which pages repeat it (facts.REPEATED_FOR), silence is told within a
# minute of the last sign of life.
SILENT_AFTER = {WORKER: timedelta(seconds=45), CLOCK: timedelta(seconds=55)}
logger = logging.getLogger(__name__)
_stopping = threading.Event()


def beat(name: str, at) -> None:
    """Note that a process is alive; a database that is away now is no reason to die."""
    try:
        signs_of_life = Heartbeat.objects.all()
        signs_of_life.update_or_create(name=name, defaults={"at": at})
    except DatabaseError as error:
        logger.warning("The %s could not leave a sign of life: %s", name, error)


def is_silent(name: str, beats: dict, at) -> bool:
    """Say whether a process has not been heard for too long; `beats` maps names to times.

    A beat that is to come says as little as one long past: the machine's clock was put back since.
    """
    return name not in beats or abs(at - beats[name]) > SILENT_AFTER[name]


@worker_ready.connect
def start_the_workers_beat(**_):
    _stopping.clear()
    threading.Thread(target=_keep_beating, name="heartbeat", daemon=True).start()


@worker_shutting_down.connect
def stop_the_workers_beat(**_):
    _stopping.set()


def _keep_beating():
    while True:
        beat(WORKER, timezone.now())
        connection.close()  # held open, it would be copied into each process that the worker forks
        if _stopping.wait(INTERVAL_SECONDS):
            return


@beat_init.connect
@beat_embedded_init.connect
def start_the_clocks_beat(**_):
    beat(CLOCK, timezone.now())
    after_task_publish.connect(_the_clock_ticked, weak=False)


def _the_clock_ticked(**_):
    beat(CLOCK, timezone.now())
