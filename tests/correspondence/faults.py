"""What the tests of faults are made of: servers that kill, pages whose time is taken, and a table of what was counted."""

import os
import signal
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from correspondence.choices import MessageStatus
from correspondence.models import Message
from tests import servers
from tests.factories import make_conference, make_member, make_message
from tests.servers import own_time

LONGEST_PAGE_SECONDS = 2.5


def make_leases_run_out():
    """Let the time of a lease pass in an instant."""
    Message.objects.filter(status=MessageStatus.SENDING).update(leased_until=timezone.now() - timedelta(seconds=1))


class KillingServer(servers.MailServer):
    """A mail server that ends the worker, once: at its first command, or before or after one message is marked."""

    def __init__(self, moment, *, after, politely=False):
        super().__init__()
        self.politely = politely
        self.moment = moment
        self.kill_at = after
        self.victim = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        session.host_name = hostname
        if self.moment == "before SMTP":
            self.kill()
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        # The next message begins, so the last one is marked.
        if self.moment == "after our commit" and len(self.received) == self.kill_at:
            self.kill()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        if self.moment == "between 250 and our commit" and len(self.received) == self.kill_at:
            self.kill()
        return answer

    def kill(self):
        if self.victim and self.politely:
            self.victim.running.terminate()
        elif self.victim:
            os.killpg(self.victim.running.pid, signal.SIGKILL)
        self.victim = None


class Desk:
    """A member of a conference's team at work: pages are asked for, and how long each took is remembered."""

    def __init__(self):
        self.conference = make_conference()
        self.taken: dict[str, list[float]] = {}
        self._client = Client()
        self._client.force_login(make_member(self.conference))

    def work(self) -> str:
        """Have a message that was refused written again by its page, and read the list; return what the list says."""
        refused = make_message(self.conference, status=MessageStatus.FAILED)
        self._ask("send_again", self._client.post, pk=refused.pk)
        return self._ask("message_list", self._client.get).content.decode()

    def _ask(self, name, method, **names):
        address = reverse(f"correspondence:{name}", kwargs={"conference": self.conference.slug} | names)
        start = own_time()
        response = method(address, follow=True)
        self.taken.setdefault(name, []).append(own_time() - start)
        assert response.status_code == 200
        return response

    @property
    def slowest(self) -> float:
        """The longest that any page took."""
        return max(max(each) for each in self.taken.values())

    @property
    def usual(self) -> float:
        """What the slower of the pages takes as a rule: who waits for a server does so each time, a machine now and then."""
        return max(median(each) for each in self.taken.values())


@dataclass
class SmallDisk:
    """A disk of a few kilobytes, which one file fills up."""

    folder: Path

    def mount(self, kilobytes=512):
        self.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", self.folder], check=True)

    def fill(self):
        with (self.folder / "full").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return

    def free(self):
        (self.folder / "full").unlink()

    def unmount(self):
        subprocess.run(["umount", "-l", self.folder], check=True)


@dataclass
class Counted:
    """What a fault did to the messages, over all its runs."""

    fault: str
    written: int = 0
    received: int = 0
    distinct: int = 0
    runs: int = 0
    slowest_page: float | None = None
    repair_seconds: list[float] = field(default_factory=list)

    def add(self, messages, server):
        """Count a run; each message must have arrived, under its own Message-ID."""
        ids = server.message_ids()
        assert set(ids) == {message.message_id for message in messages}
        self.runs += 1
        self.written += len(messages)
        self.received += len(ids)
        self.distinct += len(set(ids))

    @property
    def repeated(self) -> int:
        return self.received - self.distinct

    def row(self) -> str:
        page = "–" if self.slowest_page is None else f"{self.slowest_page:.2f} s"
        repair = f"{max(self.repair_seconds):.0f} s" if self.repair_seconds else "–"
        return (
            f"| {self.fault} | {self.runs} | {self.written} | {self.distinct} | {self.repeated} | {page} | {repair} |"
        )


HEAD = (
    "| fault | runs | written | distinct received | repeated | slowest page | repaired after |\n"
    "|---|---|---|---|---|---|---|"
)
