"""Forms of pages that send no referrer, and forms from elsewhere."""

import re

import pytest
from django.test import Client

from participants.choices import RegistrationStatus as Status
from participants.models import Registration
from participants.views.personal import INVITATION, own_url
from tests.factories import make_conference, make_invitation

DETAILS = {"family_name": "Núñez", "name_order": "given_first"}


@pytest.fixture
def invitation(db):
    return make_invitation(make_conference(registration_closes_at=None), expires_at=None)


def accept(invitation, **headers):
    """Open the invitation and accept it, with the CSRF token of its page and these headers; return the status."""
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(own_url("invitation", INVITATION, invitation))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    data = DETAILS | {"csrfmiddlewaretoken": token}
    return browser.post(own_url("accept", INVITATION, invitation), data, headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"origin": "null"},
        {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
        {},
    ],
)
def test_the_forms_behind_a_personal_link_are_taken(invitation, headers):
    assert accept(invitation, **headers) == 302
    assert Registration.objects.get().status == Status.CONFIRMED


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example"},
    ],
)
def test_forms_from_elsewhere_are_refused(invitation, headers):
    assert accept(invitation, **headers) == 403
    assert not Registration.objects.exists()


def test_the_token_is_asked_for_all_the_same(invitation):
    browser = Client(enforce_csrf_checks=True)
    address = own_url("accept", INVITATION, invitation)
    assert (
        browser.post(address, DETAILS, headers={"origin": "null", "sec-fetch-site": "same-origin"}).status_code == 403
    )
    assert not Registration.objects.exists()
