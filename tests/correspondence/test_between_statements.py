"""Delivery where little goes right: cut off between any two statements, clocks put back, servers that hang up at one."""

from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import OperationalError, connection

from correspondence import actions, delivery, heartbeats, jobs, letters
from correspondence.choices import AttemptOutcome, MessageStatus
from correspondence.models import DeliveryAttempt, Heartbeat, Message, Suppression
from correspondence.pace import Pace
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_letter,
    make_mailing,
    make_message,
    make_registration,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NO_SUCH_USER = "550 5.1.1 No such user"


class PowerCut(BaseException):
    """The process ends: nothing catches it."""


class Cut:
    """Lets so many statements pass, and none after that. What a transaction has done until then is taken back."""

    def __init__(self, after):
        self.left = after

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith("BEGIN"):
            self.left -= 1
            if self.left < 0:
                raise PowerCut
        return execute(sql, params, many, context)


def ticking(at):
    """A clock that goes on by a millisecond whenever it is asked."""
    return partial(next, (at + timedelta(milliseconds=number) for number in count()))


def deliver(at):
    return delivery.deliver(ticking(at))


def deliver_mailings(at, sleep=lambda seconds: None):
    return delivery.deliver_mailings(ticking(at), pace=Pace(1000, 1000), sleep=sleep)


@pytest.mark.django_db(transaction=True)
def test_cut_off_between_any_two_statements_all_end_as_if_nothing_had_happened(sink):
    at, cuts = OPENING, 0
    while True:
        at += timedelta(days=2)
        conference = make_conference()
        taken, refused, put_off = (make_message(conference, not_before=at) for _ in range(3))
        sink.orders.extend([("RCPT", NO_SUCH_USER), ("RCPT", "450 4.2.1 Greylisted")])
        refused_at, taken.not_before = at - MINUTE, at
        Message.objects.filter(pk=refused.pk).update(not_before=refused_at)
        Message.objects.filter(pk=put_off.pk).update(not_before=refused_at + timedelta(seconds=1))
        cut = Cut(after=cuts)
        try:
            with connection.execute_wrapper(cut):
                deliver(at)
        except PowerCut:
            cuts += 1
        sink.orders.clear()
        if not Message.objects.filter(pk=refused.pk, status=MessageStatus.FAILED).exists():
            sink.orders.append(("RCPT", NO_SUCH_USER))
        for minutes in (2, 4, 6):
            deliver(at + minutes * MINUTE)

        states = Message.objects.filter(conference=conference).order_by("pk").values_list("status", flat=True)
        assert list(states) == ["sent", "failed", "sent"], f"cut off after {cuts} statements"
        assert list(refused.attempts.values_list("outcome", flat=True)) == ["refused"]
        assert Suppression.objects.in_force().of_address(refused.to_email).exists()
        assert conference.history.filter(verb="suppression.made").count() == 1
        if cut.left >= 0:
            break
    received = [each["Message-ID"] for each in sink.received]
    sent = Message.objects.filter(status=MessageStatus.SENT)
    assert set(received) == {message.message_id for message in sent}
    assert len(received) <= sent.count() + cuts  # repeated at most where it was cut off before the mark
    assert cuts > 8


@pytest.mark.parametrize(("act", "status"), [(actions.pause, "held"), (actions.cancel_mailing, "cancelled")])
def test_what_a_dead_sender_had_taken_of_a_mailing_follows_its_mailing(sink, act, status):
    conference = make_conference()
    mailing = make_mailing(conference, started_at=BEFORE)
    for _ in range(3):
        make_message(conference, mailing=mailing)
    delivery.take(OPENING, of_mailings=True)  # and here its process ends
    act(make_running(mailing), by=None, at=OPENING)

    deliver_mailings(OPENING + delivery.LEASE + MINUTE)

    assert sink.received == []
    assert list(mailing.messages.values_list("status", "leased_until")) == [(status, None)] * 4


def make_running(mailing):
    """Add a message that waits, so that there is something to pause."""
    make_message(mailing.conference, mailing=mailing)
    return mailing


