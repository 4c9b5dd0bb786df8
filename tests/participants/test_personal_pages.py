"""The pages behind personal links: opening changes nothing, answers are POSTs, closed ones say why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from conference import actions as conferences
from conference.models import AuditEntry
from correspondence.choices import MessageStatus
from correspondence.models import Message
from lib import links
from participants import actions
from participants.choices import InvitationAnswer
from participants.choices import RegistrationStatus as Status
from participants.models import Invitation, Participant, Registration
from tests.factories import BEFORE, make_conference, make_invitation, make_participant, make_registration

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DETAILS = {"family_name": "Núñez", "given_name": "Elena", "job_title": "Director", "is_listed": "on"}


def invitation_url(invitation, name="invitation"):
    link = links.make("participants:invitation", invitation.pk, invitation.link_version)
    return reverse(f"participants:{name}", kwargs={"link": link})


def me_url(registration, name="me"):
    link = links.make("participants:me", registration.pk, registration.link_version)
    return reverse(f"participants:{name}", kwargs={"link": link})


def everything():
    """All that an answer could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Invitation, Registration, Participant, Message, AuditEntry)]  # fmt: skip


def test_opening_every_page_behind_links_changes_nothing(client):
    conference = make_conference()
    invitation = make_invitation(conference)
    registration = make_registration(conference)
    before = everything()

    pages = [invitation_url(invitation)] + [
        me_url(registration, name) for name in ("me", "details", "cancel", "calendar")
    ]
    for page in pages:
        for method in (client.get, client.head):
            response = method(page)
            assert response.status_code == 200
            assert response["Referrer-Policy"] == "no-referrer"
            assert "no-store" in response["Cache-Control"]

    assert everything() == before


@pytest.mark.parametrize("name", ["accept", "decline", "renew"])
def test_answers_are_posts(client, name):
    assert client.get(invitation_url(make_invitation(make_conference()), name)).status_code == 405


def test_the_invitation_says_who_invites_to_what_when_and_where(client):
    conference = make_conference(venue_name="Palais des Nations")
    conference.organizers.create(name="Government of Chile")
    person = make_participant(conference, honorific="H.E. Ms.", given_name="Elena", family_name="Núñez")
    invitation = make_invitation(conference, participant=person)

    page = client.get(invitation_url(invitation)).content.decode()

    for words in ["Government of Chile", "3–4 June 2030", "Palais des Nations, Geneva", conference.title]:
        assert words in page
    assert "Invitation for H.E. Ms. Elena Núñez" in page
    assert "31 May 2030, 09:00 (UTC)" in page


def test_two_actions_from_the_message_accept_the_invitation(client):
    invitation = make_invitation(make_conference())
    opened = client.get(invitation_url(invitation))

    response = client.post(opened.context["accept_url"], DETAILS, follow=True)

    registration = Registration.objects.get()
    assert registration.status == Status.CONFIRMED
    assert response.redirect_chain == [(me_url(registration), 302)]
    page = response.content.decode()
    assert registration.reference in page
    assert "What happens next" in page
    assert Participant.objects.get().is_listed
    assert AuditEntry.objects.filter(verb="invitation.accepted", actor_label__endswith="by personal link").exists()


def test_an_answer_with_a_mistake_shows_the_page_again_with_what_was_typed(client):
    invitation = make_invitation(make_conference())

    response = client.post(invitation_url(invitation, "accept"), {"family_name": "", "job_title": "Director"})

    page = response.content.decode()
    assert "There is a problem" in page
    assert "Enter your family name." in page
    assert 'value="Director"' in page
    assert not Registration.objects.exists()


