"""One head of a delegation, seats that nobody walks round, and an organisation that two conferences add at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from lib.refusal import NotPossible
from participants import actions, places
from participants.choices import DelegationRole
from participants.choices import RegistrationStatus as Status
from participants.models import Organisation, Participant, Registration
from tests.factories import make_conference, make_delegation, make_organisation, make_participant, make_registration
from tests.participants.nominating import BY, person, submitted
from tests.participants.registering import PERSON, fill_in, open_conference
from tests.participants.test_places import wait_as_long_as_it_takes

pytestmark = pytest.mark.django_db
HEAD = DelegationRole.HEAD


def member(delegation, status=Status.CONFIRMED, **fields):
    given = {"delegation": delegation, "organisation": delegation.organisation} | fields
    return make_registration(
        delegation.conference, participant=make_participant(delegation.conference, **given), status=status
    )


def nominated(delegation, *people):
    actions.save_nomination(delegation, list(people), **BY)
    return delegation


def test_a_second_head_is_not_nominated():
    delegation = make_delegation(make_conference())
    member(delegation, given_name="Ana", family_name="Rojas", delegation_role=HEAD)

    with pytest.raises(NotPossible, match=r"Ana Rojas is the head of delegation\. Give Quispe another role."):
        actions.submit_nomination(nominated(delegation, person("Quispe", role=HEAD)), **BY)

    delegation.refresh_from_db()
    assert delegation.submitted_at is None


def test_a_second_head_is_not_accepted_who_came_while_the_list_waited():
    delegation = submitted(make_conference(), person("Quispe", role=HEAD))
    member(delegation, given_name="Ana", family_name="Rojas", delegation_role=HEAD)

    with pytest.raises(NotPossible, match="Ana Rojas is the head of delegation"):
        actions.accept_nomination(delegation, **BY)

    assert Participant.objects.filter(family_name="Quispe").count() == 0


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.REJECTED])
def test_who_has_left_is_head_no_more(status):
    delegation = make_delegation(make_conference())
    member(delegation, status, delegation_role=HEAD)

    actions.accept_nomination(actions.submit_nomination(nominated(delegation, person("Quispe", role=HEAD)), **BY), **BY)

    assert Registration.objects.get(status=Status.CONFIRMED).participant.delegation_role == HEAD


def test_the_head_on_the_list_again_stays_head():
    delegation = make_delegation(make_conference())
    member(delegation, given_name="", family_name="Rojas", email="ana@example.org", delegation_role=HEAD)

    listed = nominated(delegation, person("Rojas", email="Ana@example.org", role=HEAD))
    actions.accept_nomination(actions.submit_nomination(listed, **BY), **BY)

    assert Participant.objects.get().delegation_role == HEAD


def test_who_is_taken_in_from_another_delegation_leaves_the_role_there():
    conference = make_conference()
    here, there = make_delegation(conference), make_delegation(conference)
    member(here, delegation_role=HEAD)
    other = member(there, delegation_role=HEAD).participant

    actions.take_in(here, other, **BY)

    other.refresh_from_db()
    assert (other.delegation, other.delegation_role) == (here, DelegationRole.DELEGATE)


def test_a_delegation_without_seats_is_not_walked_round_by_another_spelling():
    """A new organisation waits for the desk; merged, its people take the seats of the delegation."""
    conference = open_conference(is_moderated=False)
    organisation = make_organisation(official_name="Ministry of Trade of Chile")
    delegation = make_delegation(conference, organisation=organisation, seat_limit=1)
    member(delegation)
    client = Client()

    spelled = {"organisation": "Trade Ministry, Chile", "sector": "government", "country": "CL"}
    client.post(fill_in(client, conference, PERSON, spelled))
    registration = Registration.objects.get(participant__email="elena@example.org")
    assert registration.status == Status.PENDING
    actions.merge_organisations(organisation, registration.participant.organisation, conference=conference, **BY)

    registration.refresh_from_db()
    assert registration.participant.delegation == delegation
    with pytest.raises(NotPossible, match="has 1 seat; all are taken"):
        actions.confirm(registration, **BY)
    assert places.seats_taken(delegation) == 1


def test_a_merge_that_gives_a_delegation_more_people_than_seats_is_refused_and_undone_one_leaves_them():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=2)
    member(delegation)
    twin = make_organisation()
    for _ in range(2):
        make_registration(conference, participant=make_participant(conference, organisation=twin))

    with pytest.raises(NotPossible, match=r"3 people of the delegation of .* would hold a place, and it has 2"):
        actions.merge_organisations(delegation.organisation, twin, conference=conference, **BY)
    actions.change_delegation(delegation, seat_limit=3, **BY)
    merge = actions.merge_organisations(delegation.organisation, twin, conference=conference, **BY)
    assert places.seats_taken(delegation) == 3
    actions.undo_merge_of_organisations(merge, conference=conference, **BY)
    assert places.seats_taken(delegation) == 1


@pytest.mark.django_db(transaction=True)
def test_two_conferences_that_add_the_same_organisation_at_once_get_one_entry():
    """The second waits until the first is certain, then takes its entry; nothing of what it does beside is lost."""
    conferences = [make_conference(), make_conference()]
    barrier = threading.Barrier(2)

    def add(conference):
        try:
            wait_as_long_as_it_takes()
            barrier.wait()
            with transaction.atomic():
                name = {"official_name": "Andean Freight", "sector": "industry"}
                found = actions.add_organisation(conference=conference, **name, **BY)
                actions.add_participant(conference, family_name="Rojas", organisation=found, **BY)
            return found.pk
        finally:
            connection.close()

    for number in range(6):
        Organisation.objects.filter(official_name="Andean Freight").update(official_name=f"Former {number}")
        with ThreadPoolExecutor(2) as pool:
            assert len(set(pool.map(add, conferences))) == 1
    assert Participant.objects.count() == 12
