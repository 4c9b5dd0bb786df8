"""The list of participants in protocol order, and the agenda, as annexes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from conference.facts import date_range
from lib import states
from participants.choices import DelegationRole, RegistrationStatus, Sector
from participants.models import Delegation
from reports.annexes import listed_participants
from reports.lists import agenda_text, delegations, participants_text
from sessions.models import Session
from tests.factories import (
    OPENING,
    make_conference,
    make_organisation,
    make_participant,
    make_registration,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


def member(conference, name, organisation=None, **fields):
    fields.setdefault("is_listed", True)
    person = make_participant(conference, given_name="", family_name=name, organisation=organisation, **fields)
    make_registration(conference, participant=person)
    return person


def test_states_come_first_in_the_alphabet_of_the_language():
    conference = make_conference()
    company = make_organisation(official_name="Aceros SA", sector=Sector.INDUSTRY, country="MX")
    un = make_organisation(official_name="UN Office for Disarmament Affairs", sector=Sector.UNITED_NATIONS)
    germany = make_organisation(official_name="Federal Foreign Office", country="DE")
    spain = make_organisation(official_name="Ministry of Trade", country="ES")
    for name, organisation in [("A", company), ("B", un), ("C", spain), ("D", germany)]:
        member(conference, name, organisation)

    def order(language):
        return [each.name for each in delegations(listed_participants(conference), language)]

    assert order("en") == ["Germany", "Spain", "UN Office for Disarmament Affairs", "Aceros SA"]
    assert order("fr") == ["Allemagne", "Espagne", "UN Office for Disarmament Affairs", "Aceros SA"]
    assert order("es")[:2] == ["Alemania", "España"]


def test_within_a_delegation_its_head_comes_first_then_the_order_that_it_set():
    conference = make_conference()
    ministry = make_organisation(official_name="Ministry of Foreign Affairs", country="CL")
    delegation = Delegation.objects.create(conference=conference, organisation=ministry)
    member(conference, "Zamora", ministry, delegation=delegation, delegation_role=DelegationRole.HEAD)
    member(conference, "Alba", ministry, delegation=delegation, delegation_position=2)
    member(conference, "Beltrán", ministry, delegation=delegation, delegation_position=1, honorific="Ms.")

    text = participants_text(listed_participants(conference))

    assert text == (
        "**Chile**\n\n- Zamora, Ministry of Foreign Affairs\n- Ms. Beltrán, Ministry of Foreign Affairs\n"
        "- Alba, Ministry of Foreign Affairs"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_institution_does_not_repeat_the_state_under_whose_name_it_stands(language):
    conference = make_conference()
    ministry = make_organisation(official_name="Ministry of Foreign Affairs, Germany", country="DE")
    company = make_organisation(official_name="Works, Germany", sector=Sector.INDUSTRY, country="DE")
    member(conference, "Alba", ministry)
    member(conference, "Zamora", company)

    text = participants_text(listed_participants(conference), language)

    state = states.name("DE", language)
    assert text == f"**{state}**\n\n- Alba, Ministry of Foreign Affairs\n\n**Works, Germany**\n\n- Zamora"


def test_only_those_are_named_who_took_part_and_agreed():
    conference = make_conference()
    member(conference, "Listed")
    member(conference, "Unlisted", is_listed=False)
    waiting = make_participant(conference, family_name="Waiting", is_listed=True)
    make_registration(conference, participant=waiting, status=RegistrationStatus.WAITLISTED)

    assert [each.family_name for each in listed_participants(conference)] == ["Listed"]


def test_once_people_were_checked_in_only_they_are_named():
    conference = make_conference()
    member(conference, "Absent")
    present = member(conference, "Present")
    conference.registrations.filter(participant=present).update(checked_in_at=OPENING)

    assert [each.family_name for each in listed_participants(conference)] == ["Present"]


def test_the_agenda_names_days_times_speakers_and_rooms_in_the_zone_of_the_conference():
    conference = make_conference()
    room = make_room(conference, name="Plenary hall")
    opening = make_session(conference, title="Opening", room=room, minutes=30)
    make_session(conference, title="Panel *two*", starts_at=OPENING + timedelta(days=1))
    company = make_organisation(official_name="Aceros SA", sector=Sector.INDUSTRY)
    make_speaker(opening, participant=member(conference, "Núñez", company, honorific="Ms."))

    sessions = Session.objects.in_order().with_people()
    text = agenda_text(sessions, ZoneInfo("Europe/Zurich"), lambda day: date_range(day, day))

    assert text == (
        "**3 June 2030**\n\n- 11:00–11:30: **Opening** Ms. Núñez (Aceros SA) (Plenary hall)\n\n"
        "**4 June 2030**\n\n- 11:00–12:00: **Panel \\*two\\***"
    )


def test_in_an_arabic_list_each_latin_line_keeps_its_own_order():
    conference = make_conference()
    company = make_organisation(official_name="Aceros S.A.", sector=Sector.INDUSTRY)
    make_speaker(make_session(conference, title="Panel."), participant=member(conference, "Núñez", company))

    agenda = agenda_text(Session.objects.with_people(), ZoneInfo("UTC"), lambda day: "3 June", "ar")

    assert participants_text(listed_participants(conference), "ar") == (
        "**\u2068Aceros S.A.\u2069**\n\n- \u2068Núñez\u2069"
    )
    assert "**\u2068Panel.\u2069** \u2068Núñez (Aceros S.A.)\u2069" in agenda
