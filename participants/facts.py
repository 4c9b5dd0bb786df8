"""What can be said of registrations and invitations in words: pure functions over fetched objects."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from conference import facts
from correspondence import letter_words, link_place
from correspondence.facts import calendar_organizer
from lib import calendars, states
from lib.written import LANGUAGES, comma, main_language
from participants.choices import RegistrationStatus as Status

STILL_NEEDED = {
    "en": ("Still needed: {}. Please send it on your personal page.", "“{}”"),
    "fr": ("Il manque encore : {}. Nous vous prions de le fournir sur votre page personnelle.", "« {} »"),
    "es": ("Aún falta: {}. Le rogamos que lo facilite en su página personal.", "«{}»"),
    "ru": ("Ещё требуется: {}. Просим предоставить это на Вашей личной странице.", "«{}»"),
    "ar": ("لا يزال مطلوباً: {}. يُرجى تقديمه في صفحتكم الشخصية.", "«{}»"),
    "zh": ("尚需提供：{}。请在您的个人页面上提交。", "“{}”"),
}


def moment(at: datetime, zone) -> str:
    """Write a moment in a zone, as pages do, with the zone named: “28 May 2030, 18:00 (Mexico City, UTC−6)”."""
    return letter_words.moment(at, zone)


def deadline(at: datetime, zone) -> str:
    """Write until when, as pages do: “the end of 28 May 2030 (Mexico City, UTC−6)”."""
    return letter_words.deadline(at, zone)


def last_day(at: datetime, zone) -> date:
    """Return the last whole day before a moment, as letters name a deadline."""
    return at.astimezone(zone).date() - timedelta(days=1)


def salutation(participant, language: str) -> str:
    """Write how a message or a letter to the person begins, without the comma."""
    return letter_words.salutation(participant.honorific, participant.formal_name, language)


def organisation_name(organisation, language: str) -> str:
    """Write whom somebody represents: a State by its name in the language, anybody else as the dictionary has it."""
    if organisation.is_state and main_language(language) != "en":
        return states.name(organisation.country, language)
    return organisation.official_name


def calendar_entry(registration, meeting_changed_at: datetime | None = None) -> calendars.Entry:
    """Return the conference as it stands in the participant's own calendar.

    A later change of its days, its place or its taking place at all makes it newer than what the calendar has.
    """
    conference, participant = registration.conference, registration.participant
    changed_at = max(registration.status_changed_at, meeting_changed_at or registration.status_changed_at)
    organizer = calendar_organizer(conference) if participant.email else None
    return calendars.Entry(
        uid=f"registration-{registration.reference}@{urlsplit(settings.SITE_URL).hostname}",
        starts_at=conference.starts_on,
        ends_at=conference.ends_on,
        summary=conference.title,
        changed_at=changed_at,
        location=facts.venue(conference),
        description=f"Registration {registration.reference}",
        url=settings.SITE_URL + conference.get_absolute_url(),
        sequence=max(int((changed_at - conference.created_at).total_seconds()), 0),
        is_cancelled=conference.is_cancelled or registration.status != Status.CONFIRMED,
        organizer=organizer,
        attendee=(participant.email, participant.name) if organizer else None,
    )


def calendar_file(registration, method: str = "PUBLISH", *, meeting_changed_at: datetime | None = None) -> str:
    """Return the participant's calendar file."""
    conference = registration.conference
    entry = calendar_entry(registration, meeting_changed_at)
    return calendars.calendar([entry], name=conference.short_title, zone=conference.zone, method=method)


def language_name(participant) -> str:
    """Return the name of the language in which messages to the participant are written, in that language."""
    return dict(LANGUAGES).get(participant.reads, participant.reads)


def still_needed(labels: list[str], language: str) -> str:
    """Write which questions still have to be answered on the own page; nothing when there are none."""
    if not labels:
        return ""
    sentence, quoted = STILL_NEEDED[main_language(language)]
    return sentence.format(comma(language).join(quoted.format(label) for label in labels))


def tries_and_trouble(message) -> str:
    """Write how often a message was tried, and why it has not arrived: “2 tries: 550 5.1.1 No such user”."""
    tries = "1 try" if message.attempt_count == 1 else f"{message.attempt_count} tries"
    return ": ".join(filter(None, [tries if message.attempt_count else "", message.trouble]))


def masked(email: str) -> str:
    """Write an address so that its owner knows it and nobody else learns it: “a•••@example.org”."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}" if name else ""


def readable(text: str) -> str:
    """Return a message's text as the desk reads it: words in the place of the personal link, which nobody else sees."""
    return link_place.fill(text, "[the personal link]")
