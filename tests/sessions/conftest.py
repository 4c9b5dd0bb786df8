"""Fixtures for the tests of the agenda."""

import pytest

from tests.factories import make_member


@pytest.fixture
def organiser(client, conference):
    """An organiser of the test's own conference, signed in."""
    user = make_member(conference)
    client.force_login(user)
    return user
