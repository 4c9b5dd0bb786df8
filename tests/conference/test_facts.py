"""Sentences that are computed from a conference's data."""

from datetime import date

import pytest

from conference import facts
from conference.choices import OrganizerRole
from conference.models import Conference, Organizer

HOST, TOGETHER, SUPPORT, COOPERATION = OrganizerRole


@pytest.mark.parametrize(
    ("organizers", "sentence"),
    [
        ([], ""),
        ([("Chile", HOST)], "Chile"),
        ([("Chile", HOST), ("Peru", HOST), ("Brazil", HOST)], "Chile, Peru and Brazil"),
        ([("Germany", SUPPORT)], "Germany"),
        (
            [("the UN Office", COOPERATION), ("Chile", HOST), ("Peru", TOGETHER)],
            "Chile together with Peru in cooperation with the UN Office",
        ),
        (
            [("Government of Chile", HOST), ("Germany", SUPPORT), ("the UN Office", SUPPORT)],
            "Government of Chile with support from Germany and the UN Office",
        ),
    ],
)
def test_organizers_become_one_sentence(organizers, sentence):
    assert facts.organizers_sentence([Organizer(name=name, role=role) for name, role in organizers]) == sentence


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2017, 6, 8), date(2017, 6, 9), "8–9 June 2017"),
        (date(2017, 6, 8), date(2017, 6, 8), "8 June 2017"),
        (date(2024, 7, 31), date(2024, 8, 1), "31 July – 1 August 2024"),
        (date(2024, 12, 31), date(2025, 1, 2), "31 December 2024 – 2 January 2025"),
    ],
)
def test_days_are_written_as_pages_write_them(first, last, text):
    assert facts.date_range(first, last) == text


def test_a_venue_goes_from_the_house_to_the_country():
    conference = Conference(venue_name="Foreign Ministry", address="Plaza Juárez 20", city="Mexico City", country="MX")

    assert facts.venue(conference) == "Foreign Ministry, Plaza Juárez 20, Mexico City, Mexico"
