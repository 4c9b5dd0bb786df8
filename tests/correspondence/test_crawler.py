"""Mail scanners open every link of every message, and nothing changes (SEC-02)."""

import re

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client

from conference.choices import TeamRole
from correspondence import actions, delivery
from correspondence.exchange import Exchange
from participants.actions import invite, pass_on, register
from tests.factories import BEFORE, OPENING, make_conference, make_member, make_participant

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'https?://[^\s"<>]+')
BOOKKEEPING = {"sessions.session", "contenttypes.contenttype"}


def everything():
    """Return every row of every table, but for login sessions."""
    return {
        model._meta.label_lower: sorted(map(str, model.objects.values_list()))
        for model in apps.get_models()
        if model._meta.label_lower not in BOOKKEEPING
    }


def links_of(message):
    parts = [message.body, *(content for content, kind in message.alternatives if kind == "text/html")]
    return {found.rstrip(".,") for part in parts for found in ADDRESS.findall(part)}


def test_opening_every_link_of_every_message_changes_nothing(settings):
    settings.SITE_URL = "http://testserver"
    conference = make_conference()
    organiser = make_member(conference, role=TeamRole.ORGANISER)
    for number in range(60):
        invite(conference, email=f"guest{number}@example.org", family_name=f"Guest {number}", by=organiser, at=BEFORE)
        register(make_participant(conference), needs_approval=number % 2 == 0, by=organiser, at=BEFORE)
    first = conference.invitations.first()
    pass_on(first, email="instead@example.org", family_name="Instead", by=organiser, at=BEFORE)
    mailing = actions.prepare(
        conference, audience="everyone", subject="Soon", by=organiser, at=BEFORE,
        text="{salutation},\n\n{agenda_link}\n\n{personal_link}\n",
    )  # fmt: skip
    actions.start(mailing, by=organiser, at=BEFORE)
    while actions.write_next(mailing, by=None, at=BEFORE):
        pass
    delivery.deliver(lambda: OPENING)
    for message in delivery.take(OPENING, 300, of_mailings=True):
        Exchange().hand_over(message, OPENING)
        delivery.mark(message, delivery.smtp.ACCEPTED, OPENING)
    before = everything()

    seen = {link for message in mail.outbox for link in links_of(message)}
    scanner = Client(headers={"user-agent": "scanner"})
    statuses = {link: (scanner.head(link).status_code, scanner.get(link).status_code) for link in seen}

    assert len(mail.outbox) > 200
    assert len(seen) > 200
    assert {status for pair in statuses.values() for status in pair} <= {200, 302}
    assert any("/unsubscribe/" in link for link in seen)
    assert everything() == before
