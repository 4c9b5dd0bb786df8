"""Who asks for an address learns nothing about whether it is known: same words, same time (SEC-04); good passwords (SEC-10)."""

import re
import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from accounts.urls import evenly
from tests.factories import PASSWORD, make_user
from tests.servers import at_best

pytestmark = pytest.mark.django_db


class CountingHasher(Argon2PasswordHasher):
    """What judges passwords in an installation, and counts how often it does its work."""

    count = 0

    def encode(self, *args):
        CountingHasher.count += 1
        return super().encode(*args)

    def verify(self, *args):
        CountingHasher.count += 1
        return super().verify(*args)


def ask(name, data):
    """Post as a stranger; return status, words without tokens and addresses, passwords judged, and the seconds it took."""
    client, count, began = Client(), CountingHasher.count, time.monotonic()
    response = client.post(reverse(name), data)
    seconds = time.monotonic() - began
    words = re.sub(r'value="[^"]*"|hx-headers=\'[^\']*\'', "", response.text)
    return response.status_code, words, CountingHasher.count - count, seconds


@pytest.mark.parametrize(
    ("name", "data", "judged", "least"),
    [
        # judging the password is most of the work, whoever asks
        ("account_login", {"password": "a wrong password", "login": None}, 1, 0),
        # the answer is given after a fixed time
        ("account_reset_password", {"email": None}, 0, evenly.seconds),
    ],
)
def test_known_and_unknown_addresses_cost_the_same(settings, name, data, judged, least):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    make_user(email="known@example.org")

    known, unknown = (
        ask(name, {field: value or email for field, value in data.items()})
        for email in ("known@example.org", "nobody@example.org")
    )

    assert known[:3] == unknown[:3]
    assert known[2] == judged
    assert min(known[3], unknown[3]) >= least


def test_the_time_that_a_forgotten_password_takes_is_longer_than_the_work(monkeypatch):
    shipped = evenly.seconds
    monkeypatch.setattr(evenly, "seconds", 0)
    make_user(email="known@example.org")

    def seconds():
        began = time.thread_time()  # whatever else this machine does
        ask("account_reset_password", {"email": "known@example.org"})
        return time.thread_time() - began

    assert at_best(seconds, below=shipped) < shipped


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short-1540", "too short"),
        ("1q2w3e4r5t6y", "too common"),
        ("ana@example.org", "too similar"),
    ],
)
def test_short_and_common_passwords_are_refused(client, password, said):
    user = make_user(email="ana@example.org")
    client.force_login(user)

    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert response.status_code == 200
    assert said in str(response.context["form"].errors)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
