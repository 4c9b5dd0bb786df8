"""The log tells who signed in and who failed to, and never what was typed (PRIV-01, PRIV-02)."""

import logging

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_signing_in_out_and_failing_are_told_with_the_number_of_the_user(client, caplog):
    user = make_user(email="ana@example.org")
    caplog.set_level(logging.INFO, logger="accounts.journal")

    client.post(reverse("account_login"), {"login": "ana@example.org", "password": "a wrong password"})
    client.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    client.post(reverse("account_logout"))

    assert caplog.messages == [
        "failed to sign in: nobody known, from 127.0.0.1",
        f"signed in: user {user.pk}, from 127.0.0.1",
        f"signed out: user {user.pk}, from 127.0.0.1",
    ]


def test_nothing_that_was_typed_reaches_the_log(client, caplog):
    caplog.set_level(logging.DEBUG)

    client.post(
        reverse("account_login"), {"login": "eve@example.org\n2026 INFO signed in: user 1", "password": "canary-4711"}
    )

    assert "canary-4711" not in caplog.text
    assert "user 1" not in caplog.text
