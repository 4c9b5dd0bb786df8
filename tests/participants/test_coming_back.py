"""Who cancelled or declined and can come after all: the own page, the message to who registers anew, and until when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.choices import Phase
from correspondence.models import Message
from lib.refusal import NotPossible
from participants import actions, facts, rules
from participants.audit import by_link
from participants.choices import InvitationAnswer
from participants.choices import RegistrationStatus as Status
from participants.models import Registration
from participants.views.personal import own_url
from tests.factories import make_conference, make_invitation, make_member, make_participant, make_registration
from tests.journeys.forms import press
from tests.participants.registering import PERSON, fill_in, open_conference

pytestmark = pytest.mark.django_db
ELENA = {"given_name": "Elena", "family_name": "Núñez", "email": "elena@example.org"}


def gone(conference, *, by=None, **fields):
    """A registration that was confirmed and then cancelled, by the person unless somebody else is named."""
    person = make_participant(conference, **ELENA)
    registration = make_registration(conference, participant=person, status=Status.CONFIRMED, **fields)
    return actions.cancel(registration, by=by or by_link(person), at=timezone.now())


def own_page(registration):
    return Client().get(own_url("me", "participants:me", registration))


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({"is_moderated": False}, Status.CONFIRMED),
        ({"is_moderated": False, "capacity": 0}, Status.WAITLISTED),
        ({"is_moderated": True}, Status.PENDING),
    ],
)
def test_who_cancelled_registers_again_on_the_own_page(client, settings, status):
    registration = gone(open_conference(**settings))

    page = press(client, own_page(registration), "Register again")

    registration.refresh_from_db()
    assert registration.status == status
    assert "You are registered again. We have written to elena@example.org." in page.text
    kinds = {Status.CONFIRMED: "confirmation", Status.WAITLISTED: "waiting_list", Status.PENDING: "received"}
    assert Message.objects.latest("pk").kind == kinds[status]
    entry = registration.conference.history.get(verb="registration.reinstated")
    assert (entry.actor, entry.actor_label) == (None, by_link(registration.participant))


def test_who_comes_back_stands_at_the_end_of_the_line(client):
    conference = open_conference(is_moderated=False, capacity=1)
    registration = gone(conference)
    make_registration(conference, status=Status.CONFIRMED)
    waiting = make_registration(conference, status=Status.WAITLISTED, registered_at=timezone.now())

    press(client, own_page(registration), "Register again")

    assert list(conference.registrations.waitlisted()) == [waiting, registration]


def test_a_second_click_changes_nothing_more(client):
    registration = gone(open_conference(is_moderated=False))
    address = own_url("register_again", "participants:me", registration)

    for _ in range(2):
        client.post(address)

    assert Message.objects.filter(kind="confirmation").count() == 1


def test_whom_the_team_has_cancelled_writes_to_the_organisers(client):
    conference = open_conference()
    registration = gone(conference, by=make_member(conference))

    page = own_page(registration).text
    client.post(own_url("register_again", "participants:me", registration))

    assert "Register again" not in page
    assert 'please write to <a href="mailto:office@example.org">' in page
    registration.refresh_from_db()
    assert registration.status == Status.CANCELLED


def test_after_registration_has_closed_the_page_says_so_and_nothing_is_done():
    past = timezone.now() - timedelta(hours=1)
    registration = gone(open_conference(registration_closes_at=past))

    page = own_page(registration).text

    assert "Register again" not in page
    assert "Registration is closed. If you can come after all, please write to" in page
    with pytest.raises(NotPossible, match="Registration is closed"):
        actions.register_again(registration, by="Elena", at=timezone.now())


def test_who_is_invited_still_needs_no_approval_to_come_back():
    conference = open_conference(is_moderated=True)
    invitation = make_invitation(conference, participant=make_participant(conference, **ELENA))
    now = timezone.now()
    actions.accept(invitation, by="Elena", at=now)
    actions.decline(invitation, by="Elena", at=now)

    back = actions.register_again(Registration.objects.get(), by="Elena", at=now)

    invitation.refresh_from_db()
    assert (back.status, invitation.answer) == (Status.CONFIRMED, InvitationAnswer.ACCEPTED)


@pytest.mark.parametrize("closes_in", [-1, 1])
def test_the_own_page_of_who_is_invited_still_says_until_when_and_promises_no_approval(client, closes_in):
    now = timezone.now()
    conference = open_conference(is_moderated=True, registration_closes_at=now + timedelta(hours=closes_in))
    until = now + timedelta(days=3)
    invitation = make_invitation(conference, participant=make_participant(conference, **ELENA), expires_at=until)
    actions.accept(invitation, by="Elena", at=now)
    registration = Registration.objects.get()
    actions.cancel(registration, by=by_link(registration.participant), at=now)

    page = own_page(registration)

    assert f"register again until {facts.deadline(until, conference.zone)}" in page.text
    assert "You get a place while there is one" in page.text
    assert "The organisers check it anew" not in page.text
    assert "Registration is closed" not in page.text
    press(client, page, "Register again")
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


def register_publicly(conference):
    client = Client()
    return client.post(fill_in(client, conference, PERSON), follow=True)


def test_who_cancelled_and_registers_publicly_is_led_to_the_own_page():
    conference = open_conference()
    registration = gone(conference)

    register_publicly(conference)

    message = Message.objects.get(kind="known_already")
    assert "and cancelled, so nothing was changed" in message.text
    assert "register again on your personal page" in message.text
    assert (message.link_purpose, message.link_pk) == ("participants:me", registration.pk)
    assert "registered already" not in message.text


def test_whom_the_team_has_ended_is_told_so_when_registering_publicly():
    conference = open_conference()
    gone(conference, by=make_member(conference))

    register_publicly(conference)

    assert "The organisers have ended that registration" in Message.objects.get(kind="known_already").text


def test_who_declined_and_registers_publicly_is_led_to_the_invitation():
    conference = open_conference()
    invitation = make_invitation(conference, participant=make_participant(conference, **ELENA))
    actions.decline(invitation, by="Elena", at=timezone.now())

    register_publicly(conference)

    message = Message.objects.get(kind="known_already")
    assert "You have declined our invitation" in message.text
    assert (message.link_purpose, message.link_pk) == ("participants:invitation", invitation.pk)


def test_whose_invitation_was_withdrawn_registers_like_everybody():
    conference = open_conference(is_moderated=True)
    person = make_participant(conference, **ELENA)
    actions.revoke(make_invitation(conference, participant=person), by=None, at=timezone.now())

    register_publicly(conference)

    assert Registration.objects.get(participant=person).status == Status.PENDING


def test_a_registration_for_somebody_else_floods_no_mailbox(client):
    """Fifteen are begun with one address, and each asks for its link: one message a day."""
    conference, elsewhere = open_conference(), open_conference()
    for number in range(15):
        person = PERSON | {"email": "Victim@example.org" if number % 2 else "victim@example.org"}
        where = elsewhere if number == 14 else conference
        draft = actions.start_draft(where, key=f"{number:032}", answers=person, by="Elena", at=timezone.now())
        client.post(own_url("draft_later", "participants:draft", draft))

    assert [message.conference for message in Message.objects.order_by("pk")] == [conference, elsewhere]


def test_without_a_closing_date_registration_closes_when_own_pages_do():
    conference = make_conference(registration_closes_at=None)
    opening = rules.opening(conference)
    before, then = opening - timedelta(minutes=1), opening

    assert [conference.phase(at) for at in (before, then)] == [Phase.REGISTRATION_OPEN, Phase.REGISTRATION_CLOSED]
    assert [rules.may_change_own(conference, at) for at in (before, then)] == [True, False]


def test_who_can_register_during_the_conference_can_correct_and_cancel_too():
    conference = make_conference()
    conference.registration_closes_at = closes = rules.opening(conference) + timedelta(hours=12)

    for at in (closes - timedelta(minutes=1), closes):
        assert rules.is_registration_open(conference, at) == rules.may_change_own(conference, at) == (at < closes)


def test_the_page_to_cancel_refuses_at_once_when_the_conference_has_begun(client):
    begun = timezone.now().date() - timedelta(days=1)
    conference = make_conference(
        starts_on=begun, ends_on=begun + timedelta(days=2), registration_closes_at=timezone.now() - timedelta(days=5)
    )
    registration = make_registration(conference, status=Status.CONFIRMED)

    response = client.get(own_url("cancel", "participants:me", registration), follow=True)

    assert response.redirect_chain[-1][0] == own_url("me", "participants:me", registration)
    assert "The conference has begun. Please write to the organisers." in response.text
