"""Readers without an account: the own time zone, filters, changes since the last visit, the own agenda."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from lib import links
from sessions import actions
from sessions.models import Pick
from sessions.views import reader
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_participant,
    make_registration,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def conference():
    found = make_conference()
    hall, sala = make_room(found, name="Hall"), make_room(found, name="Sala", position=1)
    opening = make_session(found, title="Opening", room=hall)
    make_speaker(opening, participant=make_participant(found, given_name="Elena", family_name="Núñez"))
    make_session(found, title="Panel on brokering", kind="panel", room=hall, starts_at=OPENING + HOUR)
    make_session(found, title="Workshop", kind="discussion", room=sala, starts_at=OPENING + HOUR)
    make_session(found, title="Closing", kind="ceremony", starts_at=OPENING + 24 * HOUR)
    actions.release(found, by=None, at=BEFORE)
    return found


def url(conference, name="agenda", **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": conference.slug, **kwargs})


def titles(client, conference, **query):
    agenda = client.get(url(conference), query).context["agenda"]
    return [item.title for item in agenda.items]


def pk_of(conference, title):
    return conference.sessions.get(title=title).pk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"day": "2030-06-04"}, ["Closing"]),
        ({"kind": "panel"}, ["Panel on brokering"]),
        ({"room": "Sala"}, ["Workshop"]),
        ({"speaker": "nunez"}, ["Opening"]),
        ({"q": "BROKERING panel"}, ["Panel on brokering"]),
        ({"q": "elena"}, ["Opening"]),
        ({"room": "Hall", "kind": "opening"}, ["Opening"]),
        ({"room": "Hall", "kind": "ceremony"}, []),
        ({"day": "nonsense", "kind": "nonsense", "room": "nowhere", "q": " "}, None),
    ],
)
def test_the_agenda_is_narrowed_by_the_address(client, conference, query, found):
    everything = ["Opening", "Panel on brokering", "Workshop", "Closing"]
    assert titles(client, conference, **query) == (everything if found is None else found)


def test_when_nothing_fits_the_page_says_how_to_go_on(client, conference):
    html = client.get(url(conference), {"q": "zebra"}).content.decode()

    assert "No session fits" in html
    assert f'href="{url(conference)}"' in html


def test_the_own_time_stands_beside_and_is_remembered(client, conference):
    html = client.get(url(conference), {"zone": "Pacific/Auckland"}).content.decode()
    assert "21:00–22:00 Auckland" in html

    again = client.get(url(conference)).content.decode()
    assert "with those of Auckland" in again
    assert (
        "21:00–22:00 Auckland"
        in client.get(url(conference, "session", pk=pk_of(conference, "Opening"))).content.decode()
    )

    client.get(url(conference), {"zone": ""})
    assert "Auckland" not in client.get(url(conference)).content.decode()


def test_a_session_on_another_day_of_the_reader_says_so(client, conference):
    html = client.get(url(conference), {"zone": "Pacific/Kiritimati"}).content.decode()

    assert "23:00–00:00 Kiritimati" in html
    assert '00:00–01:00 Kiritimati <span class="nowrap">Tue 4 Jun</span>' in html


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "<script>"])
def test_what_is_no_zone_is_ignored_and_not_remembered(client, conference, zone):
    response = client.get(url(conference), {"zone": zone})

    assert response.status_code == 200
    assert reader.ZONE not in response.cookies


def test_a_zone_that_shows_the_same_time_is_not_shown_twice(client, conference):
    html = client.get(url(conference), {"zone": "Africa/Abidjan"}).content.decode()

    assert "Abidjan" not in html


def test_what_changed_since_the_last_visit_is_marked_until_it_is_seen(client, conference):
    assert "Changed since" not in client.get(url(conference)).content.decode()
    session = conference.sessions.get(title="Closing")
    actions.move(session, starts_at=OPENING + 25 * HOUR, ends_at=OPENING + 26 * HOUR, by=None, at=BEFORE)
    actions.remove(conference.sessions.get(title="Workshop"), by=None, at=BEFORE)
    actions.release(conference, by=None, at=BEFORE)

    for _ in range(2):
        html = client.get(url(conference)).content.decode()
        changes = html.partition('id="changes"')[2].partition("</div>")[0]
        assert "Cancelled: Workshop" in changes
        assert "Moved: <a" in changes
        assert '<span class="badge-status badge-waiting">Moved</span>' in html

    assert "Changed since" not in client.get(url(conference) + "?seen").content.decode()
    assert "Changed since" not in client.get(url(conference)).content.decode()


@pytest.mark.parametrize("cookie", ["x.y", "1", "9" * 5000, "-1.-1", "², ³"])
def test_a_cookie_that_names_no_version_marks_nothing(client, conference, cookie):
    client.cookies[f"agenda-{conference.pk}"] = cookie

    response = client.get(url(conference))

    assert response.status_code == 200
    assert "Changed since" not in response.content.decode()


def test_rooms_stand_side_by_side_and_a_day_in_one_room_stays_a_list(client, conference):
    html = client.get(url(conference), {"view": "grid"}).content.decode()

    assert html.count('class="agenda-grid"') == 1
    head = html.partition("<thead>")[2].partition("</thead>")[0]
    assert head.index("Hall") < head.index("Sala")


def pick(client, conference, *names):
    return client.post(url(conference, "choose"), {"picks": [pk_of(conference, name) for name in names]})


def mine(client, conference):
    return [item.title for item in client.get(url(conference, "mine")).context["agenda"].items]


def test_sessions_are_picked_and_unpicked_without_an_account(client, conference):
    assert "You have picked no session yet" in client.get(url(conference, "mine")).content.decode()

    pick(client, conference, "Opening", "Closing")
    assert mine(client, conference) == ["Opening", "Closing"]
    assert client.get(url(conference)).content.decode().count("In my agenda") == 2

    pick(client, conference)
    assert mine(client, conference) == []


def test_one_session_is_picked_from_its_page_after_a_question(client, conference):
    address = url(conference, "pick", pk=pk_of(conference, "Opening"))
    client.get(address)
    assert mine(client, conference) == []

    client.post(address)
    assert mine(client, conference) == ["Opening"]
    client.post(address)
    assert mine(client, conference) == []


def test_sessions_that_overlap_are_named(client, conference):
    pick(client, conference, "Panel on brokering", "Workshop")

    html = client.get(url(conference, "mine")).content.decode()

    assert "Some of them overlap" in html
    question = client.get(url(conference, "pick", pk=pk_of(conference, "Opening"))).content.decode()
    assert "At that time you have picked already" not in question


def test_a_picked_session_that_is_cancelled_is_still_told(client, conference):
    pick(client, conference, "Workshop")
    actions.remove(conference.sessions.get(title="Workshop"), by=None, at=BEFORE)
    actions.release(conference, by=None, at=BEFORE)

    html = client.get(url(conference, "mine")).content.decode()

    assert "Cancelled</p>" in html
    assert "Workshop, 3 June, 10:00–11:00" in html


@pytest.mark.parametrize("cookie", ["1-2", "1-2.forged", "", "."])
def test_picks_that_are_not_ours_count_as_none(client, conference, cookie):
    client.cookies[f"picks-{conference.pk}"] = cookie

    assert mine(client, conference) == []


def test_picks_of_one_conference_say_nothing_about_another():
    signed = reader.sign_picks({1, 2}, conference_id=1)

    assert reader.read_picks(signed, 1) == {1, 2}
    assert reader.read_picks(signed, 2) == frozenset()


def test_the_picked_sessions_are_a_calendar_that_follows_the_agenda(client, conference):
    pick(client, conference, "Opening", "Workshop")
    address = client.get(url(conference, "mine")).context["feed_path"]
    client.cookies.clear()
    actions.remove(conference.sessions.get(title="Workshop"), by=None, at=BEFORE)
    actions.release(conference, by=None, at=BEFORE)

    events = Calendar.from_ical(client.get(address).content.decode()).events

    assert {(str(event["SUMMARY"]), str(event["STATUS"])) for event in events} == {
        ("Opening", "CONFIRMED"),
        ("Workshop", "CANCELLED"),
    }
    assert client.get(url(conference, "picked_calendar", picks="1-2.forged")).status_code == 404


@pytest.fixture
def registration(conference):
    return make_registration(conference)


def personal(name, registration, purpose="participants:me"):
    link = links.make(purpose, registration.pk, registration.link_version)
    return reverse(f"sessions:{name}", kwargs={"link": link})


def test_a_participant_picks_by_personal_link(client, conference, registration):
    html = client.get(personal("my_agenda", registration)).content.decode()
    assert "You have picked no session yet" in html

    client.post(personal("my_choice", registration), {"picks": [pk_of(conference, "Workshop"), 10**6]})

    assert [each.session.title for each in Pick.objects.all()] == ["Workshop"]
    response = client.get(personal("my_agenda", registration))
    assert [item.title for item in response.context["agenda"].items] == ["Workshop"]
    assert response["Referrer-Policy"] == "no-referrer"

    client.post(personal("my_choice", registration), {"picks": []})
    assert not Pick.objects.exists()


def test_the_participants_calendar_has_a_link_of_its_own_that_opens_nothing_else(client, conference, registration):
    client.post(personal("my_choice", registration), {"picks": [pk_of(conference, "Opening")]})
    address = client.get(personal("my_agenda", registration)).context["feed_path"]

    (event,) = Calendar.from_ical(client.get(address).content.decode()).events

    assert event["SUMMARY"] == "Opening"
    feed = links.make("sessions:my_calendar", registration.pk, registration.link_version)
    assert client.get(reverse("sessions:my_agenda", kwargs={"link": feed})).status_code == 404
    assert client.get(personal("my_calendar", registration)).status_code == 404


def test_the_own_agenda_is_not_kept_by_anyone_between(client, registration):
    assert "no-store" in client.get(personal("my_agenda", registration))["Cache-Control"]


def test_the_worker_stands_where_its_reach_begins(client, conference):
    response = client.get(url(conference, "worker"))

    assert url(conference, "worker").startswith(url(conference))
    assert response["Content-Type"].startswith("text/javascript")
    assert f'const AGENDA = "{url(conference)}"' in response.content.decode()


def test_calendars_are_subscribed_to_or_downloaded(client, conference, settings):
    settings.SITE_URL = "https://plenary.example.org"

    html = client.get(url(conference)).content.decode()

    path = url(conference, "agenda_calendar")
    assert f'href="webcal://plenary.example.org{path}"' in html
    assert f'href="{path}"' in html
    assert f"https://plenary.example.org{path}<" in html
    file = Calendar.from_ical(client.get(path).content.decode())
    assert file["METHOD"] == "PUBLISH"
    assert file["REFRESH-INTERVAL"].dt == timedelta(hours=1)


def test_the_own_agenda_leads_back_to_the_registration(client, conference, registration):
    html = client.get(personal("my_agenda", registration)).content.decode()

    link = links.make("participants:me", registration.pk, registration.link_version)
    assert f'href="{reverse("participants:me", kwargs={"link": link})}"' in html