def test_of_10_000_that_are_cancelled_while_some_are_taken_each_was_sent_or_is_cancelled():
    conference = make_conference()
    mailing = make_mailing(conference, started_at=BEFORE)
    Message.objects.bulk_create(
        Message(
            conference=conference, mailing=mailing, kind="mailing", occasion=f"mailing:{number}", text="Soon\n",
            to_email=f"person{number}@example.org", subject="Soon", created_at=BEFORE, not_before=BEFORE,
        )
        for number in range(10_000)
    )  # fmt: skip
    lost, held = delivery.take(OPENING, of_mailings=True), delivery.take(OPENING, of_mailings=True)

    actions.cancel_mailing(mailing, by=None, at=OPENING)
    for message in held[:10]:
        delivery.mark(message, delivery.smtp.ACCEPTED, OPENING)
    delivery._give_back(held[10:])
    deliver_mailings(OPENING + delivery.LEASE + MINUTE)

    assert len(lost) == 50
    assert mail.outbox == []
    counts = conference.mailings.with_counts().get()
    assert (counts.sent_count, counts.cancelled_count, counts.waiting_count) == (10, 9_990, 0)


def test_a_sender_of_mailings_that_lost_its_turn_stops(sink):
    conference = make_conference()
    mailing = make_mailing(conference, started_at=BEFORE)
    for _ in range(delivery.BATCH_SIZE + 1):
        make_message(conference, mailing=mailing)

    def sleep(seconds):
        """Here the process stood still for so long that another one has begun."""
        Heartbeat.objects.filter(name=delivery.SENDER_OF_MAILINGS).update(at=OPENING + timedelta(hours=1))

    assert deliver_mailings(OPENING, sleep) is False

    assert len(sink.received) == delivery.BATCH_SIZE
    assert Heartbeat.objects.get(name=delivery.SENDER_OF_MAILINGS).at == OPENING + timedelta(hours=1)


def test_after_the_clock_was_put_back_nothing_waits_for_the_time_that_was(sink):
    conference = make_conference()
    message = make_message(conference)
    of_a_mailing = make_message(conference, mailing=make_mailing(conference, started_at=BEFORE))
    future = OPENING + timedelta(days=1)
    delivery.take(future)
    delivery.take(future, of_mailings=True)
    delivery._begin_alone(future)

    deliver(OPENING)
    deliver_mailings(OPENING)

    ids = [received["Message-ID"] for received in sink.received]
    assert ids == [message.message_id, of_a_mailing.message_id]


def test_a_sender_whose_clock_is_put_back_keeps_what_it_took(sink):
    conference = make_conference()
    messages = [make_message(conference) for _ in range(3)]
    moments = iter([OPENING, OPENING])

    delivery.deliver(lambda: next(moments, OPENING - timedelta(hours=1)))

    assert len(sink.received) == len(messages)
    assert set(Message.objects.values_list("status", flat=True)) == {MessageStatus.SENT}


