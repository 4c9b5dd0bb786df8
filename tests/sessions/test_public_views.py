"""The public agenda, the page of a session, and their calendar files."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from conference.choices import ConferenceStatus
from sessions import actions
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_member,
    make_organisation,
    make_participant,
    make_room,
    make_session,
    make_speaker,
)
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
address = pages_of("sessions")
HOUR = timedelta(hours=1)


def released(conference):
    actions.release(conference, by=None, at=BEFORE)
    return conference


def page(client, name, conference, **kwargs):
    response = client.get(address(name, conference, **kwargs))
    assert response.status_code == 200
    return response.content.decode()


def mexico(**fields):
    days = {"starts_on": date(2030, 6, 3), "ends_on": date(2030, 6, 4)}
    return make_conference(time_zone="America/Mexico_City", **days | fields)


def test_the_agenda_shows_days_times_rooms_and_people_with_organisation_and_state(client):
    conference = mexico()
    session = make_session(
        conference, title="Opening", starts_at=datetime(2030, 6, 3, 15, tzinfo=UTC), room=make_room(conference)
    )
    ministry = make_organisation(official_name="Ministry of Economy", country="CL")
    make_speaker(session, participant=make_participant(conference, organisation=ministry, honorific="Ms."))

    html = page(client, "agenda", released(conference))

    assert "Monday" in html
    assert "3 June 2030" in html
    assert 'datetime="2030-06-03T09:00-06:00">09:00</time>' in html
    assert "Times are those of Mexico City" in html
    assert "(UTC−6)" in html
    assert "Plenary hall" in html
    assert "Ms. Ana Muster</span><span" in html
    assert ", Ministry of Economy, Chile" in html
    assert 'id="day-2030-06-03"' in html


def test_readers_see_the_released_version_and_not_the_draft(client):
    conference = make_conference()
    session = make_session(conference, title="Opening")
    released(conference)
    actions.change_session(session, title="A draft title", by=None, at=BEFORE)

    html = page(client, "agenda", conference)
    assert "Opening" in html
    assert "A draft title" not in html

    released(conference)
    assert "A draft title" in page(client, "agenda", conference)


def test_before_the_first_release_the_page_says_so(client):
    conference = make_conference()
    make_session(conference, title="Secret")

    html = page(client, "agenda", conference)

    assert "The agenda is not out yet" in html
    assert "Secret" not in html


def test_a_conference_of_one_day_has_no_links_to_days(client):
    conference = make_conference()
    make_session(conference)
    released(conference)
    assert 'class="agenda-days' not in page(client, "agenda", conference)

    make_session(conference, title="Closing", starts_at=OPENING + 24 * HOUR)
    released(conference)
    assert 'href="#day-2030-06-04"' in page(client, "agenda", conference)


def test_a_session_without_a_time_is_announced_after_the_days(client):
    conference = make_conference()
    make_session(conference, title="Side event", starts_at=None)

    html = page(client, "agenda", released(conference))

    assert "Time to be announced" in html
    assert "Side event" in html


def test_what_people_type_is_never_markup(client):
    conference = make_conference()
    session = make_session(conference, title="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")

    released(conference)

    for html in (page(client, "agenda", conference), page(client, "session", conference, pk=session.pk)):
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_a_session_has_a_page_with_abstracts_roles_and_neighbours(client):
    conference = make_conference()
    first = make_session(conference, title="Opening")
    session = make_session(conference, title="Lessons learned", starts_at=OPENING + HOUR, summary="What was *learned*.")
    make_session(conference, title="Coffee", kind="break", starts_at=OPENING + 2 * HOUR)
    last = make_session(conference, title="Closing", starts_at=OPENING + 3 * HOUR)
    talk = actions.add_contribution(session, title="Compliance", abstract="In practice.", by=None, at=BEFORE)
    make_speaker(session, contribution=talk)
    make_speaker(session, role="chair", participant=make_participant(conference, family_name="Chairman"))

    html = page(client, "session", released(conference), pk=session.pk)

    html = html.partition("<main")[2]
    assert "<em>learned</em>" in html
    assert "In practice." in html
    assert html.index("Ana Chairman") < html.index("Compliance") < html.index("Ana Muster")
    assert f'rel="prev" href="{address("session", conference, pk=first.pk)}"' in html
    assert f'rel="next" href="{address("session", conference, pk=last.pk)}"' in html


def test_a_session_that_is_not_released_or_of_another_conference_is_not_found(client):
    conference, other = make_conference(), make_conference()
    make_session(conference)
    released(conference)
    draft = make_session(conference, title="Draft")
    foreign = make_session(other)
    released(other)

    for pk in (draft.pk, foreign.pk):
        assert client.get(address("session", conference, pk=pk)).status_code == 404
        assert client.get(address("session_calendar", conference, pk=pk)).status_code == 404


@pytest.mark.parametrize("name", ["agenda", "agenda_calendar"])
def test_a_conference_in_draft_is_there_for_its_team_only(client, name):
    conference = make_conference(status=ConferenceStatus.DRAFT)
    assert client.get(address(name, conference)).status_code == 404

    client.force_login(make_member(conference))
    assert client.get(address(name, conference)).status_code == 200


@pytest.mark.parametrize("name", ["agenda", "agenda_calendar"])
@pytest.mark.parametrize("how_many", [1, 12])
def test_the_agenda_costs_at_most_six_queries_whatever_its_size(client, django_assert_max_num_queries, how_many, name):
    conference = make_conference()
    for number in range(how_many):
        session = make_session(conference, title=f"Session {number}", starts_at=OPENING + number * HOUR)
        make_speaker(session)
        actions.add_contribution(session, title="Talk", by=None, at=BEFORE)
    released(conference)

    with django_assert_max_num_queries(6):
        client.get(address(name, conference))


def test_the_calendar_has_every_session_with_a_stable_name(client):
    conference = mexico(venue_name="Ministry", city="Mexico City")
    session = make_session(
        conference, title="Opening", starts_at=datetime(2030, 6, 3, 15, tzinfo=UTC), room=make_room(conference)
    )
    make_session(conference, title="Not placed", starts_at=None)
    released(conference)

    response = client.get(address("agenda_calendar", conference))
    (event,) = Calendar.from_ical(response.content.decode()).events

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["UID"] == f"session-{session.pk}@127.0.0.1"
    assert event["LOCATION"] == "Plenary hall, Ministry, Mexico City"
    assert event["DTSTART"].params["TZID"] == "America/Mexico_City"
    assert event["URL"].endswith(address("session", conference, pk=session.pk))


def test_the_page_of_a_dropped_session_says_that_it_does_not_take_place(client):
    conference = mexico()
    gone = make_session(conference, title="Panel <b>", starts_at=datetime(2017, 6, 8, 15, tzinfo=UTC))
    make_session(conference, title="Opening", starts_at=datetime(2017, 6, 8, 14, tzinfo=UTC))
    released(conference)
    actions.remove(gone, by=None, at=BEFORE)
    assert client.get(address("session", conference, pk=gone.pk)).status_code == 200

    actions.release(conference, by=None, at=BEFORE)

    response = client.get(address("session", conference, pk=gone.pk))
    assert response.status_code == 410
    assert "<title>Cancelled: Panel &lt;b&gt;" in response.content.decode()
    assert "It was planned for Thursday 8 June 2017, 10:00–11:00" in response.content.decode()


def test_a_dropped_session_is_cancelled_in_the_calendar(client):
    conference = make_conference()
    session = make_session(conference)
    make_session(conference, title="Stays", starts_at=OPENING + HOUR)
    released(conference)
    actions.remove(session, by=None, at=BEFORE)
    released(conference)

    events = Calendar.from_ical(client.get(address("agenda_calendar", conference)).content.decode()).events
    alone = Calendar.from_ical(client.get(address("session_calendar", conference, pk=session.pk)).content.decode())

    assert {(event["SUMMARY"], event["STATUS"], event["SEQUENCE"]) for event in events} == {
        ("Stays", "CONFIRMED", 0),
        ("Opening", "CANCELLED", 1),
    }
    assert alone.events[0]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("name", ["agenda", "agenda_calendar"])
def test_reading_is_all_that_can_be_done_here(client, name):
    assert client.post(address(name, released_one())).status_code == 405


def released_one():
    conference = make_conference()
    make_session(conference)
    return released(conference)
