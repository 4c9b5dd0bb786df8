"""A release tells exactly those whom it concerns, once, with calendar parts; and shows it before."""

import random
from datetime import UTC, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from correspondence.emails import as_mail
from sessions import actions, queries
from sessions.facts.differences import Change
from sessions.models import Pick
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_member,
    make_participant,
    make_registration,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = BEFORE + timedelta(days=1)


def release(conference, at=LATER, notify=True):
    return actions.release(conference, notify=notify, by=None, at=at)


def person(conference, name, **fields):
    return make_participant(conference, given_name="", family_name=name, email=f"{name.lower()}@example.org", **fields)


def shift(session, hours=1, at=LATER):
    return actions.move(
        session, starts_at=session.starts_at + hours * HOUR, ends_at=session.ends_at + hours * HOUR, by=None, at=at
    )


def one_moved_and_one_dropped():
    """A conference whose released sessions, both Ana’s, were changed in the draft: one moved, one dropped."""
    conference = make_conference()
    ana = person(conference, "Ana")
    moved = make_session(conference, title="Moved")
    dropped = make_session(conference, title="Dropped", starts_at=OPENING + 3 * HOUR)
    for session in (moved, dropped):
        make_speaker(session, participant=ana)
    release(conference, BEFORE, notify=False)
    shift(moved)
    actions.remove(dropped, by=None, at=LATER)
    return conference


def calendars(message):
    """The calendar objects of a message, by their method."""
    return {str(file["METHOD"]): file for file in Calendar.from_ical(message.calendar, multiple=True)}


@pytest.fixture
def busy():
    """Five released sessions a day, each with a speaker of its name; somebody picked the second."""
    conference = make_conference()
    names = ["Abe", "Bea", "Cid", "Dee", "Eve"]
    for number, name in enumerate(names):
        session = make_session(conference, title=f"Session of {name}", starts_at=OPENING + 2 * number * HOUR)
        make_speaker(session, participant=person(conference, name))
    Pick.objects.create(
        session=conference.sessions.get(title="Session of Bea"), participant=person(conference, "Fan"), picked_at=BEFORE
    )
    Pick.objects.create(
        session=conference.sessions.get(title="Session of Eve"), participant=person(conference, "Guy"), picked_at=BEFORE
    )
    release(conference, BEFORE, notify=False)
    return conference


def test_moving_three_and_cancelling_one_sends_one_message_to_each_person_affected_and_to_nobody_else(busy):
    sessions = {session.title[-3:]: session for session in busy.sessions.all()}
    for name in ("Abe", "Bea", "Cid"):
        shift(sessions[name])
    actions.remove(sessions["Dee"], by=None, at=LATER)

    release(busy)

    to = sorted(busy.messages.values_list("to_email", flat=True))
    assert to == [f"{name}@example.org" for name in ("abe", "bea", "cid", "dee", "fan")]
    methods = {message.to_email: list(calendars(message)) for message in busy.messages.all()}
    assert methods["abe@example.org"] == methods["fan@example.org"] == ["REQUEST"]
    assert methods["dee@example.org"] == ["CANCEL"]


@pytest.mark.parametrize("status", ["cancelled", "rejected"])
def test_who_does_not_come_any_more_is_told_nothing_and_takes_no_seat(busy, status):
    fan = busy.participants.get(family_name="Fan")
    make_registration(busy, participant=fan, status=status)
    session = busy.sessions.get(title="Session of Bea")
    shift(session)

    release(busy)

    assert list(busy.messages.values_list("to_email", flat=True)) == ["bea@example.org"]
    assert session.pk not in queries.sign_ups(busy)


def test_somebody_in_several_sessions_gets_one_message_with_both_calendar_parts():
    conference = one_moved_and_one_dropped()

    release(conference)

    message = conference.messages.get()
    parts = calendars(message)
    assert [str(event["SUMMARY"]) for event in parts["REQUEST"].events] == ["Moved"]
    assert [(str(event["SUMMARY"]), event["STATUS"]) for event in parts["CANCEL"].events] == [("Dropped", "CANCELLED")]
    assert "Now: Monday 3 June 2030, 10:00–11:00" in message.text
    assert "Before: Monday 3 June 2030, 09:00–10:00" in message.text
    for part in parts.values():
        assert part.events[0]["ATTENDEE"] == "mailto:ana@example.org"
        assert part.events[0]["ORGANIZER"] == "mailto:office@example.org"
        assert part.events[0]["SEQUENCE"] == 1


def test_each_calendar_part_of_the_e_mail_says_its_own_method():
    conference = one_moved_and_one_dropped()
    release(conference)

    mail = as_mail(conference.messages.get(), at=LATER).message()

    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    for part in parts:
        file = Calendar.from_ical(part.get_payload(decode=True))
        assert file["METHOD"] == part.get_param("method")


