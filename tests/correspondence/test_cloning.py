"""What a conference that is copied for another year writes."""

from datetime import date

import pytest

from conference import actions as conferences
from correspondence import kinds
from correspondence.choices import ReminderAnchor
from correspondence.models import MessageTemplate, Reminder
from tests.factories import BEFORE, make_conference, make_message

pytestmark = pytest.mark.django_db


def clone(conference):
    return conferences.clone(
        conference,
        title="The next one",
        short_title="Next",
        slug="next",
        starts_on=date(2031, 6, 3),
        ends_on=date(2031, 6, 4),
        by=None,
        at=BEFORE,
    )


def test_texts_and_reminders_are_taken_over_and_messages_are_not():
    conference = make_conference()
    make_message(conference)
    kind = next(iter(kinds.KINDS))
    MessageTemplate.objects.create(
        conference=conference, kind=kind, language="en", subject="Ours", text="Our text", changed_at=BEFORE
    )
    Reminder.objects.create(
        conference=conference,
        audience="unanswered",
        kind="reminder",
        days=7,
        anchor=ReminderAnchor.BEFORE_CLOSE,
        created_at=BEFORE,
        done_at=BEFORE,
    )

    copy = clone(conference)

    assert [(each.kind, each.text) for each in copy.message_templates.all()] == [(kind, "Our text")]
    assert [(each.days, each.done_at) for each in copy.reminders.all()] == [(7, None)]
    assert not copy.messages.exists()
    assert copy.history.filter(verb="message_template.taken_over").count() == 1


def test_a_conference_without_texts_of_its_own_gives_none():
    copy = clone(make_conference())

    assert not copy.message_templates.exists()
    assert not copy.history.filter(verb="message_template.taken_over").exists()
