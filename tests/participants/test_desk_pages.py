"""The desk's pages: lists, a registration, invitations."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.choices import TeamRole
from correspondence.models import Message
from participants import actions
from participants.choices import RegistrationStatus as Status
from participants.choices import Sector
from participants.models import Participant, Registration
from tests.factories import (
    BEFORE,
    make_conference,
    make_invitation,
    make_member,
    make_message,
    make_organisation,
    make_participant,
    make_registration,
    make_user,
)
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("participants")

ROLES = [TeamRole.ORGANISER, TeamRole.DESK, TeamRole.RAPPORTEUR, TeamRole.VIEWER]
INVITE = {"email": "elena@example.org", "family_name": "Núñez", "given_name": "Elena", "answer_by": "2030-05-20"}


def names(response):
    return [row.record.participant.name for row in response.context["table"].paginated_rows]


def crowd(conference):
    """Four people that search, filters and sorting can tell apart."""
    ministry = make_organisation(official_name="Ministerio de Economía", short_name="ME")
    company = make_organisation(official_name="Andean Freight", sector=Sector.INDUSTRY)
    for given_name, family_name, organisation, status, minutes in [
        ("Elena", "Núñez", ministry, Status.CONFIRMED, 1),
        ("Iain", "McDonald", company, Status.PENDING, 2),
        ("", "Suharto", None, Status.WAITLISTED, 3),
        ("小明", "王", company, Status.CONFIRMED, 4),
    ]:
        person = make_participant(conference, given_name=given_name, family_name=family_name, organisation=organisation)
        make_registration(
            conference, participant=person, status=status, registered_at=BEFORE + timedelta(minutes=minutes)
        )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["小明 王", "Suharto", "Iain McDonald", "Elena Núñez"]),
        ("q=nunez", ["Elena Núñez"]),
        ("q=ECONOMIA", ["Elena Núñez"]),
        ("q=王", ["小明 王"]),
        ("status=pending", ["Iain McDonald"]),
        ("sector=industry", ["小明 王", "Iain McDonald"]),
        ("sector=industry&status=confirmed", ["小明 王"]),
        ("sort=name", ["Iain McDonald", "Elena Núñez", "Suharto", "小明 王"]),
        ("sort=-registered_at&q=mcdonald elena", []),
        ("page=99", ["小明 王", "Suharto", "Iain McDonald", "Elena Núñez"]),
    ],
)
def test_the_list_searches_filters_and_sorts_by_its_address(sign_in, query, expected):
    conference = make_conference()
    crowd(conference)
    make_registration(make_conference())

    response = sign_in(conference).get(f"{url('registration_list', conference)}?{query}")

    assert names(response) == expected


def test_the_list_finds_a_reference(sign_in):
    conference = make_conference()
    registration = make_registration(conference, reference="7KQ4-M2XD")
    make_registration(conference)

    response = sign_in(conference).get(url("registration_list", conference), {"q": "7kq4-m2"})

    assert [row.record for row in response.context["table"].paginated_rows] == [registration]


def test_an_empty_list_says_what_to_do_next(sign_in):
    conference = make_conference()

    page = sign_in(conference).get(url("registration_list", conference)).content.decode()

    assert "Nobody is registered yet" in page
    assert url("invite", conference) in page


def test_a_list_without_hits_leads_back_to_everything(sign_in):
    conference = make_conference()
    crowd(conference)

    page = sign_in(conference).get(url("registration_list", conference), {"q": "nobody"}).content.decode()

    assert "No registration fits these filters." in page


def test_htmx_gets_the_table_alone(sign_in):
    conference = make_conference()
    crowd(conference)

    response = sign_in(conference).get(url("registration_list", conference), headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert "4 registrations" in response.content.decode()


@pytest.mark.parametrize("name", ["registration_list", "invitation_list"])
def test_the_lists_cost_the_same_for_one_and_for_many(sign_in, name):
    conference = make_conference()
    client = sign_in(conference)
    counts = []
    for _ in range(3):
        person = make_participant(conference, organisation=make_organisation())
        make_registration(conference, participant=person)
        make_invitation(conference, participant=person, message=make_message(conference))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name, conference))
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 12


@pytest.mark.parametrize("name", ["registration", "invitation_detail"])
def test_a_page_costs_the_same_whatever_the_history(sign_in, name):
    conference = make_conference()
    registration = make_registration(conference)
    invitation = make_invitation(conference, participant=registration.participant, message=make_message(conference))
    address = registration.get_absolute_url() if name == "registration" else invitation.get_absolute_url()
    client = sign_in(conference)
    counts = []
    for _ in range(3):
        actions.check_in(registration, by=make_user(), at=BEFORE)
        actions.undo_check_in(registration, by=None, at=BEFORE)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_a_registration_leads_to_its_neighbours_in_the_filtered_list(sign_in):
    conference = make_conference()
    crowd(conference)
    first, second = conference.registrations.filter(status=Status.CONFIRMED).order_by("-registered_at")

    response = sign_in(conference).get(url("registration", conference, pk=first.pk), {"status": "confirmed"})

    assert response.context["previous"] is None
    assert response.context["following"] == url("registration", conference, pk=second.pk) + "?status=confirmed"


def test_the_history_stands_beside_the_registration(sign_in):
    conference = make_conference()
    registration = make_registration(conference, status=Status.PENDING)
    actions.confirm(registration, by="Olga Organiser", at=BEFORE, reason="As agreed")

    page = sign_in(conference).get(registration.get_absolute_url()).content.decode()

    assert "Olga Organiser confirmed" in page
    assert "Reason: As agreed" in page


@pytest.mark.parametrize(
    ("role", "expected"), [(TeamRole.ORGANISER, 302), (TeamRole.DESK, 302), (TeamRole.RAPPORTEUR, 403), (TeamRole.VIEWER, 403)]
)  # fmt: skip
def test_who_may_change_a_status(sign_in, role, expected):
    conference = make_conference()
    registration = make_registration(conference, status=Status.PENDING)

    response = sign_in(conference, role).post(
        url("change_status", conference, pk=registration.pk, transition="confirm"), {"notify": "on"}
    )

    registration.refresh_from_db()
    assert response.status_code == expected
    assert registration.status == (Status.CONFIRMED if expected == 302 else Status.PENDING)


def test_a_change_of_status_shows_the_message_and_changes_nothing_before_it_is_confirmed(sign_in):
    conference = make_conference()
    registration = make_registration(conference, status=Status.PENDING)

    page = sign_in(conference).get(url("change_status", conference, pk=registration.pk, transition="confirm"))

    registration.refresh_from_db()
    assert registration.status == Status.PENDING
    assert "Your registration is confirmed." in page.content.decode()
    assert not Message.objects.exists()


def test_a_change_of_status_without_the_message(sign_in):
    conference = make_conference()
    registration = make_registration(conference, status=Status.PENDING)

    sign_in(conference).post(url("change_status", conference, pk=registration.pk, transition="reject"), {"reason": "x"})

    registration.refresh_from_db()
    assert registration.status == Status.REJECTED
    assert not Message.objects.exists()


def test_a_refusal_is_shown_as_a_sentence(sign_in):
    conference = make_conference(capacity=0)
    registration = make_registration(conference, status=Status.PENDING)

    page = sign_in(conference).post(
        url("change_status", conference, pk=registration.pk, transition="confirm"), {}, follow=True
    )

    assert "All 0 places are taken." in page.content.decode()


def test_check_in_is_one_click_and_only_by_post(sign_in):
    conference = make_conference()
    registration = make_registration(conference)
    client = sign_in(conference, TeamRole.DESK)

    assert client.get(url("check_in", conference, pk=registration.pk)).status_code == 405
    client.post(url("check_in", conference, pk=registration.pk))
    registration.refresh_from_db()
    assert registration.has_arrived
    client.post(url("undo_check_in", conference, pk=registration.pk))
    registration.refresh_from_db()
    assert not registration.has_arrived


@pytest.mark.parametrize("name", ["registration", "change_participant", "check_in", "undo_check_in"])
def test_a_registration_of_another_conference_is_not_found(sign_in, name):
    conference = make_conference()
    foreign = make_registration(make_conference())
    client = sign_in(conference)
    address = url(name, conference, pk=foreign.pk)

    response = client.post(address) if "check" in name else client.get(address)

    assert response.status_code == 404


def test_the_desk_changes_details(sign_in):
    conference = make_conference()
    registration = make_registration(conference)
    data = {"family_name": "de la Cruz", "given_name": "Ana", "email": "", "phone": "+41229171234"}
    data |= {"organisation": "Andean Freight", "sector": "industry", "country": "PE"}

    sign_in(conference).post(url("change_participant", conference, pk=registration.pk), data)

    person = Participant.objects.select_related("organisation").get()
    assert (person.name, str(person.phone), person.country) == ("Ana de la Cruz", "+41229171234", "PE")
    assert person.organisation.official_name == "Andean Freight"


def test_a_taken_address_is_said_at_the_field(sign_in):
    conference = make_conference()
    make_participant(conference, email="taken@example.org")
    registration = make_registration(conference)

    response = sign_in(conference).post(
        url("change_participant", conference, pk=registration.pk),
        {"family_name": "Muster", "email": "Taken@example.org"},
    )

    assert response.context["form"].errors["email"] == [
        "Somebody with the address Taken@example.org takes part already."
    ]


def test_free_places_are_filled_after_a_look_at_the_names(sign_in):
    conference = make_conference(capacity=1)
    registration = make_registration(conference, status=Status.WAITLISTED)
    client = sign_in(conference)

    assert "Ana Muster" in client.get(url("fill_free_places", conference)).content.decode()
    client.post(url("fill_free_places", conference))

    assert Registration.objects.get(pk=registration.pk).status == Status.CONFIRMED


@pytest.mark.parametrize(
    ("closes_at", "look"), [(BEFORE.replace(year=2999), "btn-secondary"), (BEFORE.replace(year=2020), "btn-primary")]
)
def test_checking_in_is_not_the_first_thing_to_do_while_people_still_register(client, closes_at, look):
    conference = make_conference(
        registration_opens_at=BEFORE.replace(year=2019),
        registration_closes_at=closes_at,
        starts_on=date(2999, 6, 3),
        ends_on=date(2999, 6, 4),
    )
    registration = make_registration(conference, status=Status.CONFIRMED)
    client.force_login(make_member(conference, role=TeamRole.DESK))

    shown = client.get(registration.get_absolute_url()).content.decode()

    assert f'<button class="btn {look}" type="submit">Check in</button>' in shown
