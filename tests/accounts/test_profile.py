"""A user's own page."""

import pytest
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db
URL = "account_profile"


def test_only_who_is_signed_in_has_a_profile(client):
    assert client.get(reverse(URL)).url == "/account/sign-in/?next=/account/"


def test_a_user_changes_the_own_name_and_time_zone(client):
    user, other = make_user(name="Ana"), make_user(name="Eve")
    client.force_login(user)

    client.post(reverse(URL), {"name": "Ana Núñez", "time_zone": "America/Lima"})

    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.name, user.time_zone) == ("Ana Núñez", "America/Lima")
    assert (other.name, other.time_zone) == ("Eve", "UTC")


def test_a_zone_that_is_none_is_refused(client):
    user = make_user()
    client.force_login(user)

    response = client.post(reverse(URL), {"name": "Ana", "time_zone": "Lima"})

    assert list(response.context["form"].errors) == ["time_zone"]
    user.refresh_from_db()
    assert user.time_zone == "UTC"
