"""Fixtures of correspondence's tests."""

import pytest

from tests.correspondence.sink import Sink


@pytest.fixture
def sink(settings):
    """A real mail server, to which this process delivers."""
    server = Sink().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 1
    yield server
    server.stop()
