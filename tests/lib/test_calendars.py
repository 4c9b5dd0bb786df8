"""Calendar files: what they say, and that another program reads the same."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event, vCalAddress

from lib.calendars import Entry, calendar

MEXICO = ZoneInfo("America/Mexico_City")
CHANGED = datetime(2017, 5, 1, 12, tzinfo=UTC)
ZONES = [
    "America/Mexico_City",
    "Europe/Berlin",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/St_Johns",
    "UTC",
]


def opening(**fields):
    defaults = {
        "uid": "session-1@plenary",
        "starts_at": datetime(2017, 6, 8, 14, tzinfo=UTC),
        "ends_at": datetime(2017, 6, 8, 15, 30, tzinfo=UTC),
        "summary": "Opening",
        "changed_at": CHANGED,
    }
    return Entry(**defaults | fields)


def read(text):
    return Calendar.from_ical(text)


def only_event(text):
    (event,) = read(text).events
    return event


def test_an_entry_stands_in_the_zone_of_the_conference_with_its_rules():
    text = calendar([opening()], name="Conference", zone=MEXICO)

    assert "DTSTART;TZID=America/Mexico_City:20170608T090000\r\n" in text
    assert "DTEND;TZID=America/Mexico_City:20170608T103000\r\n" in text
    assert [rules["TZID"] for rules in read(text).timezones] == ["America/Mexico_City"]
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")


def test_a_published_calendar_carries_its_name_and_asks_to_be_read_again():
    file = read(calendar([], name="Agenda of the conference", zone=MEXICO))

    assert file["METHOD"] == "PUBLISH"
    assert file["X-WR-CALNAME"] == "Agenda of the conference"
    assert file["REFRESH-INTERVAL"].dt == timedelta(hours=1)


def test_everything_an_entry_says_is_read_back():
    event = only_event(
        calendar(
            [
                opening(
                    location="Sala Núñez; floor 2, left",
                    description="First line\r\nsecond, line; with signs \\ and “quotes”",
                    url="https://plenary.example/c/x/agenda/1/",
                    sequence=3,
                )
            ],
            name="Conference",
            zone=MEXICO,
        )
    )

    assert str(event["LOCATION"]) == "Sala Núñez; floor 2, left"
    assert str(event["DESCRIPTION"]) == "First line\nsecond, line; with signs \\ and “quotes”"
    assert event["URL"] == "https://plenary.example/c/x/agenda/1/"
    assert event["SEQUENCE"] == 3
    assert event["DTSTAMP"].dt == CHANGED
    assert event["STATUS"] == "CONFIRMED"


def test_whole_days_end_after_the_last_day():
    event = only_event(
        calendar([opening(starts_at=date(2017, 6, 8), ends_at=date(2017, 6, 9))], name="Conference", zone=MEXICO)
    )

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2017, 6, 8), date(2017, 6, 10))


def test_an_invitation_names_who_invites_and_who_is_invited():
    text = calendar(
        [opening(organizer=("office@example.org", "Conference office"), attendee=("ana@example.org", 'Ana "A" Núñez'))],
        name="Conference",
        zone=MEXICO,
        method="REQUEST",
    )
    event = only_event(text)

    assert read(text)["METHOD"] == "REQUEST"
    assert event["ORGANIZER"] == "mailto:office@example.org"
    assert event["ATTENDEE"] == "mailto:ana@example.org"
    assert event["ATTENDEE"].params["CN"] == "Ana 'A' Núñez"


def test_a_name_that_ends_with_a_backslash_leaves_the_address_whole():
    people = {"organizer": ("office@example.org", "Office\\"), "attendee": ("ana@example.org", "\\")}

    event = only_event(calendar([opening(**people)], name="x", zone=MEXICO, method="REQUEST"))

    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:office@example.org", "mailto:ana@example.org")


def test_an_invitation_without_an_attendee_is_refused():
    with pytest.raises(ValueError, match="needs an organizer and an attendee"):
        calendar([opening(organizer=("office@example.org", ""))], name="x", zone=MEXICO, method="REQUEST")


def test_a_cancellation_says_so_in_method_and_status():
    entry = opening(organizer=("office@example.org", ""), attendee=("ana@example.org", "Ana"), sequence=2)
    text = calendar([entry], name="Conference", zone=MEXICO, method="CANCEL")

    assert read(text)["METHOD"] == "CANCEL"
    assert only_event(text)["STATUS"] == "CANCELLED"


def test_the_hour_that_the_clock_repeats_is_told_apart():
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2017, 10, 29, 0, 30, tzinfo=UTC)
    second = datetime(2017, 10, 29, 1, 30, tzinfo=UTC)
    for starts_at in (first, second):
        text = calendar([opening(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))], name="x", zone=berlin)
        assert only_event(text)["DTSTART"].dt.astimezone(UTC) == starts_at


@given(
    summary=st.text(min_size=1, max_size=120),
    location=st.text(max_size=80),
    description=st.text(max_size=300),
    name=st.text(max_size=60),
)
def test_no_text_of_a_person_adds_a_line_or_breaks_the_file(summary, location, description, name):
    entry = opening(
        summary=summary,
        location=location,
        description=description,
        organizer=("office@example.org", name),
        attendee=("ana@example.org", name),
    )
    text = calendar([entry], name=name, zone=MEXICO, method="REQUEST")

    assert text.count("BEGIN:VEVENT\r\n") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    event = only_event(text)
    assert str(event["SUMMARY"]).split() == only_printable(summary).split()
    assert event["ORGANIZER"] == "mailto:office@example.org"


def only_printable(text):
    kept = (c for c in text.replace("\r", "\n") if (c >= " " and c != "\x7f") or c in "\t\n")
    return "".join(kept)


@given(
    zone=st.sampled_from(ZONES),
    starts_at=st.datetimes(datetime(2015, 1, 1), datetime(2034, 12, 31)).map(lambda moment: moment.replace(second=0)),
    minutes=st.integers(5, 26 * 60),
)
def test_no_entry_is_read_at_another_moment_or_with_another_length(zone, starts_at, minutes):
    starts_at = starts_at.replace(microsecond=0, tzinfo=UTC)
    ends_at = starts_at + timedelta(minutes=minutes)
    event = only_event(calendar([opening(starts_at=starts_at, ends_at=ends_at)], name="x", zone=ZoneInfo(zone)))

    assert event["DTSTART"].dt.astimezone(UTC) == starts_at
    assert event["DTEND"].dt.astimezone(UTC) == ends_at


@example(zone="Africa/Casablanca", starts_at=datetime(2027, 2, 8))  # Ramadan: two changes within five weeks
@given(
    zone=st.sampled_from(ZONES),
    starts_at=st.datetimes(datetime(2016, 1, 1), datetime(2034, 12, 31)),
)
def test_the_rules_in_the_file_say_the_same_as_the_zone_that_they_describe(zone, starts_at):
    starts_at = starts_at.replace(second=0, microsecond=0, tzinfo=UTC)
    file = read(
        calendar([opening(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))], name="x", zone=ZoneInfo(zone))
    )

    said = file.events[0]["DTSTART"].dt
    for rules in file.timezones:
        said = said.replace(tzinfo=rules.to_tz(lookup_tzid=False))
    assert said.astimezone(UTC) == starts_at


@pytest.mark.parametrize(
    ("zone", "moment", "local"),
    [
        (
            "Africa/Casablanca",
            datetime(2027, 2, 8, tzinfo=UTC),
            datetime(2027, 2, 8),
        ),  # Ramadan: five weeks without summer time
        ("Africa/Casablanca", datetime(2027, 4, 8, tzinfo=UTC), datetime(2027, 4, 8, 1)),
        ("Australia/Lord_Howe", datetime(2030, 1, 8, tzinfo=UTC), datetime(2030, 1, 8, 11)),  # half an hour
    ],
)
def test_short_and_odd_changes_of_the_clock_are_in_the_file(zone, moment, local):
    file = read(
        calendar([opening(starts_at=moment, ends_at=moment + timedelta(hours=1))], name="x", zone=ZoneInfo(zone))
    )

    said = file.events[0]["DTSTART"].dt.replace(tzinfo=file.timezones[0].to_tz(lookup_tzid=False))

    assert said.replace(tzinfo=None) == local
    assert said.astimezone(UTC) == moment


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=90).filter(
    lambda words: "\\N" not in words
)


def as_icalendar_writes(entry):
    """Return the event as the library writes it, which takes ten times as long."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at + timedelta(days=1))
    for name in ("summary", "location", "description"):
        if words := " ".join(getattr(entry, name).split()):
            event.add(name, words)
    event.add("status", "CONFIRMED")
    organizer, attendee = (vCalAddress(f"mailto:{email}") for email, _ in (entry.organizer, entry.attendee))
    organizer.params["CN"] = entry.organizer[1]
    attendee.params["CN"] = entry.attendee[1]
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    event.add("organizer", organizer)
    event.add("attendee", attendee)
    return event.to_ical().decode()


