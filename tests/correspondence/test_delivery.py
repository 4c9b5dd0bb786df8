"""Delivery against a real mail server: each answer has its consequence, and nothing is lost or sent twice."""

from datetime import timedelta
from itertools import count

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail

from correspondence import delivery, smtp
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.exchange import Exchange
from correspondence.models import DeliveryAttempt, Message, Suppression
from tests.factories import BEFORE, OPENING, make_conference, make_message

pytestmark = pytest.mark.django_db


class StandingClock:
    """The time is what the test says."""

    def __init__(self, at=OPENING):
        self.at = at

    def __call__(self):
        return self.at


def deliver(at=OPENING):
    return delivery.deliver(StandingClock(at))


def attempts(message):
    return [(attempt.outcome, attempt.code) for attempt in message.attempts.all()]


def test_a_due_message_is_handed_over_and_marked(sink):
    message = make_message(make_conference())

    assert deliver() is False

    message.refresh_from_db()
    assert (message.status, message.sent_at, message.attempt_count) == (MessageStatus.SENT, OPENING, 1)
    assert (message.leased_until, message.last_error) == (None, "")
    assert [received["Message-ID"] for received in sink.received] == [message.message_id]
    assert attempts(message) == [(AttemptOutcome.ACCEPTED, 250)]


def test_what_is_not_due_stays(sink):
    conference = make_conference()
    later = make_message(conference, not_before=OPENING + timedelta(seconds=1))
    cancelled = make_message(conference, status=MessageStatus.CANCELLED)
    leased = make_message(conference, status=MessageStatus.SENDING, leased_until=OPENING + timedelta(seconds=1))

    deliver()

    assert sink.received == []
    assert not DeliveryAttempt.objects.exists()
    for message, status in [(later, "queued"), (cancelled, "cancelled"), (leased, "sending")]:
        message.refresh_from_db()
        assert message.status == status


def test_many_messages_share_one_connection(sink):
    conference = make_conference()
    messages = [make_message(conference) for _ in range(120)]

    deliver()

    assert len(sink.received) == len({received["Message-ID"] for received in sink.received}) == len(messages)
    assert sink.connection_count == 1
    assert Message.objects.filter(status=MessageStatus.SENT).count() == len(messages)


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize(("answer", "code"), [("550 5.1.1 No such user", 550), ("552 5.2.2 Mailbox full", 552)])
def test_a_permanent_refusal_is_final_and_says_why(sink, step, answer, code):
    conference = make_conference()
    refused, next_one = make_message(conference), make_message(conference)
    sink.orders.append((step, answer))

    deliver()

    refused.refresh_from_db()
    next_one.refresh_from_db()
    assert (refused.status, refused.last_error) == (MessageStatus.FAILED, answer)
    assert attempts(refused) == [(AttemptOutcome.REFUSED, code)]
    assert next_one.status == MessageStatus.SENT
    deliver(OPENING + timedelta(days=1))
    assert len(sink.received) == 1


def test_a_message_that_is_too_large_fails_alone(sink):
    message = make_message(make_conference())
    sink.orders.append(("MAIL", "552 5.3.4 Message size exceeds fixed limit"))

    deliver()

    message.refresh_from_db()
    assert (message.status, message.last_error) == ("failed", "552 5.3.4 Message size exceeds fixed limit")


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize(("answer", "code"), [("450 4.2.1 Greylisted", 450), ("452 4.5.3 Too many", 452)])
def test_a_message_that_is_put_off_is_tried_again_later(sink, step, answer, code):
    message = make_message(make_conference())
    sink.orders.append((step, answer))

    deliver()

    message.refresh_from_db()
    assert (message.status, message.last_error) == (MessageStatus.QUEUED, answer)
    assert timedelta(minutes=1) <= message.not_before - OPENING <= timedelta(minutes=2)
    assert attempts(message) == [(AttemptOutcome.DEFERRED, code)]
    deliver(OPENING + timedelta(minutes=2))
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert len(sink.received) == 1


def test_a_server_that_ends_the_connection_is_called_again(sink):
    conference = make_conference()
    messages = [make_message(conference) for _ in range(3)]
    sink.orders.extend([("DATA", "250 2.0.0 Accepted"), ("MAIL", "421 4.7.0 Too many messages on one connection")])

    deliver()

    assert sink.connection_count == 2
    assert [Message.objects.get(pk=message.pk).status for message in messages] == ["sent"] * 3


