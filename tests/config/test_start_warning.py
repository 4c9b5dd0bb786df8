"""What the start command says when an installation in use has no mail server."""

from io import StringIO

import pytest

from config.management.commands.start import Command


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_debug", "has_local_mailbox", "is_warned"), [(False, True, True), (False, False, False), (True, True, False)]
)
def test_a_missing_mail_server_is_named_where_people_look(settings, is_debug, has_local_mailbox, is_warned):
    settings.DEBUG, settings.HAS_LOCAL_MAILBOX = is_debug, has_local_mailbox
    said = StringIO()

    Command(stdout=said)._announce()

    line = f"Warning: EMAIL_URL is missing. Messages go to {settings.MAILBOX_DIR} and reach nobody."
    assert (line in said.getvalue().splitlines()) is is_warned
