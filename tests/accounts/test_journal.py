"""The log tells who signed in and who failed to, and never what was typed (PRIV-01, PRIV-02)."""

import logging

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from tests.factories import PASSWORD, make_conference, make_member, make_registration, make_user

pytestmark = pytest.mark.django_db


def told(caplog):
    """Return what the journal has told beside who signed in."""
    lines = [record.getMessage() for record in caplog.records if record.name == "accounts.journal"]
    return [line for line in lines if not line.startswith("signed in")]


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


def test_who_is_refused_a_page_of_another_role_is_told_with_page_and_conference(client, caplog):
    conference = make_conference()
    viewer = make_member(conference, role=TeamRole.VIEWER)
    client.force_login(viewer)
    caplog.set_level(logging.INFO, logger="accounts.journal")

    client.post(reverse("participants:export", kwargs={"conference": conference.slug, "kind": "csv"}))
    client.get(reverse("participants:registration_list", kwargs={"conference": conference.slug}))

    said = f"refused: user {viewer.pk}, POST participants:export of conference {conference.pk}, from 127.0.0.1"
    assert told(caplog) == [said]


def test_who_opens_the_badges_is_told(client, caplog):
    conference = make_conference()
    make_registration(conference)
    desk = make_member(conference, role=TeamRole.DESK)
    client.force_login(desk)
    caplog.set_level(logging.INFO, logger="accounts.journal")

    client.get(reverse("reports:badges_pdf", kwargs={"conference": conference.slug}))

    assert told(caplog) == [f"taken: user {desk.pk}, the badges of conference {conference.pk}, from 127.0.0.1"]


def test_nothing_that_was_typed_reaches_the_log(client, caplog):
    caplog.set_level(logging.DEBUG)

    client.post(
        reverse("account_login"), {"login": "eve@example.org\n2026 INFO signed in: user 1", "password": "canary-4711"}
    )

    assert "canary-4711" not in caplog.text
    assert "user 1" not in caplog.text
