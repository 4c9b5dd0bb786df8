"""What can be said about the state of correspondence: does mail leave, and if not, why and since when."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from functools import cache, partial

from django.conf import settings
from django.core.cache import caches
from django.db.models import Min

from conference import facts as conference_facts
from conference.statements import Statement
from correspondence import heartbeats, letter_words, smtp
from correspondence.choices import AttemptOutcome, ReminderAnchor
from correspondence.models import DeliveryAttempt, Heartbeat, Letter, Message, Suppression

WHY_CLOSED = Statement(
    lambda email: Suppression.objects.in_force().filter(email=email).values_list("reason", flat=True)
)
BEATS = Statement(lambda: Heartbeat.objects.values_list("name", "at"))
NOBODY = "erased.invalid"  # a domain that cannot exist (RFC 2606), so that nothing is ever sent to it
REPEATED_FOR = 5  # seconds; a page is to tell of an outage within a minute
OPTED_OUT = "The recipient wants no more reminders and announcements of this conference."


@dataclass(frozen=True)
class Outage:
    """What does not work, since when (None: never worked yet)."""

    what: str
    since: datetime | None = None


def trouble(conference, at) -> str | None:
    """Return a sentence when messages do not leave, or None. `conference` None means the whole installation."""
    outage = find_outage(at)
    if outage is None:
        return None
    messages = Message.objects.all() if conference is None else conference.messages.all()
    since = f" since {_moment(outage.since, conference, at)}" if outage.since else ""
    return f"{_how_many_wait(messages.waiting().count())}: {outage.what}{since}."


def trouble_on_pages(conference, at) -> str | None:
    """Return what `trouble` says, or said a few seconds ago: every page of the team's area asks."""
    return caches["nearby"].get_or_set(f"trouble:{conference.pk}", lambda: trouble(conference, at), REPEATED_FOR)


def find_outage(at) -> Outage | None:
    """Return what keeps messages from leaving, the deepest cause first."""
    beats = last_beats()
    if heartbeats.is_silent(heartbeats.WORKER, beats, at):
        return Outage("no worker process has been running", beats.get(heartbeats.WORKER))
    if heartbeats.is_silent(heartbeats.CLOCK, beats, at):
        return Outage("the clock process or the task broker has stood still", beats.get(heartbeats.CLOCK))
    return _mail_server_outage(at)


def closed_address(email: str) -> Suppression | None:
    """Return why and since when nothing is sent to an address, or None."""
    return Suppression.objects.in_force().of_address(email).first()


def calendar_organizer(conference) -> tuple[str, str] | None:
    """Return (address, name) to which calendars answer (RFC 5546); None when the conference names no contact.

    Where a mailbox is read (INBOX_URL), it is the sender's, so that answers are seen; else the contact's own.
    """
    if not conference.contact_email:
        return None
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1] if settings.INBOX_URL else conference.contact_email
    return address, conference.contact_name or str(conference)


def is_destroyed(message: Message) -> bool:
    """Say whether what a message said, or a file that went with it, was destroyed on its day."""
    return message.to_email.endswith(f"@{NOBODY}") or any(each.erased_at for each in message.attachments.all())


def letter_with(message: Message | None) -> Letter | None:
    """Return the letter that goes with a message, or that went with the one it repeats; None when there is none."""
    while message:
        if letter := Letter.objects.filter(message=message).first():
            return letter
        message = message.again_of
    return None


def values(conference, language: str = "en") -> dict[str, str | Callable]:
    """Return what the placeholders about the conference stand for, in the language of the message or the letter.

    Those about a person come with the person. The organizers are looked up when a text names them, and then once.
    """
    page = settings.SITE_URL + conference.get_absolute_url()
    return {
        "conference": conference.title,
        "short_title": str(conference),
        "dates": letter_words.written_dates(conference.starts_on, conference.ends_on, language),
        "venue": letter_words.written_venue(conference, language),
        "organizers": cache(partial(_organizers, conference, language)),
        "sender": conference.contact_name or str(conference),
        "contact": conference.contact_email,
        "agenda_link": f"{page}agenda/",
        "notes_link": f"{page}notes/",
    }


