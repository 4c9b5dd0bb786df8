"""The message to a colleague who joined a team."""

import pytest

from conference import actions
from tests.factories import BEFORE, make_conference, make_user

pytestmark = pytest.mark.django_db


def add(conference, *, email, by=None):
    return actions.add_member(conference, email=email, name="Dora Desk", role="desk", by=by, at=BEFORE)


def test_a_new_colleague_is_told_how_to_choose_a_password():
    conference, olga = make_conference(), make_user(name="Olga Organiser")

    add(conference, email="dora@example.org", by=olga)

    message = conference.messages.get()
    assert (message.to_email, message.kind) == ("dora@example.org", "team_welcome")
    assert message.text.startswith("Dear Dora Desk,\n\nOlga Organiser has added you to the team")
    assert "/account/password/reset/" in message.text
    assert f"/c/{conference.slug}/desk/" in message.html


def test_who_signs_in_already_is_spared_the_password():
    conference = make_conference()
    make_user(email="dora@example.org")

    add(conference, email="dora@example.org")

    assert "password" not in conference.messages.get().text


def test_who_comes_back_is_written_to_again():
    conference = make_conference()
    member = add(conference, email="dora@example.org")
    actions.remove_member(member, by=None, at=BEFORE)

    add(conference, email="dora@example.org")

    assert conference.messages.count() == 2
