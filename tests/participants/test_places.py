"""Capacity under concurrency: sixty people accept at the same moment, ten places are there."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from conference import actions as conferences
from conference.querysets import ConferenceQuerySet
from participants import actions, places
from participants.choices import RegistrationStatus as Status
from tests.factories import BEFORE, make_conference, make_invitation, make_participant, make_registration

PEOPLE, PLACES = 60, 10


def accept_all_at_once(invitations):
    """Accept every invitation from a thread and connection of its own; return what went wrong."""
    barrier = threading.Barrier(len(invitations))

    def accept(invitation):
        try:
            wait_as_long_as_it_takes()
            barrier.wait()
            actions.accept(invitation, by="by personal link", at=BEFORE)
            return None
        except Exception as error:
            return repr(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(invitations)) as pool:
        return [problem for problem in pool.map(accept, invitations) if problem]


def wait_as_long_as_it_takes():
    """Counting is tested here, not how fast this machine is: the server's limit for waiting is set aside."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 120000" if connection.vendor == "sqlite" else "SET lock_timeout = '120s'")


def crowd(capacity):
    conference = make_conference(capacity=capacity)
    invitations = [make_invitation(conference) for _ in range(PEOPLE)]
    return conference, list(conference.invitations.with_participant().filter(pk__in=[each.pk for each in invitations]))


@pytest.mark.django_db(transaction=True)
def test_sixty_people_at_once_get_exactly_the_ten_places_in_order_of_arrival():
    conference, invitations = crowd(PLACES)

    problems = accept_all_at_once(invitations)

    assert problems == []
    assert conference.registrations.confirmed().count() == PLACES
    assert conference.registrations.waitlisted().count() == PEOPLE - PLACES
    assert conference.messages.filter(kind="confirmation").count() == PLACES
    assert conference.messages.filter(kind="waiting_list").count() == PEOPLE - PLACES


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time even without the lock")
def test_without_the_lock_the_same_crowd_is_given_too_many_places(monkeypatch):
    monkeypatch.setattr(ConferenceQuerySet, "locked", lambda self: self)
    conference, invitations = crowd(PLACES)

    accept_all_at_once(invitations)

    assert conference.registrations.confirmed().count() > PLACES


@pytest.mark.django_db(transaction=True)
def test_cancelling_and_accepting_at_once_never_exceeds_the_places():
    conference, invitations = crowd(PLACES)
    confirmed = [make_registration(conference) for _ in range(PLACES)]

    def cancel(registration):
        try:
            wait_as_long_as_it_takes()
            actions.cancel(registration, by=None, at=BEFORE)
        finally:
            connection.close()

    with ThreadPoolExecutor(PLACES + 1) as pool:
        problems = pool.submit(accept_all_at_once, invitations)
        list(pool.map(cancel, confirmed))
        assert problems.result() == []

    assert conference.registrations.confirmed().count() == PLACES
    assert conference.registrations.filter(status=Status.WAITLISTED).count() == PEOPLE - PLACES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("capacity", "confirmed", "free"), [(None, 3, None), (3, 0, 3), (3, 2, 1), (3, 3, 0), (2, 3, 0)]
)
def test_the_count_of_free_places(capacity, confirmed, free):
    conference = make_conference(capacity=capacity)
    for _ in range(confirmed):
        make_registration(conference)
    make_registration(conference, status=Status.WAITLISTED)

    assert places.free_count(conference) == free
    assert (places.why_no_place(conference, make_participant(conference)) is None) == (free is None or free > 0)


@pytest.mark.django_db
def test_more_places_on_the_details_page_go_to_those_who_wait():
    conference = make_conference(capacity=1, is_moderated=False)
    make_registration(conference, status=Status.CONFIRMED)
    second = make_registration(conference, status=Status.WAITLISTED)
    conferences.change(conference, capacity=2, by="An organiser", at=BEFORE)
    second.refresh_from_db()
    assert second.status == Status.CONFIRMED
