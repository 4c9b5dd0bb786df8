"""How notes write dates, places, names and numbers."""

from datetime import date

import pytest

from conference.choices import OrganizerRole
from conference.facts import organizers_sentence, place, venue
from conference.models import Conference, Organizer
from lib.written import colon, enumeration, written_days, written_with_weekday
from reports.wording import days_of, half_days, in_words, ordinal


def run(first, last):
    return days_of(date(*first), date(*last))


@pytest.mark.parametrize(
    ("days", "language", "text"),
    [
        (run((2017, 6, 8), (2017, 6, 8)), "en", "8 June 2017"),
        (run((2017, 6, 8), (2017, 6, 9)), "en", "8-9 June 2017"),
        (run((2024, 7, 31), (2024, 8, 1)), "en", "31 July-1 August 2024"),
        (run((2019, 12, 30), (2020, 1, 2)), "en", "30 December 2019-2 January 2020"),
        ([date(2020, 12, 1), date(2020, 12, 8), date(2020, 12, 15)], "en", "1, 8 and 15 December 2020"),
        ([date(2020, 11, 24), date(2020, 12, 1)], "en", "24 November and 1 December 2020"),
        ([date(2019, 12, 24), date(2020, 1, 7)], "en", "24 December 2019 and 7 January 2020"),
        (run((2017, 6, 1), (2017, 6, 2)), "fr", "1er-2 juin 2017"),
        (run((2017, 6, 8), (2017, 6, 9)), "es", "8 y 9 de junio de 2017"),
        (run((2017, 6, 8), (2017, 6, 10)), "es", "8-10 de junio de 2017"),
        (run((2017, 6, 8), (2017, 6, 9)), "ru", "8–9 июня 2017 года"),
        (run((2017, 6, 8), (2017, 6, 9)), "zh-Hans", "2017年6月8日至9日"),
        (run((2024, 7, 31), (2024, 8, 1)), "zh-Hans", "2024年7月31日至8月1日"),
        (run((2017, 6, 8), (2017, 6, 9)), "ar", "8-9 حزيران/يونيه 2017"),
    ],
)
def test_days_are_written_as_notes_in_the_language_have_them(days, language, text):
    assert written_days(days, language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thursday, 8 June 2017"),
        ("fr", "Jeudi 8 juin 2017"),
        ("es", "Jueves 8 de junio de 2017"),
        ("ru", "Четверг, 8 июня 2017 года"),
        ("zh-Hans", "2017年6月8日星期四"),
        ("ar", "الخميس، 8 حزيران/يونيه 2017"),
        ("de", "Thursday, 8 June 2017"),
    ],
)
def test_a_heading_names_the_weekday_in_the_order_of_the_language(language, text):
    assert written_with_weekday(date(2017, 6, 8), language) == text


@pytest.mark.parametrize(("language", "sign"), [("en", ": "), ("fr", "\u00a0: "), ("zh-Hans", "："), ("ar", ": ")])
def test_a_label_is_parted_from_what_it_names_as_the_language_does(language, sign):
    assert colon(language) == sign


def test_days_are_those_with_sessions_only_when_these_lie_apart():
    first, last = date(2020, 12, 1), date(2020, 12, 4)

    assert days_of(first, last, [date(2020, 12, 4), date(2020, 12, 1)]) == [first, last]
    assert len(days_of(first, last, [date(2020, 12, 1), date(2020, 12, 2)])) == 4
    assert len(days_of(first, last)) == 4


@pytest.mark.parametrize(
    ("names", "language", "text"),
    [
        ([], "en", ""),
        (["Chile"], "en", "Chile"),
        (["Chile", "Colombia", "Mexico", "Peru"], "en", "Chile, Colombia, Mexico and Peru"),
        (["Chili", "Pérou"], "fr", "Chili et Pérou"),
        (["España", "Italia"], "es", "España e Italia"),
        (["Chile", "Hierro"], "es", "Chile y Hierro"),
        (["智利", "秘鲁", "墨西哥"], "zh-Hans", "智利、秘鲁和墨西哥"),
        (["شيلي", "بيرو"], "ar", "شيلي وبيرو"),
    ],
)
def test_names_are_joined_as_the_language_does(names, language, text):
    assert enumeration(names, language) == text


def test_organizers_become_one_sentence():
    organizers = [
        Organizer(name="Germany", role=OrganizerRole.SUPPORT),
        Organizer(name="Government of Mexico"),
        Organizer(name="the UN Office for Disarmament Affairs (UNODA)", role=OrganizerRole.SUPPORT),
    ]

    assert organizers_sentence(organizers) == (
        "Government of Mexico with support from Germany and the UN Office for Disarmament Affairs (UNODA)"
    )
    assert organizers_sentence(organizers[:1]) == "Germany"
    assert organizers_sentence(organizers[:2], "fr") == "Government of Mexico avec l’appui de Germany"


def test_places_are_named_in_the_language():
    conference = Conference(city="Mexico City", country="MX", venue_name="Foreign Ministry", address="Plaza Juárez 20")

    assert place(conference) == "Mexico City, Mexico"
    assert place(conference, "fr") == "Mexico City, Mexique"
    assert venue(conference) == "Foreign Ministry, Plaza Juárez 20, Mexico City, Mexico"
    assert place(Conference(is_online=True), "es") == "en línea"


def test_numbers_are_words_below_ten():
    assert [in_words(number) for number in (0, 9, 10, 1234)] == ["zero", "nine", "10", "1,234"]
    assert [ordinal(number) for number in (1, 2, 10, 11, 12, 21, 22, 23, 111)] == [
        *("first", "second", "tenth", "11th", "12th", "21st", "22nd", "23rd", "111th"),
    ]
    assert [half_days(number) for number in range(6)] == [
        *("no day", "half a day", "one day", "one and a half days", "two days", "two and a half days"),
    ]
