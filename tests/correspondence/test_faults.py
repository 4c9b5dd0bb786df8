"""Power cuts at chosen moments: a real worker is killed while it delivers, and the messages are counted.

Here each moment is tried once with few messages; `bench/mail_faults.py` runs the same in full and keeps the figures.
"""

import os
import signal
import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from correspondence import tasks
from correspondence.choices import MessageStatus
from correspondence.models import Heartbeat, Message
from tests import servers
from tests.factories import make_conference, make_message
from tests.servers import wait_until

RUNS = int(os.environ.get("FAULT_RUNS", "1"))
MESSAGES = int(os.environ.get("FAULT_MESSAGES", "40"))
OUTAGE_SECONDS = int(os.environ.get("FAULT_SECONDS", "2"))
REPAIR_SECONDS = 120
pytestmark = pytest.mark.services


class KillingServer(servers.MailServer):
    """A mail server that kills the worker, once: at its first command, or before or after one message is marked."""

    def __init__(self, moment):
        super().__init__()
        self.moment = moment
        self.kill_at = MESSAGES // 2
        self.victim = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        session.host_name = hostname
        if self.moment == "before SMTP":
            self.kill()
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        # The next message begins, so the last one is marked.
        if self.moment == "after our commit" and len(self.received) == self.kill_at:
            self.kill()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if self.moment == "between 250 and our commit" and len(self.received) == self.kill_at:
            self.kill()
        return answer

    def kill(self):
        if self.victim:
            os.killpg(self.victim.running.pid, signal.SIGKILL)
            self.victim = None


@dataclass
class Count:
    """What a moment did to the messages, over all runs."""

    written: int = 0
    received: int = 0
    distinct: int = 0

    def __str__(self):
        return f"{self.written} written, {self.distinct} received, {self.received - self.distinct} repeated"


def all_sent():
    return not Message.objects.exclude(status=MessageStatus.SENT).exists()


def run_once(moment, conference, folder, count):
    """Write messages, kill the worker at the moment, start another one, and count what arrived."""
    server = KillingServer(moment).start()
    environment = servers.environment(EMAIL_URL=server.url)
    worker = servers.Worker(folder, environment).start()
    try:
        server.victim = worker
        messages = [make_message(conference, not_before=timezone.now()) for _ in range(MESSAGES)]
        tasks.wake()
        wait_until(lambda: server.victim is None, what="the kill")
        worker.running.wait()
        # The time of the lease passes in an instant; the clock's visit is the next worker's first look.
        left = Message.objects.filter(status=MessageStatus.SENDING)
        left.update(leased_until=timezone.now() - timedelta(seconds=1))
        worker.start()
        wait_until(all_sent, seconds=REPAIR_SECONDS, what="all messages sent")
    finally:
        worker.kill()
        server.stop()
    ids = server.message_ids()
    assert set(ids) == {message.message_id for message in messages}
    count.written += len(messages)
    count.received += len(ids)
    count.distinct += len(set(ids))
    Message.objects.all().delete()


@pytest.mark.parametrize(
    ("moment", "repeated_per_run"), [("before SMTP", 0), ("between 250 and our commit", 1), ("after our commit", 0)]
)
def test_a_killed_worker_loses_nothing(redis, transactional_db, tmp_path, moment, repeated_per_run):
    conference = make_conference()
    count = Count()

    for _ in range(RUNS):
        run_once(moment, conference, tmp_path, count)

    print(f"\nworker killed {moment}, {RUNS} runs: {count}")  # noqa: T201 - the figures that bench/ keeps
    assert (count.written, count.distinct) == (RUNS * MESSAGES, RUNS * MESSAGES)
    assert count.received - count.distinct == RUNS * repeated_per_run


def test_mail_server_and_broker_away_together_are_repaired_by_the_clock(redis, worker, clock, mail_server):
    conference = make_conference()
    redis.kill()
    mail_server.stop()
    messages = [make_message(conference, not_before=timezone.now()) for _ in range(MESSAGES)]
    time.sleep(OUTAGE_SECONDS)

    redis.start()  # with an empty memory
    mail_server.start()
    repaired_at = time.monotonic()
    wait_until(all_sent, seconds=REPAIR_SECONDS, what="all messages sent")

    seconds = time.monotonic() - repaired_at
    print(  # noqa: T201 - the figures that bench/ keeps
        f"\nmail server and broker away for {OUTAGE_SECONDS} s: {len(messages)} written, "
        f"{len(mail_server.received)} received, all sent {seconds:.0f} s after the end of the fault"
    )
    assert sorted(mail_server.message_ids()) == sorted(message.message_id for message in messages)
    assert Heartbeat.objects.filter(name="clock").exists()
