"""A power cut of the web server in the middle of an invitation: all of it has happened, or nothing (MAIL-01)."""

import http.client
from urllib.parse import urlencode

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conference.models import AuditEntry
from correspondence.choices import MessageStatus
from correspondence.models import Message
from participants.models import Invitation, Participant
from tests import servers
from tests.correspondence import dying_web
from tests.factories import make_conference, make_member
from tests.servers import wait_until

TOKEN = "t" * 32
pytestmark = pytest.mark.services


@pytest.fixture
def web(plenary, tmp_path):
    """A real gunicorn with one process, which is started anew whenever it is killed."""
    process = servers.Web(tmp_path, plenary | {"WEB_PROCESSES": "1"}, "tests.correspondence.dying_web").start()
    yield process
    process.stop()


class Browser:
    """A member of the desk, who invites people."""

    def __init__(self, conference, port):
        client = Client()
        client.force_login(make_member(conference))
        cookies = client.cookies | {settings.CSRF_COOKIE_NAME: TOKEN}
        self.cookie = "; ".join(f"{name}={getattr(value, 'value', value)}" for name, value in cookies.items())
        self.address = reverse("participants:send_invitation", kwargs={"conference": conference.slug})
        self.port = port

    def invite(self, email, *, dies="") -> int:
        """Send the invitation; return the status of the answer, 0 when there is none."""
        person = {"given_name": "Elena", "family_name": "Núñez", "name_order": "given_first", "email": email}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", dying_web.HEADER: dies}
        try:
            line.request("POST", self.address, urlencode(person | {"csrfmiddlewaretoken": TOKEN}), headers)
            return line.getresponse().status
        except (ConnectionError, http.client.HTTPException):
            return 0
        finally:
            line.close()


def what_happened(email) -> tuple[int, int, int]:
    """Count people, invitations and messages of an address."""
    return (
        Participant.objects.filter(email=email).count(),
        Invitation.objects.filter(participant__email=email).count(),
        Message.objects.filter(to_email=email).count(),
    )


def lines_of_history() -> int:
    return AuditEntry.objects.filter(verb__in=["participant.added", "invitation.sent", "message.written"]).count()


def wait_for_what_was_asked_for(worker):
    """Wait until the worker has done a task that is the last in its queue; its one process takes them in their order."""
    marker = current_app.send_task("correspondence.jobs.read_the_inbox")  # there is none, so that it does nothing
    worker.wait_for(f"{marker.id}] succeeded")


def test_a_killed_web_server_has_done_all_or_nothing_and_what_is_done_is_delivered_once(web, worker, mail_server):
    desk = Browser(make_conference(), web.port)
    assert desk.invite("whole@example.org") == 302
    mail_server.wait_for_messages(1)
    assert what_happened("whole@example.org") == (1, 1, 1)
    assert lines_of_history() == 3

    for point in (dying_web.BEFORE, dying_web.INSIDE, dying_web.AT_THE_END):
        assert desk.invite("nobody@example.org", dies=point) == 0, point
        assert what_happened("nobody@example.org") == (0, 0, 0), point
        assert lines_of_history() == 3, point

    assert desk.invite("unqueued@example.org", dies=dying_web.COMMITTED) == 0
    wait_for_what_was_asked_for(worker)
    unqueued = Message.objects.get(to_email="unqueued@example.org")
    assert unqueued.status == MessageStatus.QUEUED
    current_app.send_task("correspondence.jobs.deliver_what_waits")  # as the clock does within half a minute
    mail_server.wait_for_messages(2)

    assert desk.invite("unanswered@example.org", dies=dying_web.QUEUED) == 0
    mail_server.wait_for_messages(3)
    wait_until(lambda: not Message.objects.waiting().exists(), what="all marked")

    for email in ("unqueued@example.org", "unanswered@example.org"):
        assert what_happened(email) == (1, 1, 1)
    assert lines_of_history() == 9
    current_app.send_task("correspondence.jobs.deliver_what_waits")
    wait_for_what_was_asked_for(worker)
    sent = [message.message_id for message in Message.objects.order_by("pk")]
    assert mail_server.message_ids() == sent
    assert desk.invite("next@example.org") == 302
