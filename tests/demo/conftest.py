"""The demonstration, for the tests that only look at it."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from demo.load import load as load_demonstration

LOADED_AT = datetime.now(UTC)  # its coming conference comes after the day on which it is loaded


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for all tests of a file, each of which takes back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration(at=LOADED_AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def load(settings, capsys):
    """Return a function that runs the command as bin/start does and returns what it printed."""
    settings.DEBUG = True

    def load():
        call_command("load_demo")
        return capsys.readouterr().out

    return load
