"""Releases: frozen, numbered, each following the one before."""

from datetime import timedelta

import pytest

from lib.refusal import NotPossible
from sessions import actions
from sessions.models import AgendaRelease
from tests.factories import BEFORE, OPENING, make_conference, make_participant, make_room, make_session, make_speaker

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = BEFORE + timedelta(days=1)


def release(conference, at=BEFORE):
    return actions.release(conference, by=None, at=at)


def test_a_release_freezes_what_readers_may_see():
    conference = make_conference()
    session = make_session(conference, title="Opening", room=make_room(conference, name="Hall"))
    make_speaker(session, participant=make_participant(conference, honorific="Ms."))
    make_session(conference, title="Team meeting", is_published=False)

    made = release(conference)

    actions.change_session(session, title="Changed afterwards", by=None, at=LATER)
    made.refresh_from_db()
    (entry,) = made.snapshot["sessions"]
    assert (entry["title"], entry["room"], entry["people"][0]["name"]) == ("Opening", "Hall", "Ms. Ana Muster")


def test_releases_are_numbered_from_one_and_leave_a_trace():
    conference = make_conference()
    session = make_session(conference)

    first = release(conference)
    actions.change_session(session, title="Other", by=None, at=LATER)
    second = release(conference, LATER)

    assert (first.number, second.number) == (1, 2)
    assert conference.history.filter(verb="agenda.released").count() == 2


def test_nothing_is_released_when_nothing_changed():
    conference = make_conference()
    make_session(conference)
    release(conference)

    with pytest.raises(NotPossible, match="Nothing has changed since version 1"):
        release(conference, LATER)

    assert AgendaRelease.objects.count() == 1


def test_an_empty_agenda_is_not_released():
    conference = make_conference()

    with pytest.raises(NotPossible, match="no session to release"):
        release(conference)


def test_the_sequence_of_a_session_rises_when_it_moves_and_stays_when_only_its_text_changes():
    conference = make_conference()
    session = make_session(conference)
    other = make_session(conference, title="Untouched")
    release(conference)

    actions.change_session(session, summary="More to say.", by=None, at=LATER)
    text = {each["pk"]: each for each in release(conference, LATER).snapshot["sessions"]}
    assert (text[session.pk]["sequence"], text[session.pk]["changed_at"]) == (0, LATER.isoformat())

    actions.move(session, starts_at=OPENING + HOUR, ends_at=OPENING + 2 * HOUR, by=None, at=LATER)
    moved = {each["pk"]: each for each in release(conference, LATER).snapshot["sessions"]}
    assert moved[session.pk]["sequence"] == 1
    assert (moved[other.pk]["sequence"], moved[other.pk]["changed_at"]) == (0, BEFORE.isoformat())


def test_a_session_that_was_dropped_is_cancelled_and_comes_back_with_a_higher_sequence():
    conference = make_conference()
    session = make_session(conference)
    make_session(conference, title="Stays")
    release(conference)

    actions.remove(session, by=None, at=LATER)
    gone = release(conference, LATER).snapshot
    assert [(each["pk"], each["sequence"]) for each in gone["cancelled"]] == [(session.pk, 1)]

    actions.restore(session, by=None, at=LATER)
    back = release(conference, LATER).snapshot
    assert {each["pk"]: each["sequence"] for each in back["sessions"]}[session.pk] == 2
    assert back["cancelled"] == []


@pytest.mark.parametrize("how_many", [1, 20])
def test_releasing_costs_the_same_for_one_session_and_for_many(how_many, django_assert_max_num_queries):
    conference = make_conference()
    for _ in range(how_many):
        make_speaker(make_session(conference))

    with django_assert_max_num_queries(12):
        release(conference)
