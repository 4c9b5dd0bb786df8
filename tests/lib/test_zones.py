"""Zones: their names, and the hours that a clock change skips or repeats."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from lib import states, zones

BERLIN = ZoneInfo("Europe/Berlin")
MEXICO = ZoneInfo("America/Mexico_City")
SUMMER = datetime(2017, 6, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "said"),
    [("America/Mexico_City", "UTC−5"), ("Asia/Kathmandu", "UTC+5:45"), ("UTC", "UTC"), ("Europe/Berlin", "UTC+2")],
)
def test_the_distance_from_utc_is_said_as_people_write_it(name, said):
    assert zones.offset(ZoneInfo(name), SUMMER) == said


def test_a_zone_is_called_by_its_place():
    assert zones.place(MEXICO) == "Mexico City"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "europe/berlin"])
def test_what_is_no_zone_is_not_found(name):
    assert zones.find(name) is None


def test_a_local_time_that_the_clocks_skip_is_refused():
    with pytest.raises(zones.NoSuchTime, match="There is no 02:30 on 26 March 2017 in Berlin"):
        zones.moment(date(2017, 3, 26), time(2, 30), BERLIN)


def test_of_a_repeated_hour_the_first_is_meant():
    assert zones.moment(date(2017, 10, 29), time(2, 30), BERLIN) == datetime(2017, 10, 29, 0, 30, tzinfo=UTC)


def test_an_end_before_the_start_is_on_the_next_day():
    starts_at, ends_at = zones.span(date(2017, 6, 8), time(22), time(1, 30), MEXICO)

    assert ends_at - starts_at == timedelta(hours=3, minutes=30)
    assert ends_at.astimezone(MEXICO).date() == date(2017, 6, 9)


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer():
    starts_at, ends_at = zones.span(date(2017, 10, 28), time(23), time(4), BERLIN)

    assert ends_at - starts_at == timedelta(hours=6)


def test_two_zones_are_one_clock_only_when_they_agree_at_every_moment():
    paris = ZoneInfo("Europe/Paris")
    assert zones.is_same_clock(BERLIN, paris, [SUMMER])
    assert not zones.is_same_clock(BERLIN, MEXICO, [SUMMER])


def test_every_choice_is_a_zone():
    assert all(zones.find(name) for _, places in zones.choices() for name, _ in places)


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("AT", "Europe/Vienna"),
        ("DE", "Europe/Berlin"),
        ("AR", "America/Argentina/Buenos_Aires"),
        ("MX", None),
        ("PT", None),
        ("XX", None),
    ],
)
def test_a_country_has_a_zone_when_its_clocks_agree_all_the_year(code, zone):
    assert zones.of_country(code, 2027) == zone


def test_every_zone_that_a_country_is_given_can_be_chosen():
    offered = {name for _, places in zones.choices() for name, _ in places}

    given = {zones.of_country(code, 2027) for code, _ in states.choices()} - {None}

    assert len(given) > 100
    assert given <= offered


def test_a_zone_that_was_chosen_under_an_older_name_stays_a_choice():
    assert zones.choices_with("US/Eastern")[0] == ("", [("US/Eastern", "US/Eastern")])
    assert zones.choices_with("Europe/Berlin") == zones.choices()
