"""Power cuts at chosen moments, and servers that are away, silent or full: the messages are counted.

Here each fault is tried once with few messages; `bench/mail_faults.py` runs the same in full and keeps the figures.
"""

import os
import subprocess
import time
from contextlib import ExitStack

import pytest
from django.db import connection
from django.utils import timezone

from correspondence import actions, tasks
from correspondence.choices import MessageStatus
from correspondence.models import Heartbeat, Mailing, Message
from tests import servers
from tests.correspondence.faults import (
    HEAD,
    LONGEST_PAGE_SECONDS,
    Counted,
    Desk,
    KillingServer,
    SmallDisk,
    make_leases_run_out,
)
from tests.factories import make_conference, make_message, make_participant, make_registration
from tests.servers import wait_until

RUNS = int(os.environ.get("FAULT_RUNS", "1"))
MESSAGES = int(os.environ.get("FAULT_MESSAGES", "40"))
OUTAGE_SECONDS = int(os.environ.get("FAULT_SECONDS", "2"))
A_LONG_RUN = 60  # seconds; shorter ones share their machine with other tests
REPAIR_SECONDS = 120
LOOK_EVERY_SECONDS = 10
pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def table():
    """What was counted, printed at the end as a table for bench/README.md."""
    rows = []
    yield rows
    print("\n" + "\n".join([f"On {connection.vendor}:", "", HEAD, *(row.row() for row in rows)]))  # noqa: T201 - the figures of a run


def nothing_waits():
    time.sleep(0.2)
    return not Message.objects.waiting().exists()


def longest_page(desk):
    """Return what is judged: each page in a long run; in a short one, beside other tests, what pages take as a rule."""
    return desk.slowest if OUTAGE_SECONDS >= A_LONG_RUN else desk.usual


def make_due(conference, count=MESSAGES):
    return [make_message(conference, not_before=timezone.now()) for _ in range(count)]


