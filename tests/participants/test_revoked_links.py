"""Links that open nothing any more: of whom the team takes the place from, and of who got them at a former address."""

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from correspondence.choices import MessageStatus
from correspondence.models import Message
from lib import links
from lib.refusal import NotPossible
from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.models import Invitation
from sessions.actions.profiles import profile_of
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_invitation,
    make_member,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
ALONE = {"by": "Ana Muster, by personal link", "at": BEFORE}


@pytest.fixture
def conference():
    return make_conference()


@pytest.fixture
def team(conference):
    return {"by": make_member(conference, role=TeamRole.DESK), "at": BEFORE}


def accepted(conference, **details):
    """The registration of somebody who accepted an invitation."""
    invitation = make_invitation(conference, participant=make_participant(conference, **details), expires_at=OPENING)
    return actions.accept(invitation, **ALONE)


def addresses(registration):
    """The personal links of a participant as they would be mailed now, by the page that each opens."""
    participant = registration.participant
    profile, invitation = profile_of(participant), Invitation.objects.get(participant=participant)
    registration.refresh_from_db()
    subjects = {
        "participants:me": ("participants:me", registration),
        "participants:invitation": ("participants:invitation", invitation),
        "sessions:my_agenda": ("participants:me", registration),
        "sessions:my_calendar": ("sessions:my_calendar", registration),
        "sessions:speaker": ("sessions:speaker", profile),
    }
    return {
        page: reverse(page, kwargs={"link": links.make(purpose, subject.pk, subject.link_version)})
        for page, (purpose, subject) in subjects.items()
    }


def codes(client, found):
    return {page: client.get(address).status_code for page, address in found.items()}


@pytest.mark.parametrize("name", ["cancel", "reject"])
def test_who_loses_the_place_to_the_team_cannot_accept_again(client, conference, team, name):
    registration = accepted(conference)
    link = addresses(registration)["participants:invitation"]

    actions.change_status(registration, name, **team)

    invitation = Invitation.objects.get()
    assert (invitation.revoked_at, invitation.link_version) == (BEFORE, 1)
    assert conference.history.filter(verb="invitation.revoked", actor=team["by"]).count() == 1
    client.post(f"{link}accept/", {"family_name": "Muster"})
    with pytest.raises(NotPossible, match="withdrawn"):
        actions.accept(invitation, **ALONE)
    registration.refresh_from_db()
    assert registration.status in {Status.CANCELLED, Status.REJECTED}


def test_a_substituted_guest_cannot_accept_again(conference, team):
    registration = accepted(conference)

    actions.substitute(registration, email="new@example.org", family_name="New", **team)

    with pytest.raises(NotPossible, match="withdrawn"):
        actions.accept(Invitation.objects.get(), **ALONE)


def test_an_invitation_that_waits_is_not_sent_to_whom_the_team_has_cancelled(conference, team):
    registration = make_registration(conference)
    actions.invite(conference, email=registration.participant.email, **team)

    actions.cancel(registration, **team)

    assert Message.objects.get(kind="invitation").status == MessageStatus.CANCELLED


def test_who_cancels_alone_may_come_back_while_the_invitation_runs(conference):
    registration = accepted(conference)

    actions.cancel(registration, **ALONE)

    assert actions.accept(Invitation.objects.get(), **ALONE).status == Status.CONFIRMED


def test_a_new_address_makes_the_links_at_the_old_one_useless(client, conference, team):
    registration = accepted(conference, email="old@example.org")
    old = addresses(registration)
    assert set(codes(client, old).values()) == {200}

    actions.change_participant(registration.participant, email="new@example.org", **team)

    assert set(codes(client, old).values()) == {410}
    assert set(codes(client, addresses(registration)).values()) == {200}
    assert conference.history.get(verb="participant.links_revoked").subject_id == registration.participant_id


@pytest.mark.parametrize(
    ("former", "details"),
    [
        ("old@example.org", {"job_title": "Minister"}),
        ("old@example.org", {"email": "OLD@example.org"}),
        ("", {"email": "first@example.org"}),
    ],
)
def test_links_stay_when_nobody_else_can_hold_them(conference, team, former, details):
    registration = accepted(conference, email=former)
    before = addresses(registration)

    actions.change_participant(registration.participant, **details, **team)

    assert addresses(registration) == before
    assert not conference.history.filter(verb="participant.links_revoked").exists()


def test_a_draft_goes_with_the_registration_that_came_of_it(conference, team):
    registration = make_registration(conference)
    draft = conference.drafts.create(
        key="5f0c1f0e-6b55-4d0c-9f5e-111111111111", reference=registration.reference, created_at=BEFORE, changed_at=BEFORE
    )  # fmt: skip

    actions.revoke_links(registration, **team)

    draft.refresh_from_db()
    assert draft.link_version == 1


def test_the_desk_makes_earlier_links_useless_after_a_question(client, sign_in, conference):
    registration = accepted(conference)
    kwargs = {"conference": conference.slug, "pk": registration.pk}
    page = reverse("participants:revoke_links", kwargs=kwargs)
    old = addresses(registration)
    desk = sign_in(conference, TeamRole.DESK)

    assert page in desk.get(registration.get_absolute_url()).content.decode()
    asked = desk.get(page).content.decode()
    assert "Make the earlier links of Ana Muster useless?" in asked
    assert addresses(registration) == old

    done = desk.post(page, {"reason": "Passed on"}, follow=True).content.decode()

    assert "The earlier links of Ana Muster open nothing any more." in done
    assert "made useless the earlier links of" in done
    assert set(codes(client, old).values()) == {410}


def test_who_reads_only_is_offered_no_way_to_make_links_useless(sign_in, conference):
    registration = accepted(conference)
    page = reverse("participants:revoke_links", kwargs={"conference": conference.slug, "pk": registration.pk})
    viewer = sign_in(conference, TeamRole.VIEWER)

    assert page not in viewer.get(registration.get_absolute_url()).content.decode()
    assert viewer.post(page).status_code == 403
