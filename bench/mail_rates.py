"""The measurement that bench/mail_throughput.py starts."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from correspondence import tasks
from correspondence.choices import MessageStatus
from correspondence.models import DeliveryAttempt, Message
from tests import servers
from tests.conftest import redis  # noqa: F401 - a fixture
from tests.factories import make_conference

MESSAGES = int(os.environ["BENCH_MESSAGES"])
PROCESSES = int(os.environ["BENCH_PROCESSES"])
TEXT = "Dear Ana Muster,\n\n" + "we have the honour to invite you to take part in the conference.\n" * 12
HTML = (
    "<!doctype html><html><body>" + "<p>We have the honour to invite you to the conference.</p>" * 40 + "</body></html>"
)
SINK = """
import sys, time
from aiosmtpd.controller import Controller
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
print("ready", flush=True)
time.sleep(86400)
"""


@pytest.fixture
def sink():
    port = servers.free_port()
    process = subprocess.Popen([sys.executable, "-c", SINK, str(port)], stdout=subprocess.PIPE)  # noqa: S603
    process.stdout.readline()
    yield port
    process.terminate()
    process.communicate()


def bare_loop(port) -> float:
    """Build and send every message over one connection; return the seconds that it took."""
    connection = EmailBackend(host="127.0.0.1", port=port, timeout=20)
    start = time.monotonic()
    connection.open()
    for number in range(MESSAGES):
        mail = EmailMultiAlternatives(
            "You are invited", TEXT, "Plenary <plenary@localhost>", [f"Ana Muster <person{number}@example.org>"],
            reply_to=["office@example.org"], headers={"Auto-Submitted": "auto-generated"}, connection=connection,
        )  # fmt: skip
        mail.attach_alternative(HTML, "text/html")
        connection.send_messages([mail])
    connection.close()
    return time.monotonic() - start


def through_the_worker(conference) -> float:
    """Let the worker deliver the same messages from the table; return the seconds that it took."""
    now = timezone.now()
    Message.objects.bulk_create(
        Message(
            conference=conference, kind="bench", occasion=f"bench:{number}", to_email=f"person{number}@example.org",
            to_name="Ana Muster", reply_to="office@example.org", subject="You are invited", text=TEXT, html=HTML,
            created_at=now, not_before=now - timedelta(seconds=1),
        )
        for number in range(MESSAGES)
    )  # fmt: skip
    start = time.monotonic()
    tasks.wake()
    servers.wait_until(
        lambda: time.sleep(0.3) or not Message.objects.exclude(status=MessageStatus.SENT).exists(), seconds=3600
    )
    return time.monotonic() - start


def memory(worker) -> int:
    """Return the largest resident set, in MiB, among the worker's processes."""
    sizes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if os.getpgid(int(status.parent.name)) == worker.running.pid:
                sizes.append(int(fields["VmRSS"].split()[0]) // 1024)
        except (OSError, KeyError):
            continue
    return max(sizes)


def test_the_worker_is_at_least_as_quick_as_a_bare_loop(redis, transactional_db, tmp_path, sink):  # noqa: F811
    conference = make_conference()
    environment = servers.environment(EMAIL_URL=f"smtp://127.0.0.1:{sink}", LOG_LEVEL="WARNING")
    worker = servers.Worker(tmp_path, environment, processes=PROCESSES).start()
    try:
        bare = bare_loop(sink)
        before = memory(worker)
        ours = through_the_worker(conference)
        after = memory(worker)
    finally:
        worker.stop()

    print(  # noqa: T201 - the figures are what it is for
        f"\n{MESSAGES} messages: bare loop {MESSAGES / bare:.0f}/s, worker with {PROCESSES} processes "
        f"{MESSAGES / ours:.0f}/s, ratio {bare / ours:.2f}; memory of the largest process {before} → {after} MiB"
    )
    assert DeliveryAttempt.objects.count() == MESSAGES  # noqa: S101 - a test
