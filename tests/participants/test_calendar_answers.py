"""A calendar answers its organizer: where a mailbox is read, that is the sender's, so that the desk sees the answer."""

import mailbox

import pytest
from icalendar import Calendar

from correspondence import jobs
from correspondence.choices import FeedbackKind
from participants import actions
from tests.correspondence.reports import calendar_reply
from tests.factories import BEFORE, make_conference, make_participant

pytestmark = pytest.mark.django_db


def confirmation(**details):
    """Register somebody; return the message and the calendar entry in it."""
    conference = make_conference(is_moderated=False, contact_email="office@example.org", **details)
    person = make_participant(conference, email="ana@example.org")
    actions.register(person, needs_approval=False, by=None, at=BEFORE)
    message = conference.messages.get(kind="confirmation")
    return message, Calendar.from_ical(message.calendar).events[0]


def test_without_a_mailbox_calendars_answer_the_contact(settings):
    settings.INBOX_URL = ""

    _, entry = confirmation(contact_name="The office")

    assert (entry["ORGANIZER"], entry["ORGANIZER"].params["CN"]) == ("mailto:office@example.org", "The office")


def test_what_a_calendar_answers_reaches_the_mailbox_that_is_read_and_stands_beside_the_message(settings, tmp_path):
    mailbox.Maildir(tmp_path / "inbox", create=True)
    settings.INBOX_URL = f"maildir://{tmp_path / 'inbox'}"
    settings.DEFAULT_FROM_EMAIL = "Plenary <sender@plenary.example>"
    message, entry = confirmation()
    assert (entry["ORGANIZER"], message.reply_to) == ("mailto:sender@plenary.example", "office@example.org")

    answer = calendar_reply(entry["UID"], entry["ATTENDEE"].removeprefix("mailto:"), answer="DECLINED")
    mailbox.Maildir(tmp_path / "inbox").add(answer)
    jobs.read_the_inbox()

    assert [each.kind for each in message.feedback.all()] == [FeedbackKind.DECLINED]
