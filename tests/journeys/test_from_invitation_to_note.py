"""The whole path, over HTTP and without JavaScript, in the demonstration conference as a newcomer finds it."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from conference.models import Conference
from correspondence import delivery
from correspondence.choices import MessageStatus
from demo import sign_ins
from demo.data import mexico
from demo.load import load
from participants.choices import InvitationAnswer
from participants.choices import RegistrationStatus as Status
from tests import poppler
from tests.journeys.forms import press

DESK = f"/c/{mexico.SLUG}/desk/"


@pytest.fixture
def conference(db):
    load(at=timezone.now())
    return Conference.objects.get(slug=mexico.SLUG)


@pytest.fixture
def sign_in():
    """Return a function that signs in at the sign-in page, as people do."""

    def sign_in(role):
        client = Client()
        page = client.get("/account/sign-in/")
        press(client, page, "Sign in", login=f"{role}@example.org", password=sign_ins.PASSWORD)
        return client

    return sign_in


def text_of(response):
    """Return the words of a page as they are read."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def link_in(message) -> str:
    """Return the path of the personal link in an e-mail's text."""
    [address] = re.findall(r"https?://\S+/i/\S+", message.body)
    return urlsplit(address).path


def test_from_invitation_to_information_note(conference, sign_in):
    organiser = sign_in("organiser")
    invitation = invite(organiser, conference)
    letter = receive(conference, invitation)
    registration = accept(letter, conference)
    see_the_confirmation(organiser, registration)
    read_the_agenda()
    printed = change_a_sentence_and_print(sign_in("rapporteur"), "Questions are answered in any UN language.")

    assert poppler.squash("Questions are answered in any UN language.") in printed
    assert "InformationNote¹" in printed


def invite(client, conference):
    page = client.get(f"{DESK}invitations/new/")
    preview = press(
        client,
        page,
        "Preview",
        honorific="Ms.",
        given_name="Nadia",
        family_name="Åkesson-Ñíguez",
        job_title="Adviser",
        email="nadia.akesson@example.org",
        organisation="Serra Alta Sistemas Aeroespaciais S.A.",
        note="We met in Wiesbaden.",
    )
    assert "We met in Wiesbaden." in text_of(preview)
    assert not conference.participants.filter(email="nadia.akesson@example.org").exists()

    sent = press(client, preview, "Send the invitation")

    invitation = conference.invitations.get(participant__email="nadia.akesson@example.org")
    assert sent.request["PATH_INFO"] == invitation.get_absolute_url()
    assert invitation.message.status == MessageStatus.QUEUED
    return invitation


def receive(conference, invitation):
    delivery.deliver(timezone.now)
    invitation.message.refresh_from_db()
    assert invitation.message.status == MessageStatus.SENT
    letter = letter_to("nadia.akesson@example.org")
    assert conference.title in letter.body
    assert "We met in Wiesbaden." in letter.body
    return letter


def letter_to(address):
    """Return the latest e-mail that was handed over for an address."""
    return [each for each in mail.outbox if address in each.to[0]][-1]


def accept(letter, conference):
    guest = Client()
    path = link_in(letter)
    page = guest.get(path)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert not conference.registrations.filter(participant__email="nadia.akesson@example.org").exists()

    mine = press(guest, page, "Accept", phone="+55 11 5550 0104", needs="Vegetarian meals.", is_listed="on")

    registration = conference.registrations.get(participant__email="nadia.akesson@example.org")
    assert registration.status == Status.CONFIRMED
    assert registration.participant.invitation.answer == InvitationAnswer.ACCEPTED
    assert (registration.participant.needs, registration.participant.is_listed) == ("Vegetarian meals.", True)
    assert "Your registration is confirmed" in text_of(mine)
    assert registration.reference in text_of(mine)
    return registration


def see_the_confirmation(client, registration):
    found = client.get(f"{DESK}registrations/", {"q": "akesson"})
    assert "Nadia Åkesson-Ñíguez" in text_of(found)
    assert "1 registration" in text_of(found)
    page = client.get(registration.get_absolute_url())
    assert "Confirmed" in text_of(page)
    history = text_of(client.get(f"{DESK}history/"))
    assert "Ms. Nadia Åkesson-Ñíguez, by personal link" in history

    delivery.deliver(timezone.now)
    confirmation = letter_to("nadia.akesson@example.org")
    assert registration.reference in confirmation.body
    assert [part.get_content_type() for part in confirmation.message().walk()].count("text/calendar") == 2


def read_the_agenda():
    anyone = Client()
    page = text_of(anyone.get(f"/c/{mexico.SLUG}/agenda/"))
    order = [page.index(slot.title) for slot in mexico.AGENDA if slot.kind != "break"]
    assert order == sorted(order)
    assert "Mexico City" in page
    assert "Ms. María Fernanda de la Cruz" in page
    calendar = anyone.get(f"/c/{mexico.SLUG}/agenda.ics").content.decode()
    assert calendar.count("BEGIN:VEVENT") == len(mexico.AGENDA)
    assert "TZID:America/Mexico_City" in calendar


def change_a_sentence_and_print(client, sentence):
    """Change the last section of the note; return the blocks of the PDF, without white space."""
    note_page = f"{DESK}notes/en/"
    note = Conference.objects.get(slug=mexico.SLUG).notes.get(language="en")
    section = note.sections.get(heading="Additional Comments")
    page = client.get(f"{note_page}section/{section.pk}/")
    changed = press(client, page, "Save", text=sentence)
    assert sentence in text_of(changed)

    pdf = client.get(f"{note_page}note.pdf")

    assert pdf.headers["Content-Type"] == "application/pdf"
    return [poppler.squash(text) for _kind, text in poppler.tagged_blocks(pdf.content)]
