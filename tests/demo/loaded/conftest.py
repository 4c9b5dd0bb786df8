"""The demonstration, for the tests that only look at it."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from demo.load import load as load_demonstration

LOADED_AT = datetime.now(UTC)  # its coming conference comes after the day on which it is loaded


@pytest.fixture(scope="package")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for all tests of this folder, each of which takes back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration(at=LOADED_AT)
        yield
        transaction.set_rollback(True)
