"""Sessions: add, change, move, remove, restore."""

from datetime import timedelta

import pytest

from conference.models import AuditEntry
from lib.refusal import NotPossible
from sessions import actions
from tests.factories import BEFORE, OPENING, make_conference, make_member, make_room, make_session
from tests.history import verbs

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = BEFORE + HOUR


def test_a_session_is_added_to_the_draft_and_leaves_a_trace():
    conference = make_conference()
    olga = make_member(conference)

    session = actions.add_session(
        conference, title="Opening", kind="opening", starts_at=OPENING, ends_at=OPENING + HOUR, by=olga, at=BEFORE
    )

    assert list(conference.sessions.placed()) == [session]
    entry = conference.history.get()
    assert (entry.verb, entry.actor, entry.after["title"]) == ("session.added", olga, "Opening")


def test_a_session_can_wait_without_a_time():
    conference = make_conference()

    session = actions.add_session(conference, title="Side event", kind="panel", by=None, at=BEFORE)

    assert session.starts_at is None
    assert list(conference.sessions.kept()) == [session]
    assert not conference.sessions.placed().exists()


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "sentence"),
    [
        (OPENING, None, "both the start and the end"),
        (None, OPENING, "both the start and the end"),
        (OPENING, OPENING, "must end after it starts"),
        (OPENING, OPENING - HOUR, "must end after it starts"),
    ],
)
def test_times_that_make_no_session_are_refused_and_nothing_is_written(starts_at, ends_at, sentence):
    conference = make_conference()

    with pytest.raises(NotPossible, match=sentence):
        actions.add_session(
            conference, title="Opening", kind="opening", starts_at=starts_at, ends_at=ends_at, by=None, at=BEFORE
        )

    assert not conference.sessions.exists()
    assert not AuditEntry.objects.exists()


def test_a_room_of_another_conference_is_refused():
    session = make_session(make_conference())
    room = make_room(make_conference())

    with pytest.raises(NotPossible, match="another conference"):
        actions.change_session(session, room=room, by=None, at=LATER)


def test_a_change_is_written_with_before_and_after_and_raises_the_version():
    session = make_session(make_conference(), title="Opening")

    actions.change_session(session, title="Opening ceremony", by=None, at=LATER)

    session.refresh_from_db()
    assert (session.title, session.version, session.changed_at) == ("Opening ceremony", 2, LATER)
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"title": "Opening"}, {"title": "Opening ceremony"})


def test_a_change_that_changes_nothing_writes_nothing():
    session = make_session(make_conference(), title="Opening")

    actions.change_session(session, title="Opening", by=None, at=LATER)

    session.refresh_from_db()
    assert session.version == 1
    assert not AuditEntry.objects.exists()


def test_a_change_that_began_from_an_earlier_version_is_refused_with_the_session_as_it_is_now():
    session = make_session(make_conference(), title="Opening")
    actions.change_session(session, title="Opening by the host", version=1, by=None, at=LATER)

    with pytest.raises(actions.ChangedMeanwhile) as refused:
        actions.change_session(session, title="Welcome", version=1, by=None, at=LATER)

    assert refused.value.theirs.title == "Opening by the host"
    session.refresh_from_db()
    assert session.title == "Opening by the host"


def test_a_session_moves_to_another_time_and_room():
    conference = make_conference()
    session = make_session(conference)
    room = make_room(conference)

    actions.move(session, starts_at=OPENING + HOUR, ends_at=OPENING + 2 * HOUR, room=room, by=None, at=LATER)

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at, session.room) == (OPENING + HOUR, OPENING + 2 * HOUR, room)
    assert verbs(conference) == ["session.moved"]


def test_a_session_can_be_taken_off_the_days():
    session = make_session(make_conference())

    actions.move(session, starts_at=None, ends_at=None, by=None, at=LATER)

    session.refresh_from_db()
    assert session.starts_at is None


def test_a_removed_session_is_gone_and_can_be_brought_back_as_it_was():
    conference = make_conference()
    session = make_session(conference, title="Opening")

    actions.remove(session, by=None, at=LATER)
    assert not conference.sessions.kept().exists()

    actions.restore(session, by=None, at=LATER)
    assert [each.title for each in conference.sessions.placed()] == ["Opening"]
    assert verbs(conference) == ["session.removed", "session.restored"]


def test_what_is_removed_cannot_be_removed_again_and_what_is_there_not_restored():
    session = make_session(make_conference())
    with pytest.raises(NotPossible, match="is in the agenda"):
        actions.restore(session, by=None, at=LATER)

    actions.remove(session, by=None, at=LATER)
    with pytest.raises(NotPossible, match="was removed already"):
        actions.remove(session, by=None, at=LATER)

    assert AuditEntry.objects.count() == 1
