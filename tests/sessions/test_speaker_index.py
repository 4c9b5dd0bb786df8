"""The public index of speakers: everybody in the released agenda, nobody else."""

import json

import pytest
from django.urls import reverse

from sessions import actions
from sessions.actions.profiles import profile_of
from sessions.facts import people
from sessions.facts.reading import items
from tests.factories import (
    BEFORE,
    make_conference,
    make_organisation,
    make_participant,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    """Two sessions are out, one is a draft, one is for the team only."""
    found = make_conference(slug="index")
    ministry = make_organisation(official_name="Ministry of Economy", country="CL")
    elena = make_participant(
        found, honorific="Ms.", given_name="Elena", family_name="Núñez", organisation=ministry, job_title="Director"
    )
    opening, closing = make_session(found, title="Opening"), make_session(found, title="Closing", starts_at=None)
    make_speaker(opening, participant=elena, role="chair")
    make_speaker(closing, participant=elena)
    make_speaker(closing, participant=make_participant(found, given_name="Zoë", family_name="Abt"), position=1)
    hidden = make_session(found, title="Meeting of the team", is_published=False, starts_at=None)
    make_speaker(hidden, participant=make_participant(found, given_name="", family_name="Hidden"))
    actions.release(found, by=None, at=BEFORE)
    draft = make_session(found, title="Secret panel", starts_at=None)
    drafted = make_participant(found, given_name="", family_name="Drafted")
    make_speaker(draft, participant=drafted)
    make_speaker(draft, participant=elena)
    profile = profile_of(drafted)
    profile.biography = "A biography."
    profile.save()
    return found


def address(name, **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": "index", **kwargs})


def read(client, name="speaker_index", **kwargs):
    return client.get(address(name, **kwargs)).content.decode()


def test_everybody_in_the_released_agenda_is_named_with_organisation_and_state(client, conference):
    html = read(client)

    assert html.index("Zoë Abt") < html.index("Ms. Elena Núñez")
    assert "Director, Ministry of Economy, Chile" in html
    assert html.count("Ms. Elena Núñez") == 1


def test_nothing_of_a_draft_is_told(client, conference):
    drafted = conference.participants.get(family_name="Drafted")

    html = read(client) + read(client, "person", pk=conference.participants.get(family_name="Núñez").pk)

    assert [word for word in ("Hidden", "Drafted", "Secret panel", "Meeting of the team") if word in html] == []
    assert client.get(address("person", pk=drafted.pk)).status_code == 404


def test_what_a_release_takes_out_is_gone_on_the_next_request(client, conference):
    assert "Zoë Abt" in read(client)
    actions.remove_speaker(conference.sessions.get(title="Closing").speaker_roles.last(), by=None, at=BEFORE)
    assert "Zoë Abt" in read(client)

    actions.release(conference, by=None, at=BEFORE)

    assert "Zoë Abt" not in read(client)


def test_before_the_first_release_the_page_says_so(client):
    make_speaker(make_session(make_conference(slug="index")))

    html = read(client)

    assert "No speakers yet" in html
    assert "Muster" not in html


def test_the_agenda_leads_to_the_index_and_the_index_to_the_speakers(client, conference):
    elena = conference.participants.get(family_name="Núñez")

    assert f'href="{address("speaker_index")}"' in read(client, "agenda")
    assert f'href="{address("person", pk=elena.pk)}"' in read(client)


def test_search_engines_read_a_speaker(client, conference):
    html = read(client, "person", pk=conference.participants.get(family_name="Núñez").pk)

    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["name"], data["jobTitle"]) == ("Person", "Ms. Elena Núñez", "Director")
    assert data["affiliation"]["name"] == "Ministry of Economy, Chile"


@pytest.mark.parametrize(("count", "letters"), [(0, []), (29, [""]), (30, ["A", "B", "C"])])
def test_many_names_stand_under_their_letters(count, letters):
    conference = make_conference()
    session = make_session(conference)
    for number in range(count):
        person = make_participant(conference, given_name="", family_name=f"{'ABC'[number % 3]}{number:02}")
        make_speaker(session, participant=person, position=number)
    release = actions.release(conference, by=None, at=BEFORE)
    keys = dict(conference.participants.values_list("pk", "sort_key"))

    found = people.speakers(items(release.snapshot["sessions"], conference.zone), keys)

    assert [letter for letter, _ in people.by_letter(found)] == letters


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_index_costs_the_same_for_one_and_for_many(client, how_many, django_assert_max_num_queries):
    conference = make_conference(slug="index")
    for number in range(how_many):
        person = make_participant(conference, family_name=f"Name {number}")
        make_speaker(make_session(conference, starts_at=None), participant=person)
    actions.release(conference, by=None, at=BEFORE)

    with django_assert_max_num_queries(5):
        client.get(address("speaker_index"))
