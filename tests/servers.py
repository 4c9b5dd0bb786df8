"""Real servers for tests: Redis, a mail server, Celery's worker and clock, each one's own to stop, kill or pause.

Nothing here is a stand-in: the processes are those that bin/start runs, on free ports and in a temporary folder.
"""

import contextlib
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
LOWEST_PORT = 10_000
CHANCE = random.SystemRandom()  # one that no test sets back
logging.getLogger("mail.log").setLevel(logging.WARNING)


def free_port() -> int:
    """Return a port of the loopback address on which nothing listens.

    It is none of those that the system gives to whoever asks for any: what starts on it later still finds it free.
    """
    first_given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        port = CHANCE.randrange(LOWEST_PORT, max(first_given, LOWEST_PORT + 1000))
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def own_time() -> float:
    """Return seconds that stand still while this thread waits for a processor that others use: for what must not take long."""
    waited = Path("/proc/thread-self/schedstat")
    return time.monotonic() - (int(waited.read_text().split()[1]) / 1e9 if waited.exists() else 0)


def at_best(seconds, *, below, tries=20) -> float:
    """Return the least that `seconds()` gives, asked until it is below: a machine is slow now and then, a fault each time."""
    taken = [seconds()]
    while min(taken) >= below and len(taken) < tries:
        taken.append(seconds())
    return min(taken)


def wait_until(holds, *, seconds=60, what="the condition"):
    """Ask `holds()` until it returns something true, and return that; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come about within {seconds} s")


class Process:
    """A server as a child process in a group of its own; its output goes to a file."""

    def __init__(self, name, *command, folder, environment=None):
        self.name = name
        self.command = [str(part) for part in command]
        self.environment = environment
        self.log = Path(folder) / f"{name}.log"
        self.running = None

    def start(self):
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def is_running(self):
        return self.running is not None and self.running.poll() is None

    def stop(self, seconds=15):
        """Ask the process to end, and end it when it does not."""
        if not self.is_running():
            return
        self._signal(signal.SIGCONT)
        self.running.terminate()
        try:
            self.running.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        """End the process and its children at once, as a power cut does."""
        self._signal(signal.SIGKILL)
        self.running.wait()

    def pause(self):
        """Make the process hang: it keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self):
        self._signal(signal.SIGCONT)

    def output(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def wait_for(self, words, *, seconds=120):
        """Wait until the output since the last start says these words; a process that does not say them is ended."""
        try:
            wait_until(
                lambda: words in self.output() or not self.is_running(), seconds=seconds, what=f"{self.name} ready"
            )
            assert self.is_running(), f"{self.name} ended by itself:\n{self.output()[-2000:]}"
        except AssertionError:
            self.kill()
            raise

    def _signal(self, number):
        try:
            os.killpg(self.running.pid, number)
        except ProcessLookupError:
            self.running.poll()


class Redis(Process):
    """The broker, on the port of settings.REDIS_URL. It forgets everything when it is killed."""

    def __init__(self, folder):
        self.port = int(settings.REDIS_URL.rpartition(":")[2].partition("/")[0])
        super().__init__(
            "redis", "redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            folder=folder,
        )  # fmt: skip

    def start(self):
        super().start()
        wait_until(self.answers, what="Redis answering")
        return self

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


class Worker(Process):
    """Celery's worker, on the tests' database and broker."""

    def __init__(self, folder, environment, *, name="worker", processes=1):
        super().__init__(
            name,
            sys.executable, "-m", "celery", "-A", "config", "worker", "-c", processes, "-l", "INFO", "-n", f"{name}@test",
            folder=folder,
            environment=environment,
        )  # fmt: skip

    def start(self):
        self.log.unlink(missing_ok=True)
        super().start()
        self.wait_for(" ready.")
        return self


class Web(Process):
    """gunicorn as config.gunicorn has it, on a free port of the loopback address."""

    def __init__(self, folder, environment, application="config.wsgi"):
        self.port = free_port()
        super().__init__(
            "web",
            sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", application,
            folder=folder,
            environment=environment | {"HOST": "127.0.0.1", "PORT": str(self.port)},
        )  # fmt: skip

    def start(self):
        self.log.unlink(missing_ok=True)
        super().start()
        self.wait_for("Booting worker")
        return self


class Clock(Process):
    """Celery's beat, which starts the jobs."""

    def __init__(self, folder, environment):
        super().__init__(
            "clock",
            sys.executable, "-m", "celery", "-A", "config", "beat", "-l", "INFO", "-s", Path(folder) / "clock",
            folder=folder,
            environment=environment,
        )  # fmt: skip

    def start(self):
        self.log.unlink(missing_ok=True)
        super().start()
        self.wait_for("beat: Starting")
        return self


@dataclass(frozen=True)
class Received:
    """What the mail server accepted: the envelope's recipients, and the message."""

    recipients: tuple[str, ...]
    message: EmailMessage


class MailServer:
    """An SMTP server that keeps what it accepts, and answers the end of a message as a test wishes.

    `answers` holds replies for the next messages, such as "451 4.3.0 Try later"; when it is empty, messages are
    accepted. While `hold` is cleared, every message waits unanswered.
    """

    ACCEPTED = "250 2.0.0 Accepted"

    def __init__(self, port=None):
        self.port = port or free_port()
        self.received: list[Received] = []
        self.answers: deque[str] = deque()
        self.hold = threading.Event()
        self.hold.set()
        self._controller = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def start(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self):
        """Stop listening; a later start() takes the same port."""
        self.hold.set()
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that aiosmtpd calls
        await server.loop.run_in_executor(None, self.hold.wait)
        answer = self.answers.popleft() if self.answers else self.ACCEPTED
        if answer.startswith("2"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.received.append(Received(tuple(envelope.rcpt_tos), message))
        return answer

    def message_ids(self):
        return [each.message["Message-ID"] for each in self.received]

    def wait_for_messages(self, count, *, seconds=120):
        """Wait until so many messages were accepted, and return them."""
        wait_until(lambda: len(self.received) >= count, seconds=seconds, what=f"message number {count}")
        return self.received


def database_url() -> str:
    """Return the address of the database that the running test uses, for a process beside it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def environment(**more) -> dict[str, str]:
    """Return the environment of a process that shares the test's database, folder, key and broker."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "PLENARY_VAR": str(settings.VAR_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
        "SITE_URL": settings.SITE_URL,
        "REDIS_URL": settings.REDIS_URL,
        "DEBUG": "no",
    }
    return os.environ | ours | more
