"""Waking the worker: nobody waits for the broker, and nothing said to it is lost."""

import socket
import threading

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from config.celery import app
from correspondence import heartbeats, tasks
from correspondence.models import Heartbeat
from tests.factories import OPENING
from tests.servers import wait_until

PATIENCE = 60  # seconds for a thread to get its turn, however busy the machine


def test_many_calls_in_one_moment_become_few_wake_ups():
    release, published = threading.Event(), []
    wake = tasks.Waker(lambda: (release.wait(), published.append(1)))

    for _ in range(500):
        wake()

    release.set()
    assert wake.wait(PATIENCE)
    assert len(published) in {1, 2}  # the first had left already, or not yet, when the others came


def test_a_call_never_waits_for_a_broker_that_hangs():
    release = threading.Event()
    wake = tasks.Waker(lambda: release.wait(PATIENCE) or pytest.fail("The calls waited."))

    for _ in range(100):
        wake()

    assert not wake.wait(0)
    release.set()
    assert wake.wait(PATIENCE)


def test_a_broker_that_is_away_is_tried_again():
    answers = [OperationalError("gone"), ConnectionRefusedError("gone"), None]

    def publish():
        if problem := answers.pop(0):
            raise problem

    wake = tasks.Waker(publish, retry_seconds=0.01)
    wake()

    assert wake.wait(PATIENCE)
    assert answers == []


@pytest.mark.parametrize("accepts", [True, False])
def test_publishing_to_a_redis_that_hangs_or_is_gone_ends_by_itself(accepts):
    broken = Celery("broken")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if accepts:
            silent.listen(8)
        broken.conf.broker_url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        broken.conf.broker_transport_options = {
            "socket_timeout": 0.3, "socket_connect_timeout": 0.3, "retry_on_timeout": False, "max_retries": 1,
        }  # fmt: skip
        failures = []

        def publish():
            try:
                broken.send_task("correspondence.tasks.deliver", retry=False)
            except Exception as error:
                failures.append(error)
                raise

        wake = tasks.Waker(publish, retry_seconds=60)
        wake()

        assert wait_until(lambda: failures)
        assert not wake.wait(0)


@pytest.mark.django_db
def test_a_beat_is_kept_once_per_process():
    heartbeats.beat("worker", OPENING)
    heartbeats.beat("worker", OPENING.replace(hour=10))

    assert list(Heartbeat.objects.values_list("name", "at")) == [("worker", OPENING.replace(hour=10))]


def test_the_clock_asks_every_half_minute_for_what_waits():
    app.loader.import_default_modules()

    schedule = app.conf.beat_schedule["deliver-what-waits"]

    assert schedule["schedule"] == 30.0
    assert schedule["task"] in app.tasks


def test_tasks_are_not_lost_with_a_worker():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_ignore_result
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit
    if "visibility_timeout" in app.conf.broker_transport_options:
        assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
