"""A day as a plan, and the form that moves a session: rooms, lanes, nights, clock changes."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from conference.models import Room
from sessions.facts import board
from sessions.facts.plan import plan
from sessions.models import Session
from tests.factories import OPENING, make_conference, make_member, make_room, make_session

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ZONES = ["America/Mexico_City", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Africa/Casablanca", "UTC"]


def rows_of(sessions, zone, day):
    return [row for row in (board.row(each, zone) for each in sessions) if row.day == day]


def texts(found):
    return [
        [cell.row.session.title if cell.row else "" for cell in line.cells]
        for line in found.lines
        if any(cell.row for cell in line.cells)
    ]


def session(pk, start, minutes, room=None, title=""):
    starts_at = OPENING + start * HOUR
    return Session(pk=pk, title=title or str(pk), starts_at=starts_at, ends_at=starts_at + minutes * MINUTE, room=room)


def test_rooms_stand_side_by_side_and_what_is_everywhere_spans_them():
    hall, sala = Room(pk=1, name="Hall"), Room(pk=2, name="Sala")
    zone, day = ZoneInfo("UTC"), OPENING.date()
    found = [session(1, 0, 60, hall), session(2, 0, 90, sala), session(3, 1.5, 30, title="Coffee")]

    made = plan(day, rows_of(found, zone, day), [hall, sala], zone)

    assert [str(column.room or "–") for column in made.columns] == ["Hall", "Sala", "–"]
    assert texts(made) == [["1", "2", ""], ["Coffee"]]
    assert [cell.columns for line in made.lines for cell in line.cells if cell.row] == [1, 1, 3]


def test_a_room_used_twice_at_a_time_gets_a_second_lane():
    hall = Room(pk=1, name="Hall")
    zone, day = ZoneInfo("UTC"), OPENING.date()

    made = plan(day, rows_of([session(1, 0, 60, hall), session(2, 0.5, 60, hall)], zone, day), [hall], zone)

    assert [(column.room, column.lane) for column in made.columns] == [(hall, 0), (hall, 1), (None, 0)]


def test_an_empty_day_offers_the_usual_hours():
    zone = ZoneInfo("America/Mexico_City")

    made = plan(date(2030, 6, 3), [], [], zone)

    assert [line.clock for line in made.lines if line.is_full_hour] == [f"{hour:02}:00" for hour in range(9, 18)]
    assert json.loads(made.lines[1].cells[0].values) == {"day": "2030-06-03", "starts": "09:15", "room": ""}


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day=st.dates(date(2028, 1, 1), date(2031, 12, 31)),
    spans=st.lists(st.tuples(st.integers(0, 96), st.integers(1, 40)), max_size=6),
    rooms=st.integers(1, 3),
)
def test_every_session_stands_once_in_its_own_lines_and_free_places_name_their_time(zone, day, spans, rooms):
    halls = [Room(pk=number, name=str(number)) for number in range(rooms)]
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    sessions = [
        Session(
            pk=pk,
            title=str(pk),
            room=halls[pk % rooms] if pk % 4 else None,
            starts_at=noon + (start - 48) * 15 * MINUTE,
            ends_at=noon + (start - 48 + length) * 15 * MINUTE,
        )
        for pk, (start, length) in enumerate(spans)
    ]
    rows = rows_of(sessions, zone, day)

    made = plan(day, rows, halls, zone)

    placed = [cell.row.session.pk for line in made.lines for cell in line.cells if cell.row]
    assert sorted(placed) == sorted(row.session.pk for row in rows)
    free = [json.loads(cell.values) for line in made.lines for cell in line.cells if not cell.row]
    assert all(each["room"] in {"", *(str(hall.pk) for hall in halls)} for each in free)
    days = [each["day"] for each in free]
    assert days == sorted(days)
    open_until = []  # every line has all its columns: those that begin in it, and those that still run
    for number, line in enumerate(made.lines):
        open_until = [each for each in open_until if each[0] > number]
        width = sum(cell.columns for cell in line.cells) + sum(columns for _, columns in open_until)
        assert width == len(made.columns)
        open_until += [(number + cell.lines, cell.columns) for cell in line.cells if cell.row]


def test_the_lines_of_a_day_that_skips_an_hour_are_quarters_of_an_hour_apart():
    zone = ZoneInfo("Europe/Berlin")
    day = date(2030, 3, 31)
    night = Session(pk=1, title="Night", starts_at=datetime(2030, 3, 31, 0, tzinfo=UTC))
    night.ends_at = night.starts_at + 3 * HOUR

    made = plan(day, rows_of([night], zone, day), [], zone)

    clocks = [line.clock for line in made.lines if line.is_full_hour]
    assert clocks == ["00:00", "01:00", "03:00", "04:00", "05:00"]
    assert all(one != other for one, other in pairwise(clocks))


@pytest.fixture
def conference(client):
    found = make_conference(
        slug="plan", time_zone="Europe/Berlin", starts_on=date(2030, 3, 30), ends_on=date(2030, 3, 31)
    )
    client.force_login(make_member(found))
    return found


def address(name, **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": "plan", **kwargs})


def sent(**fields):
    return {"day": "2030-03-31", "starts": "10:00", "minutes": "45", "room": "", "version": "1"} | fields


@pytest.mark.django_db
def test_a_session_is_moved_and_keeps_the_length_that_the_form_has(client, conference):
    moved = make_session(conference, starts_at=None)
    room = make_room(conference)

    response = client.post(address("move_session", pk=moved.pk), sent(room=room.pk))

    moved.refresh_from_db()
    assert response["Location"] == address("desk_session", pk=moved.pk)
    assert (moved.starts_at, moved.ends_at) == (
        datetime(2030, 3, 31, 8, tzinfo=UTC),
        datetime(2030, 3, 31, 8, 45, tzinfo=UTC),
    )
    assert moved.room == room


@pytest.mark.django_db
def test_a_session_is_taken_off_the_days(client, conference):
    moved = make_session(conference, starts_at=datetime(2030, 3, 30, 8, tzinfo=UTC))

    response = client.post(address("move_session", pk=moved.pk), sent(day="", starts="", back="plan"))

    moved.refresh_from_db()
    assert moved.starts_at is None
    assert response["Location"] == f"{address('plan')}?day=2030-03-30#session-{moved.pk}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts": ""}, "Enter when the session starts, such as 09:00."),
        ({"starts": "02:30"}, "There is no 02:30 on 31 March 2030 in Berlin"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"day": "2031-01-01"}, "Select a valid choice"),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_its_reason(client, conference, fields, sentence):
    moved = make_session(conference, starts_at=datetime(2030, 3, 30, 8, tzinfo=UTC))

    page = client.post(address("move_session", pk=moved.pk), sent(**fields))

    assert sentence in page.content.decode()
    moved.refresh_from_db()
    assert moved.version == 1


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["", "2030-03-31", "2099-01-01", "x"])
def test_the_plan_opens_on_any_day_that_is_asked_for(client, conference, day):
    html = client.get(address("plan"), {"day": day}).content.decode()

    assert f"<h1>{'Sunday 31' if day == '2030-03-31' else 'Saturday 30'} March 2030</h1>" in html


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 8])
def test_the_plan_costs_the_same_for_one_session_and_for_many(
    client, conference, how_many, django_assert_max_num_queries
):
    for number in range(how_many):
        make_session(
            conference,
            starts_at=datetime(2030, 3, 30, 8 + number, tzinfo=UTC),
            room=make_room(conference, name=str(number)),
        )

    with django_assert_max_num_queries(16):
        client.get(address("plan"))
