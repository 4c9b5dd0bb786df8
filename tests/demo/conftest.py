"""The demonstration, for the tests that only look at it."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from demo.load import load

LOADED_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for all tests of a file, each of which takes back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(at=LOADED_AT)
        yield
        transaction.set_rollback(True)