def readable(text: str, conference) -> str:
    """Return a text as people read it before it is sent to anybody.

    What it says of the conference is filled in; what each recipient gets is named: “[salutation]”.
    """
    known = values(conference, conference.default_language)

    def said(found):
        value = known.get(found[1], "")
        return str(value() if callable(value) else value) or f"[{found[1].replace('_', ' ')}]"

    return re.sub(r"\{(\w+)\}", said, text)


def _organizers(conference, language):
    written = conference_facts.organizers_sentence(conference.organizers.in_order(), language)
    return written or conference.contact_name or str(conference)


def letter_values(conference, language: str = "en") -> dict[str, str]:
    """Return the same as plain texts, to be kept with a letter until it is made."""
    known = values(conference, language)
    return known | {"organizers": known["organizers"]()}


def reason_to_keep_back(conference, email: str, *, is_optional: bool) -> str:
    """Return why nothing may be sent to an address, or an empty text."""
    if reason := WHY_CLOSED.first(email.lower()):
        return reason
    if is_optional and conference.opt_outs.filter(email=email.lower()).exists():
        return OPTED_OUT
    return ""


def reminder_day(conference, anchor: str, days: int) -> date | None:
    """Return the day on which a reminder leaves, in the conference's zone; None when its date is not set."""
    if anchor == ReminderAnchor.AFTER_LAST_DAY:
        return conference.ends_on + timedelta(days=days)
    if anchor == ReminderAnchor.BEFORE_FIRST_DAY:
        return conference.starts_on - timedelta(days=days)
    closes_at = conference.registration_closes_at
    return closes_at.astimezone(conference.zone).date() - timedelta(days=days) if closes_at else None


def next_day(reminder) -> date | None:
    """Return the day on which a reminder leaves; None when its date is not set, or when that day was dealt with.

    A conference that is moved to later days is reminded of again, once for each day; one that is moved to earlier days
    is not.
    """
    day = reminder_day(reminder.conference, reminder.anchor, reminder.days)
    return day if day and (reminder.done_for_on is None or reminder.done_for_on < day) else None


def last_beats() -> dict:
    """Return when the worker and the clock last gave a sign of life, by name."""
    return dict(BEATS())


def oldest_unsent_seconds(at) -> int:
    """Return for how long the message that should have left first has been waiting."""
    oldest = Message.objects.overdue(at).oldest_first().values_list("not_before", flat=True).first()
    return max(int((at - oldest).total_seconds()), 0) if oldest else 0


def _mail_server_outage(at):
    """The last try did not reach the mail server, and something waits for it."""
    newest = DeliveryAttempt.objects.newest_first()
    last = newest.first()
    if last is None or last.outcome != AttemptOutcome.UNREACHABLE or not Message.objects.waiting().exists():
        return None
    answered_at = newest.answered().values_list("at", flat=True).first()
    failures = DeliveryAttempt.objects.unanswered()
    if answered_at:
        failures = failures.filter(at__gt=answered_at)
    return Outage(_reason(last), failures.aggregate(since=Min("at"))["since"])


def _reason(attempt):
    if attempt.code in smtp.SIGN_IN_CODES:
        return "the mail server has not accepted our sign-in"
    if attempt.code:
        return f"the mail server has been turning us away ({attempt.code})"
    reasons = {
        smtp.REFUSES_CONNECTIONS: "the mail server has refused connections",
        smtp.DOES_NOT_ANSWER: "the mail server has not answered",
    }
    return reasons.get(attempt.detail, "the mail server has not been reachable")


def _how_many_wait(count):
    if count == 0:
        return "Messages will wait"
    return "1 message waits" if count == 1 else f"{count} messages wait"


def _moment(moment, conference, at):
    """Write a time in the conference's zone, with its day when that was not today."""
    zone = conference.zone if conference else UTC
    local = moment.astimezone(zone)
    day = "" if local.date() == at.astimezone(zone).date() else f"{local.day} {local:%B}, "
    return f"{day}{local:%H:%M %Z}"
