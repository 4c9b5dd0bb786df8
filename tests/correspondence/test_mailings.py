"""Mailings: seen before they leave, sent by one word, held, cancelled, at a measured pace; nobody is counted twice."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from conference.models import AuditEntry
from correspondence import actions, audiences, delivery, emails, facts, jobs, smtp
from correspondence.actions import mailings
from correspondence.choices import MessageStatus
from correspondence.models import Mailing, Message
from correspondence.pace import MOMENT, Pace, leaves_at
from lib.refusal import NotPossible
from participants.choices import RegistrationStatus
from tests.factories import (
    OPENING,
    make_conference,
    make_invitation,
    make_message,
    make_participant,
    make_question,
    make_registration,
)

pytestmark = pytest.mark.django_db
TEXT = "{salutation},\n\nsee you soon: {personal_link}\n"
LEAVING = leaves_at(OPENING)  # of what is started at the opening


class RunningClock:
    """Time passes when somebody sleeps, and a millisecond with each look."""

    def __init__(self, at=LEAVING):
        self.at = at

    def __call__(self):
        self.at += timedelta(milliseconds=1)
        return self.at

    def sleep(self, seconds):
        self.at += timedelta(seconds=seconds)


def make_mailing(conference, *, people=3, audience="confirmed", **fields):
    for number in range(people):
        participant = make_participant(conference, email=f"person{number}@domain{number % 2}.example.org")
        make_registration(conference, participant=participant)
    defaults = {"subject": "Soon: {conference}", "text": TEXT, "by": None, "at": OPENING}
    return actions.prepare(conference, audience=audience, **defaults | fields)


def start(mailing):
    """Start a mailing, and let the worker write its messages."""
    mailing = actions.start(mailing, by=None, at=OPENING)
    while actions.write_next(mailing, by=None, at=OPENING):
        pass
    return mailing


def test_a_name_that_was_kept_with_line_breaks_stands_on_one_line_of_the_head():
    conference = make_conference()
    make_registration(conference, participant=make_participant(conference, given_name="Ana\r\nMaria"))

    message = start(make_mailing(conference, people=0)).messages.get()

    assert message.to_name == "Ana Maria Muster"
    assert emails.as_mail(message, at=OPENING).message()["To"] == f"Ana Maria Muster <{message.to_email}>"


def statuses(mailing):
    return sorted(mailing.messages.values_list("status", flat=True))


def verbs():
    return list(AuditEntry.objects.filter(verb__startswith="mailing").order_by("pk").values_list("verb", flat=True))


def deliver(clock, **pace):
    return delivery.deliver_mailings(
        clock, pace=Pace(**{"per_second": 1000, "per_second_and_domain": 1000} | pace), sleep=clock.sleep,
        for_at_most=timedelta(hours=1),
    )  # fmt: skip


def test_a_prepared_mailing_writes_to_nobody():
    mailing = make_mailing(make_conference())

    assert mailing.started_at is None
    assert not Message.objects.exists()
    assert verbs() == ["mailing.prepared"]


@pytest.mark.parametrize(("subject", "text"), [("Soon {x}", TEXT), ("Soon", "{note}"), ("{personal_link}", TEXT)])
def test_a_text_that_cannot_be_filled_is_refused(subject, text):
    with pytest.raises(NotPossible, match="not known here"):
        make_mailing(make_conference(), subject=subject, text=text)

    assert not Mailing.objects.exists()


def test_start_writes_one_message_to_each_person_of_the_group():
    conference = make_conference()
    mailing = make_mailing(conference)
    make_registration(conference, status=RegistrationStatus.CANCELLED)

    start(mailing)

    messages = list(mailing.messages.order_by("to_email"))
    assert [message.to_email for message in messages] == [
        "person0@domain0.example.org", "person1@domain1.example.org", "person2@domain0.example.org",
    ]  # fmt: skip
    assert messages[0].subject == f"Soon: {conference.title}"
    assert messages[0].link_purpose == "participants:me"
    assert messages[0].is_optional
    assert verbs() == ["mailing.prepared", "mailing.started"]


def test_start_twice_writes_once():
    mailing = make_mailing(make_conference())
    start(mailing)

    with pytest.raises(NotPossible, match="sent already"):
        actions.start(mailing, by=None, at=OPENING)

    assert mailing.messages.count() == 3


def test_a_group_without_people_is_refused():
    mailing = make_mailing(make_conference(), people=0)

    with pytest.raises(NotPossible, match="Nobody with an e-mail address"):
        actions.start(mailing, by=None, at=OPENING)

    mailing.refresh_from_db()
    assert mailing.started_at is None


def test_a_mailing_that_was_sent_cannot_be_changed():
    mailing = make_mailing(make_conference())
    actions.change_mailing(
        mailing, audience="confirmed", subject="New", text=TEXT, is_optional=False, by=None, at=OPENING
    )
    start(mailing)

    with pytest.raises(NotPossible, match="cannot be changed"):
        actions.change_mailing(
            mailing, audience="everyone", subject="Newer", text=TEXT, is_optional=True, by=None, at=OPENING
        )

    mailing.refresh_from_db()
    assert (mailing.subject, mailing.audience) == ("New", "confirmed")


def test_who_wants_none_and_whose_address_is_closed_is_kept_back():
    conference = make_conference()
    mailing = make_mailing(conference)
    conference.opt_outs.create(email="person0@domain0.example.org", opted_out_at=OPENING)
    delivery.close_address("Person1@domain1.example.org", "550 5.1.1 gone", OPENING)

    start(mailing)

    assert list(mailing.messages.order_by("to_email").values_list("status", "last_error")) == [
        ("suppressed", facts.OPTED_OUT), ("suppressed", "550 5.1.1 gone"), ("queued", ""),
    ]  # fmt: skip


def test_what_everyone_has_to_know_reaches_those_who_want_no_reminders():
    conference = make_conference()
    mailing = make_mailing(conference, is_optional=False)
    conference.opt_outs.create(email="person0@domain0.example.org", opted_out_at=OPENING)

    start(mailing)

    assert statuses(mailing) == ["queued"] * 3


@pytest.mark.parametrize(
    ("started", "leaves"), [("09:00:00", "09:01:00"), ("09:00:30", "09:01:00"), ("09:00:31", "09:02:00")]
)
def test_what_is_sent_to_many_leaves_at_a_full_minute_half_a_minute_later_at_least(started, leaves):
    at, until = (datetime.fromisoformat(f"2030-06-03T{clock}+00:00") for clock in (started, leaves))

    assert leaves_at(at) == until
    assert until - at >= MOMENT


def test_nothing_of_a_mailing_leaves_before_its_moment_has_passed(sink):
    mailing = start(make_mailing(make_conference()))

    deliver(RunningClock(LEAVING - timedelta(seconds=20)))
    assert (sink.received, statuses(mailing)) == ([], ["queued"] * 3)

    deliver(RunningClock(LEAVING))
    assert (len(sink.received), statuses(mailing)) == (3, ["sent"] * 3)


def test_what_is_written_after_the_moment_has_passed_leaves_at_once(monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    mailing = actions.start(make_mailing(make_conference()), by=None, at=OPENING)
    later = LEAVING + timedelta(minutes=5)

    for at in (OPENING, later):
        actions.write_next(mailing, by=None, at=at)

    assert list(mailing.messages.oldest_first().values_list("not_before", flat=True)) == [LEAVING, LEAVING, later]


def test_a_paused_mailing_stands_still_and_goes_on(sink):
    mailing = start(make_mailing(make_conference()))
    clock = RunningClock()

    actions.pause(mailing, by=None, at=OPENING)
    deliver(clock)
    assert (sink.received, statuses(mailing)) == ([], ["held"] * 3)
    with pytest.raises(NotPossible, match="paused already"):
        actions.pause(mailing, by=None, at=OPENING)

    actions.resume(mailing, by=None, at=OPENING)
    deliver(clock)
    assert (len(sink.received), statuses(mailing)) == (3, ["sent"] * 3)
    with pytest.raises(NotPossible, match="finished"):
        actions.resume(mailing, by=None, at=OPENING)
    assert verbs() == ["mailing.prepared", "mailing.started", "mailing.paused", "mailing.resumed"]


def test_cancelled_halfway_each_message_was_sent_or_is_cancelled(sink):
    mailing = start(make_mailing(make_conference(), people=10))
    for message in delivery.take(LEAVING, 5, of_mailings=True):
        delivery.mark(message, delivery.smtp.ACCEPTED, LEAVING)

    actions.cancel_mailing(mailing, by=None, at=OPENING)
    deliver(RunningClock())

    assert sink.received == []
    assert statuses(mailing) == ["cancelled"] * 5 + ["sent"] * 5
    with pytest.raises(NotPossible, match="cancelled already"):
        actions.cancel_mailing(mailing, by=None, at=OPENING)


def test_mailings_leave_at_their_pace_and_each_domain_at_its_own(sink):
    mailing = start(make_mailing(make_conference(), people=12))
    clock = RunningClock()

    deliver(clock, per_second=4, per_second_and_domain=1)

    times = {
        domain: sorted(mailing.messages.filter(to_email__endswith=domain).values_list("sent_at", flat=True))
        for domain in ("domain0.example.org", "domain1.example.org")
    }
    every = sorted(times["domain0.example.org"] + times["domain1.example.org"])
    assert len(sink.received) == 12
    assert min(later - earlier for earlier, later in pairwise(every)) >= timedelta(seconds=0.24)
    for each in times.values():
        gaps = [later - earlier for earlier, later in pairwise(each)]
        assert min(gaps) >= timedelta(seconds=0.99)
        assert max(gaps) <= timedelta(seconds=2)


def test_only_one_sender_of_mailings_is_at_work(sink):
    mailing = start(make_mailing(make_conference()))
    assert delivery._begin_alone(OPENING)

    assert deliver(RunningClock()) is False
    assert statuses(mailing) == ["queued"] * 3

    deliver(RunningClock(OPENING + delivery.LEASE + timedelta(seconds=1)))
    assert statuses(mailing) == ["sent"] * 3


def test_ordinary_messages_do_not_wait_for_mailings(sink):
    conference = make_conference()
    start(make_mailing(conference))
    message = make_message(conference)

    delivery.deliver(lambda: OPENING)

    assert [received["Message-ID"] for received in sink.received] == [message.message_id]


def test_each_group_finds_its_people_once():
    conference = make_conference()
    confirmed = make_registration(conference).participant
    waiting = make_registration(conference, status=RegistrationStatus.WAITLISTED).participant
    pending = make_registration(conference, status=RegistrationStatus.PENDING).participant
    there = make_registration(conference, checked_in_at=OPENING).participant
    invited = make_participant(conference)
    make_invitation(conference, participant=invited, message=make_message(conference, status=MessageStatus.SENT))
    make_participant(conference, email="")
    make_invitation(conference, participant=there, message=make_message(conference, status=MessageStatus.SENT))
    question = make_question(conference, is_required=True, is_after_confirmation=True)
    there.answers.create(question=question, text="Fish", answered_at=OPENING)

    def emails(code):
        ids = audiences.find(code, conference, OPENING)
        return {recipient.email for recipient in audiences.recipients(conference, ids)}

    assert emails("everyone") == {each.email for each in (confirmed, waiting, pending, there, invited)}
    assert emails("confirmed") == {confirmed.email, there.email}
    assert emails("waitlisted") == {waiting.email}
    assert emails("pending") == {pending.email}
    assert emails("arrived") == {there.email}
    assert emails("unanswered") == {invited.email}
    assert emails("missing_answers") == {confirmed.email}
    assert emails("nonsense") == set()


@pytest.mark.parametrize("people", [1, 5])
def test_sending_costs_the_same_number_of_queries_for_one_and_for_many(people, django_assert_num_queries):
    mailing = make_mailing(make_conference(), people=people)

    with django_assert_num_queries(7):
        actions.start(mailing, by=None, at=OPENING)
    with django_assert_num_queries(12):
        actions.write_next(mailing, by=None, at=OPENING)

    assert mailing.messages.count() == people


def test_the_worker_writes_in_portions_and_each_person_once(monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    mailing = actions.start(make_mailing(make_conference(), people=5), by=None, at=OPENING)
    assert (mailing.messages.count(), mailing.unwritten_count) == (0, 5)

    assert [actions.write_next(mailing, by=None, at=OPENING) for _ in range(4)] == [3, 1, 0, 0]

    assert mailing.messages.count() == 5
    assert statuses(mailing) == ["queued"] * 5


def test_a_portion_that_failed_is_written_by_the_next_worker(monkeypatch):
    mailing = actions.start(make_mailing(make_conference()), by=None, at=OPENING)

    def fall_over(*_, **__):
        raise OSError("the disk is full")

    with monkeypatch.context() as during:
        during.setattr(Mailing, "save", fall_over)
        with pytest.raises(OSError, match="disk"):
            actions.write_next(mailing, by=None, at=OPENING)
    assert not mailing.messages.exists()

    jobs.write_mailings()
    assert statuses(mailing) == ["queued"] * 3


def test_cancelled_while_it_is_written_everyone_is_counted(monkeypatch, sink):
    monkeypatch.setattr(mailings, "AT_ONCE", 4)
    mailing = actions.start(make_mailing(make_conference(), people=10), by=None, at=OPENING)
    actions.write_next(mailing, by=None, at=OPENING)
    for message in delivery.take(LEAVING, 3, of_mailings=True):
        delivery.mark(message, delivery.smtp.ACCEPTED, LEAVING)

    actions.cancel_mailing(mailing, by=None, at=OPENING)
    jobs.write_mailings()
    deliver(RunningClock())

    counted = Mailing.objects.with_counts().get()
    assert sink.received == []
    assert statuses(mailing) == ["cancelled"] + ["sent"] * 3
    assert (counted.sent_count, counted.cancelled_count, counted.waiting_count) == (3, 7, 0)
    assert counted.sent_count + counted.cancelled_count == counted.people_count == 10


def test_paused_while_it_is_written_nothing_leaves_until_it_goes_on(monkeypatch):
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    mailing = actions.start(make_mailing(make_conference()), by=None, at=OPENING)
    actions.write_next(mailing, by=None, at=OPENING)

    actions.pause(mailing, by=None, at=OPENING)
    jobs.write_mailings()
    assert statuses(mailing) == ["held"] * 3

    actions.resume(mailing, by=None, at=OPENING)
    assert statuses(mailing) == ["queued"] * 3


def test_who_comes_after_the_start_gets_nothing_and_who_lost_the_address_neither():
    conference = make_conference()
    mailing = actions.start(make_mailing(conference), by=None, at=OPENING)
    make_registration(conference)
    conference.participants.filter(email="person1@domain1.example.org").update(email="")

    jobs.write_mailings()

    assert sorted(mailing.messages.values_list("to_email", flat=True)) == [
        "person0@domain0.example.org", "person2@domain0.example.org",
    ]  # fmt: skip


def test_an_address_that_closes_while_a_mailing_is_paused_gets_nothing_when_it_goes_on():
    mailing = start(make_mailing(make_conference()))
    actions.pause(mailing, by=None, at=OPENING)

    delivery.close_address("person0@domain0.example.org", "550 5.1.1 gone", OPENING)
    actions.resume(mailing, by=None, at=OPENING)

    assert statuses(mailing) == ["queued", "queued", "suppressed"]


@pytest.mark.parametrize(
    ("act", "status"), [("pause", MessageStatus.HELD), ("cancel_mailing", MessageStatus.CANCELLED)]
)
@pytest.mark.parametrize("put_off", [False, True])
def test_what_a_sender_gives_back_follows_its_mailing(act, status, put_off):
    mailing = start(make_mailing(make_conference(), people=3))
    batch = delivery.take(OPENING, of_mailings=True)
    getattr(actions, act)(mailing, by=None, at=OPENING)

    if put_off:
        for message in batch:
            delivery.mark(message, smtp.judge(ConnectionRefusedError()), OPENING)
    else:
        delivery._give_back(batch)

    assert set(mailing.messages.values_list("status", flat=True)) == {status}
    assert delivery.take(OPENING + timedelta(hours=1), of_mailings=True) == []
