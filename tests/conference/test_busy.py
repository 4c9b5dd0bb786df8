"""What no view foresees: who waits for a lock too long is told so, soon; a refusal is shown (REL-03)."""

import threading
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from conference.choices import ConferenceStatus
from conference.middleware import BusyMiddleware, RefusalMiddleware
from conference.models import Conference
from lib.refusal import NotPossible
from tests.factories import make_conference, make_member


@pytest.fixture
def locked_conference(transactional_db, client):
    """A draft whose row another transaction holds; its organiser is signed in."""
    conference = make_conference(status=ConferenceStatus.DRAFT)
    client.force_login(make_member(conference))
    holds, release = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                Conference.objects.locked().get(pk=conference.pk)
                holds.set()
                release.wait(120)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(60)
    yield conference
    release.set()
    holder.join()
    connection.close()  # and with it the shorter patience


def test_a_lock_that_cannot_be_had_answers_503_soon(client, locked_conference):
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 300")  # as short as PostgreSQL's, for the test's sake
    started = time.monotonic()

    response = client.post(reverse("conference:announce", kwargs={"conference": locked_conference.slug}))

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "nothing was changed" in response.content.decode()
    assert time.monotonic() - started < 60
    locked_conference.refresh_from_db()
    assert locked_conference.status == ConferenceStatus.DRAFT


@pytest.mark.parametrize(
    ("problem", "status"),
    [("database is locked", 503), ("no such table: conference_conference", None)],
)
def test_only_a_lock_is_called_busy(rf, problem, status):
    request = rf.post("/")
    request.user = AnonymousUser()

    response = BusyMiddleware(lambda request: None).process_exception(request, OperationalError(problem))

    assert getattr(response, "status_code", None) == status


@pytest.mark.parametrize(
    ("problem", "status"), [(NotPossible("This entry is no longer there."), 409), (ValueError("x"), None)]
)
def test_a_refusal_that_a_view_has_no_place_for_is_shown(rf, problem, status):
    request = rf.post("/")
    request.user = AnonymousUser()

    response = RefusalMiddleware(lambda request: None).process_exception(request, problem)

    assert getattr(response, "status_code", None) == status
    assert response is None or "<p>This entry is no longer there.</p>" in response.text
