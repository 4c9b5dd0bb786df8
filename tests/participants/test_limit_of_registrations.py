"""How many registrations may be begun from one address within an hour (SEC-05)."""

import pytest
from django.test import Client

from participants.models import RegistrationDraft
from tests.participants.registering import PERSON, open_conference, register_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(settings):
    """Three within an hour."""
    settings.ACCOUNT_RATE_LIMITS = {"registration": "3/h/ip"}


def begin(client, conference, number, **more):
    form = PERSON | {"email": f"delegate{number}@example.org"}
    return client.post(register_url(conference), form, **more)


def test_a_mission_registers_its_whole_delegation_from_one_address(client):
    conference = open_conference()

    answers = [begin(client, conference, number).status_code for number in range(40)]

    assert answers == [302] * 40


@pytest.mark.usefixtures("few")
def test_too_many_get_a_page_that_says_so_and_when_to_come_back(client):
    conference = open_conference(contact_email="desk@example.org")
    for number in range(3):
        assert begin(client, conference, number).status_code == 302

    refused = begin(Client(), conference, 4)

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "3600"
    assert "Too many registrations from your network" in refused.content.decode()
    assert "desk@example.org" in refused.content.decode()
    assert RegistrationDraft.objects.count() == 3


@pytest.mark.usefixtures("few")
def test_another_address_and_what_was_begun_already_are_not_concerned(client):
    conference = open_conference()
    addresses = [begin(client, conference, number)["Location"] for number in range(3)]

    assert begin(client, conference, 5, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert client.post(addresses[0], {"organisation": "Andean Freight", "sector": "industry"}).status_code == 302
    assert client.get(register_url(conference)).status_code == 200


@pytest.mark.usefixtures("few")
def test_a_claimed_address_helps_nobody(client):
    conference = open_conference()

    answers = [begin(client, conference, n, headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


@pytest.mark.usefixtures("few")
def test_behind_a_proxy_only_what_the_proxy_adds_counts(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # what BEHIND_PROXY sets
    conference = open_conference()

    def begin_from(address, claimed, number):
        return begin(client, conference, number, headers={"X-Forwarded-For": f"{claimed}, {address}"}).status_code

    answers = [begin_from("192.0.2.1", f"198.51.100.{number}", number) for number in range(4)]

    assert answers == [302, 302, 302, 429]
    assert begin_from("192.0.2.2", "198.51.100.1", 9) == 302


@pytest.mark.usefixtures("few")
def test_a_form_with_mistakes_is_not_counted(client):
    conference = open_conference()

    for _ in range(5):
        assert client.post(register_url(conference), PERSON | {"email": ""}).status_code == 200

    assert begin(client, conference, 1).status_code == 302
