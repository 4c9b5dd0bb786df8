"""What `manage.py check --deploy` says of an installation that would mail to nobody."""

import pytest
from django.core import checks

OURS = {"conference.W002", "conference.W003"}


def warnings():
    return {found.id for found in checks.run_checks(include_deployment_checks=True)} & OURS


@pytest.mark.parametrize(
    ("is_debug", "has_local_mailbox", "sender", "expected"),
    [
        (False, False, "Conference office <office@example.org>", set()),
        (False, True, "office@example.org", {"conference.W002"}),
        (True, True, "office@example.org", set()),
        (False, False, "Plenary <plenary@localhost>", {"conference.W003"}),
        (False, True, "plenary", {"conference.W002", "conference.W003"}),
    ],
)
def test_a_missing_mail_server_and_a_sender_without_a_domain_are_named(
    settings, is_debug, has_local_mailbox, sender, expected
):
    settings.DEBUG, settings.HAS_LOCAL_MAILBOX, settings.DEFAULT_FROM_EMAIL = is_debug, has_local_mailbox, sender

    assert warnings() == expected