def test_a_server_that_is_slow_to_say_that_it_took_a_message_does_not_get_it_again_at_once(sink):
    conference = make_conference()
    _, slow = make_message(conference), make_message(conference)
    sink.orders.extend([("DATA", "250 2.0.0 Accepted"), ("late", 1.5)])

    deliver()

    slow.refresh_from_db()
    assert (slow.status, slow.last_error) == (MessageStatus.QUEUED, smtp.DOES_NOT_ANSWER)
    assert slow.not_before > OPENING
    assert [received["Message-ID"] for received in sink.received] == [slow.message_id]


def test_a_refusal_counts_when_the_server_hangs_up_after_it(sink):
    conference = make_conference()
    refused, next_one = make_message(conference), make_message(conference)
    sink.orders.append(("hang up", "550 5.1.1 No such user"))

    deliver()

    refused.refresh_from_db()
    next_one.refresh_from_db()
    assert (refused.status, refused.last_error) == (MessageStatus.FAILED, "550 5.1.1 No such user")
    assert attempts(refused) == [(AttemptOutcome.REFUSED, 550)]
    assert Suppression.objects.in_force().of_address(refused.to_email).exists()
    assert next_one.status == MessageStatus.SENT


@pytest.mark.parametrize("order", [("drop", True), ("silence", 3), ("MAIL", "421 4.3.2 Shutting down")])
def test_a_server_that_breaks_off_delays_nothing_but_that_message(sink, order):
    conference = make_conference()
    broken, next_one = make_message(conference), make_message(conference)
    sink.orders.append(order)

    deliver()

    broken.refresh_from_db()
    next_one.refresh_from_db()
    assert broken.status == MessageStatus.QUEUED
    assert timedelta(seconds=15) <= broken.not_before - OPENING <= timedelta(seconds=30)
    assert attempts(broken)[0][0] == AttemptOutcome.UNREACHABLE
    assert next_one.status == MessageStatus.SENT
    deliver(OPENING + timedelta(seconds=30))
    broken.refresh_from_db()
    assert broken.status == MessageStatus.SENT


def test_a_server_that_is_away_costs_two_tries_and_the_rest_is_given_back(sink):
    conference = make_conference()
    messages = [make_message(conference) for _ in range(5)]
    sink.stop()

    assert deliver() is False

    assert DeliveryAttempt.objects.count() == 2
    assert set(DeliveryAttempt.objects.values_list("outcome", "detail")) == {
        (AttemptOutcome.UNREACHABLE, smtp.REFUSES_CONNECTIONS)
    }
    assert Message.objects.filter(status=MessageStatus.QUEUED, leased_until=None).count() == 5
    assert list(Message.objects.due(OPENING).order_by("pk")) == messages[2:]
    sink.start()
    deliver(OPENING + timedelta(seconds=30))
    assert len(sink.received) == 5


def test_a_message_is_given_up_after_a_day(sink):
    message = make_message(make_conference())
    DeliveryAttempt.objects.create(message=message, at=OPENING, outcome=AttemptOutcome.DEFERRED, code=450)
    sink.orders.append(("RCPT", "450 4.2.1 Greylisted"))

    deliver(OPENING + timedelta(hours=24))

    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED
    assert message.last_error == "Given up after 24 hours: 450 4.2.1 Greylisted"


def test_days_without_the_mail_server_give_up_no_message(sink):
    message = make_message(make_conference())
    sink.stop()
    for hours in (0, 23, 25, 48):
        Message.objects.update(not_before=OPENING)
        deliver(OPENING + timedelta(hours=hours))
        message.refresh_from_db()
        assert message.status == MessageStatus.QUEUED
    sink.start()
    sink.orders.append(("RCPT", "450 4.2.1 Greylisted"))

    deliver(OPENING + timedelta(hours=49))

    message.refresh_from_db()
    assert (message.status, message.last_error) == (MessageStatus.QUEUED, "450 4.2.1 Greylisted")


def test_pauses_grow_and_are_never_longer_than_four_hours():
    put_off = smtp.Answer(AttemptOutcome.DEFERRED, 450)

    pauses = [delivery.pause(put_off, count) for count in range(20)]

    assert pauses[0] <= timedelta(minutes=2)
    assert max(pauses) <= timedelta(hours=4)
    assert min(pauses[10:]) >= timedelta(hours=2)


def test_what_a_dead_sender_left_is_taken_over_after_its_lease(sink):
    message = make_message(make_conference())
    assert delivery.take(OPENING) == [message]

    deliver(OPENING + delivery.LEASE)
    assert sink.received == []

    deliver(OPENING + delivery.LEASE + timedelta(seconds=1))
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert delivery.LEASE + timedelta(seconds=30) < timedelta(minutes=2)