def test_who_joins_or_leaves_a_session_is_told_and_the_others_are_not():
    conference = make_conference()
    session = make_session(conference, title="Panel")
    stays, leaves = person(conference, "Stays"), person(conference, "Leaves")
    make_speaker(session, participant=stays)
    role = make_speaker(session, participant=leaves)
    release(conference, BEFORE, notify=False)
    actions.remove_speaker(role, by=None, at=LATER)
    actions.add_speaker(session, person(conference, "Joins"), role="chair", by=None, at=LATER)

    release(conference)

    subjects = dict(conference.messages.values_list("to_email", "subject"))
    assert {address: subject.partition(" – ")[0] for address, subject in subjects.items()} == {
        "joins@example.org": "New: Panel", "leaves@example.org": "No longer your part: Panel",
    }  # fmt: skip
    assert "You are no longer expected: Monday 3 June 2030, 09:00–10:00" in (
        conference.messages.get(to_email="leaves@example.org").text
    )
    gone = calendars(conference.messages.get(to_email="leaves@example.org"))["CANCEL"].events[0]
    assert gone["DTSTAMP"].dt == LATER


@pytest.mark.parametrize("hours", [0, 2])
def test_who_has_no_part_any_more_and_picked_the_session_keeps_it_at_its_time(hours):
    conference = make_conference()
    session = make_session(conference, title="Panel")
    ana = person(conference, "Ana")
    role = make_speaker(session, participant=ana)
    Pick.objects.create(session=session, participant=ana, picked_at=BEFORE)
    release(conference, BEFORE, notify=False)
    actions.remove_speaker(role, by=None, at=LATER)
    if hours:
        shift(session, hours)

    release(conference)

    message = conference.messages.get()
    now = f"Monday 3 June 2030, {9 + hours:02}:00–{10 + hours:02}:00"
    assert message.subject.startswith("No longer your part: Panel")
    assert f"You chose this session, so it stays in your agenda: {now}" in message.text
    assert "Cancelled" not in message.subject + message.text
    assert "no longer expected" not in message.text
    parts = calendars(message)
    assert list(parts) == ["REQUEST"]
    assert parts["REQUEST"].events[0]["DTSTART"].dt == OPENING + hours * HOUR


def test_who_has_no_part_any_more_in_a_session_that_is_cancelled_learns_that_it_is(busy):
    session = busy.sessions.get(title="Session of Bea")
    bea = busy.participants.get(family_name="Bea")
    Pick.objects.create(session=session, participant=bea, picked_at=BEFORE)
    actions.remove_speaker(session.speaker_roles.get(), by=None, at=LATER)
    actions.remove(session, by=None, at=LATER)

    release(busy)

    message = busy.messages.get(to_email="bea@example.org")
    assert message.subject.startswith("Cancelled: Session of Bea")
    assert list(calendars(message)) == ["CANCEL"]


def test_a_session_that_a_former_speaker_picked_and_that_has_no_time_any_more_leaves_the_calendar():
    conference = make_conference()
    session = make_session(conference, title="Panel")
    ana = person(conference, "Ana")
    role = make_speaker(session, participant=ana)
    Pick.objects.create(session=session, participant=ana, picked_at=BEFORE)
    release(conference, BEFORE, notify=False)
    actions.remove_speaker(role, by=None, at=LATER)
    actions.move(session, starts_at=None, ends_at=None, by=None, at=LATER)

    release(conference)

    assert list(calendars(conference.messages.get())) == ["CANCEL"]


def test_a_corrected_text_troubles_nobody(busy):
    session = busy.sessions.first()
    actions.change_session(session, summary="With more detail.", by=None, at=LATER)

    release(busy)

    assert not busy.messages.exists()


def test_a_move_to_another_room_is_a_move(busy):
    session = busy.sessions.get(title="Session of Eve")
    actions.change_session(session, room=make_room(busy, name="Annex"), by=None, at=LATER)

    release(busy)

    assert sorted(busy.messages.values_list("to_email", flat=True)) == ["eve@example.org", "guy@example.org"]


def test_who_has_no_address_is_named_and_not_written_to(busy):
    session = busy.sessions.first()
    make_speaker(session, participant=make_participant(busy, given_name="", family_name="Nobody", email=""))

    notices = queries.candidate(busy, LATER).notices()
    release(busy)

    assert [(notice.participant.name, notice.is_reachable) for notice in notices] == [("Nobody", False)]
    assert not busy.messages.exists()


def test_without_an_address_of_the_conference_the_calendar_is_only_published():
    conference = make_conference(contact_email="")
    session = make_session(conference)
    make_speaker(session, participant=person(conference, "Ana"))

    release(conference)

    assert list(calendars(conference.messages.get())) == ["PUBLISH"]


