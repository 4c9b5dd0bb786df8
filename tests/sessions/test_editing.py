"""The editor: copy, shift, undo, and two organisers at once."""

from datetime import date, timedelta

import pytest

from lib.refusal import NotPossible
from sessions import actions, queries
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_room,
    make_session,
    make_speaker,
    make_user,
)
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
address = pages_of("sessions")
HOUR = timedelta(hours=1)
LATER = BEFORE + HOUR


def times(conference):
    return {
        each.title: each.starts_at and (each.starts_at - OPENING) / HOUR
        for each in conference.sessions.kept().in_order()
    }


@pytest.fixture
def conference():
    """A day with two rooms, and a session on the next day."""
    found = make_conference()
    hall, sala = make_room(found, name="Hall"), make_room(found, name="Sala", position=1)
    make_session(found, title="Opening", room=hall)
    make_session(found, title="Panel", room=hall, starts_at=OPENING + HOUR)
    make_session(found, title="Workshop", room=sala, starts_at=OPENING + HOUR)
    make_session(found, title="Closing", room=hall, starts_at=OPENING + 2 * HOUR)
    make_session(found, title="Tomorrow", room=hall, starts_at=OPENING + 24 * HOUR)
    return found


def session_of(conference, title):
    return conference.sessions.get(title=title)


def test_a_copy_has_presentations_and_people_and_no_time(conference):
    panel = session_of(conference, "Panel")
    talk = actions.add_contribution(panel, title="Talk", abstract="About.", by=None, at=BEFORE)
    make_speaker(panel, contribution=talk)

    twin = actions.copy(panel, by=None, at=LATER)

    role = twin.speaker_roles.get()
    assert (twin.title, twin.starts_at, role.contribution.title) == ("Panel", None, "Talk")
    assert role.contribution.session == twin
    assert panel.contributions.count() == 1


def test_shifting_moves_what_follows_on_the_day_and_nothing_else(conference):
    actions.shift(session_of(conference, "Panel"), minutes=30, by=None, at=LATER)

    assert times(conference) == {"Opening": 0, "Panel": 1.5, "Workshop": 1.5, "Closing": 2.5, "Tomorrow": 24}
    assert conference.history.get().verb == "session.shifted"


def test_shifting_one_room_leaves_the_others(conference):
    actions.shift(session_of(conference, "Panel"), minutes=15, only_room=True, by=None, at=LATER)

    assert times(conference) == {"Opening": 0, "Panel": 1.25, "Workshop": 1, "Closing": 2.25, "Tomorrow": 24}


def test_shifting_into_another_session_is_refused_and_moves_nothing(conference):
    before = times(conference)

    with pytest.raises(actions.Clashing, match="Hall is used twice"):
        actions.shift(session_of(conference, "Panel"), minutes=-15, by=None, at=LATER)

    assert times(conference) == before


@pytest.mark.parametrize("minutes", [0, 1441, -1441])
def test_shifts_that_are_none_or_too_long_are_refused(conference, minutes):
    with pytest.raises(NotPossible, match="at least one minute and at most a day"):
        actions.shift(session_of(conference, "Panel"), minutes=minutes, by=None, at=LATER)


def test_the_day_of_a_shift_is_that_of_the_conferences_zone():
    conference = make_conference(time_zone="Pacific/Auckland", starts_on=date(2030, 6, 3), ends_on=date(2030, 6, 5))
    make_session(conference, title="Evening", starts_at=OPENING)
    make_session(conference, title="After midnight there", starts_at=OPENING + 4 * HOUR)

    moved = actions.shift(session_of(conference, "Evening"), minutes=15, by=None, at=LATER)

    assert [each.title for each in moved] == ["Evening"]


def undo(conference, at=LATER):
    return actions.undo(conference, queries.last_change(conference).pk, by=None, at=at)


