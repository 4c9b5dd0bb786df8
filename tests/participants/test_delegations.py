"""Delegations: their seats, their focal points and the link by which those nominate."""

import pytest

from lib.refusal import NotPossible
from participants import actions, places
from participants.choices import RegistrationStatus
from tests.factories import (
    OPENING,
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_registration,
)
from tests.history import verbs
from tests.participants.nominating import BY, link_to

pytestmark = pytest.mark.django_db


def test_an_offered_place_takes_a_seat_too():
    conference, organisation = make_conference(), make_organisation()
    for _ in range(2):
        person = make_participant(conference, organisation=organisation)
        make_registration(
            conference, participant=person, status=RegistrationStatus.WAITLISTED, offer_expires_at=OPENING
        )

    with pytest.raises(NotPossible, match="hold a place already"):
        actions.add_delegation(conference, organisation, seat_limit=1, **BY)
    with pytest.raises(NotPossible, match=r"1 person of the delegation of .* would hold a place, and it has 0"):
        actions.take_in(make_delegation(conference, seat_limit=0), person, **BY)


def test_a_new_delegation_takes_in_who_represents_the_organisation_already():
    conference, organisation = make_conference(), make_organisation()
    here = make_participant(conference, organisation=organisation)
    make_participant(make_conference(), organisation=organisation)

    delegation = actions.add_delegation(conference, organisation, focal_point_name="Fatou", seat_limit=2, **BY)

    assert [member.pk for member in delegation.members.all()] == [here.pk]
    assert verbs(conference) == ["delegation.added", "participant.changed"]


def test_a_second_delegation_of_an_organisation_is_refused():
    conference = make_conference()
    delegation = make_delegation(conference)

    with pytest.raises(NotPossible, match="has a delegation at this conference already"):
        actions.add_delegation(conference, delegation.organisation, **BY)

    assert conference.delegations.count() == 1


def test_seats_below_what_is_taken_are_refused_with_the_number():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=5)
    for _ in range(2):
        make_registration(conference, participant=make_participant(conference, delegation=delegation))

    with pytest.raises(NotPossible, match="2 seats are taken"):
        actions.change_delegation(delegation, seat_limit=1, **BY)

    delegation.refresh_from_db()
    assert delegation.seat_limit == 5
    assert verbs(conference) == []


def test_another_address_makes_the_old_link_useless(client):
    delegation = make_delegation(make_conference())
    old = link_to(delegation)

    actions.change_delegation(delegation, focal_point_email="new@example.org", **BY)

    assert client.get(old).status_code == 410


def test_no_more_of_a_delegation_are_confirmed_than_it_has_seats():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=1)
    first, second = (make_participant(conference, delegation=delegation) for _ in range(2))

    one = actions.register(first, needs_approval=False, **BY)
    two = actions.register(second, needs_approval=False, **BY)

    assert (one.status, two.status) == (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)
    with pytest.raises(NotPossible, match="has 1 seat; all are taken"):
        actions.confirm(two, **BY)


def test_a_seat_that_becomes_free_goes_to_the_delegation_and_others_are_not_kept_waiting():
    conference = make_conference(capacity=2)
    delegation = make_delegation(conference, seat_limit=1)
    seated, waiting = (make_participant(conference, delegation=delegation) for _ in range(2))
    holder = make_registration(conference, participant=seated)
    other = make_registration(conference)
    first = make_registration(conference, participant=waiting, status=RegistrationStatus.WAITLISTED)
    second = make_registration(conference, status=RegistrationStatus.WAITLISTED)

    actions.cancel(other, **BY)
    second.refresh_from_db()
    first.refresh_from_db()
    passed_over = (first.status, second.status)
    actions.cancel(holder, **BY)
    first.refresh_from_db()

    assert passed_over == (RegistrationStatus.WAITLISTED, RegistrationStatus.CONFIRMED)
    assert first.status == RegistrationStatus.CONFIRMED
    assert places.seats_taken(delegation) == 1


def test_a_confirmed_person_is_taken_in_only_while_a_seat_is_free():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=1)
    people = [make_registration(conference).participant for _ in range(2)]
    actions.take_in(delegation, people[0], **BY)

    with pytest.raises(NotPossible, match=r"2 people of the delegation of .* would hold a place, and it has 1"):
        actions.take_in(delegation, people[1], **BY)
    actions.take_out(delegation, people[0], **BY)
    actions.take_in(delegation, people[1], **BY)

    assert [member.pk for member in delegation.members.all()] == [people[1].pk]
