"""What every desk page says when messages do not leave."""

from datetime import timedelta

import pytest
from django.core.cache import caches

from correspondence import facts, smtp
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.models import DeliveryAttempt, Heartbeat
from tests.factories import OPENING, make_conference, make_message

pytestmark = pytest.mark.django_db
EARLIER = OPENING - timedelta(minutes=8)


@pytest.fixture
def all_alive():
    Heartbeat.objects.create(name="worker", at=OPENING - timedelta(seconds=10))
    Heartbeat.objects.create(name="clock", at=OPENING - timedelta(seconds=30))


def make_attempt(message, at, outcome=AttemptOutcome.UNREACHABLE, **fields):
    return DeliveryAttempt.objects.create(message=message, at=at, outcome=outcome, **fields)


def test_when_all_is_well_nothing_is_said(all_alive):
    conference = make_conference()
    sent = make_message(conference, status=MessageStatus.SENT)
    make_attempt(sent, OPENING, AttemptOutcome.ACCEPTED)
    make_message(conference, not_before=OPENING)

    assert facts.trouble(conference, OPENING) is None
    assert facts.trouble(None, OPENING) is None


@pytest.mark.parametrize(
    ("code", "detail", "what"),
    [
        (None, smtp.REFUSES_CONNECTIONS, "the mail server has refused connections"),
        (None, smtp.DOES_NOT_ANSWER, "the mail server has not answered"),
        (None, "The mail server could not be used: [Errno 28] No space left", "the mail server has not been reachable"),
        (535, "535 5.7.8 Bad credentials", "the mail server has not accepted our sign-in"),
        (421, "421 4.3.2 Shutting down", "the mail server has been turning us away (421)"),
    ],
)
def test_a_mail_server_that_is_away_is_named_with_the_first_failure_since_it_last_answered(
    all_alive, code, detail, what
):
    conference = make_conference(time_zone="America/Mexico_City")
    message = make_message(conference)
    make_message(conference)
    make_attempt(message, EARLIER - timedelta(hours=1), code=code, detail=detail)
    make_attempt(message, EARLIER - timedelta(minutes=1), AttemptOutcome.DEFERRED, code=450)
    make_attempt(message, EARLIER, code=code, detail=detail)
    make_attempt(message, OPENING, code=code, detail=detail)

    assert facts.trouble(conference, OPENING) == f"2 messages wait: {what} since 02:52 CST."
    assert facts.trouble(None, OPENING) == f"2 messages wait: {what} since 08:52 UTC."


def test_each_conference_counts_its_own_messages(all_alive):
    conference, other = make_conference(), make_conference()
    make_message(conference)
    make_attempt(make_message(other), EARLIER, detail=smtp.REFUSES_CONNECTIONS)

    assert facts.trouble(conference, OPENING).startswith("1 message waits: ")
    assert facts.trouble(None, OPENING).startswith("2 messages wait: ")


def test_a_mail_server_that_answers_again_is_forgiven(all_alive):
    conference = make_conference()
    message = make_message(conference)
    make_attempt(message, EARLIER, detail=smtp.REFUSES_CONNECTIONS)
    make_attempt(message, OPENING, AttemptOutcome.REFUSED, code=550)

    assert facts.trouble(conference, OPENING) is None


def test_a_worker_that_is_silent_is_named_within_a_minute():
    Heartbeat.objects.create(name="clock", at=OPENING)
    Heartbeat.objects.create(name="worker", at=OPENING - timedelta(seconds=50))

    sentence = facts.trouble(make_conference(), OPENING)

    assert sentence == "Messages will wait: no worker process has been running since 08:59 UTC."


@pytest.mark.parametrize("name", ["worker", "clock"])
def test_silence_is_told_on_every_page_within_a_minute_and_not_after_one_late_beat(all_alive, name):
    conference, heartbeat = make_conference(), Heartbeat.objects.filter(name=name)

    heartbeat.update(at=OPENING - timedelta(seconds=40))
    assert facts.trouble(conference, OPENING) is None
    heartbeat.update(at=OPENING - timedelta(seconds=60 - facts.REPEATED_FOR + 1))
    assert facts.trouble(conference, OPENING) is not None


def test_a_worker_that_was_never_seen_has_no_time():
    assert facts.trouble(make_conference(), OPENING) == "Messages will wait: no worker process has been running."


def test_a_clock_that_stands_still_is_named_with_its_day():
    Heartbeat.objects.create(name="worker", at=OPENING)
    Heartbeat.objects.create(name="clock", at=OPENING - timedelta(days=1))

    assert facts.trouble(make_conference(), OPENING) == (
        "Messages will wait: the clock process or the task broker has stood still since 2 June, 09:00 UTC."
    )


def test_the_oldest_unsent_message_is_the_one_that_should_have_left_first():
    conference = make_conference()
    make_message(conference, not_before=OPENING - timedelta(seconds=90))
    make_message(conference, not_before=OPENING - timedelta(seconds=30))
    make_message(conference, not_before=OPENING + timedelta(hours=1))
    make_message(conference, status=MessageStatus.FAILED, not_before=OPENING - timedelta(days=1))

    assert facts.oldest_unsent_seconds(OPENING) == 90


def test_without_messages_nothing_is_old():
    assert facts.oldest_unsent_seconds(OPENING) == 0


def test_pages_repeat_for_some_seconds_what_they_said_of_their_conference(
    settings, all_alive, django_assert_num_queries
):
    nearby = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test of repeating"}
    settings.CACHES = settings.CACHES | {"nearby": nearby}
    quiet, conference = make_conference(), make_conference()
    make_attempt(make_message(conference), OPENING)
    said = facts.trouble_on_pages(conference, OPENING)
    assert said.startswith("1 message waits: ")
    assert facts.trouble_on_pages(quiet, OPENING).startswith("Messages will wait: ")

    make_message(conference)
    with django_assert_num_queries(0):
        assert facts.trouble_on_pages(conference, OPENING) == said
    caches["nearby"].clear()
    assert facts.trouble_on_pages(conference, OPENING).startswith("2 messages wait: ")
