"""Connections to PostgreSQL stay open from one request to the next, and one that was ended is noticed."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from conference.connections import trust_what_is_quiet
from conference.models import Conference

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no connection that somebody could end"),
]


@pytest.fixture
def as_in_a_request():
    """Do what the beginning of a request does, over a connection that was opened just now."""
    connection.close()
    connection.ensure_connection()
    connection.health_check_enabled = True

    def begin():
        close_old_connections()
        trust_what_is_quiet()

    yield begin
    connection.close()


def test_the_look_comes_after_djangos_own_beginning_of_a_request(tmp_path):
    """Clients of tests take Django's own away and put it behind; a process that serves does not."""
    asks = "from django.core.signals import request_started as r; print([each[1]().__name__ for each in r.receivers])"
    env = os.environ | {"PYTHONPATH": str(settings.BASE_DIR), "PLENARY_VAR": str(tmp_path)}
    shell = f"import django; django.setup(); {asks}"
    said = subprocess.run([sys.executable, "-c", shell], env=env, capture_output=True, text=True, check=True).stdout

    assert said.index("close_old_connections") < said.index("trust_what_is_quiet")


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


def test_without_asking_the_connection_that_was_ended_fails(as_in_a_request):
    end(connection.connection.info.backend_pid)
    as_in_a_request()
    connection.health_check_done = True

    with pytest.raises(OperationalError):
        Conference.objects.count()