def test_the_page_shows_the_answer_and_lets_it_be_changed(client):
    invitation = make_invitation(make_conference())
    client.post(invitation_url(invitation, "accept"), DETAILS)

    assert "You have accepted." in client.get(invitation_url(invitation)).content.decode()
    page = client.post(invitation_url(invitation, "decline"), {"reason": "Another meeting"}, follow=True)
    assert "You have declined." in page.content.decode()
    assert Registration.objects.get().status == Status.CANCELLED
    client.post(invitation_url(invitation, "accept"), DETAILS)

    invitation.refresh_from_db()
    assert invitation.answer == InvitationAnswer.ACCEPTED
    assert Registration.objects.get().status == Status.CONFIRMED
    assert AuditEntry.objects.filter(verb__in=["invitation.accepted", "invitation.declined"]).count() == 3


def test_who_waits_reads_so(client):
    invitation = make_invitation(make_conference(capacity=0))

    page = client.post(invitation_url(invitation, "accept"), DETAILS, follow=True).content.decode()

    assert "you are on the waiting list" in page


def test_a_link_for_another_purpose_or_with_a_flipped_sign_is_not_found(client):
    conference = make_conference()
    registration = make_registration(conference)
    invitation = make_invitation(conference)
    link = links.make("participants:me", registration.pk, 0)
    flipped = link[:-1] + ("a" if link[-1] != "a" else "b")

    assert client.get(reverse("participants:invitation", kwargs={"link": link})).status_code == 404
    assert client.get(reverse("participants:me", kwargs={"link": flipped})).status_code == 404
    assert client.get(invitation_url(invitation)).status_code == 200


def test_an_expired_invitation_says_why_and_sends_a_new_link_to_the_same_address(client):
    conference = make_conference()
    person = make_participant(conference, email="elena@example.org")
    invitation = make_invitation(conference, participant=person, expires_at=LONG_AGO)

    page = client.get(invitation_url(invitation)).content.decode()
    assert "The date by which to answer has passed" in page
    assert "e•••@example.org" in page
    answer = client.post(invitation_url(invitation, "renew"))

    assert "A new link is on its way" in answer.content.decode()
    message = Message.objects.get()
    assert (message.to_email, message.kind) == ("elena@example.org", "invitation")
    assert "Accept the invitation" in client.get(invitation_url(invitation)).content.decode()


def test_a_new_link_is_not_sent_twice_in_a_row(client):
    invitation = make_invitation(make_conference(), expires_at=LONG_AGO)
    client.post(invitation_url(invitation, "renew"))
    Invitation.objects.update(expires_at=LONG_AGO)

    response = client.post(invitation_url(invitation, "renew"))

    assert response.status_code == 409
    assert "on its way" in response.content.decode()
    assert Message.objects.count() == 1


def test_an_expired_invitation_cannot_be_answered(client):
    invitation = make_invitation(make_conference(), expires_at=LONG_AGO)

    page = client.post(invitation_url(invitation, "accept"), DETAILS).content.decode()
    client.post(invitation_url(invitation, "decline"), {})

    assert "The date by which to answer has passed." in page
    invitation.refresh_from_db()
    assert invitation.answer == ""
    assert not Registration.objects.exists()


def test_a_withdrawn_invitation_says_so_and_offers_no_new_link(client):
    invitation = make_invitation(make_conference())
    old = invitation_url(invitation)
    actions.revoke(invitation, by=None, at=BEFORE)

    response = client.get(old)

    assert response.status_code == 410
    assert "The organisers have withdrawn this invitation" in response.content.decode()
    assert "Send me a new link" not in response.content.decode()
    assert client.post(old + "renew/").status_code == 409
    assert not Message.objects.exists()


def test_an_older_link_offers_a_new_one_to_the_same_address(client):
    invitation = make_invitation(make_conference())
    old = invitation_url(invitation)
    actions.revoke(invitation, by=None, at=BEFORE)
    actions.send_again(invitation, by=None, at=BEFORE)
    Message.objects.update(status=MessageStatus.SENT, created_at=timezone.now() - timedelta(hours=1))

    page = client.get(old)
    assert page.status_code == 410
    assert "a newer one has taken its place" in page.content.decode()
    client.post(old + "renew/")

    assert Message.objects.count() == 2