def test_differences_are_named_in_words(busy):
    sessions = {session.title[-3:]: session for session in busy.sessions.all()}
    shift(sessions["Abe"])
    actions.remove(sessions["Bea"], by=None, at=LATER)
    actions.change_session(sessions["Cid"], title="A better title", by=None, at=LATER)
    make_session(busy, title="Late addition", starts_at=OPENING + 20 * HOUR)

    found = queries.candidate(busy, LATER).differences

    assert [(each.change, each.title, each.words) for each in found] == [
        (Change.CANCELLED, "Session of Bea", ["Was Monday 3 June 2030, 11:00–12:00"]),
        (
            Change.MOVED,
            "Session of Abe",
            ["Monday 3 June 2030, 09:00–10:00 → Monday 3 June 2030, 10:00–11:00"],
        ),
        (Change.NEW, "Late addition", ["Tuesday 4 June 2030, 05:00–06:00"]),
        (Change.CHANGED, "A better title", ["Title was “Session of Cid”"]),
    ]


def test_importing_updates_in_any_order_ends_on_the_latest_state():
    conference = make_conference()
    ana = person(conference, "Ana")
    session, other = make_session(conference, title="Moves"), make_session(conference, title="Goes")
    make_speaker(session, participant=ana)
    make_speaker(other, participant=ana, role="chair")
    release(conference, BEFORE)
    for day in range(1, 6):
        session.refresh_from_db()
        shift(session, at=BEFORE + timedelta(days=day))
        if day == 3:
            actions.remove(other, by=None, at=BEFORE + timedelta(days=day))
        release(conference, BEFORE + timedelta(days=day))
    updates = [
        event
        for message in conference.messages.all()
        for file in Calendar.from_ical(message.calendar, multiple=True)
        for event in file.events
    ]
    session.refresh_from_db()

    for seed in range(20):
        random.Random(seed).shuffle(updates)  # noqa: S311 - an order, not a secret
        kept = client_after(updates)
        assert {(str(event["SUMMARY"]), str(event["STATUS"])) for event in kept.values()} == {
            ("Moves", "CONFIRMED"),
            ("Goes", "CANCELLED"),
        }
        (moved,) = [event for event in kept.values() if event["SUMMARY"] == "Moves"]
        assert moved["DTSTART"].dt.astimezone(UTC) == session.starts_at


def client_after(updates):
    """What a calendar program keeps: of each UID the highest SEQUENCE, then the latest DTSTAMP (RFC 5546, 2.1.5)."""
    kept = {}
    for event in updates:
        known = kept.get(str(event["UID"]))
        if known is None or rank(event) > rank(known):
            kept[str(event["UID"])] = event
    return kept


def rank(event):
    return event["SEQUENCE"], event["DTSTAMP"].dt


def test_the_page_shows_whom_it_concerns_and_the_very_message_before_anything_is_sent(client, busy):
    client.force_login(make_member(busy))
    shift(busy.sessions.get(title="Session of Bea"))
    url = reverse("sessions:release", kwargs={"conference": busy.slug})

    page = client.get(url)
    html = page.content.decode()
    assert "bea@example.org" in html
    assert "fan@example.org" in html
    assert "Now: Monday 3 June 2030, 12:00–13:00" in html
    assert "Then 2 people receive one message each" in html
    assert not busy.messages.exists()

    client.post(url, {"note": "", "notify": "on", "seen": page.context["form"]["seen"].value()})
    assert busy.messages.count() == 2


def test_without_the_tick_nobody_is_written_to(client, busy):
    client.force_login(make_member(busy))
    shift(busy.sessions.get(title="Session of Bea"))
    url = reverse("sessions:release", kwargs={"conference": busy.slug})

    client.post(url, {"note": "", "seen": client.get(url).context["form"]["seen"].value()})

    assert busy.agenda_releases.count() == 2
    assert not busy.messages.exists()


def test_earlier_versions_stay_readable_and_say_that_they_are_old(client, busy):
    actions.change_session(busy.sessions.first(), title="A new title", by=None, at=LATER)
    release(busy)

    def read(number):
        return client.get(
            reverse("sessions:version", kwargs={"conference": busy.slug, "number": number})
        ).content.decode()

    assert "Session of Abe" in read(1)
    assert "is out of date" in read(1)
    assert "A new title" in read(2)
    assert "is out of date" not in read(2)


def test_the_versions_and_what_each_changed_stand_on_one_page(client, busy):
    client.force_login(make_member(busy))
    actions.change_session(busy.sessions.first(), title="A new title", by=None, at=LATER)
    release(busy)

    html = client.get(reverse("sessions:release_list", kwargs={"conference": busy.slug})).content.decode()

    assert html.index("Version 2") < html.index("Title was “Session of Abe”") < html.index("Version 1")
