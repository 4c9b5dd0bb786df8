"""The measurement that bench/mail_throughput.py starts."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.utils import timezone

from correspondence import facts, tasks, wording
from correspondence.choices import MessageStatus
from correspondence.models import DeliveryAttempt, Message
from tests import servers
from tests.conftest import redis  # noqa: F401 - a fixture
from tests.factories import make_conference

MESSAGES = int(os.environ["BENCH_MESSAGES"])
PROCESSES = int(os.environ["BENCH_PROCESSES"])
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Spent:
    """What sending took: by the clock, and of the processors' time by whoever sent."""

    seconds: float
    busy: float

    def __str__(self):
        return f"{MESSAGES / self.seconds:.0f}/s, {self.busy / MESSAGES * 1000:.2f} ms of a processor per message"


@pytest.fixture
def sink():
    port = servers.free_port()
    command = [sys.executable, "bench/mail_sink.py", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=servers.ROOT)  # noqa: S603 - our own file
    process.stdout.readline()
    yield port, process
    process.kill()
    process.wait()
    process.stdout.close()


def make_texts(conference):
    """Return the subject, the text and the HTML of the invitation that comes with Plenary, for one person."""
    values = facts.values(conference) | {"salutation": "Dear Ms Muster", "deadline": "1 March 2017"}
    return wording.fill(*wording.shipped("invitation"), values, conference=conference)


def bare_loop(port, subject, text, html) -> Spent:
    """Build and send every message over one connection."""
    line = EmailBackend(host="127.0.0.1", port=port, timeout=20)
    line.open()
    start, used = time.monotonic(), time.process_time()
    for number in range(MESSAGES):
        mail = EmailMultiAlternatives(
            subject, text, "Plenary <plenary@localhost>", [f"Ana Muster <person{number}@example.org>"],
            reply_to=["office@example.org"], headers={"Auto-Submitted": "auto-generated"}, connection=line,
        )  # fmt: skip
        mail.attach_alternative(html, "text/html")
        line.send_messages([mail])
    spent = Spent(time.monotonic() - start, time.process_time() - used)
    line.close()
    return spent


def through_the_worker(worker, conference, subject, text, html) -> Spent:
    """Let the worker deliver the same messages from the table."""
    now = timezone.now()
    messages = (
        Message(
            conference=conference, kind="bench", occasion=f"bench:{number}", to_email=f"person{number}@example.org",
            to_name="Ana Muster", reply_to="office@example.org", subject=subject, text=text, html=html,
            link_purpose="participants:invitation", link_pk=number, link_version=1,
            created_at=now, not_before=now - timedelta(seconds=1),
        )
        for number in range(MESSAGES)
    )  # fmt: skip
    Message.objects.bulk_create(messages, batch_size=500)
    start, used = time.monotonic(), busy(worker)
    tasks.wake()
    servers.wait_until(all_sent, seconds=3600)
    return Spent(time.monotonic() - start, busy(worker) - used)


def all_sent():
    time.sleep(0.2)
    return not Message.objects.exclude(status=MessageStatus.SENT).exists()


def processes_of(worker):
    """Yield /proc folders of the worker's processes."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == worker.running.pid:
                yield folder
        except OSError:
            continue


def busy(worker) -> float:
    """Return the processor time, in seconds, that the worker's processes have used."""
    stats = [(folder / "stat").read_text().rpartition(")")[2].split() for folder in processes_of(worker)]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICKS


def memory(worker) -> int:
    """Return the largest resident set, in MiB, among the worker's processes."""
    statuses = [(folder / "status").read_text() for folder in processes_of(worker)]
    return max(int(status.partition("VmRSS:")[2].split()[0]) // 1024 for status in statuses)


def test_the_worker_is_at_least_as_quick_as_a_bare_loop(redis, transactional_db, tmp_path, sink):  # noqa: F811 - as above
    port, server = sink
    conference = make_conference()
    texts = make_texts(conference)
    link = "http://localhost/i/17.1.kQ3Yv1mH2b8oUeXwzq0r5tA7cJd9fLgNsPiVxKyBhEu/"
    environment = servers.environment(EMAIL_URL=f"smtp://127.0.0.1:{port}", LOG_LEVEL="WARNING")
    worker = servers.Worker(tmp_path, environment, processes=PROCESSES).start()
    try:
        bare = bare_loop(port, *(each.replace(Message.LINK_PLACE, link) for each in texts))
        before = memory(worker)
        ours = through_the_worker(worker, conference, *texts)
        after = memory(worker)
        again = bare_loop(port, *(each.replace(Message.LINK_PLACE, link) for each in texts))
    finally:
        worker.stop()
    server.terminate()
    taken, of_the_sink = server.stdout.read().split()

    print(  # noqa: T201 - the figures are what it is for
        f"\n{MESSAGES} messages of {sum(map(len, texts)) // 1024 + 1} kB, {connection.vendor}\n"
        f"bare loop, before:  {bare}\n"
        f"{PROCESSES} worker processes: {ours}\n"
        f"bare loop, after:   {again}\n"
        f"ratio of the rates: {(bare.seconds + again.seconds) / 2 / ours.seconds:.2f}\n"
        f"memory of the largest process: {before} → {after} MiB; the mail server used "
        f"{float(of_the_sink) / int(taken) * 1000:.2f} ms per message"
    )
    assert DeliveryAttempt.objects.count() == MESSAGES  # noqa: S101 - a test
    assert int(taken) == 3 * MESSAGES  # noqa: S101 - as above
