"""What the data say: each fact counts right, says on what, shows its rows; and costs no query."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from conference.models import Conference, Series
from participants.choices import Gender, Sector
from reports.facts import Basis, Data, Person, all_facts, fact_of, usual_basis
from reports.facts.model import Group
from reports.facts.people import in_text
from sessions.choices import SessionKind, SpeakerRoleKind

MEXICO = ZoneInfo("America/Mexico_City")
CONFERENCE = Conference(
    title="Conference",
    starts_on=date(2017, 6, 8),
    ends_on=date(2017, 6, 9),
    time_zone="America/Mexico_City",
    city="Mexico City",
    country="MX",
)


def person(name, country="", sector=Sector.GOVERNMENT, **fields):
    return Person(name=name, country=country, sector=sector, **fields)


PEOPLE = [
    person("Ana", "CL", organisation="Ministry of Foreign Affairs", has_arrived=True),
    person("Bruno", "CO", has_arrived=True),
    person("Carla", "MX", has_arrived=True),
    person("Diego", "PE"),
    person("Elke", "DE", Sector.INDUSTRY, organisation="Müller GmbH", has_arrived=True),
    person("Fumiko", "JP", is_confirmed=False),
    person("Gia", "", Sector.UNITED_NATIONS, organisation="UNODA", has_arrived=True),
]
PACIFIC = Group("Pacific Alliance States", ["CL", "CO", "MX", "PE"])


def sentence(key, basis=Basis.CONFIRMED, language="en", **data):
    fact = fact_of(Data(CONFERENCE, **data), key, basis, language)
    return fact and fact.sentence


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        (Basis.CHECKED_IN, "There was a total of five participants."),
        (Basis.CONFIRMED, "There was a total of six confirmed participants."),
        (Basis.REGISTERED, "A total of seven persons registered."),
    ],
)
def test_the_total_says_what_it_counts(basis, text):
    fact = fact_of(Data(CONFERENCE, PEOPLE), "total", basis)

    assert fact.sentence == text
    assert len(fact.rows) == fact.value
    assert fact.basis == basis


def test_sectors_are_counted_in_protocol_order():
    assert sentence("sectors", people=PEOPLE) == (
        "Of the six participants, four came from Governments, one from the United Nations and one from industry."
    )


def test_numbers_of_one_sentence_are_written_alike():
    people = [person(str(n), "CL") for n in range(12)] + [person("x", "DE", Sector.INDUSTRY)]

    assert sentence("sectors", people=people) == (
        "Of the 13 participants, 12 came from Governments and 1 from industry."
    )


def test_states_are_those_of_governments_in_the_alphabet_of_the_language():
    assert sentence("states", people=PEOPLE) == "Four States were represented: Chile, Colombia, Mexico and Peru."
    assert sentence("states", people=PEOPLE[:1]) == "One State was represented: Chile."
    assert sentence("states", people=[person("a", "ES"), person("b", "DE")], language="fr") == (
        "Deux États étaient représentés\u00a0: Allemagne et Espagne."
    )


def test_a_group_is_named_whole_or_in_part():
    assert sentence("group:Pacific Alliance States", people=PEOPLE, groups=[PACIFIC]) == (
        "Participants came from the Pacific Alliance States (Chile, Colombia, Mexico and Peru)."
    )
    assert sentence("group:Pacific Alliance States", Basis.CHECKED_IN, people=PEOPLE, groups=[PACIFIC]) == (
        "Participants came from three of the four Pacific Alliance States (Chile, Colombia and Mexico)."
    )
    assert sentence("group:Pacific Alliance States", people=PEOPLE[4:], groups=[PACIFIC]) is None


def test_organisations_are_those_that_are_no_government():
    assert sentence("organisations", people=PEOPLE) == (
        "The following organizations and companies were represented: Müller GmbH and UNODA."
    )


def test_gender_is_counted_only_where_stated_and_small_groups_are_hidden():
    women = [person(f"w{n}", gender=Gender.FEMALE) for n in range(6)]
    men = [person(f"m{n}", gender=Gender.MALE) for n in range(7)]
    silent = [person("s")]

    assert sentence("gender", people=women + men + silent) == (
        "Of the 13 participants who stated their gender, 6 were women and 7 men."
    )
    hidden = fact_of(Data(CONFERENCE, women + men[:4]), "gender", Basis.CONFIRMED)
    assert (hidden.sentence, hidden.value, hidden.rows) == ("", None, ["Stated by 10 of 10"])
    assert "fewer than 5" in hidden.reason
    assert sentence("gender", people=silent) is None


def session(title, day, hour, minutes=90, kind=SessionKind.PANEL, roles=()):
    starts = datetime(2017, 6, day, hour, tzinfo=MEXICO)
    return SimpleNamespace(
        title=title,
        kind=kind,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        speaker_roles=SimpleNamespace(all=lambda: roles),
    )


def speaker(name, country, role=SpeakerRoleKind.SPEAKER, answer=""):
    person = SimpleNamespace(name=name, country=country, organisation=None)
    return SimpleNamespace(role=role, answer=answer, participant=person)


SESSIONS = [
    session("Opening", 8, 9),
    session("Coffee", 8, 11, kind=SessionKind.BREAK),
    session(
        "Keynotes",
        8,
        15,
        kind=SessionKind.KEYNOTE,
        roles=[
            speaker("Mr. A", "MX"),
            speaker("Ms. B", "DE"),
            speaker("Mr. C", "KR"),
            speaker("Ms. D", "DE"),
            speaker("Chair", "CL", SpeakerRoleKind.CHAIR),
            speaker("Mr. E", "JP", answer="declined"),
        ],
    ),
    session("Role of industry", 9, 9),
]


def test_the_length_counts_half_days_with_sessions_not_dates():
    fact = fact_of(Data(CONFERENCE, sessions=SESSIONS), "length", Basis.CONFIRMED)

    assert (fact.sentence, fact.value) == ("The conference lasted one and a half days.", 3)
    assert [row.partition(":")[0] for row in fact.rows] == [
        "8 June 2017, morning",
        "8 June 2017, afternoon",
        "9 June 2017, morning",
    ]


def test_a_session_over_noon_fills_both_halves():
    assert sentence("length", sessions=[session("All day", 8, 10, minutes=300)]) == "The conference lasted one day."


def test_sessions_are_told_in_their_order_without_the_breaks():
    assert sentence("order", sessions=SESSIONS) == (
        "The conference opened with “Opening”. This was followed by “Keynotes”. The last session was “Role of industry”."
    )
    assert sentence("order", sessions=SESSIONS[:1]) is None


def test_what_framed_the_work_is_left_out_and_never_said_not_to_have_been():
    framed = [
        session("Welcome", 8, 8, kind=SessionKind.OPENING),
        *SESSIONS,
        session("Closing", 9, 16, kind=SessionKind.CEREMONY),
    ]

    assert sentence("order", sessions=framed) == (
        "The work of the conference began with “Opening”. This was followed by “Keynotes”. "
        "The last working session was “Role of industry”."
    )
    assert sentence("order", sessions=framed[:1] + framed[-1:]) == (
        "The conference opened with “Welcome”. The last session was “Closing”."
    )
    assert sentence("order", sessions=framed[1:]) == (
        "The conference opened with “Opening”. This was followed by “Keynotes”. "
        "The last working session was “Role of industry”."
    )


@pytest.mark.parametrize("sector", [each for each in Sector if each != Sector.GOVERNMENT])
def test_a_keynote_speaker_of_a_company_represents_no_state(sector):
    roles = [speaker("Ana", "CL"), speaker("Ben", "GB"), speaker("Cho", "KR")]
    roles[0].participant.organisation = SimpleNamespace(sector=Sector.GOVERNMENT, country="CL")
    roles[1].participant.organisation = SimpleNamespace(sector=sector, country="GB")
    keynotes = [session("Keynotes", 8, 15, kind=SessionKind.KEYNOTE, roles=roles)]

    assert sentence("keynotes", sessions=keynotes) == (
        "Keynote presentations were given by representatives of Chile and the Republic of Korea."
    )
    keynotes[0].speaker_roles = SimpleNamespace(all=lambda: roles[1:2])
    assert sentence("keynotes", sessions=keynotes) is None


def test_keynote_speakers_states_stand_in_the_order_of_the_agenda():
    assert sentence("keynotes", sessions=SESSIONS) == (
        "Keynote presentations were given by representatives of Mexico, Germany and the Republic of Korea."
    )


def test_the_place_in_the_series_names_the_earlier_ones():
    series = Series(pk=1, name="Wiesbaden Conferences")
    conference = Conference(
        series=series, ordinal=2, time_zone="UTC", starts_on=date(2017, 6, 8), ends_on=date(2017, 6, 9)
    )
    seoul = Conference(
        title="First",
        slug="seoul",
        ordinal=1,
        starts_on=date(2016, 9, 1),
        ends_on=date(2016, 9, 2),
        city="Seoul",
        country="KR",
    )

    fact = fact_of(Data(conference, earlier=[seoul]), "series", Basis.CONFIRMED)

    assert fact.sentence == (
        "It was the second conference in the series “Wiesbaden Conferences”. "
        "The earlier conference was held in Seoul, Republic of Korea (2016)."
    )
    assert fact.rows == ["1: First, 1-2 September 2016, Seoul, Republic of Korea"]


@pytest.mark.parametrize(
    ("ordinal", "fields"),
    [(4, {"city": "Seoul", "country": "KR"}), (1, {"city": "Seoul"}), (2, {})],
)
def test_earlier_conferences_are_told_when_all_and_their_places_are_known(ordinal, fields):
    days = {"starts_on": date(2017, 6, 8), "ends_on": date(2017, 6, 9), "time_zone": "UTC"}
    conference = Conference(series=Series(pk=1, name="Wiesbaden Conferences"), ordinal=ordinal, **days)
    before = Conference(title="Before", slug="before", **days | fields | {"starts_on": date(2016, 9, 1)})

    fact = fact_of(Data(conference, earlier=[before]), "series", Basis.CONFIRMED)

    said = {1: "first", 2: "second", 4: "fourth"}[ordinal]
    assert fact.sentence == f"It was the {said} conference in the series “Wiesbaden Conferences”."
    assert fact.value == [ordinal, ["before"]]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("CL", "Chile"),
        ("KR", "the Republic of Korea"),
        ("US", "the United States of America"),
        ("IR", "the Islamic Republic of Iran"),
        ("NL", "the Kingdom of the Netherlands"),
        ("NE", "the Niger"),
        ("NG", "Nigeria"),
    ],
)
def test_states_have_their_article_in_a_sentence(code, text):
    assert in_text(code) == text


def test_nothing_is_said_of_nothing():
    assert all_facts(Data(CONFERENCE), Basis.CONFIRMED) == []


def test_those_who_arrived_count_as_soon_as_somebody_was_checked_in():
    assert usual_basis(Data(CONFERENCE, PEOPLE)) == Basis.CHECKED_IN
    assert usual_basis(Data(CONFERENCE, [person("a")])) == Basis.CONFIRMED