@given(summary=WORDS.map(lambda words: f"A {words}"), location=WORDS, sequence=st.integers(0, 2**31 - 1))
@example(summary="Commas, semicolons; \\ and \\n", location="Geneva, Палата ⅩⅩ " * 6, sequence=0)
def test_an_entry_is_written_as_icalendar_writes_it(summary, location, sequence):
    entry = opening(
        starts_at=date(2017, 6, 8),
        ends_at=date(2017, 6, 9),
        summary=" ".join(summary.split()),
        location=" ".join(location.split()),
        description=" ".join(location.split()),
        sequence=sequence,
        organizer=("desk@example.org", "Desk; of all, and one"),
        attendee=("elena@example.org", "Elena Núñez"),
    )

    assert as_icalendar_writes(entry) in calendar([entry], name="Conference", zone=MEXICO, method="REQUEST")


def test_two_zones_of_one_moment_are_told_apart():
    entry = opening(starts_at=datetime(2016, 1, 1, tzinfo=UTC), ends_at=datetime(2016, 1, 1, 1, tzinfo=UTC))

    starts = [only_event(calendar([entry], name="x", zone=ZoneInfo(zone)))["DTSTART"].dt for zone in ZONES[:3]]

    assert [each.hour for each in starts] == [18, 1, 0]
