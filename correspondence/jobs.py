"""What the clock starts."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from correspondence import actions, facts, inbox, incoming, tasks
from correspondence.models import Mailing, Reminder
from lib.refusal import NotPossible

FIRST_HOUR = 8
logger = logging.getLogger(__name__)


@shared_task
def deliver_what_waits():
    """Every 30 seconds: find what no wake-up reached."""
    tasks.deliver()


@shared_task
def make_letters_that_wait():
    """Every 30 seconds: make the letters that no wake-up reached."""
    tasks.make_letters()


@shared_task
def deliver_mailings_that_wait():
    """Every 30 seconds: go on with mailings that no wake-up reached."""
    tasks.deliver_mailings()


@shared_task
def write_mailings():
    """When one was started, and every 30 seconds: write the messages of mailings; come again when more is left."""
    until = timezone.now() + timedelta(seconds=60)
    for mailing in Mailing.objects.unwritten().oldest_first():
        while _write_next(mailing):
            if timezone.now() > until:
                tasks.wake_for_writing()
                return


def _write_next(mailing):
    """Write the next messages of a mailing; return for how many people there is nothing yet.

    Whatever is wrong with it, the other mailings get their turn, and it gets another one in half a minute.
    """
    try:
        return actions.write_next(mailing, by=None, at=timezone.now())
    except NotPossible as problem:  # such as a mailing that was removed meanwhile
        logger.info("Mailing %s: %s", mailing.pk, problem)
    except Exception:
        logger.exception("The messages of mailing %s could not be written, and are tried again.", mailing.pk)
    return 0


@shared_task
def remind():
    """Every quarter of an hour: send the reminders whose day has come, from eight in the morning of the conference."""
    now = timezone.now()
    for reminder in Reminder.objects.of_announced().with_conference():
        local = now.astimezone(reminder.conference.zone)
        day = facts.next_day(reminder)
        if day and local.date() >= day and local.hour >= FIRST_HOUR:
            _remind(reminder, now)


def _remind(reminder, now):
    """Send one reminder; whatever is wrong with it, the others get their turn."""
    try:
        actions.remind(reminder, by=None, at=now)
    except NotPossible as problem:  # such as another clock, which was quicker
        logger.info("Reminder %s: %s", reminder.pk, problem)
    except Exception:
        logger.exception("Reminder %s could not be sent, and is tried again.", reminder.pk)


@shared_task
def read_the_inbox():
    """Every minute: read delivery reports and calendars' answers, where INBOX_URL names a mailbox for them."""
    if settings.INBOX_URL:
        count = inbox.visit(settings.INBOX_URL, take_in)
        logger.info("The inbox held %d new messages.", count)


def take_in(raw: bytes) -> None:
    """Act on one received e-mail; one that cannot be understood must not keep the others from being read.

    While the database is away it stays unread, so that the next visit takes it in.
    """
    try:
        for report in incoming.read(raw):
            actions.take_in(report, by=None, at=timezone.now())
    except DatabaseError:
        raise
    except Exception:
        logger.exception("A received e-mail could not be understood and is left aside.")
