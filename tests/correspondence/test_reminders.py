"""Reminders that send themselves: on their day, once, to whom they concern, and to nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.choices import ConferenceStatus, TeamRole
from conference.models import AuditEntry
from correspondence import actions, facts, jobs
from correspondence.choices import MessageStatus, ReminderAnchor
from correspondence.models import Message, Reminder
from lib.refusal import NotPossible
from participants.choices import RegistrationStatus
from tests.factories import (
    BEFORE,
    make_conference,
    make_invitation,
    make_message,
    make_participant,
    make_registration,
    make_reminder,
)

pytestmark = pytest.mark.django_db
DAY = datetime(2030, 6, 1, 9, 0, tzinfo=UTC)  # two days before the first day


def add(conference, *, audience="confirmed", kind="practical_information", days=2, at=BEFORE, **fields):
    defaults = {"anchor": ReminderAnchor.BEFORE_FIRST_DAY, "by": None}
    return actions.add_reminder(conference, audience=audience, kind=kind, days=days, at=at, **defaults | fields)


def verbs():
    return list(AuditEntry.objects.filter(verb__startswith="reminder").order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("anchor", "days", "day"),
    [
        (ReminderAnchor.BEFORE_FIRST_DAY, 2, date(2030, 6, 1)),
        (ReminderAnchor.BEFORE_CLOSE, 3, date(2030, 5, 28)),
        (ReminderAnchor.AFTER_LAST_DAY, 1, date(2030, 6, 5)),
    ],
)
def test_the_day_is_counted_from_the_conferences_dates(anchor, days, day):
    assert facts.reminder_day(make_conference(), anchor, days) == day


def test_without_a_close_of_registration_there_is_no_such_day():
    conference = make_conference(registration_closes_at=None)

    assert facts.reminder_day(conference, ReminderAnchor.BEFORE_CLOSE, 3) is None


def test_add_keeps_a_reminder_and_leaves_a_trace():
    conference = make_conference()

    reminder = add(conference)

    assert list(Reminder.objects.of_announced()) == [reminder]
    assert verbs() == ["reminder.added"]


def test_the_same_reminder_twice_and_one_whose_day_has_passed_are_refused():
    conference = make_conference()
    add(conference)

    with pytest.raises(NotPossible, match="there already"):
        add(conference)
    with pytest.raises(NotPossible, match="passed already: 1 June 2030"):
        add(conference, kind="reminder", at=DAY + timedelta(days=1))

    assert Reminder.objects.count() == 1


def test_on_its_day_it_goes_to_whom_it_concerns_then_and_can_be_unsubscribed():
    conference = make_conference()
    reminder = add(conference)
    confirmed = make_registration(conference).participant
    make_registration(conference, status=RegistrationStatus.CANCELLED)

    actions.remind(reminder, by=None, at=DAY)
    jobs.write_mailings()

    message = Message.objects.get()
    assert (message.to_email, message.is_optional) == (confirmed.email, True)
    assert message.subject == f"Practical information: {conference.short_title}"
    reminder.refresh_from_db()
    assert (reminder.done_at, reminder.mailing) == (DAY, message.mailing)
    assert verbs() == ["reminder.added", "reminder.sent"]


def test_only_who_has_not_answered_is_reminded_of_the_invitation():
    conference = make_conference()
    sent = {"status": MessageStatus.SENT}
    waiting = make_invitation(conference, message=make_message(conference, **sent))
    make_invitation(conference, message=make_message(conference, **sent), answer="declined", answered_at=BEFORE)
    make_invitation(conference, message=make_message(conference, **sent), revoked_at=BEFORE)
    make_invitation(conference, participant=make_participant(conference))

    actions.remind(add(conference, audience="unanswered", kind="reminder"), by=None, at=DAY)
    jobs.write_mailings()

    message = Message.objects.get(kind="mailing")
    assert message.to_email == waiting.participant.email
    assert (message.link_purpose, message.link_pk) == ("participants:invitation", waiting.pk)


def test_twice_sends_once():
    conference = make_conference()
    make_registration(conference)
    reminder = add(conference)
    actions.remind(reminder, by=None, at=DAY)

    with pytest.raises(NotPossible, match="dealt with already"):
        actions.remind(reminder, by=None, at=DAY)
    jobs.write_mailings()

    assert Message.objects.count() == 1


def move(conference, days):
    """Move the conference by so many days."""
    conference.starts_on += timedelta(days=days)
    conference.ends_on += timedelta(days=days)
    conference.save(update_fields=["starts_on", "ends_on"])


def test_a_conference_that_is_moved_to_later_days_is_reminded_of_again_once_for_each_day():
    conference = make_conference()
    make_registration(conference)
    reminder = add(conference)
    first = actions.remind(reminder, by=None, at=DAY).mailing

    move(conference, 10)
    again = actions.remind(reminder, by=None, at=DAY + timedelta(days=10)).mailing
    with pytest.raises(NotPossible, match="dealt with already"):
        actions.remind(reminder, by=None, at=DAY + timedelta(days=10))
    move(conference, -3)
    with pytest.raises(NotPossible, match="dealt with already"):
        actions.remind(reminder, by=None, at=DAY + timedelta(days=10))
    jobs.write_mailings()

    assert first != again
    assert sorted(Message.objects.values_list("mailing", flat=True)) == [first.pk, again.pk]
    assert verbs() == ["reminder.added", "reminder.sent", "reminder.sent"]


def test_a_conference_that_is_moved_in_the_moment_of_its_reminder_is_reminded_of_on_the_new_day():
    conference = make_conference()
    make_registration(conference)
    reminder = add(conference)
    move(conference, 10)

    with pytest.raises(NotPossible, match="still to come"):
        actions.remind(reminder, by=None, at=DAY)

    assert not conference.mailings.exists()
    assert actions.remind(reminder, by=None, at=DAY + timedelta(days=10)).mailing is not None


def test_one_whose_new_day_has_passed_already_is_left_out_and_stays_sent_for_the_first(sign_in):
    conference = make_conference()
    make_registration(conference)
    reminder = add(conference)
    first = actions.remind(reminder, by=None, at=DAY).mailing
    move(conference, 1)

    reminder = actions.remind(reminder, by=None, at=DAY + timedelta(days=9))

    assert (reminder.mailing, reminder.done_for_on) == (first, date(2030, 6, 2))
    assert verbs()[-1] == "reminder.skipped"


def test_the_list_says_when_it_was_sent_and_when_it_leaves_again(sign_in):
    conference = make_conference()
    make_registration(conference)
    reminder = actions.remind(add(conference), by=None, at=DAY)
    client = sign_in(conference)
    listed = reverse("correspondence:mailing_list", kwargs={"conference": conference.slug})
    remove = reverse("correspondence:remove_reminder", kwargs={"conference": conference.slug, "pk": reminder.pk})

    assert remove not in client.get(listed).content.decode()
    move(conference, 10)
    page = client.get(listed).content.decode()

    assert "sent 1 June 2030</a>, again on 11 June 2030, as the days have moved" in page
    assert remove in page
    client.post(remove)
    assert not Reminder.objects.exists()
    assert conference.mailings.count() == 1


@pytest.mark.parametrize(("people", "at"), [(0, DAY), (1, DAY + timedelta(days=3))])
def test_one_that_concerns_nobody_or_comes_too_late_is_left_out(people, at):
    conference = make_conference()
    for _ in range(people):
        make_registration(conference)
    reminder = actions.remind(add(conference), by=None, at=at)

    assert (reminder.done_at, reminder.mailing) == (at, None)
    assert not Message.objects.exists()
    assert verbs() == ["reminder.added", "reminder.skipped"]


@pytest.mark.parametrize("status", [ConferenceStatus.DRAFT, ConferenceStatus.ARCHIVED])
def test_a_conference_that_is_not_announced_reminds_nobody(status):
    add(make_conference(status=status))

    assert not Reminder.objects.of_announced().exists()


def test_the_job_sends_what_is_due_and_leaves_the_rest(monkeypatch):
    conference = make_conference(starts_on=date(2020, 6, 3), ends_on=date(2100, 6, 4))
    due = Reminder.objects.create(
        conference=conference, audience="confirmed", kind="reminder", days=0, created_at=BEFORE,
        anchor=ReminderAnchor.BEFORE_FIRST_DAY,
    )  # fmt: skip
    later = add(conference, anchor=ReminderAnchor.AFTER_LAST_DAY)
    monkeypatch.setattr(jobs, "FIRST_HOUR", 0)

    jobs.remind()

    due.refresh_from_db()
    later.refresh_from_db()
    assert due.done_at is not None
    assert later.done_at is None


def test_the_desk_adds_and_removes_reminders(sign_in):
    conference = make_conference()
    client = sign_in(conference, TeamRole.DESK)
    new = reverse("correspondence:new_reminder", kwargs={"conference": conference.slug})
    listed = reverse("correspondence:mailing_list", kwargs={"conference": conference.slug})
    data = {"audience": "confirmed", "kind": "thanks", "days": "1", "anchor": "after_last_day"}

    client.post(new, data)
    twice = client.post(new, data)
    reminder = Reminder.objects.get()
    remove = reverse("correspondence:remove_reminder", kwargs={"conference": conference.slug, "pk": reminder.pk})

    assert "This reminder is there already." in twice.content.decode()
    assert "5 June 2030" in client.get(listed).content.decode()
    assert "will not be sent" in client.get(remove).content.decode()
    assert Reminder.objects.exists()
    client.post(remove)
    assert not Reminder.objects.exists()
    assert verbs() == ["reminder.added", "reminder.removed"]


@pytest.mark.parametrize("role", [TeamRole.RAPPORTEUR, TeamRole.VIEWER])
def test_who_only_reads_adds_none(sign_in, role):
    conference = make_conference()
    client = sign_in(conference, role)

    assert client.get(reverse("correspondence:new_reminder", kwargs={"conference": conference.slug})).status_code == 403


def test_a_reminder_that_is_not_possible_is_skipped_with_the_reason_and_keeps_no_other_from_leaving(monkeypatch):
    yesterday = timezone.now().date() - timedelta(days=1)
    conferences = [make_conference(starts_on=yesterday, ends_on=yesterday + timedelta(days=9)) for _ in range(2)]
    for conference, people in zip(conferences, (2, 1), strict=True):
        for _ in range(people):
            make_registration(conference)
        make_reminder(conference, days=0)
    monkeypatch.setattr("correspondence.actions.mailings.AT_MOST", 1)
    monkeypatch.setattr(jobs, "FIRST_HOUR", 0)

    jobs.remind()

    large, small = conferences
    assert large.history.get(verb="reminder.skipped").reason.startswith("A mailing goes to 1 people at most")
    assert not large.mailings.exists()
    assert small.history.filter(verb="reminder.sent").exists()
