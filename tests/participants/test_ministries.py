"""Ministries of one name in several countries are several organisations, in whatever list they come."""

import pytest

from lib import spreadsheets
from participants import actions, importing, sectors
from participants.models import Organisation, Participant
from tests.factories import BEFORE, make_conference, make_organisation, make_participant

pytestmark = pytest.mark.django_db
HEADERS = ["Name", "Organisation", "Country", "E-mail"]
SHARED = [
    ["Hiroshi TANAKA", "Ministry of Foreign Affairs", "Japan", "tanaka@example.org"],
    ["Wei LI", "Ministry of Foreign Affairs", "China", "li@example.org"],
    ["Kenji SATO", "Ministry of Foreign Affairs", "JP", "sato@example.org"],
    ["Ana RUIZ", "University of Lima", "Peru", "ruiz@example.org"],
    ["Iain ROSS", "University of Lima", "Ireland", "ross@example.org"],
    ["Petra VRIES", "Ministry of Health", "Norway", "vries@example.org"],
]


def upload(conference, rows):
    content = "".join(spreadsheets.csv_lines(HEADERS, rows)).encode()
    return actions.upload(conference, file_name="guests.csv", content=content, by=None, at=BEFORE)


def run(conference, rows):
    uploaded = upload(conference, rows)
    return actions.run_import(uploaded, fingerprint=importing.plan(uploaded).fingerprint, by=None, at=BEFORE)


def verdicts(uploaded):
    return [row.verdict for row in importing.plan(uploaded).rows]


def represented(conference):
    people = Participant.objects.filter(conference=conference).order_by("pk")
    return [(person.family_name, person.organisation.official_name) for person in people]


def test_each_country_has_its_own_ministry_of_a_name_and_a_university_is_one_wherever_its_people_are_from():
    conference = make_conference()

    run(conference, SHARED)

    assert represented(conference) == [
        ("TANAKA", "Ministry of Foreign Affairs, Japan"),
        ("LI", "Ministry of Foreign Affairs, China"),
        ("SATO", "Ministry of Foreign Affairs, Japan"),
        ("RUIZ", "University of Lima"),
        ("ROSS", "University of Lima"),
        ("VRIES", "Ministry of Health"),
    ]
    countries = dict(Organisation.objects.values_list("official_name", "country"))
    assert countries["Ministry of Foreign Affairs, Japan"] == "JP"
    assert (countries["Ministry of Health"], countries["University of Lima"]) == ("NO", "")


def test_the_same_list_of_ministries_twice_changes_nothing():
    conference = make_conference()
    run(conference, SHARED)

    assert verdicts(upload(conference, SHARED)) == ["same"] * 6


def test_a_ministry_that_another_country_has_already_is_not_joined():
    conference = make_conference()
    run(conference, [SHARED[5]])

    run(conference, [["Ali HASSAN", "Ministry of Health", "Egypt", "hassan@example.org"]])

    assert represented(conference) == [("VRIES", "Ministry of Health"), ("HASSAN", "Ministry of Health, Egypt")]


def test_who_represents_the_ministry_of_another_country_already_stays_there():
    conference = make_conference()
    ministry = make_organisation(official_name="Ministry of Health", country="NO")
    make_participant(
        conference,
        given_name="Ali",
        family_name="HASSAN",
        organisation=ministry,
        country="EG",
        email="hassan@example.org",
    )

    uploaded = upload(conference, [["Ali HASSAN", "Ministry of Health", "Egypt", "hassan@example.org"]])

    assert verdicts(uploaded) == ["same"]


def test_a_ministry_that_the_dictionary_knows_without_a_country_stands_for_all():
    conference = make_conference()
    make_organisation(official_name="Ministry of Foreign Affairs", country="")

    run(conference, SHARED[:2])

    assert {name for _, name in represented(conference)} == {"Ministry of Foreign Affairs"}


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("Foreign, Commonwealth & Development Office", "government"),
        ("Ministero degli Affari Esteri", "government"),
        ("Department of Chemistry", ""),
        ("Cancillería", "government"),
    ],
)
def test_ministries_are_known_by_their_names_in_more_languages(name, sector):
    assert sectors.sector_of(name) == sector
