"""Invitations on the desk's pages: looked at before they leave, sent again, withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.choices import TeamRole
from correspondence.choices import MessageStatus
from correspondence.models import Message
from participants.models import Invitation, Participant
from tests.factories import (
    BEFORE,
    make_conference,
    make_invitation,
    make_message,
    make_organisation,
    make_participant,
)
from tests.participants.test_desk_pages import INVITE, names, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["invitation_detail", "send_again", "revoke"])
def test_an_invitation_of_another_conference_is_not_found(sign_in, name):
    foreign = make_invitation(make_conference())
    conference = make_conference()

    assert sign_in(conference).get(url(name, conference, pk=foreign.pk)).status_code == 404


def test_the_message_is_shown_before_an_invitation_is_sent(sign_in):
    conference = make_conference()

    response = sign_in(conference).post(url("invite", conference), INVITE | {"note": "We met in Lima."})

    page = response.content.decode()
    assert "Send this invitation?" in page
    assert "We met in Lima." in page
    assert "[the personal link]" in page
    assert "the end of 20 May 2030 (UTC)" in page
    assert not Invitation.objects.exists()


def test_the_previewed_invitation_is_sent(sign_in):
    conference = make_conference()

    response = sign_in(conference, TeamRole.DESK).post(url("send_invitation", conference), INVITE, follow=True)

    invitation = Invitation.objects.get()
    assert invitation.expires_at.isoformat() == "2030-05-21T00:00:00+00:00"
    assert "The invitation of Elena Núñez is on its way." in response.content.decode()


def test_an_organisation_that_is_new_needs_a_sector(sign_in):
    conference = make_conference()

    response = sign_in(conference).post(url("invite", conference), INVITE | {"organisation": "Andean Freight"})

    assert response.context["form"].errors["sector"] == ["“Andean Freight” is new here. Choose its sector."]


@pytest.mark.parametrize("typed", ["ministerio de economia", "ME", "Wirtschaftsministerium"])
def test_an_organisation_is_found_by_any_of_its_names(sign_in, typed):
    conference = make_conference()
    ministry = make_organisation(
        official_name="Ministerio de Economía", short_name="ME", aliases=["Wirtschaftsministerium"]
    )

    sign_in(conference).post(url("send_invitation", conference), INVITE | {"organisation": typed})

    assert Participant.objects.get().organisation == ministry


def test_an_empty_invite_form_says_what_is_missing(sign_in):
    conference = make_conference()

    response = sign_in(conference).post(url("invite", conference), {})

    page = response.content.decode()
    assert "There is a problem" in page
    assert response.context["form"].errors == {
        "email": ["Enter the e-mail address."],
        "family_name": ["Enter the family name."],
    }
    assert "<title>Error:" in page.replace("\n", "")


def test_the_same_person_is_not_invited_twice(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    client.post(url("send_invitation", conference), INVITE)

    response = client.post(url("send_invitation", conference), INVITE)

    assert "has been invited already" in response.context["form"].errors["email"][0]
    assert Invitation.objects.count() == 1


def test_an_invitation_shows_its_message_with_every_try_and_the_last_error(sign_in):
    conference = make_conference()
    message = make_message(
        conference, status=MessageStatus.FAILED, attempt_count=2, last_error="550 No such user", text="Dear Elena"
    )
    message.attempts.create(at=BEFORE, outcome="deferred", code=451, detail="Try later")
    invitation = make_invitation(conference, message=message)

    page = sign_in(conference, TeamRole.VIEWER).get(invitation.get_absolute_url()).content.decode()

    assert "Not delivered" in page
    assert "550 No such user" in page
    assert "2 tries" in page
    assert "Try later" in page


def test_an_invitation_is_sent_again_with_a_later_date(sign_in):
    conference = make_conference()
    invitation = make_invitation(conference, expires_at=BEFORE)

    sign_in(conference).post(url("send_again", conference, pk=invitation.pk), {"answer_by": "2030-05-25"})

    invitation.refresh_from_db()
    assert invitation.expires_at.isoformat() == "2030-05-26T00:00:00+00:00"
    assert Message.objects.count() == 1


def test_an_invitation_is_withdrawn_on_a_page_of_its_own(sign_in):
    conference = make_conference()
    invitation = make_invitation(conference)
    client = sign_in(conference)

    assert "stops working" in client.get(url("revoke", conference, pk=invitation.pk)).content.decode()
    client.post(url("revoke", conference, pk=invitation.pk), {"reason": "Mistake"})

    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("expired", ["Expired"]),
        ("accepted", ["Accepted"]),
        ("draft", ["Draft"]),
        ("", ["Draft", "Accepted", "Expired"]),
    ],
)
def test_the_list_of_invitations_filters_by_state(sign_in, state, expected):
    conference = make_conference()
    for family_name, fields in [
        ("Expired", {"expires_at": timezone.now() - timedelta(days=1)}),
        ("Accepted", {"answer": "accepted"}),
        ("Draft", {}),
    ]:
        make_invitation(conference, participant=make_participant(conference, family_name=family_name), **fields)

    response = sign_in(conference).get(url("invitation_list", conference), {"state": state})

    assert [each.split()[-1] for each in names(response)] == expected


@pytest.mark.parametrize("day", ["9999-12-31", "2031-01-01"])
def test_a_day_to_answer_after_the_conference_is_refused_when_inviting_and_when_sending_again(sign_in, day):
    conference = make_conference()
    client, invitation = sign_in(conference), make_invitation(conference)

    for address, data in [
        (url("invite", conference), INVITE | {"answer_by": day}),
        (url("send_again", conference, pk=invitation.pk), {"answer_by": day}),
    ]:
        assert "The conference is over by then. Choose an earlier day." in client.post(address, data).content.decode()


def test_what_has_no_value_in_a_list_is_marked_so_that_a_phone_leaves_it_out(sign_in):
    conference = make_conference()
    make_invitation(conference, expires_at=BEFORE)

    page = sign_in(conference).get(url("invitation_list", conference)).content.decode()

    assert page.count('data-label="Opened" data-empty') == 1
    assert 'data-label="Answer by" data-empty' not in page
