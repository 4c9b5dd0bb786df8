"""The broker is no part of a page: without it, people still sign in."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_signing_in_works_while_redis_is_away(client):
    assert settings.REDIS_URL  # of a port where nothing listens: this test starts no server
    user = make_user()

    refused = client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})
    accepted = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert (refused.status_code, accepted.status_code) == (200, 302)