def test_a_participant_corrects_the_own_details(client):
    registration = make_registration(make_conference())

    page = client.post(me_url(registration, "details"), DETAILS | {"phone": "+41 22 917 12 34"}, follow=True)

    person = Participant.objects.get()
    assert (person.name, str(person.phone)) == ("Elena Núñez", "+41229171234")
    assert "Your details are saved." in page.content.decode()
    assert AuditEntry.objects.get(verb="participant.changed").actor_label == "Ana Muster, by personal link"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.CONFIRMED, "then goes to somebody else"),
        (Status.PENDING, "You are then no longer registered for"),
        (Status.WAITLISTED, "You are then no longer registered for"),
    ],
)
def test_before_cancelling_only_a_place_that_is_there_is_spoken_of(client, status, words):
    page = client.get(me_url(make_registration(make_conference(), status=status), "cancel")).content.decode()

    assert words in page


def test_a_participant_cancels_and_the_first_in_line_gets_the_place(client):
    conference = make_conference(capacity=1)
    registration = make_registration(conference)
    waiting = make_registration(conference, status=Status.WAITLISTED)

    page = client.post(me_url(registration, "cancel"), {"reason": "Illness"}, follow=True).content.decode()

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED
    assert "is cancelled" in page
    assert Message.objects.filter(kind="cancellation").count() == 1
    again = client.post(me_url(registration, "cancel"), {}, follow=True)
    assert Message.objects.filter(kind="cancellation").count() == 1
    assert "is cancelled" in again.content.decode()


def test_when_the_conference_has_begun_nothing_is_changed_by_link(client):
    now = timezone.now()
    days = {"starts_on": now.date() - timedelta(days=1), "ends_on": now.date()}
    conference = make_conference(**days, registration_closes_at=now - timedelta(days=5))
    registration = make_registration(conference)

    client.post(me_url(registration, "cancel"), {})
    client.post(me_url(registration, "details"), DETAILS)

    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED
    assert Participant.objects.get().family_name == "Muster"


def test_the_calendar_file_holds_the_conference(client):
    registration = make_registration(make_conference(slug="geneva-2030"))

    response = client.get(me_url(registration, "calendar"))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="geneva-2030.ics"'
    assert "DTSTART;VALUE=DATE:20300603" in response.content.decode()


@pytest.mark.parametrize(
    "text", ["<b>Elena</b>", '"><script>alert(1)</script>', "{{ 'never computed'|upper }}", "{personal_link}"]
)
def test_what_people_type_stays_text(client, text):
    conference = make_conference()
    person = make_participant(conference, given_name=text, family_name="Núñez")
    invitation = make_invitation(conference, participant=person, note=text)

    page = client.get(invitation_url(invitation)).content.decode()

    assert text not in page or "<" not in text
    assert "<script>alert" not in page
    assert "NEVER COMPUTED" not in page


def test_an_answer_from_another_site_is_refused():
    strict = Client(enforce_csrf_checks=True)
    invitation = make_invitation(make_conference())

    assert strict.post(invitation_url(invitation, "accept"), DETAILS).status_code == 403
    assert not Registration.objects.exists()


def test_a_reason_that_is_too_long_is_said_at_its_field_and_kept(client):
    invitation = make_invitation(make_conference())
    link = links.make("participants:invitation", invitation.pk, invitation.link_version)
    reason = "Because. " * 80

    page = client.post(f"/i/{link}/decline/", {"reason": reason})

    assert reason.strip() in page.content.decode()
    assert "error-summary" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.answer == ""


def test_after_other_days_of_the_conference_the_calendar_file_is_newer_than_what_the_calendar_has(client):
    registration = make_registration(make_conference())
    before = Calendar.from_ical(client.get(me_url(registration, "calendar")).content).events[0]

    days = {"starts_on": date(2030, 6, 10), "ends_on": date(2030, 6, 11)}
    conferences.change(registration.conference, by=None, at=BEFORE + timedelta(days=1), **days)

    after = Calendar.from_ical(client.get(me_url(registration, "calendar")).content).events[0]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["UID"] == before["UID"]