def run_once(moment, conference, folder, counted):
    """Write messages, kill the worker at the moment, start another one, and count what arrived."""
    server = KillingServer(moment, after=MESSAGES // 2).start()
    worker = servers.Worker(folder, servers.environment(EMAIL_URL=server.url)).start()
    try:
        server.victim = worker
        messages = make_due(conference)
        tasks.wake()
        wait_until(lambda: server.victim is None, seconds=REPAIR_SECONDS, what="the kill")
        worker.running.wait()
        make_leases_run_out()  # the clock's visit is the next worker's first look
        worker.start()
        started_at = time.monotonic()
        wait_until(nothing_waits, seconds=REPAIR_SECONDS, what="all messages sent")
        counted.repair_seconds.append(time.monotonic() - started_at)
    finally:
        worker.kill()
        server.stop()
    counted.add(messages, server)
    Message.objects.all().delete()


@pytest.mark.parametrize(
    ("moment", "repeated_per_run"), [("before SMTP", 0), ("between 250 and our commit", 1), ("after our commit", 0)]
)
def test_a_killed_worker_loses_nothing(redis, transactional_db, tmp_path, table, moment, repeated_per_run):
    conference = make_conference()
    counted = Counted(f"worker killed {moment}")
    table.append(counted)

    for _ in range(RUNS):
        run_once(moment, conference, tmp_path, counted)

    assert (counted.written, counted.distinct) == (RUNS * MESSAGES, RUNS * MESSAGES)
    assert counted.repeated == RUNS * repeated_per_run


def test_a_worker_that_is_asked_to_end_loses_and_repeats_nothing(redis, transactional_db, tmp_path, table):
    conference = make_conference()
    counted = Counted("worker asked to end (SIGTERM) among 100 messages")
    table.append(counted)
    server = KillingServer("between 250 and our commit", after=50, politely=True).start()
    worker = servers.Worker(tmp_path, servers.environment(EMAIL_URL=server.url)).start()
    try:
        server.victim = worker
        messages = make_due(conference, 100)
        tasks.wake()
        wait_until(lambda: server.victim is None, seconds=REPAIR_SECONDS, what="the request to end")
        worker.running.wait(REPAIR_SECONDS)
        make_leases_run_out()
        worker.start()
        wait_until(nothing_waits, seconds=REPAIR_SECONDS, what="all messages sent")
    finally:
        worker.kill()
        server.stop()

    counted.add(messages, server)
    assert (counted.distinct, counted.repeated) == (100, 0)


def test_a_worker_killed_while_it_writes_a_mailing_leaves_the_rest_to_the_next(worker, clock, mail_server, table):
    conference = make_conference()
    for _ in range(max(MESSAGES, 300)):
        make_registration(conference, participant=make_participant(conference))
    text = "{salutation},\n\nsee you soon: {personal_link}\n"
    mailing = actions.prepare(
        conference, audience="confirmed", subject="Soon", text=text, by=None, at=timezone.now()
    )  # fmt: skip
    actions.start(mailing, by=None, at=timezone.now())
    wait_until(lambda: mailing.messages.exists(), seconds=REPAIR_SECONDS, what="the first messages written")

    worker.kill()
    actions.pause(mailing, by=None, at=timezone.now())  # its pace would take minutes, and is not what is measured
    worker.start()
    wait_until(lambda: not Mailing.objects.unwritten().exists(), seconds=REPAIR_SECONDS, what="all written")

    addresses = list(mailing.messages.values_list("to_email", flat=True))
    assert len(addresses) == len(set(addresses)) == conference.registrations.count()
    assert not Message.objects.filter(mailing=mailing, status=MessageStatus.QUEUED).exists()


AWAY = ["Redis killed, back with an empty memory", "Redis silent", "mail server away", "mail server and Redis away"]


def begin(fault, redis, mail_server):
    if fault == "Redis silent":
        redis.pause()
    elif "Redis" in fault:
        redis.kill()
    if "mail server" in fault:
        mail_server.stop()


def end(fault, redis, mail_server):
    if fault == "Redis silent":
        redis.resume()
    elif "Redis" in fault:
        redis.start()
    if "mail server" in fault:
        mail_server.start()


@pytest.mark.parametrize("fault", AWAY)
def test_a_server_that_is_away_delays_and_loses_nothing(redis, worker, clock, mail_server, table, fault):
    desk = Desk()
    desk.work()
    counted = Counted(f"{fault} for {OUTAGE_SECONDS} s")
    table.append(counted)
    make_due(desk.conference, MESSAGES // 2)
    tasks.wake()

    begin(fault, redis, mail_server)
    until = time.monotonic() + OUTAGE_SECONDS
    make_due(desk.conference, MESSAGES // 2)
    desk.work()
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, LOOK_EVERY_SECONDS))
        desk.work()
    end(fault, redis, mail_server)
    ended_at = time.monotonic()
    wait_until(nothing_waits, seconds=REPAIR_SECONDS, what="all messages sent")

    counted.repair_seconds.append(time.monotonic() - ended_at)
    counted.slowest_page = desk.slowest
    counted.add(Message.objects.filter(status=MessageStatus.SENT), mail_server)
    assert counted.written > MESSAGES
    assert counted.repeated == 0
    assert longest_page(desk) < LONGEST_PAGE_SECONDS
    assert Heartbeat.objects.filter(name="clock").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount the small disk that is filled up here")
def test_a_full_disk_delays_and_loses_nothing(transactional_db, mail_server, table, tmp_path, settings):
    """The queue in files stands on the disk that is full; so do the clock's notes."""
    desk = Desk()
    counted = Counted(f"disk of the queue in files full for {OUTAGE_SECONDS} s")
    table.append(counted)
    with ExitStack() as stack:
        disk = SmallDisk(tmp_path / "disk")
        try:
            disk.mount()
        except subprocess.CalledProcessError:
            pytest.skip("this root may not mount the small disk that is filled up here")
        stack.callback(disk.unmount)
        environment = servers.environment(EMAIL_URL=mail_server.url, REDIS_URL="", PLENARY_VAR=str(disk.folder))
        for process in (servers.Worker(tmp_path, environment), servers.Clock(disk.folder, environment)):
            process.start()
            stack.callback(process.kill)
        wait_until(lambda: Heartbeat.objects.count() == 2, seconds=REPAIR_SECONDS, what="signs of life")

        disk.fill()
        make_due(desk.conference)
        until = time.monotonic() + OUTAGE_SECONDS
        while time.monotonic() < until:
            desk.work()
            time.sleep(min(OUTAGE_SECONDS, LOOK_EVERY_SECONDS))
        disk.free()
        ended_at = time.monotonic()
        wait_until(nothing_waits, seconds=REPAIR_SECONDS, what="all messages sent")

    counted.repair_seconds.append(time.monotonic() - ended_at)
    counted.slowest_page = desk.slowest
    counted.add(Message.objects.filter(status=MessageStatus.SENT), mail_server)
    assert counted.written > MESSAGES
    assert counted.repeated == 0
    assert longest_page(desk) < LONGEST_PAGE_SECONDS
