"""A real worker and a real broker: killed, silenced and restarted, nothing is lost and nothing comes twice."""

import re
import shutil
from contextlib import ExitStack
from itertools import count

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone

from correspondence import actions, tasks
from correspondence.choices import MessageStatus
from correspondence.models import Heartbeat, Message
from tests import servers
from tests.correspondence.faults import make_leases_run_out
from tests.factories import make_conference
from tests.servers import at_best, own_time, wait_until

DELIVERED = r"correspondence\.tasks\.deliver\[.*succeeded"
number = count(1)


def write(conference):
    return actions.write(
        conference=conference,
        kind="test",
        occasion=f"test:{next(number)}",
        to_email=f"person{next(number)}@example.org",
        subject="You are invited",
        text="Dear Ana Muster\n",
        by=None,
        at=timezone.now(),
    )


def all_sent():
    connection.close()
    return not Message.objects.exclude(status=MessageStatus.SENT).exists()


@pytest.fixture
def embedded(transactional_db, mail_server, settings, tmp_path):
    """The embedded default: the queue in files, and the environment of its worker."""
    folder = tmp_path / "var"
    environment = servers.environment(EMAIL_URL=mail_server.url, REDIS_URL="", PLENARY_VAR=str(folder))
    yield environment
    shutil.rmtree(folder, ignore_errors=True)


def test_the_embedded_worker_gives_a_sign_of_life_and_delivers_what_waits(embedded, mail_server, tmp_path):
    message = write(make_conference())
    worker = servers.Worker(tmp_path, embedded).start()
    try:
        mail_server.wait_for_messages(1)
        wait_until(all_sent)
        wait_until(lambda: Heartbeat.objects.filter(name="worker").exists(), what="a sign of life")
    finally:
        worker.kill()
    assert mail_server.message_ids() == [message.message_id]


@pytest.mark.services
def test_a_message_leaves_on_its_commit_without_a_clock(worker, mail_server):
    wait_until(lambda: re.search(DELIVERED, worker.output()), what="the look that a worker takes at its start")

    message = write(make_conference())

    mail_server.wait_for_messages(1)
    wait_until(all_sent)
    assert mail_server.message_ids() == [message.message_id]


@pytest.mark.services
def test_a_worker_killed_before_it_delivered_loses_nothing_and_sends_once(worker, mail_server):
    conference = make_conference()
    mail_server.hold.clear()
    messages = [write(conference) for _ in range(5)]
    wait_until(lambda: Message.objects.filter(status=MessageStatus.SENDING).exists(), what="a lease")

    worker.kill()
    mail_server.stop()
    mail_server.received.clear()
    mail_server.start()
    make_leases_run_out()
    worker.start()

    wait_until(all_sent)
    assert sorted(mail_server.message_ids()) == sorted(message.message_id for message in messages)


@pytest.mark.services
def test_what_another_release_asked_for_is_left_aside_and_keeps_nothing_from_leaving(worker, mail_server):
    current_app.send_task("correspondence.tasks.deliver_one", args=[17])
    current_app.send_task("correspondence.tasks.deliver", args=[17], kwargs={"message_pk": 17})

    message = write(make_conference())

    mail_server.wait_for_messages(1)
    wait_until(all_sent)
    assert mail_server.message_ids() == [message.message_id]
    wait_until(lambda: "unregistered task" in worker.output(), what="the task of another release left aside")
    assert worker.is_running()


@pytest.mark.services
def test_two_clocks_and_two_workers_send_each_message_once(redis, plenary, mail_server, tmp_path):
    conference = make_conference()
    with ExitStack() as stack:
        for name in ("one", "two"):
            for process in (servers.Worker(tmp_path, plenary, name=name), servers.Clock(tmp_path / name, plenary)):
                (tmp_path / name).mkdir(exist_ok=True)
                process.start()
                stack.callback(process.stop)
        messages = [write(conference) for _ in range(120)]
        for _ in range(4):
            current_app.send_task("correspondence.jobs.deliver_what_waits")

        mail_server.wait_for_messages(len(messages))
        wait_until(all_sent)

    assert sorted(mail_server.message_ids()) == sorted(message.message_id for message in messages)


@pytest.mark.services
def test_writing_costs_no_time_while_the_broker_hangs(redis, transactional_db):
    conference = make_conference()
    redis.pause()
    try:
        assert at_best(lambda: seconds_to_write(conference), below=1) < 1
    finally:
        redis.resume()
    assert tasks.wake.wait(60)


def seconds_to_write(conference) -> float:
    start = own_time()
    write(conference)
    return own_time() - start