@pytest.mark.parametrize("apart", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_a_beat_of_another_time_is_no_sign_of_life(apart):
    assert heartbeats.is_silent("worker", {"worker": OPENING + apart}, OPENING)
    assert not heartbeats.is_silent("worker", {"worker": OPENING}, OPENING)


def hang_up_at(message, sink, at):
    """Let the server hang up at a message, and take another message after it."""
    Message.objects.filter(pk=message.pk).update(not_before=at - MINUTE)
    make_message(message.conference, not_before=at)
    sink.orders.append(("drop", True))
    deliver(at)
    message.refresh_from_db()


def test_a_message_at_which_the_server_hangs_up_while_it_takes_others_is_given_up_in_the_end(sink):
    message = make_message(make_conference())
    for number in range(3):
        hang_up_at(message, sink, OPENING + number * MINUTE)

    assert list(message.attempts.values_list("outcome", flat=True)) == ["unreachable", "unreachable", "deferred"]
    assert message.status == MessageStatus.QUEUED
    assert message.not_before - (OPENING + 2 * MINUTE) >= MINUTE
    hang_up_at(message, sink, OPENING + timedelta(hours=25))
    assert message.status == MessageStatus.FAILED
    assert message.last_error.startswith("Given up after 24 hours: The mail server could not be used")
    assert Message.objects.filter(status=MessageStatus.SENT).count() == 4


def test_while_the_server_is_away_for_all_no_message_is_told_apart(sink):
    message = make_message(make_conference())
    sink.stop()

    for number in range(5):
        deliver(OPENING + number * MINUTE)

    assert set(message.attempts.values_list("outcome", flat=True)) == {AttemptOutcome.UNREACHABLE}


def test_who_is_put_off_after_an_outage_rests_as_short_as_others(sink):
    message = make_message(make_conference(), attempt_count=20)
    DeliveryAttempt.objects.bulk_create(
        DeliveryAttempt(message=message, at=BEFORE + number * MINUTE, outcome=AttemptOutcome.UNREACHABLE)
        for number in range(20)
    )
    sink.orders.append(("RCPT", "450 4.2.1 Greylisted"))

    deliver(OPENING)

    message.refresh_from_db()
    assert message.not_before - OPENING <= 2 * MINUTE


def test_a_file_that_cannot_be_read_now_delays_its_message_alone(sink):
    conference = make_conference()
    message, other = make_message(conference), make_message(conference)
    file = ContentFile(b"%PDF-", name="a.pdf")
    path = Path(message.attachments.create(name="Agenda.pdf", file=file, size=5).file.path)
    path.unlink()
    path.mkdir()  # a disk that answers with an error

    deliver(OPENING)
    message.refresh_from_db()
    assert message.last_error.startswith("The file “Agenda.pdf” cannot be read now")
    assert (message.status, message.attempt_count) == (MessageStatus.QUEUED, 1)
    path.rmdir()
    path.write_bytes(b"%PDF-")
    deliver(OPENING + 2 * MINUTE)

    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert [each["Message-ID"] for each in sink.received] == [other.message_id, message.message_id]


@pytest.mark.parametrize("problem", [OperationalError("the database is away"), MemoryError()])
def test_what_is_no_fault_of_a_message_refuses_none(monkeypatch, problem):
    message = make_message(make_conference())

    def build(message, at):
        raise problem

    monkeypatch.setattr("correspondence.emails.as_mail", build)
    with pytest.raises(type(problem)):
        deliver(OPENING)
    monkeypatch.undo()
    deliver(OPENING + delivery.LEASE + MINUTE)

    message.refresh_from_db()
    assert (message.status, message.attempt_count) == (MessageStatus.SENT, 1)


def test_a_clock_that_was_put_back_lets_a_mailing_wait_for_no_more_than_its_pace():
    pace, earlier = Pace(per_second=2, per_second_and_domain=1), OPENING - timedelta(hours=1)
    pace.turn_of("ana@example.org", OPENING)
    pace.spend("ana@example.org", OPENING)

    assert pace.turn_of("ben@example.org", earlier) == earlier + timedelta(seconds=1)
    assert pace.next_at == earlier + timedelta(milliseconds=500)


def test_a_letter_that_was_taken_by_a_clock_that_was_put_back_is_made():
    conference = make_conference()
    letter = make_letter(conference, leased_until=OPENING + timedelta(hours=1))
    make_letter(conference, leased_until=OPENING + letters.LEASE)

    assert letters.take(OPENING) == letter
    assert letters.take(OPENING) is None


def test_a_mailing_that_cannot_be_written_keeps_no_other_from_leaving(monkeypatch):
    broken, good = (make_mailing(make_registration(make_conference()).conference) for _ in range(2))
    for mailing in (broken, good):
        actions.start(mailing, by=None, at=OPENING)
    write_next = actions.write_next

    def sometimes(mailing, **kwargs):
        if mailing == broken:
            raise LookupError("a text that cannot be read")
        return write_next(mailing, **kwargs)

    monkeypatch.setattr(actions, "write_next", sometimes)

    jobs.write_mailings()

    assert (broken.messages.count(), good.messages.count()) == (0, 1)
