"""Who asks for an address learns nothing about whether it is known: same words, same time (SEC-04); good passwords (SEC-10)."""

import re
import time
from statistics import median

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
TRIES = 12


@pytest.fixture
def as_in_use(settings):
    """Passwords are judged as an installation does, and limits do not end the measurement."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False


def ask(name, data, clock):
    """Post as a stranger; return status, words without tokens and addresses, and the time by this clock."""
    client = Client()
    began = clock()
    response = client.post(reverse(name), data)
    seconds = clock() - began
    words = re.sub(r'value="[^"]*"|hx-headers=\'[^\']*\'', "", response.text)
    return response.status_code, words, seconds


@pytest.mark.parametrize(
    ("name", "data", "clock"),
    [
        # judging the password is most of the work, whoever asks
        ("account_login", lambda email: {"login": email, "password": "a wrong password"}, time.thread_time),
        # the answer is given after a fixed time
        ("account_reset_password", lambda email: {"email": email}, time.monotonic),
    ],
)
def test_known_and_unknown_addresses_cost_the_same(as_in_use, name, data, clock):
    make_user(email="known@example.org")
    answers = {"known@example.org": [], "nobody@example.org": []}
    for _ in range(TRIES):
        for email, given in answers.items():  # one after the other, so that the machine's moods hit both
            given.append(ask(name, data(email), clock))

    known, unknown = ([each[:2] for each in given] for given in answers.values())
    assert known == unknown
    times = [median(each[2] for each in given[2:]) for given in answers.values()]
    assert max(times) / min(times) < 1.15, times


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
