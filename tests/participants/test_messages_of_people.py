"""The page of a person tells what was written: messages, letters, what came back, to whatever address it went."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from conference.choices import TeamRole
from correspondence.choices import LetterKind, MessageStatus
from tests.correspondence.costs import cost_of
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_letter,
    make_message,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db


def person_of(conference, email="ana@example.org"):
    return make_registration(conference, participant=make_participant(conference, email=email))


def everything(conference, email):
    return reverse("correspondence:address", kwargs={"conference": conference.slug, "email": email})


def test_messages_letters_and_answers_stand_on_the_persons_page(sign_in):
    conference = make_conference()
    registration = person_of(conference)
    message = make_message(
        conference,
        to_email="Ana@example.org",
        subject="You are invited",
        status=MessageStatus.BOUNCED,
        last_error="550",
    )
    letter = make_letter(conference, message=message, kind=LetterKind.INVITATION, made_at=BEFORE)
    file = message.attachments.create(name=letter.file_name, file=ContentFile(b"%PDF-", name="a.pdf"), size=5)
    message.feedback.create(at=OPENING, kind="declined", source="1")
    make_message(conference, to_email="other@example.org", subject="To somebody else")
    make_message(make_conference(), to_email="ana@example.org", subject="Of another conference")

    page = sign_in(conference, TeamRole.VIEWER).get(registration.get_absolute_url()).content.decode()

    assert f'href="{message.get_absolute_url()}">You are invited</a>' in page
    assert "Came back</span>" in page
    assert f"Invitation letter {letter.reference}" in page
    assert f"/files/{file.pk}/" in page
    assert "Declined in the calendar" in page
    assert f'href="{everything(conference, "ana@example.org")}"' in page
    assert "To somebody else" not in page
    assert "Of another conference" not in page


def test_what_went_to_a_former_address_stays_on_the_page(sign_in):
    conference = make_conference()
    registration = person_of(conference, "new@example.org")
    make_message(conference, to_email="new@example.org", subject="To the new one")
    make_message(
        conference, to_email="old@example.org", subject="To the old one", link_purpose="participants:me",
        link_pk=registration.pk,
    )  # fmt: skip
    make_message(
        conference, subject="Same number, other link", link_purpose="reports:clearance", link_pk=registration.pk
    )

    response = sign_in(conference).get(registration.get_absolute_url())

    assert [message.subject for message in response.context["written"]] == ["To the old one", "To the new one"]
    assert response.context["addresses"] == ["old@example.org", "new@example.org"]
    assert f'href="{everything(conference, "old@example.org")}"' in response.content.decode()


def test_a_letter_that_names_a_passport_is_a_link_for_the_desk_only(sign_in):
    conference = make_conference()
    registration = person_of(conference)
    message = make_message(conference, to_email="ana@example.org")
    file = message.attachments.create(name="Visa.pdf", file="messages/a.pdf", size=5, is_confidential=True)

    for role, is_link in ((TeamRole.DESK, True), (TeamRole.VIEWER, False)):
        page = sign_in(conference, role).get(registration.get_absolute_url()).content.decode()
        assert "Visa.pdf" in page
        assert (f"/files/{file.pk}/" in page) is is_link


def test_only_the_newest_are_listed_and_the_rest_is_counted(sign_in):
    conference = make_conference()
    registration = person_of(conference)
    for _ in range(10):
        make_message(conference, to_email="ana@example.org")

    response = sign_in(conference).get(registration.get_absolute_url())

    assert len(response.context["written"]) == 8
    assert "Everything sent and answered, 10 messages" in response.content.decode()


def test_many_messages_cost_as_many_queries_as_one(sign_in):
    conference = make_conference()
    registration = person_of(conference)
    client = sign_in(conference)

    def write():
        message = make_message(conference, to_email="ana@example.org")
        message.attachments.create(name="a.pdf", file="messages/a.pdf", size=5)
        message.feedback.create(at=OPENING, kind="delayed", source="1")

    write()
    for_one = cost_of(client, registration.get_absolute_url())
    write()
    write()

    assert cost_of(client, registration.get_absolute_url()) == for_one


def test_without_an_address_there_is_nothing_to_tell(sign_in):
    conference = make_conference()
    registration = person_of(conference, "")
    make_message(conference, to_email="")

    page = sign_in(conference).get(registration.get_absolute_url()).content.decode()

    assert "No message was written to this person yet." in page
