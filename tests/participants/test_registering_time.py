"""How long the last step of a public registration takes: the same for known addresses, and whatever the broker does."""

import http.client
import socket
import time
from collections import Counter
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from correspondence.models import Message
from participants import actions
from participants.models import Registration
from participants.views import register
from participants.views.personal import own_url
from tests import servers
from tests.factories import make_participant, make_registration
from tests.participants.registering import COMPANY, PERSON, STAY, open_conference
from tests.servers import at_best

TRIES = 8
BROKER_SECONDS = 2  # for so long one waits that is silent
TOKEN = "t" * 32


def filled_in(conference, email):
    """Return the address of the last page of a registration that is whole and waits to be sent."""
    now = timezone.now()
    draft = actions.start_draft(conference, key=uuid4(), answers=PERSON | {"email": email}, by=email, at=now)
    for step, answers in (("organisation", COMPANY), ("stay", STAY)):
        draft = actions.save_step(draft, step, answers, by=email, at=now)
    return own_url("draft_check", register.DRAFT, draft)


@pytest.mark.django_db
def test_known_and_unknown_addresses_take_the_same_time(settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(register.evenly, "seconds", 0.5)  # as this machine may be slower than one in use
    conference = open_conference(is_moderated=True)
    make_registration(conference, participant=make_participant(conference, email="known@example.org"))
    for kind in ("known", "new"):
        address = filled_in(conference, f"{kind}@example.org")
        began = time.monotonic()

        assert Client().post(address).status_code == 302

        assert time.monotonic() - began >= 0.5

    assert Counter(Message.objects.values_list("kind", flat=True)) == {"known_already": 1, "received": 1}


@pytest.mark.django_db
def test_the_time_that_every_answer_takes_is_longer_than_the_work(settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = False
    shipped = register.evenly.seconds
    monkeypatch.setattr(register.evenly, "seconds", 0)
    conference, number = open_conference(is_moderated=True), count(1)

    def seconds():
        email = f"known{next(number)}@example.org"
        make_registration(conference, participant=make_participant(conference, email=email))
        address = filled_in(conference, email)
        began = time.thread_time()  # whatever else this machine does
        assert Client().post(address).status_code == 302
        taken = time.thread_time() - began
        assert Message.objects.get(to_email=email).kind == "known_already"
        return taken

    assert at_best(seconds, below=shipped) < shipped


@contextmanager
def broker(kind):
    """Yield the address of a broker that is no longer there, or that accepts and says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if kind == "silent":
            silent.listen(64)
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


@pytest.mark.services
@pytest.mark.parametrize("kind", ["gone", "silent"])
def test_registering_waits_for_no_broker(plenary, tmp_path, kind):
    conference = open_conference()
    with broker(kind) as address:
        web = servers.Web(tmp_path, plenary | {"REDIS_URL": address}).start()
        try:
            answers = [send(web.port, filled_in(conference, f"person{number}@example.org")) for number in range(TRIES)]
        finally:
            web.stop()

    assert [status for status, _ in answers] == [302] * TRIES
    assert min(seconds for _, seconds in answers) < BROKER_SECONDS  # who waits for the broker does so each time
    assert Registration.objects.count() == Message.objects.filter(status="queued").count() == TRIES


def send(port, address) -> tuple[int, float]:
    """Send a registration off to a real web server; return the status of the answer, and the seconds it took."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{settings.CSRF_COOKIE_NAME}={TOKEN}"}
    began = time.monotonic()
    line.request("POST", urlsplit(address).path, urlencode({"csrfmiddlewaretoken": TOKEN}), head)
    status = line.getresponse().status
    line.close()
    return status, time.monotonic() - began
