"""Nominees: a list from its first saving to its acceptance, and who is known already."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from correspondence.models import Message
from lib.refusal import NotPossible
from participants import actions
from participants.choices import DelegationRole, NominationState, RegistrationStatus
from participants.models import Delegation, Nominee
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_invitation,
    make_organisation,
    make_participant,
    make_registration,
)
from tests.history import verbs
from tests.participants.nominating import BY, link_to, person, submitted

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def test_the_focal_point_is_asked_by_a_message_with_a_link():
    delegation = make_delegation(make_conference())

    actions.ask_for_nominations(delegation, **BY)

    message = Message.objects.get()
    assert (message.kind, message.to_email) == ("nomination_request", delegation.focal_point_email)
    assert (message.link_purpose, message.link_pk) == ("participants:nomination", delegation.pk)
    assert Delegation.objects.get().state == NominationState.ASKED
    assert verbs(delegation.conference) == ["nomination.asked_for"]


def test_without_an_address_nobody_is_asked():
    delegation = make_delegation(make_conference(), focal_point_email="")

    with pytest.raises(NotPossible, match="no focal point’s address"):
        actions.ask_for_nominations(delegation, **BY)

    assert not Message.objects.exists()


def test_a_saved_list_keeps_its_order_and_saving_it_again_writes_nothing():
    delegation = make_delegation(make_conference())
    people = [person("Zhao", role=DelegationRole.HEAD), person("Abe", email="abe@example.org")]

    for _ in range(2):
        actions.save_nomination(delegation, people, **BY)

    assert [nominee.family_name for nominee in delegation.nominees.all()] == ["Zhao", "Abe"]
    assert verbs(delegation.conference) == ["nomination.saved"]


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([], "Nobody is on the list"),
        ([person("")], "needs a name"),
        ([person("A"), person("B"), person("C")], "has 2 seats; the list has 3"),
    ],
)
def test_a_list_that_cannot_be_submitted_is_refused_and_stays_open(people, sentence):
    delegation = make_delegation(make_conference(), seat_limit=2)
    actions.save_nomination(delegation, people, **BY)

    with pytest.raises(NotPossible, match=sentence):
        actions.submit_nomination(delegation, **BY)

    assert Delegation.objects.get().is_open


def test_a_list_is_submitted_once():
    delegation = submitted(make_conference(), person("Zhao"))

    with pytest.raises(NotPossible, match="has been submitted"):
        actions.submit_nomination(delegation, **BY)
    with pytest.raises(NotPossible, match="has been submitted"):
        actions.save_nomination(delegation, [], **BY)

    assert delegation.nominees.count() == 1


def test_who_is_accepted_is_registered_in_order_and_gets_a_personal_link():
    conference = make_conference(capacity=2)
    delegation = submitted(
        conference,
        person("Zhao", email="zhao@example.org", role=DelegationRole.HEAD, job_title="Minister"),
        person("Abe"),
        person("Late", email="late@example.org"),
        organisation=make_organisation(country="JP"),
    )

    actions.accept_nomination(delegation, by="Olga", at=OPENING)

    members = list(delegation.members.order_by("delegation_position"))
    assert [(each.family_name, each.registration.status) for each in members] == [
        ("Zhao", RegistrationStatus.CONFIRMED),
        ("Abe", RegistrationStatus.CONFIRMED),
        ("Late", RegistrationStatus.WAITLISTED),
    ]
    assert (members[0].delegation_role, members[0].job_title, members[0].country) == ("head", "Minister", "JP")
    assert {each.organisation for each in members} == {delegation.organisation}
    assert kinds() == ["confirmation", "nomination_accepted", "waiting_list"]
    assert Message.objects.get(kind="confirmation").link_purpose == "participants:me"
    assert Delegation.objects.get().state == NominationState.ACCEPTED


def test_accepted_people_can_be_invited_instead_and_those_without_address_are_registered():
    conference = make_conference()
    delegation = submitted(conference, person("Zhao", email="zhao@example.org"), person("Abe"))

    actions.accept_nomination(delegation, are_invited=True, **BY)

    zhao, abe = delegation.members.order_by("delegation_position")
    assert (hasattr(zhao, "registration"), zhao.invitation.answer) == (False, "")
    assert abe.registration.status == RegistrationStatus.CONFIRMED
    assert kinds() == ["invitation", "nomination_accepted"]


def test_somebody_known_by_address_is_not_added_twice():
    conference = make_conference()
    known = make_participant(conference, family_name="Zhao", email="zhao@example.org", phone="+41229171234")
    delegation = submitted(conference, person("Zhao", email="ZHAO@example.org", job_title="Minister"))

    actions.accept_nomination(delegation, **BY)

    known.refresh_from_db()
    assert conference.participants.count() == 1
    assert (known.job_title, str(known.phone), known.delegation_id) == ("Minister", "+41229171234", delegation.pk)


def test_one_person_who_cannot_be_accepted_keeps_the_whole_list_back():
    conference = make_conference()
    rejected = make_registration(
        conference,
        participant=make_participant(conference, given_name="", family_name="No", email="no@example.org"),
        status=RegistrationStatus.REJECTED,
    )
    delegation = submitted(conference, person("Abe"), person("No", email="no@example.org"))

    with pytest.raises(NotPossible, match="No cannot be accepted: The organisers have rejected"):
        actions.accept_nomination(delegation, **BY)

    rejected.participant.refresh_from_db()
    assert conference.participants.count() == 1
    assert rejected.participant.delegation is None
    assert Delegation.objects.get().state == NominationState.SUBMITTED


def test_a_list_that_outgrew_its_seats_meanwhile_is_not_accepted():
    conference = make_conference()
    delegation = submitted(conference, person("Abe"), person("Zhao"), seat_limit=2)
    make_registration(conference, participant=make_participant(conference, delegation=delegation))

    with pytest.raises(NotPossible, match="has 2 seats, 1 of them taken; the list has 2"):
        actions.accept_nomination(delegation, **BY)

    assert delegation.members.count() == 1


def test_a_list_sent_back_is_open_again_with_the_reason_and_accepted_people_stay():
    conference = make_conference()
    delegation = submitted(conference, person("Abe"))
    actions.accept_nomination(delegation, **BY)

    actions.send_nomination_back(delegation, reason="Name a head.", **BY)
    actions.save_nomination(delegation, [person("Zhao", role=DelegationRole.HEAD)], **BY)
    actions.submit_nomination(delegation, **BY)
    actions.accept_nomination(delegation, by="Olga", at=OPENING)

    assert sorted(each.family_name for each in delegation.members.all()) == ["Abe", "Zhao"]
    assert Nominee.objects.filter(participant=None).count() == 0
    back = Message.objects.get(kind="nomination_sent_back")
    assert "Name a head." in back.text
    assert "nomination.sent_back" in verbs(conference)


def carla_of_chile(conference):
    chile = make_delegation(conference)
    return make_participant(
        conference, given_name="Carla", family_name="Soto", email="carla@example.org", delegation=chile
    )


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({"family_name": "Evil", "given_name": "Mallory"}, "carla@example.org is the address of Carla Soto"),
        ({"family_name": "Soto"}, "Carla Soto belongs to the delegation of"),
    ],
)
def test_an_address_does_not_make_somebody_a_member_of_another_delegation(sign_in, names, sentence):
    conference = make_conference()
    carla = carla_of_chile(conference)
    delegation = submitted(conference, person(email="carla@example.org", **names))

    with pytest.raises(NotPossible, match=sentence):
        actions.accept_nomination(delegation, **BY)
    page = sign_in(conference, TeamRole.DESK).get(
        reverse("participants:accept_nomination", kwargs={"conference": conference.slug, "pk": delegation.pk})
    )

    assert f"Cannot be accepted: {sentence}" in page.content.decode()
    carla.refresh_from_db()
    assert (carla.name, carla.delegation == delegation) == ("Carla Soto", False)


def test_the_page_to_accept_says_who_is_known_already(sign_in):
    conference = make_conference()
    zhao = make_participant(conference, given_name="", family_name="Zhao", email="zhao@example.org")
    make_registration(conference, participant=zhao)
    delegation = submitted(conference, person("Zhao", email="Zhao@example.org"), person("Abe"))

    page = sign_in(conference, TeamRole.DESK).get(
        reverse("participants:accept_nomination", kwargs={"conference": conference.slug, "pk": delegation.pk})
    )

    assert page.content.decode().count("Known already as") == 1


@pytest.mark.parametrize(
    "standing",
    [{"answer": "declined", "answered_at": BEFORE}, {"revoked_at": BEFORE}, {"expires_at": BEFORE - timedelta(days=1)}],
)
def test_a_nominee_who_was_invited_in_vain_is_invited_again(standing):
    conference = make_conference()
    nominee = make_participant(conference, given_name="", family_name="Zhao", email="zhao@example.org")
    invitation = make_invitation(conference, participant=nominee, **standing)
    delegation = submitted(conference, person("Zhao", email="zhao@example.org"))

    actions.accept_nomination(delegation, are_invited=True, **BY)

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.revoked_at, invitation.expires_at > BEFORE) == ("", None, True)
    assert conference.messages.filter(to_email="zhao@example.org", kind="invitation").count() == 1


def test_a_list_that_waits_to_be_checked_is_not_removed_with_its_delegation():
    delegation = submitted(make_conference(), person("Abe"))

    with pytest.raises(NotPossible, match="A nomination waits to be checked"):
        actions.remove_delegation(delegation, **BY)
    actions.send_nomination_back(delegation, reason="Too early.", **BY)
    actions.remove_delegation(delegation, **BY)

    assert not Delegation.objects.exists()


def test_a_list_from_an_earlier_window_does_not_replace_the_one_that_stands(client):
    delegation = make_delegation(make_conference())
    url = link_to(delegation)
    earlier = client.get(url).context["standing"]
    actions.save_nomination(delegation, [person("Abe"), person("Zhao")], **BY)
    sent = {"count": "1", "save": "yes", **{f"person-0-{name}": value for name, value in person("Foe").items()}}

    refused = client.post(url, sent | {"standing": earlier})
    assert "It is now: Abe, Zhao." in refused.content.decode()
    assert delegation.nominees.count() == 2
    assert refused.context["form"].rows[0]["family_name"] == "Foe"

    client.post(url, sent | {"standing": refused.context["standing"]})
    assert [nominee.family_name for nominee in delegation.nominees.all()] == ["Foe"]
