"""What programs read: schedule.json, schedule.xml, linked data, Open Graph."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from sessions import actions
from tests.factories import (
    BEFORE,
    make_conference,
    make_organizer,
    make_participant,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    found = make_conference(
        time_zone="America/Mexico_City", starts_on=date(2030, 6, 3), ends_on=date(2030, 6, 4), venue_name="Ministry"
    )
    make_organizer(found, name="Government of Mexico")
    opening = make_session(
        found,
        title="Opening </script><b>",
        summary="Words & welcome",
        starts_at=datetime(2030, 6, 3, 15, tzinfo=UTC),
        room=make_room(found, name="Hall"),
        minutes=90,
    )
    make_speaker(opening, participant=make_participant(found, honorific="Ms."))
    make_session(found, title="Night", starts_at=datetime(2030, 6, 4, 4, tzinfo=UTC), minutes=600, kind="ceremony")
    make_session(found, title="Closing", starts_at=datetime(2030, 6, 4, 16, tzinfo=UTC), minutes=60, kind="ceremony")
    actions.release(found, by=None, at=BEFORE)
    return found


def read(client, conference, name, **kwargs):
    return client.get(reverse(f"sessions:{name}", kwargs={"conference": conference.slug, **kwargs})).content.decode()


def test_the_schedule_names_days_rooms_and_sessions(client, conference):
    schedule = json.loads(read(client, conference, "schedule_json"))["schedule"]

    assert schedule["version"] == "1"
    assert schedule["conference"]["time_zone_name"] == "America/Mexico_City"
    first, second = schedule["conference"]["days"]
    assert [(day["index"], day["date"]) for day in (first, second)] == [(1, "2030-06-03"), (2, "2030-06-04")]
    (event,) = first["rooms"]["Hall"]
    assert (event["date"], event["start"], event["duration"]) == ("2030-06-03T09:00:00-06:00", "09:00", "01:30")
    assert [person["public_name"] for person in event["persons"]] == ["Ms. Ana Muster"]


def test_every_session_lies_between_the_edges_of_its_day(client, conference):
    for day in json.loads(read(client, conference, "schedule_json"))["schedule"]["conference"]["days"]:
        start, end = (datetime.fromisoformat(day[name]) for name in ("day_start", "day_end"))
        for event in (event for room in day["rooms"].values() for event in room):
            begins = datetime.fromisoformat(event["date"])
            hours, minutes = map(int, event["duration"].split(":"))
            assert start <= begins < begins + timedelta(hours=hours, minutes=minutes) <= end


def test_json_and_xml_say_the_same(client, conference):
    schedule = json.loads(read(client, conference, "schedule_json"))["schedule"]["conference"]
    root = ElementTree.fromstring(read(client, conference, "schedule_xml").encode())  # noqa: S314 - our own

    events = [event for day in schedule["days"] for room in day["rooms"].values() for event in room]
    assert [
        (one.get("id"), one.get("guid"), one.findtext("title"), one.findtext("date")) for one in root.iter("event")
    ] == [(str(each["id"]), each["guid"], each["title"], each["date"]) for each in events]
    assert [day.get("date") for day in root.iter("day")] == [day["date"] for day in schedule["days"]]


def test_a_session_keeps_its_guid_when_it_moves(client, conference):
    def guids():
        root = ElementTree.fromstring(read(client, conference, "schedule_xml").encode())  # noqa: S314 - our own
        return {one.get("id"): one.get("guid") for one in root.iter("event")}

    before = guids()
    session = conference.sessions.get(title="Closing")
    hour = timedelta(hours=1)
    actions.move(session, starts_at=session.starts_at + hour, ends_at=session.ends_at + hour, by=None, at=BEFORE)
    actions.release(conference, by=None, at=BEFORE)

    assert guids() == before


def linked(html):
    return json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])


def test_search_engines_read_the_conference_and_its_sessions(client, conference):
    html = read(client, conference, "agenda")

    data = linked(html)
    assert data["organizer"] == [{"@type": "Organization", "name": "Government of Mexico"}]
    assert [event["name"] for event in data["subEvent"]] == ["Opening </script><b>", "Night", "Closing"]
    assert data["subEvent"][0]["startDate"] == "2030-06-03T09:00:00-06:00"
    assert f'<meta property="og:title" content="Agenda – {conference.title}">' in html


def test_search_engines_read_a_session(client, conference):
    pk = conference.sessions.get(title__startswith="Opening").pk

    data = linked(read(client, conference, "session", pk=pk))

    assert data["performer"] == [{"@type": "Person", "name": "Ms. Ana Muster"}]
    assert data["superEvent"]["name"] == conference.title


def test_before_the_first_release_the_schedule_is_empty_and_well_formed(client):
    conference = make_conference()

    assert json.loads(read(client, conference, "schedule_json"))["schedule"]["conference"]["days"] == []
    assert ElementTree.fromstring(read(client, conference, "schedule_xml").encode()).findall("day") == []  # noqa: S314


# What the schema of the c3voc's validator asks of frab's schedule.xml: each element's children, and those it must have.
CONFERENCE = {"title", "acronym", "start", "end", "days", "timeslot_duration", "base_url", "time_zone_name"}
NEEDED = {"room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track"}
EVENT = NEEDED | {"persons", "language", "description", "links", "attachments", "url"}
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"


def test_the_xml_is_what_the_schema_of_conference_apps_asks_for(client, conference):
    root = ElementTree.fromstring(read(client, conference, "schedule_xml").encode())  # noqa: S314 - our own
    days, events = root.findall("day"), list(root.iter("event"))

    assert [each.tag for each in root] == ["generator", "version", "conference", *("day" for _ in days)]
    assert {each.tag for each in root.find("conference")} <= CONFERENCE
    assert root.findtext("conference/base_url").startswith("http")
    assert [day.get("index") for day in days] == ["1", "2"]
    assert all(re.fullmatch(MOMENT, day.get(name)) for day in days for name in ("start", "end"))
    for event in events:
        names = [each.tag for each in event]
        assert NEEDED <= set(names) <= EVENT
        assert len(names) == len(set(names))
        assert re.fullmatch(MOMENT, event.findtext("date"))
        assert re.fullmatch(r"[0-2]\d:[0-5]\d", event.findtext("start"))
        assert re.fullmatch(r"\d\d:\d\d", event.findtext("duration"))
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", event.get("guid"))
    assert (
        len({event.get("id") for event in events}) == len({event.findtext("slug") for event in events}) == len(events)
    )


def test_signs_that_xml_cannot_carry_are_left_out(client, conference):
    session = conference.sessions.get(title="Closing")
    actions.change_session(session, title="Closing \x0b\uffff & more", by=None, at=BEFORE)
    actions.release(conference, by=None, at=BEFORE)

    root = ElementTree.fromstring(read(client, conference, "schedule_xml").encode())  # noqa: S314 - our own

    assert "Closing  & more" in [event.findtext("title") for event in root.iter("event")]


def events_of(client, conference):
    """The sessions of schedule.json by their titles, and those of schedule.xml."""
    days = json.loads(read(client, conference, "schedule_json"))["schedule"]["conference"]["days"]
    root = ElementTree.fromstring(read(client, conference, "schedule_xml").encode())  # noqa: S314 - our own
    by_title = {each["title"]: each for day in days for room in day["rooms"].values() for each in room}
    return by_title, {one.findtext("title"): one for one in root.iter("event")}


def addresses(element):
    return [(each.get("href"), each.text) for each in element]


def test_documents_and_biographies_stand_where_programs_look_for_them(client, conference, settings):
    settings.SITE_URL = "https://plenary.example"
    session = conference.sessions.get(title__startswith="Opening")
    speaker = session.speaker_roles.get().participant
    slides = actions.add_document(
        session, file=ContentFile(b"%PDF-1.7", "a.pdf"), title="Slides & notes", by=None, at=BEFORE
    )
    actions.change_profile(speaker, biography="Negotiates *treaties*.", unavailable="on Monday", by=None, at=BEFORE)

    in_json, in_xml = events_of(client, conference)
    opening = in_json[session.title]

    place = f"https://plenary.example/c/{conference.slug}/agenda"
    files = [(f"{place}/documents/{slides.pk}/", "Slides & notes (pdf)")]
    calendars = [(f"{place}/{session.pk}.ics", "Calendar entry")]
    assert [(each["url"], each["title"]) for each in opening["attachments"]] == files
    assert [(each["url"], each["title"]) for each in opening["links"]] == calendars
    assert addresses(in_xml[session.title].find("attachments")) == files
    assert addresses(in_xml[session.title].find("links")) == calendars
    (person,) = opening["persons"]
    assert (person["biography"], person["url"]) == ("Negotiates *treaties*.", f"{place}/speakers/{speaker.pk}/")
    for url, _ in [*files, *calendars, (person["url"], "")]:
        assert client.get(url.removeprefix("https://plenary.example")).status_code == 200
    assert in_json["Closing"]["attachments"] == []


def test_schedules_say_at_once_what_was_added_or_taken_away_since_the_release(client, conference):
    session = conference.sessions.get(title__startswith="Opening")
    speaker = session.speaker_roles.get().participant

    def told():
        (event, one) = (found[session.title] for found in events_of(client, conference))
        return event["persons"][0]["biography"], len(event["attachments"]), len(one.find("attachments"))

    assert told() == (None, 0, 0)
    document = actions.add_document(session, file=ContentFile(b"x", "a.txt"), title="Text", by=None, at=BEFORE)
    actions.change_profile(speaker, biography="First.", by=None, at=BEFORE)
    assert told() == ("First.", 1, 1)
    actions.change_profile(speaker, biography="Second.", by=None, at=BEFORE)
    actions.remove_document(document, by=None, at=BEFORE)
    assert told() == ("Second.", 0, 0)


def test_schedules_say_nothing_of_what_is_not_released_or_of_when_a_speaker_cannot(client, conference):
    hidden = make_session(conference, title="Draft")
    speaker = make_speaker(hidden).participant
    actions.add_document(hidden, file=ContentFile(b"x", "a.txt"), title="Confidential paper", by=None, at=BEFORE)
    actions.change_profile(speaker, biography="Unseen", unavailable="Canary Monday", by=None, at=BEFORE)
    shown = conference.sessions.get(title__startswith="Opening").speaker_roles.get()
    actions.change_profile(shown.participant, biography="", unavailable="Canary Tuesday", by=None, at=BEFORE)

    for name in ("schedule_json", "schedule_xml"):
        text = read(client, conference, name)
        assert [word for word in ("Confidential", "Unseen", "Canary") if word in text] == []


def test_who_was_entered_twice_keeps_the_biography_in_the_released_schedule(client, conference):
    gone = conference.sessions.get(title__startswith="Opening").speaker_roles.get().participant
    kept = make_participant(conference, given_name="Ana", family_name="Muster", email="ana.muster@example.org")
    actions.change_profile(kept, biography="The one and only.", by=None, at=BEFORE)
    conference.merges.create(kind="participant", gone_id=gone.pk, kept_id=kept.pk, merged_at=BEFORE)

    in_json, _ = events_of(client, conference)

    assert in_json["Opening </script><b>"]["persons"][0]["biography"] == "The one and only."
