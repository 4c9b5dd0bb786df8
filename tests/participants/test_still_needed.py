"""What somebody has to hand in after registering is named: on the page that follows, in the message, on the own page."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from correspondence.models import Message
from participants import actions, questions
from participants.actions.questions import keep_answers
from participants.choices import QuestionKind
from participants.choices import RegistrationStatus as Status
from participants.models import Registration
from participants.views.personal import own_url
from tests.factories import BEFORE, make_question, make_registration
from tests.participants.registering import (
    PERSON,
    STAY,
    fill_in,
    open_conference,
    without_names_of_this_run,
)

pytestmark = pytest.mark.django_db
BY = {"by": "Olga", "at": BEFORE}
PASSPORT = {"label": "A scan of your passport", "kind": QuestionKind.FILE, "is_required": True}


def own_page(registration):
    return Client().get(own_url("me", "participants:me", registration)).text


def test_a_file_that_is_needed_is_named_everywhere_with_its_link(client):
    conference = open_conference(is_moderated=True)
    passport = make_question(conference, **PASSPORT)

    sent = client.post(fill_in(client, conference), follow=True).text

    registration = Registration.objects.get()
    assert '<li dir="auto">A scan of your passport</li>' in sent
    message = Message.objects.get()
    assert (message.kind, message.link_pk) == ("received", registration.pk)
    needed = "Il manque encore : « A scan of your passport »."  # the participant reads French
    assert needed in message.text
    assert needed in message.html
    details = own_url("details", "participants:me", registration)
    assert f'<a href="{details}#div_id_question-{passport.pk}" dir="auto">A scan of your passport</a>' in own_page(
        registration
    )
    assert f'id="div_id_question-{passport.pk}"' in client.get(details).text


def test_who_is_known_already_reads_the_same_page(client):
    conference = open_conference(is_moderated=True)
    make_question(conference, **PASSPORT)
    first = without_names_of_this_run(client.post(fill_in(client, conference), follow=True).text)

    second = without_names_of_this_run(client.post(fill_in(client, conference), follow=True).text)

    assert second == first


def test_once_it_is_handed_in_nothing_is_needed_any_more():
    conference = open_conference()
    passport, registration = make_question(conference, **PASSPORT), make_registration(conference, status=Status.PENDING)
    assert "Still needed" in own_page(registration)

    answers = {passport.pk: ContentFile(b"%PDF-1.7", "passport.pdf")}
    keep_answers(conference, registration.participant, answers, **BY)

    assert questions.still_needed(registration) == []
    assert "Still needed" not in own_page(registration)
    actions.confirm(registration, **BY)
    assert "Still needed" not in Message.objects.get().text


@pytest.mark.parametrize(("is_moderated", "needed"), [(False, True), (True, False)])
def test_what_is_asked_after_confirmation_is_named_once_somebody_is_confirmed(client, is_moderated, needed):
    conference = open_conference(is_moderated=is_moderated)
    make_question(conference, label="Which flight?", is_required=True, is_after_confirmation=True)

    page = client.post(fill_in(client, conference, PERSON | {"language": "en"}), follow=True).text

    assert ("Which flight?" in page, "Which flight?" in Message.objects.get().text) == (needed, needed)
    if is_moderated:
        actions.confirm(Registration.objects.get(), **BY)
        assert "« Which flight? »" in Message.objects.get(kind="confirmation").text


def test_what_was_answered_while_registering_is_not_asked_for_again(client):
    conference = open_conference(is_moderated=False, capacity=0)
    question = make_question(conference, label="Your diet?", is_required=True)
    check = client.get(client.post(fill_in(client, conference), {f"question-{question.pk}": "Rice"})["Location"])[
        "Location"
    ]

    page = client.post(check, follow=True).text

    assert "Still needed" not in page
    assert "Your diet?" not in Message.objects.get().text
    assert STAY["language"] == "fr"
