"""Connections to PostgreSQL stay open from one request to the next, and one that was ended is noticed."""

import pytest
from django.core.signals import request_started
from django.db import OperationalError, connection

from conference.models import Conference

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no connection that somebody could end"),
]


@pytest.fixture
def as_in_a_request():
    """Let Django ask before its first question whether the connection works, as at the beginning of a request."""
    connection.ensure_connection()
    connection.health_check_enabled, connection.health_check_done = True, False
    yield lambda: request_started.send(sender=None)
    connection.close()


def asked(monkeypatch):
    """Return what fills with each time that the server is asked whether the connection works."""
    questions, ask = [], connection.is_usable
    monkeypatch.setattr(connection, "is_usable", lambda: questions.append("SELECT 1") or ask())
    return questions


def end(pid):
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()


def test_a_connection_whose_server_says_nothing_is_not_asked(as_in_a_request, monkeypatch):
    questions = asked(monkeypatch)

    as_in_a_request()

    assert (Conference.objects.count(), questions) == (0, [])


def test_a_connection_that_the_server_has_ended_is_asked_and_opened_anew(as_in_a_request, monkeypatch):
    questions, former = asked(monkeypatch), connection.connection
    end(former.info.backend_pid)

    as_in_a_request()

    assert (Conference.objects.count(), questions) == (0, ["SELECT 1"])
    assert connection.connection is not former


def test_without_the_look_the_connection_that_was_ended_would_fail(as_in_a_request):
    end(connection.connection.info.backend_pid)
    connection.health_check_done = True

    with pytest.raises(OperationalError):
        Conference.objects.count()
