"""Two clicks on one button at the same moment, committed as they are in an installation: one thing is done (REL-04)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.addresses import client_of, make_world
from tests.participants.test_places import wait_as_long_as_it_takes
from tests.test_every_form_twice import added, counts, filled_in, send


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["participants:add_question", "sessions:add_new_speaker", "reports:clearance_comment"])
def test_of_two_clicks_at_the_same_moment_the_second_waits_for_the_first(name):
    world = make_world()
    client = client_of(world, "organiser")
    address, data = filled_in(client, name, world)
    barrier, before = threading.Barrier(2), counts()

    def click(number):
        try:
            wait_as_long_as_it_takes()
            barrier.wait()
            return send(client_with_cookies(client), address, data)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, range(2))

    assert (first[0], second) == (302, first)
    assert set(added(before, counts()).values()) == {1}


def client_with_cookies(client):
    """Return another window of the same browser."""
    window = Client(raise_request_exception=False)
    window.cookies = client.cookies
    return window
