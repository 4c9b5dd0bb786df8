"""Where an invitation stands when its message does not arrive: said on every page of the person, filtered, mended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.choices import TeamRole
from correspondence import actions as correspondence
from correspondence.choices import LetterKind, MessageStatus
from lib.refusal import NotPossible
from participants import actions
from participants.choices import InvitationState
from participants.models import Invitation
from tests.factories import (
    BEFORE,
    make_conference,
    make_delegation,
    make_invitation,
    make_letter,
    make_message,
    make_participant,
    make_registration,
)
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("participants")
LATER = BEFORE + timedelta(hours=1)
TROUBLES = [
    (MessageStatus.FAILED, "Not delivered", "550 5.1.1 No such user"),
    (MessageStatus.BOUNCED, "Came back", "550 5.1.1 No such user"),
    (MessageStatus.SUPPRESSED, "Not delivered", "It is kept back: 550 5.1.1 No such user"),
    (MessageStatus.CANCELLED, "Not delivered", "The message was cancelled."),
]


def lost(conference, status=MessageStatus.FAILED, **fields):
    """An invitation whose message did not arrive."""
    message = make_message(conference, status=status, last_error="550 5.1.1 No such user")
    return make_invitation(conference, message=message, **fields)


def state_of(invitation, at=LATER):
    return Invitation.objects.with_state(at).get(pk=invitation.pk).state


@pytest.mark.parametrize(("status", "state", "reason"), TROUBLES)
def test_the_list_says_that_it_was_not_delivered_and_why(sign_in, status, state, reason):
    conference = make_conference()
    lost(conference, status)

    page = sign_in(conference, TeamRole.VIEWER).get(url("invitation_list", conference)).content.decode()

    assert "Waiting to be sent</span>" not in page
    assert f"{state}</span>" in page
    assert f'<span class="cell-sub">{reason}</span>' in page


@pytest.mark.parametrize(("status", "state", "reason"), TROUBLES)
def test_the_page_says_why_and_leads_to_the_message_and_to_the_address(sign_in, status, state, reason):
    conference = make_conference()
    invitation = lost(conference, status)

    page = sign_in(conference).get(invitation.get_absolute_url()).content.decode()

    assert reason in page
    assert f'href="{invitation.message.get_absolute_url()}"' in page
    assert f'href="{url("correct_address", conference, pk=invitation.pk)}"' in page
    assert f'href="{url("send_again", conference, pk=invitation.pk)}"' in page


def test_what_did_not_arrive_is_found_together_and_by_its_state(sign_in):
    conference = make_conference()
    for status in MessageStatus:
        person = make_participant(conference, family_name=status.name.title())
        lost(conference, status, participant=person)
    client = sign_in(conference)

    def found(state):
        table = client.get(url("invitation_list", conference), {"state": state}).context["table"]
        return {record.participant.family_name for record in table.data}

    assert found("undelivered") == {"Failed", "Bounced", "Suppressed", "Cancelled"}
    assert found("failed") == {"Failed", "Suppressed", "Cancelled"}
    assert found("bounced") == {"Bounced"}
    assert found("queued") == {"Preparing", "Queued", "Held", "Sending"}
    assert "4 invitations were not delivered" in client.get(f"/c/{conference.slug}/desk/").content.decode()


def test_the_persons_page_and_the_delegations_page_say_it_too(sign_in):
    conference = make_conference()
    delegation = make_delegation(conference)
    lost(conference, participant=make_participant(conference, delegation=delegation))
    registration = make_registration(conference)
    lost(conference, MessageStatus.BOUNCED, participant=registration.participant)
    client = sign_in(conference, TeamRole.VIEWER)

    of_the_delegation = client.get(delegation.get_absolute_url()).content.decode()
    of_the_person = client.get(registration.get_absolute_url()).content.decode()

    assert "Not delivered</span>" in of_the_delegation
    assert "550 5.1.1 No such user" in of_the_delegation
    assert "Came back</span>" in of_the_person
    assert "550 5.1.1 No such user" in of_the_person


def test_a_nomination_that_was_not_asked_for_in_the_end_is_told_in_the_list_and_on_the_page(sign_in):
    conference = make_conference()
    message = make_message(conference, status=MessageStatus.BOUNCED, last_error="550 No such user", attempt_count=1)
    delegation = make_delegation(conference, message=message)
    client = sign_in(conference)

    assert "Came back: 550 No such user" in client.get(url("delegation_list", conference)).content.decode()
    page = client.get(delegation.get_absolute_url()).content.decode()
    assert "Came back</span>" in page
    assert "550 No such user" in page


def test_the_address_is_corrected_and_the_invitation_sent_again(sign_in):
    conference = make_conference()
    invitation = lost(conference, participant=make_participant(conference, email="wrong@example.org"))
    client = sign_in(conference, TeamRole.DESK)

    response = client.post(url("correct_address", conference, pk=invitation.pk), {"email": "right@example.org"})
    assert response["Location"] == url("send_again", conference, pk=invitation.pk)
    assert "right@example.org" in client.get(response["Location"]).content.decode()
    client.post(response["Location"], {"answer_by": "2030-05-25"})

    invitation.refresh_from_db()
    assert (invitation.message.to_email, invitation.message.status) == ("right@example.org", MessageStatus.QUEUED)
    assert invitation.message.link_version == invitation.link_version == 1
    assert state_of(invitation, timezone.now()) == InvitationState.QUEUED


def test_an_address_that_is_right_already_leads_on_and_changes_nothing(sign_in):
    conference = make_conference()
    invitation = lost(conference, participant=make_participant(conference, email="right@example.org"))

    response = sign_in(conference).post(
        url("correct_address", conference, pk=invitation.pk), {"email": "right@example.org"}, follow=True
    )

    assert response.redirect_chain[-1][0] == url("send_again", conference, pk=invitation.pk)
    assert "The address is corrected" not in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.link_version == 0


def test_an_address_that_somebody_else_has_is_refused_at_its_field(sign_in):
    conference = make_conference()
    make_participant(conference, email="taken@example.org")
    invitation = lost(conference, participant=make_participant(conference, email="wrong@example.org"))
    client = sign_in(conference)

    response = client.post(url("correct_address", conference, pk=invitation.pk), {"email": "Taken@example.org"})

    assert "takes part already" in str(response.context["form"].errors["email"])
    invitation.participant.refresh_from_db()
    assert invitation.participant.email == "wrong@example.org"


def test_a_message_that_waits_for_the_former_address_makes_room_for_one_to_the_right_one():
    conference = make_conference()
    invitation = actions.invite(conference, email="wrong@example.org", family_name="Núñez", by=None, at=BEFORE)
    with pytest.raises(NotPossible, match="still waits"):
        actions.send_again(invitation, by=None, at=LATER)
    actions.change_participant(invitation.participant, email="right@example.org", by=None, at=LATER)

    actions.send_again(invitation, by=None, at=LATER)

    messages = conference.messages.order_by("pk").values_list("to_email", "status")
    assert list(messages) == [("wrong@example.org", "cancelled"), ("right@example.org", "queued")]


@pytest.mark.parametrize("status", [MessageStatus.FAILED, MessageStatus.BOUNCED])
def test_when_the_message_is_written_again_the_invitation_stands_by_the_new_one(status):
    invitation = lost(make_conference(), status)

    written = correspondence.send_again(invitation.message, by=None, at=LATER)

    invitation.refresh_from_db()
    assert invitation.message == written
    assert state_of(invitation) == InvitationState.QUEUED
    actions.revoke(invitation, by=None, at=LATER)
    written.refresh_from_db()
    assert written.status == MessageStatus.CANCELLED


def test_nominations_stand_by_the_message_that_was_written_again():
    conference = make_conference()
    delegation = make_delegation(conference, message=make_message(conference, status=MessageStatus.FAILED))

    written = correspondence.send_again(delegation.message, by=None, at=LATER)

    delegation.refresh_from_db()
    assert delegation.message == written


def test_the_letter_stays_beside_an_invitation_that_was_written_again(sign_in):
    conference = make_conference()
    message = make_message(conference, status=MessageStatus.FAILED)
    letter = make_letter(conference, message=message, kind=LetterKind.INVITATION, made_at=BEFORE, reference="INV/7")
    invitation = make_invitation(conference, message=message, has_letter=True)
    correspondence.send_again(message, by=None, at=LATER)

    page = sign_in(conference).get(invitation.get_absolute_url()).content.decode()

    assert letter.reference in page
    assert "As it would be printed" not in page


def test_an_invitation_that_is_tried_again_says_when_and_why_not_yet(sign_in):
    conference = make_conference()
    message = make_message(conference, attempt_count=3, last_error="451 Try later", not_before=LATER)
    invitation = make_invitation(conference, message=message)
    client = sign_in(conference)

    page = client.get(invitation.get_absolute_url()).content.decode()

    assert "The message is tried again on 1 March, 10:00" in page
    assert "was not delivered" not in page
    assert "3 tries: 451 Try later" in client.get(url("invitation_list", conference)).content.decode()
