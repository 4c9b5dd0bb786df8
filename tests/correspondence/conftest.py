"""Fixtures of correspondence's tests."""

import pytest

from tests.correspondence.sink import Sink


@pytest.fixture(params=[False, True], ids=["one by one", "pipelining"])
def sink(request, settings):
    """A real mail server, to which this process delivers."""
    server = Sink(is_pipelining=request.param).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 1
    yield server
    server.stop()
