"""Calendars that hear of every version, in whatever order, end on the latest: a property of any series of releases."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from conference import actions as conferences
from lib.calendars import calendar
from sessions import actions as sessions_actions
from sessions.facts import entries, reading
from sessions.facts.snapshot import freeze
from tests.factories import BEFORE, make_conference, make_session

HOUR = timedelta(hours=1)
START = datetime(2030, 3, 30, 6, tzinfo=UTC)
ZONES = ["America/Mexico_City", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Africa/Casablanca", "UTC"]
CONFERENCE = SimpleNamespace(
    slug="updates", is_online=False, venue_name="Congress centre", city="Wiesbaden", is_cancelled=False
)
NONE = SimpleNamespace(all=list)

# One version of an agenda: for each session its title, hour (None: not placed) and room; who is left out is not in it.
sessions = st.tuples(
    st.sampled_from(["Opening", "Welcome"]), st.none() | st.integers(0, 60), st.sampled_from(["A", "B"])
)
versions = st.lists(st.dictionaries(st.integers(1, 4), sessions, max_size=4), min_size=1, max_size=6)


def session(pk, title, hour, room):
    starts_at = None if hour is None else START + hour * HOUR
    return SimpleNamespace(
        pk=pk,
        kind="panel",
        title=title,
        summary="",
        starts_at=starts_at,
        ends_at=starts_at and starts_at + HOUR,
        room=SimpleNamespace(name=room),
        contributions=NONE,
        speaker_roles=NONE,
    )


def files_of(made, zone):
    """The calendar file that each release gives."""
    files, snapshot = [], None
    for number, version in enumerate(made):
        found = [session(pk, *what) for pk, what in version.items()]
        snapshot = freeze(found, snapshot, START + number * HOUR)
        items = reading.items(snapshot["sessions"], zone)
        parts = entries.of_items(CONFERENCE, items, turns=[], cancelled=snapshot["cancelled"])
        files.append(calendar(parts, name="Agenda", zone=zone))
    return files


def imported(files):
    """What a calendar program holds after it has read the files: of each entry the newest (RFC 5546, 2.1.5)."""
    held = {}
    for text in files:
        for event in Calendar.from_ical(text).events:
            age = int(event["SEQUENCE"]), event["DTSTAMP"].dt
            if str(event["UID"]) not in held or age >= held[str(event["UID"])][0]:
                held[str(event["UID"])] = age, event
    return {
        uid: (str(event["SUMMARY"]), event["DTSTART"].dt.astimezone(UTC), str(event["LOCATION"]).partition(",")[0])
        for uid, (_, event) in held.items()
        if event["STATUS"] == "CONFIRMED"
    }


def wanted(version):
    return {
        entries.uid(pk): (title, START + hour * HOUR, room)
        for pk, (title, hour, room) in version.items()
        if hour is not None
    }


@given(made=versions, zone=st.sampled_from(ZONES).map(ZoneInfo), data=st.data())
def test_reading_the_versions_in_any_order_ends_on_the_latest(made, zone, data):
    files = files_of(made, zone)

    assert imported(data.draw(st.permutations(files))) == wanted(made[-1])


@given(made=versions, zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_every_file_is_read_back_as_it_was_written(made, zone):
    for text in files_of(made, zone):
        again = Calendar.from_ical(text).to_ical().decode()

        assert imported([again]) == imported([text])
        assert Calendar.from_ical(again).to_ical().decode() == again


@given(made=versions)
def test_releasing_the_same_again_changes_nothing(made):
    snapshot = None
    for version in made:
        snapshot = freeze([session(pk, *what) for pk, what in version.items()], snapshot, START)

    again = freeze([session(pk, *what) for pk, what in made[-1].items()], snapshot, START + HOUR)

    assert again == snapshot


@pytest.mark.parametrize("hours", [[1, None, 2], [1, None, None], [None, 1, None]])
def test_a_session_that_loses_its_time_is_taken_back_until_it_has_one(hours):
    files = files_of([{1: ("Opening", hour, "A")} for hour in hours], ZoneInfo("UTC"))

    states = [str(event["STATUS"]) for text in files for event in Calendar.from_ical(text).events]

    assert (
        states
        == {
            (1, None, 2): ["CONFIRMED", "CANCELLED", "CONFIRMED"],
            (1, None, None): ["CONFIRMED", "CANCELLED", "CANCELLED"],
            (None, 1, None): ["CONFIRMED", "CANCELLED"],
        }[tuple(hours)]
    )


@pytest.mark.django_db
def test_calendars_believe_that_the_whole_conference_is_cancelled_and_that_it_is_not(client):
    conference = make_conference()
    make_session(conference)
    sessions_actions.release(conference, by=None, at=BEFORE)
    address = reverse("sessions:agenda_calendar", kwargs={"conference": conference.slug})
    files = [client.get(address).content.decode()]
    conferences.cancel(conference, reason="Nobody can travel.", by=None, at=BEFORE + HOUR)
    files.append(client.get(address).content.decode())
    conferences.restore(conference, by=None, at=BEFORE + 2 * HOUR)
    files.append(client.get(address).content.decode())

    assert [len(imported(files[:number])) for number in (1, 2, 3)] == [1, 0, 1]
    assert [len(imported(files[::-1])), len(imported([files[1], files[0]]))] == [1, 0]


@pytest.mark.django_db
def test_calendars_believe_that_the_conference_goes_to_another_place(client):
    conference = make_conference(venue_name="Congress centre", city="Wiesbaden")
    make_session(conference)
    sessions_actions.release(conference, by=None, at=BEFORE)
    address = reverse("sessions:agenda_calendar", kwargs={"conference": conference.slug})
    files = [client.get(address).content.decode()]
    conferences.change(conference, venue_name="Town hall", by=None, at=BEFORE + HOUR)
    files.append(client.get(address).content.decode())

    (before,), (after,) = (Calendar.from_ical(text).events for text in files)

    assert [str(event["LOCATION"]) for event in (before, after)] == [
        "Congress centre, Wiesbaden",
        "Town hall, Wiesbaden",
    ]
    assert (after["SEQUENCE"], after["DTSTAMP"].dt) == (before["SEQUENCE"] + 1, BEFORE + HOUR)
