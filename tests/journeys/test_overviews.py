"""The overviews of a conference show what every app has to say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.choices import ConferenceStatus, TeamRole
from lib import links
from participants import facts as participants_facts
from participants.choices import RegistrationStatus
from sessions import actions as agenda
from tests.factories import (
    OPENING,
    make_conference,
    make_invitation,
    make_member,
    make_note,
    make_registration,
    make_session,
)

pytestmark = pytest.mark.django_db


def page(client, name, conference):
    return client.get(reverse(f"conference:{name}", kwargs={"conference": conference.slug})).content.decode()


def test_an_empty_conference_says_what_to_do_first(client):
    conference = make_conference()
    client.force_login(make_member(conference))
    assert "Invite the first person" in page(client, "desk", conference)

    client.force_login(make_member(conference, role=TeamRole.VIEWER))
    assert "Invite the first person" not in page(client, "desk", conference)


def test_the_figures_count_each_status_and_name_what_waits(client):
    conference = make_conference(capacity=40)
    for status in [RegistrationStatus.CONFIRMED, RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING]:
        make_registration(conference, status=status)
    make_registration(make_conference(), status=RegistrationStatus.CONFIRMED)
    make_invitation(conference, expires_at=OPENING - timedelta(days=9000))
    client.force_login(make_member(conference))

    response = client.get(reverse("conference:desk", kwargs={"conference": conference.slug}))

    panel = response.context["panels"][0].context
    assert [(label, value) for label, value, _ in panel["stats"]] == [
        ("Confirmed", 2),
        ("Pending", 1),
        ("Waiting list", 0),
        ("Invited, no answer yet", 0),
    ]
    assert [(count, one) for count, one, _, _ in panel["attention"]] == [
        (1, "registration waits for a decision"),
        (1, "invitation ran out without an answer"),
    ]
    for _, _, url in panel["stats"]:
        assert client.get(url).status_code == 200


def test_readers_see_the_agenda_in_brief_once_it_is_released(client):
    conference = make_conference()
    make_session(conference, title="Taking stock")
    assert "Taking stock" not in page(client, "conference", conference)

    agenda.release(conference, by=None, at=OPENING)

    assert "Taking stock" in page(client, "conference", conference)


def test_the_team_is_told_that_readers_see_an_older_agenda(client):
    conference = make_conference()
    make_session(conference)
    client.force_login(make_member(conference))

    assert "readers do not see it yet" in page(client, "desk", conference)


def test_the_note_s_state_is_on_the_desk_and_not_on_the_public_page(client):
    conference = make_conference()
    make_note(conference)
    client.force_login(make_member(conference))

    assert "Information note</h2>" in page(client, "desk", conference)
    assert "Information note</h2>" not in page(client, "conference", conference)


def test_a_cancelled_conference_says_so_to_everybody_and_takes_no_answer(client):
    conference = make_conference(status=ConferenceStatus.CANCELLED)
    session = make_session(conference)
    agenda.release(conference, by=None, at=OPENING - timedelta(days=3), notify=False)
    invitation = make_invitation(conference)
    registration = make_registration(conference)

    assert "This conference is cancelled" in client.get(conference.get_absolute_url()).content.decode()
    assert "This conference is cancelled" in client.get(f"{conference.get_absolute_url()}agenda/").content.decode()
    link = links.make("participants:invitation", invitation.pk, invitation.link_version)
    page = client.get(f"/i/{link}/").content.decode()
    assert "does not take place" in page
    assert "Accept the invitation" not in page
    assert "STATUS:CANCELLED" in participants_facts.calendar_file(registration)
    calendar = client.get(f"{conference.get_absolute_url()}agenda.ics").content.decode()
    assert f"SUMMARY:{session.title}" in calendar
    assert "STATUS:CANCELLED" in calendar
