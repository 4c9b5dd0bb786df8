"""Capacity under concurrency: sixty people at the same moment, ten places of the conference, a delegation or a choice.

REL-01 asks for 20 repetitions: PLENARY_REPETITIONS=20 bin/test tests/participants/test_places.py
"""

import http.client
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client

from conference.querysets import ConferenceQuerySet
from lib.refusal import NotPossible
from participants import actions, places
from participants.choices import QuestionKind
from participants.choices import RegistrationStatus as Status
from participants.models import Participant
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_invitation,
    make_participant,
    make_question,
    make_registration,
)
from tests.participants.test_personal_pages import invitation_url

PEOPLE, PLACES = 60, 10
REPETITIONS = int(os.environ.get("PLENARY_REPETITIONS", "1"))
CANNOT_OVERSELL = pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="SQLite has one writer at a time even without the lock"
)


def all_at_once(do, subjects, *, prepare=lambda: wait_as_long_as_it_takes()):
    """Do the same for each from a thread and connection of its own; return what came of each."""
    barrier = threading.Barrier(len(subjects), timeout=120)  # one that cannot begin keeps nobody waiting for good

    def one(subject):
        try:
            prepare()
            barrier.wait()
            return do(subject)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(subjects)) as pool:
        return list(pool.map(one, subjects))


def accept_all_at_once(invitations):
    """Accept every invitation at once; return what went wrong."""
    outcomes = all_at_once(lambda each: actions.accept(each, by="by personal link", at=BEFORE), invitations)
    return [repr(each) for each in outcomes if isinstance(each, Exception)]


def wait_as_long_as_it_takes(**_):
    """Counting is tested here, not how fast this machine is: the server's limit for waiting is set aside."""
    with connection.cursor() as cursor:
        is_sqlite, limit = connection.vendor == "sqlite", "'120s'"
        whole = f"SET lock_timeout = {limit}; SET statement_timeout = {limit}"  # a statement that waits is one too
        cursor.execute("PRAGMA busy_timeout = 120000" if is_sqlite else whole)


def crowd(capacity, **of_all):
    """A conference of so many places, with sixty people who are invited."""
    conference = make_conference(capacity=capacity)
    people = [make_participant(conference, **of_all) for _ in range(PEOPLE)]
    invitations = [make_invitation(conference, participant=person) for person in people]
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


@pytest.fixture
def patient_server():
    """Let the live server's connections wait as long as it takes."""
    connection_created.connect(wait_as_long_as_it_takes)
    yield
    connection_created.disconnect(wait_as_long_as_it_takes)


def ready_to_answer(server, conference):
    """Open an invitation as a browser does; return what sends the answer and gives its status."""
    invitation, client = make_invitation(conference), Client()
    client.get(invitation_url(invitation))
    line = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
    line.connect()
    body = f"csrfmiddlewaretoken={client.cookies['csrf'].value}&family_name=Muster&given_name=Ana"
    headers = {"Cookie": client.cookies.output(attrs=[], header="", sep=";").strip(), "Referer": server.url}
    headers["Content-Type"] = "application/x-www-form-urlencoded"

    def answer():
        line.request("POST", invitation_url(invitation, "accept"), body, headers)
        status = line.getresponse().status
        line.close()
        return status

    return answer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repetition", range(REPETITIONS))
def test_sixty_requests_at_once_are_all_answered_and_ten_people_have_a_place(
    live_server, settings, patient_server, repetition
):
    settings.ALLOWED_HOSTS = ["*"]
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    conference = make_conference(capacity=PLACES, is_moderated=False)
    readers = [ready_to_answer(live_server, conference) for _ in range(PEOPLE)]

    statuses = all_at_once(lambda answer: answer(), readers, prepare=lambda: None)

    assert statuses == [302] * PEOPLE
    assert conference.registrations.confirmed().count() == PLACES
    assert conference.registrations.waitlisted().count() == PEOPLE - PLACES


@pytest.mark.django_db(transaction=True)
@CANNOT_OVERSELL
def test_without_the_lock_the_same_crowd_is_given_too_many_places(monkeypatch):
    monkeypatch.setattr(ConferenceQuerySet, "locked", lambda self: self)
    conference, invitations = crowd(PLACES)

    accept_all_at_once(invitations)

    assert conference.registrations.confirmed().count() > PLACES


def delegates(conference):
    """A delegation of ten seats at a conference without end, and sixty people of it who await approval."""
    delegation = make_delegation(conference, seat_limit=PLACES)
    people = [
        make_participant(conference, organisation=delegation.organisation, delegation=delegation) for _ in range(PEOPLE)
    ]
    return delegation, [make_registration(conference, participant=person, status=Status.PENDING) for person in people]


@pytest.mark.django_db(transaction=True)
def test_sixty_confirmed_at_once_take_exactly_the_ten_seats_of_their_delegation():
    conference = make_conference()
    delegation, registrations = delegates(conference)

    outcomes = all_at_once(lambda each: actions.confirm(each, by=None, at=BEFORE), registrations)

    refused = [str(each) for each in outcomes if isinstance(each, Exception)]
    assert len(refused) == PEOPLE - PLACES
    assert all(f"has {PLACES} seats; all are taken." in each for each in refused)
    assert places.seats_taken(delegation) == PLACES


@pytest.mark.django_db(transaction=True)
@CANNOT_OVERSELL
def test_without_the_lock_a_delegation_is_given_too_many_seats(monkeypatch):
    monkeypatch.setattr(ConferenceQuerySet, "locked", lambda self: self)
    delegation, registrations = delegates(make_conference())

    all_at_once(lambda each: actions.confirm(each, by=None, at=BEFORE), registrations)

    assert places.seats_taken(delegation) > PLACES


def visitors(conference):
    """A visit for ten, and sixty people who would like to come along."""
    question = make_question(
        conference, label="Which visit?", kind=QuestionKind.ONE_CHOICE, choices=[("The port", PLACES), "None"]
    )
    return question, [make_registration(conference).participant for _ in range(PEOPLE)]


def choose(question, choice):
    def answer(person):
        person = Participant.objects.select_related("conference").get(pk=person.pk)
        actions.change_with_answers(person, answers={question.pk: [choice.pk]}, by="by personal link", at=BEFORE)

    return answer


@pytest.mark.django_db(transaction=True)
def test_sixty_who_choose_at_once_take_exactly_the_ten_places_of_the_choice():
    question, people = visitors(make_conference())
    choice = question.choices.get(label="The port")

    outcomes = all_at_once(choose(question, choice), people)

    refused = [each for each in outcomes if each is not None]
    assert [type(each) for each in refused] == [NotPossible] * (PEOPLE - PLACES)
    assert choice.answers.count() == PLACES


@pytest.mark.django_db(transaction=True)
@CANNOT_OVERSELL
def test_without_the_lock_a_choice_is_given_to_too_many(monkeypatch):
    monkeypatch.setattr(ConferenceQuerySet, "locked", lambda self: self)
    question, people = visitors(make_conference())
    choice = question.choices.get(label="The port")

    all_at_once(choose(question, choice), people)

    assert choice.answers.count() > PLACES


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
