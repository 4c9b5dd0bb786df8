"""How the agenda reads: days, parallel sessions, midnight, clock changes, people and their States."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.facts import reading

MEXICO = ZoneInfo("America/Mexico_City")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["America/Mexico_City", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "UTC"]


def entry(pk=1, starts_at="2017-06-08T14:00:00+00:00", minutes=60, **fields):
    ends_at = (datetime.fromisoformat(starts_at) + timedelta(minutes=minutes)).isoformat() if starts_at else None
    defaults = {
        "pk": pk,
        "kind": "panel",
        "title": "Panel",
        "summary": "",
        "starts_at": starts_at,
        "ends_at": ends_at,
        "room": "",
        "talks": [],
        "people": [],
        "sequence": 0,
        "changed_at": "2017-05-01T00:00:00+00:00",
    }
    return defaults | fields


def person(pk=1, role="speaker", **fields):
    defaults = {"pk": pk, "role": role, "talk": None, "name": "Ana", "job_title": "", "organisation": "", "country": ""}
    return defaults | fields


def read(*entries, zone=MEXICO, **options):
    return reading.agenda(reading.items(entries, zone, **options), zone)


def test_sessions_stand_on_the_day_of_their_start_in_the_conferences_zone():
    agenda = read(entry(1, "2017-06-09T03:00:00+00:00"), entry(2, "2017-06-09T15:00:00+00:00"))

    assert [(day.date, [item.pk for item in day.items]) for day in agenda.days] == [
        (date(2017, 6, 8), [1]),
        (date(2017, 6, 9), [2]),
    ]


def test_a_session_past_midnight_stays_on_its_day_and_says_that_it_ends_on_another():
    (item,) = read(entry(starts_at="2017-06-09T03:00:00+00:00", minutes=180)).items

    assert (item.starts, item.ends, item.ends_on_another_day) == ("22:00", "01:00", True)


def test_a_day_of_which_there_is_nothing_is_left_out():
    agenda = read(entry(1, "2017-06-08T14:00:00+00:00"), entry(2, "2017-06-10T14:00:00+00:00"))

    assert [day.date.day for day in agenda.days] == [8, 10]


def test_sessions_of_the_same_hour_share_a_slot():
    (day,) = read(entry(1), entry(2), entry(3, minutes=90)).days

    assert [[item.pk for item in slot.items] for slot in day.slots] == [[1, 2], [3]]
    assert [slot.is_parallel for slot in day.slots] == [True, False]


def test_what_has_no_time_comes_after_the_days():
    agenda = read(entry(1), entry(2, starts_at=None))

    assert ([item.pk for item in agenda.items], [item.pk for item in agenda.unplaced]) == ([1], [2])


def test_the_readers_time_stands_beside_with_its_own_day():
    (item,) = read(entry(starts_at="2017-06-08T22:30:00+00:00"), reader_zone=BERLIN).items

    assert (item.starts, item.reader_starts, item.reader_ends) == ("17:30", "00:30", "01:30")
    assert item.reader_is_on_another_day
    assert item.reader_day == date(2017, 6, 9)


def test_the_distance_from_utc_is_said_by_day_only_when_the_clocks_change():
    steady = read(entry(1), entry(2, "2017-06-09T14:00:00+00:00"))
    changing = read(entry(1, "2017-10-28T08:00:00+00:00"), entry(2, "2017-10-29T08:00:00+00:00"), zone=BERLIN)

    assert [day.offset for day in steady.days] == ["", ""]
    assert [day.offset for day in changing.days] == ["UTC+2", "UTC+1"]


@pytest.mark.parametrize(
    ("organisation", "country", "said"),
    [
        ("Ministry of Economy", "CL", "Ministry of Economy, Chile"),
        ("Government of Mexico", "MX", "Government of Mexico"),
        ("United Nations", "", "United Nations"),
        ("", "PE", "Peru"),
        ("", "", ""),
    ],
)
def test_people_are_named_with_organisation_and_state_and_no_state_twice(organisation, country, said):
    (item,) = read(entry(people=[person(organisation=organisation, country=country)])).items

    assert item.people[0].affiliation == said


@pytest.mark.parametrize(
    ("organisation", "said"),
    [("Ministry of Economy, Chile", "Ministry of Economy, 智利"), ("Government of Chile", "Government of Chile")],
)
def test_the_state_is_named_once_in_another_language_too(organisation, said):
    (item,) = read(entry(people=[person(organisation=organisation, country="CL")]), language="zh-Hans").items

    assert item.people[0].affiliation == said


def test_people_come_in_the_order_of_their_roles_then_in_the_organisers_order():
    people = [person(1, "speaker"), person(2, "rapporteur"), person(3, "chair"), person(4, "speaker")]
    (item,) = read(entry(people=people)).items

    assert [one.pk for one in item.people] == [3, 1, 4, 2]


def test_a_presentation_has_its_speakers_and_the_session_the_others():
    talks = [{"pk": 7, "title": "Compliance", "abstract": ""}]
    (item,) = read(entry(talks=talks, people=[person(1, talk=7), person(2, "chair")])).items

    assert [one.pk for one in item.talks[0].people] == [1]
    assert [one.pk for one in item.unattached] == [2]


def test_neighbours_leave_breaks_out():
    found = reading.items([entry(1), entry(2, kind="break"), entry(3)], MEXICO)

    before, after = reading.neighbours(found, found[2])
    assert (before.pk, after) == (1, None)


@given(
    zone=st.sampled_from(ZONES),
    reader=st.sampled_from(ZONES),
    starts_at=st.datetimes(datetime(2016, 1, 1), datetime(2031, 1, 1))
    | st.datetimes(datetime(2025, 3, 29), datetime(2025, 3, 31))
    | st.datetimes(datetime(2025, 10, 25), datetime(2025, 10, 27)),
    minutes=st.integers(5, 20 * 60),
)
def test_no_session_is_on_a_wrong_day_or_of_a_wrong_length_in_any_zone(zone, reader, starts_at, minutes):
    starts_at = starts_at.replace(second=0, microsecond=0, tzinfo=UTC)
    zone, reader = ZoneInfo(zone), ZoneInfo(reader)
    agenda = read(entry(starts_at=starts_at.isoformat(), minutes=minutes), zone=zone, reader_zone=reader)

    (day,), (item,) = agenda.days, agenda.items
    assert day.date == starts_at.astimezone(zone).date()
    assert datetime.fromisoformat(item.starts_iso) == starts_at
    assert datetime.fromisoformat(item.ends_iso) - starts_at == timedelta(minutes=minutes)
    assert item.minutes == minutes
    if item.reader_starts_at:
        assert item.reader_day == starts_at.astimezone(reader).date()
    else:
        assert starts_at.astimezone(reader).utcoffset() == starts_at.astimezone(zone).utcoffset()


def test_the_two_half_past_twos_of_a_night_are_two_slots():
    (day,) = read(entry(1, "2025-10-26T00:30:00+00:00"), entry(2, "2025-10-26T01:30:00+00:00"), zone=BERLIN).days

    assert [(slot.first.pk, slot.first.starts) for slot in day.slots] == [(1, "02:30"), (2, "02:30")]


@given(starts=st.lists(st.datetimes(datetime(2025, 10, 24), datetime(2025, 10, 28)), min_size=1, max_size=12))
def test_every_session_is_shown_once_and_in_order_while_the_clocks_change(starts):
    starts = [each.replace(second=0, microsecond=0, tzinfo=UTC) for each in starts]
    agenda = read(*(entry(pk, moment.isoformat()) for pk, moment in enumerate(starts)), zone=BERLIN)

    shown = agenda.items
    assert sorted(item.pk for item in shown) == list(range(len(starts)))
    moments = [item.starts_at.astimezone(UTC) for item in shown]
    assert moments == sorted(moments)
    assert len({day.date for day in agenda.days}) == len(agenda.days)