def test_a_sender_that_lost_its_lease_changes_nothing():
    message = make_message(make_conference())
    slow = delivery.take(OPENING)
    quick = delivery.take(OPENING + delivery.LEASE + timedelta(seconds=1))
    delivery.mark(quick[0], smtp.ACCEPTED, OPENING)

    delivery.mark(slow[0], smtp.Answer(AttemptOutcome.REFUSED, 550, "550 no"), OPENING)

    message.refresh_from_db()
    assert (message.status, message.attempt_count, message.last_error) == (MessageStatus.SENT, 1, "")


def test_what_another_sender_took_meanwhile_is_not_handed_over_again(sink):
    conference = make_conference()
    first, second, third = (make_message(conference) for _ in range(3))
    clock = StandingClock()

    class SlowExchange(Exchange):
        def hand_over(self, message, at):
            answer = super().hand_over(message, at)
            if message == first:  # so long that another sender takes what is left, sends one and has the other in hand
                clock.at += delivery.LEASE + timedelta(seconds=1)
                Message.objects.filter(pk=first.pk).update(leased_until=clock.at + delivery.LEASE)
                taken = delivery.take(clock.at)
                assert taken == [second, third]
                delivery.mark(taken[0], smtp.ACCEPTED, clock.at)
            return answer

    with SlowExchange() as exchange:
        batch = delivery.take(clock.at)
        assert delivery._hand_over(batch, exchange, clock, until=clock.at + timedelta(hours=1)) is True

    assert [received["Message-ID"] for received in sink.received] == [first.message_id]
    assert not DeliveryAttempt.objects.exists()
    assert list(Message.objects.order_by("pk").values_list("status", flat=True)) == ["sending", "sent", "sending"]


def test_a_batch_has_a_size_and_two_senders_never_hold_the_same_message():
    conference = make_conference()
    for _ in range(70):
        make_message(conference)

    first, second = delivery.take(OPENING), delivery.take(OPENING)

    assert (len(first), len(second)) == (50, 20)
    assert not {message.pk for message in first} & {message.pk for message in second}


def test_a_long_batch_renews_its_lease(sink):
    conference = make_conference()
    messages = [make_message(conference) for _ in range(6)]
    time = count()

    delivery.deliver(lambda: OPENING + timedelta(seconds=12 * next(time)), for_at_most=timedelta(hours=1))

    assert [Message.objects.get(pk=message.pk).status for message in messages] == ["sent"] * 6
    assert DeliveryAttempt.objects.latest("at").at - OPENING > delivery.LEASE


def test_a_message_that_cannot_be_built_fails_alone(sink):
    conference = make_conference()
    broken = make_message(conference, link_purpose="no:such-page", link_pk=1, link_version=0)
    next_one = make_message(conference)

    deliver()

    broken.refresh_from_db()
    next_one.refresh_from_db()
    assert broken.status == MessageStatus.FAILED
    assert "could not be built" in broken.last_error
    assert next_one.status == MessageStatus.SENT


def test_when_the_time_is_up_the_sender_says_that_more_waits(sink):
    make_message(make_conference())

    assert delivery.deliver(StandingClock(), for_at_most=timedelta(0)) is True
    assert sink.received == []


def test_when_the_time_is_up_within_a_batch_the_rest_is_given_back(sink):
    conference = make_conference()
    messages = [make_message(conference) for _ in range(5)]
    time = count()

    again = delivery.deliver(lambda: OPENING + timedelta(seconds=next(time)), for_at_most=timedelta(seconds=10))

    assert again is True
    assert 0 < len(sink.received) < len(messages)
    assert Message.objects.filter(status=MessageStatus.SENT).count() == len(sink.received)
    rest = Message.objects.exclude(status=MessageStatus.SENT)
    assert set(rest.values_list("status", "leased_until")) == {(MessageStatus.QUEUED, None)}


def test_the_end_of_the_tasks_own_time_refuses_no_message(monkeypatch):
    message = make_message(make_conference())

    def build(message, at):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr("correspondence.emails.as_mail", build)
    with pytest.raises(SoftTimeLimitExceeded):
        deliver()

    message.refresh_from_db()
    assert (message.status, message.attempt_count) == (MessageStatus.SENDING, 0)
    monkeypatch.undo()
    deliver(OPENING + delivery.LEASE + timedelta(seconds=1))
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT


def test_any_mail_backend_will_do():
    message = make_message(make_conference(), created_at=BEFORE)

    deliver()

    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [message.message_id]
