"""Reminders: mailings that send themselves on a day counted from the conference's dates."""

from datetime import timedelta

from django.db import transaction

from conference import audit
from correspondence import audiences, facts, wording
from correspondence.actions import mailings
from correspondence.models import Reminder
from lib.refusal import NotPossible, still_there

TOO_LATE = timedelta(days=2)


@transaction.atomic
def add_reminder(conference, *, audience: str, kind: str, days: int, anchor: str, by, at) -> Reminder:
    """Add a reminder; its day must be still to come."""
    day = facts.reminder_day(conference, anchor, days)
    if day and day < at.astimezone(conference.zone).date():
        raise NotPossible(f"That day has passed already: {day.day} {day:%B %Y}.")
    reminder, is_new = conference.reminders.get_or_create(
        audience=audience, kind=kind, days=days, anchor=anchor, defaults={"created_at": at}
    )
    if not is_new:
        raise NotPossible("This reminder is there already.")
    audit.record("reminder.added", reminder, conference=conference, by=by, at=at)
    return reminder


@transaction.atomic
def remove_reminder(reminder: Reminder, *, by, at) -> None:
    """Remove a reminder that is to leave still."""
    reminder = _lock(reminder)
    audit.record("reminder.removed", reminder, conference=reminder.conference, by=by, at=at)
    reminder.delete()


@transaction.atomic
def remind(reminder: Reminder, *, by, at) -> Reminder:
    """Send a reminder to whom it concerns now: once for its day, and not when that is long gone or nobody is left.

    What is not possible, such as a group that is too large, is kept in the history as the reason why it was skipped.
    """
    reminder = _lock(reminder)
    conference = reminder.conference
    day = facts.next_day(reminder)
    today = at.astimezone(conference.zone).date()
    if day is None or today < day:  # the conference was moved meanwhile
        raise NotPossible("The day of this reminder is still to come.")
    is_late = today - day > TOO_LATE
    mailing, reason = None, ""
    if not is_late and audiences.find(reminder.audience, conference, at):
        try:
            mailing = _mailing_of(reminder, by=by, at=at)
        except NotPossible as problem:
            reason = str(problem)
    reminder.done_at, reminder.done_for_on, reminder.mailing = at, day, mailing or reminder.mailing
    reminder.save(update_fields=["done_at", "done_for_on", "mailing"])
    verb = "reminder.sent" if mailing else "reminder.skipped"
    audit.record(verb, reminder, conference=conference, by=by, at=at, reason=reason)
    return reminder


@transaction.atomic
def _mailing_of(reminder, *, by, at):
    subject, text = wording.to_begin_with(reminder.conference, reminder.kind)
    mailing = mailings.prepare(
        reminder.conference, audience=reminder.audience, subject=subject, text=text, by=by, at=at
    )
    return mailings.start(mailing, by=by, at=at)


def _lock(reminder):
    reminder = still_there(Reminder.objects.with_conference().locked(), pk=reminder.pk)
    if reminder.done_for_on and facts.next_day(reminder) is None:
        raise NotPossible("This reminder was dealt with already.")
    return reminder
