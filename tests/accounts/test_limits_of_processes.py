"""Attempts are counted together, whichever process of the web server answers (SEC-05)."""

import http.client
import os
import re
import signal
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse

from participants.models import RegistrationDraft
from tests import servers
from tests.factories import PASSWORD, make_user
from tests.participants.registering import PERSON, open_conference, register_url
from tests.servers import wait_until

pytestmark = pytest.mark.services
TOKEN = "t" * 32
FEW = 3


@pytest.fixture
def web(plenary, tmp_path):
    """A real gunicorn of two processes, which takes few registrations from one address."""
    few = {"WEB_PROCESSES": "2", "REGISTRATIONS_PER_HOUR": str(FEW)}
    static_files_as_they_lie = {"DEBUG": "yes"}
    server = servers.Web(tmp_path, plenary | few | static_files_as_they_lie).start()
    yield server
    server.stop()


@pytest.fixture
def processes(web):
    """The ids of its two processes."""

    def both():
        found = re.findall(r"Booting worker with pid: (\d+)", web.output())
        return [int(pid) for pid in found] if len(found) == 2 else None

    return wait_until(both, what="two processes")


@contextmanager
def only(process, processes):
    """Let one of the processes answer: the others stand still meanwhile."""
    others = [pid for pid in processes if pid != process]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)


def post(web, address, form):
    """Send a form; return the status of the answer, its headers and its text."""
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=50)
    head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{settings.CSRF_COOKIE_NAME}={TOKEN}"}
    try:
        line.request("POST", address, urlencode(form | {"csrfmiddlewaretoken": TOKEN}), head)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        line.close()


def in_turn(processes, times):
    """Name the processes alternately."""
    return [processes[number % 2] for number in range(times)]


def test_two_processes_take_no_more_registrations_from_an_address_than_one(web, processes):
    address = register_url(open_conference())
    answers = []

    for number, process in enumerate(in_turn(processes, FEW + 2)):
        with only(process, processes):
            answers.append(post(web, address, PERSON | {"email": f"delegate{number}@example.org"}))

    assert [status for status, _, _ in answers] == [302] * FEW + [429] * 2
    assert [headers["Retry-After"] for _, headers, _ in answers[FEW:]] == ["3600"] * 2
    assert RegistrationDraft.objects.count() == FEW


def test_wrong_passwords_at_one_process_are_known_to_the_other(web, processes):
    make_user(email="ana@example.org")
    address = reverse("account_login")
    one, other = processes

    with only(one, processes):
        wrong = [post(web, address, {"login": "ana@example.org", "password": "wrong"})[0] for _ in range(5)]
    with only(other, processes):
        status, headers, text = post(web, address, {"login": "ana@example.org", "password": PASSWORD})

    assert wrong == [200] * 5
    assert status != 302
    assert "sessionid" not in headers.get("Set-Cookie", "")
    assert "Too many" in text
