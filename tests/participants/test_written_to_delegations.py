"""“Did we write to the delegation of Peru, and what did they answer?” has one answer: in the log, and on its page."""

import re
from html import unescape

import pytest
from django.urls import reverse

from correspondence.choices import FeedbackKind, MessageStatus
from participants import actions
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_message,
    make_organisation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def peru():
    ministry = make_organisation(
        official_name="Ministério de Comércio", aliases=["Perú"], mission_email="M@peru.example"
    )
    return make_delegation(make_conference(), organisation=ministry, focal_point_email="focal@peru.example")


def member(delegation, **fields):
    return make_participant(
        delegation.conference, organisation=delegation.organisation, delegation=delegation, **fields
    )


def log(client, conference, query):
    page = client.get(reverse("correspondence:message_list", kwargs={"conference": conference.slug}), {"q": query})
    return {row.record for row in page.context["table"].page.object_list}


def test_the_log_is_searched_by_any_name_of_the_organisation(sign_in, peru):
    conference = peru.conference
    elena = member(peru, given_name="Elena", family_name="Núñez", email="Elena@peru.example")
    to_elena = make_message(conference, to_email="elena@peru.example", to_name="E. N.", kind="invitation")
    to_focal = make_message(conference, to_email=peru.focal_point_email, kind="nomination_request")
    to_mission = make_message(conference, to_email="m@peru.example", kind="note_verbale")
    make_message(conference, to_email="other@example.org")
    make_participant(conference, email="other@example.org", organisation=make_organisation(official_name="Chile"))
    make_message(make_conference(), to_email="elena@peru.example")
    client = sign_in(conference)

    assert log(client, conference, "peru") == log(client, conference, "comercio") == {to_elena, to_focal, to_mission}
    assert log(client, conference, "peru nomination_request") == {to_focal}
    assert log(client, conference, "nunez") == {to_elena}
    assert log(client, conference, "peru chile") == set()
    assert elena.email == "Elena@peru.example"


def test_the_page_of_a_delegation_has_all_that_was_written_to_it_and_what_came_back(sign_in, peru):
    conference = peru.conference
    registration = make_registration(conference, participant=member(peru, email="ana@peru.example"))
    asked = actions.ask_for_nominations(peru, by=None, at=BEFORE).message
    former = make_message(
        conference, to_email="former@peru.example", subject="Your place", link_purpose="participants:me",
        link_pk=registration.pk, link_version=0,
    )  # fmt: skip
    answered = make_message(conference, to_email="ANA@peru.example", subject="In your calendar", to_name="Ana Muster")
    answered.feedback.create(kind=FeedbackKind.ACCEPTED, source="x", at=OPENING)
    make_message(conference, to_email="other@example.org", subject="To others")

    page = sign_in(conference).get(peru.get_absolute_url())

    assert {*page.context["written"]} == {asked, former, answered}
    address = re.search(r'href="([^"]+)">Find them in the log', page.text)[1]
    found = sign_in(conference).get(unescape(address)).context["table"].page.object_list
    assert {asked, answered} <= {row.record for row in found}
    assert FeedbackKind.ACCEPTED.label in page.text
    assert "To others" not in page.text


def test_a_delegation_to_which_nothing_was_written_says_so(sign_in, peru):
    make_message(peru.conference, to_email="other@example.org", status=MessageStatus.SENT)

    assert (
        "No message was written to this delegation yet." in sign_in(peru.conference).get(peru.get_absolute_url()).text
    )