CHANGES = {
    "change": lambda c: actions.change_session(session_of(c, "Panel"), title="Other", summary="x", by=None, at=LATER),
    "move": lambda c: actions.move(
        session_of(c, "Panel"), starts_at=OPENING + 5 * HOUR, ends_at=OPENING + 6 * HOUR, room=None, by=None, at=LATER
    ),
    "take off the days": lambda c: actions.move(
        session_of(c, "Panel"), starts_at=None, ends_at=None, by=None, at=LATER
    ),
    "remove": lambda c: actions.remove(session_of(c, "Panel"), by=None, at=LATER),
    "add": lambda c: actions.add_session(c, title="New", kind="panel", by=None, at=LATER),
    "copy": lambda c: actions.copy(session_of(c, "Panel"), by=None, at=LATER),
    "shift": lambda c: actions.shift(session_of(c, "Panel"), minutes=30, by=None, at=LATER),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_can_be_taken_back(conference, name):
    def state():
        fields = ["title", "summary", "kind", "starts_at", "ends_at", "room", "is_published"]
        return list(conference.sessions.kept().order_by("pk").values(*fields))

    before = state()
    CHANGES[name](conference)
    assert state() != before

    undo(conference)

    assert state() == before


def test_taking_back_goes_on_to_the_change_before(conference):
    panel = session_of(conference, "Panel")
    actions.change_session(panel, title="One", by=None, at=LATER)
    actions.change_session(panel, title="Two", by=None, at=LATER)

    undo(conference)
    undo(conference)

    panel.refresh_from_db()
    assert panel.title == "Panel"
    assert queries.last_change(conference) is None


def test_what_somebody_has_changed_again_meanwhile_is_not_taken_back_unseen(conference):
    panel = session_of(conference, "Panel")
    actions.change_session(panel, title="One", by=None, at=LATER)
    seen = queries.last_change(conference)
    actions.change_session(panel, title="Two", by=None, at=LATER)

    with pytest.raises(NotPossible, match="Something else was changed meanwhile"):
        actions.undo(conference, seen.pk, by=None, at=LATER)

    panel.refresh_from_db()
    assert panel.title == "Two"


def test_taking_back_that_would_clash_is_refused(conference):
    panel = session_of(conference, "Panel")
    actions.move(panel, starts_at=None, ends_at=None, by=None, at=LATER)
    make_session(conference, title="In its place", room=panel.room, starts_at=panel.starts_at)

    with pytest.raises(actions.Clashing):
        undo(conference)


def test_the_pages_copy_shift_and_take_back(client, conference, organiser):
    panel = session_of(conference, "Panel")

    client.post(address("shift", conference, pk=panel.pk), {"minutes": "30"})
    assert times(conference)["Closing"] == 2.5
    html = client.get(address("desk_agenda", conference)).content.decode()
    assert "shifted, with all that follows on its day, the session “Panel”" in html

    client.post(address("undo", conference, pk=queries.last_change(conference).pk))
    assert times(conference)["Closing"] == 2

    response = client.post(address("copy_session", conference, pk=panel.pk))
    twin = conference.sessions.kept().latest("pk")
    assert response["Location"] == address("change_session", conference, pk=twin.pk)


def test_the_page_of_a_shift_asks_for_a_reason_when_it_clashes(client, conference, organiser):
    panel = session_of(conference, "Panel")
    url = address("shift", conference, pk=panel.pk)

    html = client.post(url, {"minutes": "-15"}).content.decode()
    assert "Hall is used twice" in html

    client.post(url, {"minutes": "-15", "reason": "The opening ends early."})
    assert times(conference)["Panel"] == 0.75


def test_a_removed_session_is_brought_back_from_its_list(client, conference, organiser):
    panel = session_of(conference, "Panel")
    actions.remove(panel, by=None, at=LATER)
    assert "Panel" in client.get(address("removed_list", conference)).content.decode()

    client.post(address("restore_session", conference, pk=panel.pk))

    assert "Panel" in times(conference)


def opened(client, conference, session):
    """What a browser would send back from the open form, field by field."""
    form = client.get(address("change_session", conference, pk=session.pk)).context["form"]
    return {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields} | {
        "starts": form["starts"].value().strftime("%H:%M"),
        "ends": form["ends"].value().strftime("%H:%M"),
        "is_published": "on",
    }


def test_what_only_the_other_changed_is_taken_over_and_nothing_is_lost(client, conference, organiser):
    panel = session_of(conference, "Panel")
    mine = opened(client, conference, panel) | {"summary": "My summary."}
    actions.change_session(panel, title="Their title", by=make_user(), at=LATER)

    page = client.post(address("change_session", conference, pk=panel.pk), mine)
    panel.refresh_from_db()
    assert (panel.title, panel.summary) == ("Their title", "")
    assert page.context["met"].adopted == ["Title"]
    assert page.context["met"].conflicts == []

    client.post(address("change_session", conference, pk=panel.pk), page.context["met"].data)
    panel.refresh_from_db()
    assert (panel.title, panel.summary) == ("Their title", "My summary.")


@pytest.mark.parametrize(("choice", "title", "start"), [("mine", "My title", 6), ("theirs", "Their title", 8)])
def test_where_both_changed_the_same_the_second_chooses(client, conference, organiser, choice, title, start):
    panel = session_of(conference, "Panel")
    mine = opened(client, conference, panel) | {"title": "My title", "starts": "15:00", "ends": "16:00"}
    actions.change_session(
        panel,
        title="Their title",
        starts_at=OPENING + 8 * HOUR,
        ends_at=OPENING + 9 * HOUR,
        by=make_user(),
        at=LATER,
    )
    url = address("change_session", conference, pk=panel.pk)

    page = client.post(url, mine)
    html = page.content.decode()
    assert "Yours: My title" in html
    assert "As it stands now: Their title" in html
    assert page.context["met"].conflicts == ["title", "time"]

    unchosen = client.post(url, page.context["met"].data)
    assert "Title was changed by somebody else too. Choose one." in unchosen.content.decode()
    panel.refresh_from_db()
    assert panel.title == "Their title"

    client.post(url, page.context["met"].data | {"choose_title": choice, "choose_time": choice})
    panel.refresh_from_db()
    assert (panel.title, (panel.starts_at - OPENING) / HOUR) == (title, start)


def test_the_same_change_by_both_is_no_conflict(client, conference, organiser):
    panel = session_of(conference, "Panel")
    mine = opened(client, conference, panel) | {"title": "The same"}
    actions.change_session(panel, title="The same", by=make_user(), at=LATER)

    page = client.post(address("change_session", conference, pk=panel.pk), mine)

    assert page.context["met"].conflicts == []
