"""Clashes: what is found, what blocks a change, what a reason lets stand."""

from datetime import timedelta

import pytest

from conference import audit
from participants.choices import RegistrationStatus
from sessions import actions, clashes, queries
from sessions.models import Pick, Session
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
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
address = pages_of("sessions")
HOUR = timedelta(hours=1)


def found(conference):
    return queries.clashes_in(conference)


def sentences(conference):
    return [clash.sentence for clash in found(conference)]


def expected(conference):
    """A participant about whom there is nothing to say: with a confirmed registration."""
    return make_registration(conference).participant


def test_a_room_used_twice_is_a_hard_clash():
    conference = make_conference()
    hall = make_room(conference, name="Hall")
    make_session(conference, title="A", room=hall)
    make_session(conference, title="B", room=hall, starts_at=OPENING + HOUR / 2)

    (clash,) = found(conference)
    assert clash.is_hard
    assert clash.sentence == "Hall is used twice: “A” (3 June, 09:00–10:00) and “B” (3 June, 09:30–10:30)."


def test_sessions_back_to_back_or_in_two_rooms_do_not_clash():
    conference = make_conference()
    hall, sala = make_room(conference), make_room(conference, name="Sala")
    make_session(conference, room=hall)
    make_session(conference, room=hall, starts_at=OPENING + HOUR)
    make_session(conference, room=sala)
    make_session(conference)

    assert found(conference) == []


def test_a_person_in_two_places_is_a_hard_clash():
    conference = make_conference()
    person = expected(conference)
    for title in ("A", "B"):
        make_speaker(make_session(conference, title=title), participant=person)

    (clash,) = found(conference)
    assert clash.is_hard
    assert clash.sentence.startswith("Ana Muster is in two places at once")


def test_a_session_outside_the_days_is_a_hard_clash():
    conference = make_conference()
    make_session(conference, title="Early", starts_at=OPENING - 24 * HOUR)

    assert sentences(conference) == ["“Early” is on 2 June 2030, outside the days of the conference."]


def test_a_session_past_midnight_of_the_last_day_is_still_inside():
    conference = make_conference()
    make_session(conference, starts_at=OPENING + 38 * HOUR, minutes=180)

    assert found(conference) == []


def test_a_break_in_the_middle_of_a_session_is_listed_and_does_not_block():
    conference = make_conference()
    make_session(conference, title="Panel", minutes=120)
    make_session(conference, title="Coffee", kind="break", starts_at=OPENING + HOUR, minutes=30)

    (clash,) = found(conference)
    assert not clash.is_hard
    assert clash.sentence == "“Coffee” (3 June, 10:00–10:30) falls into “Panel” (3 June, 09:00–11:00)."


def test_a_room_with_fewer_seats_than_picks_is_listed():
    conference = make_conference()
    session = make_session(conference, title="Workshop", room=make_room(conference, seat_count=1))
    for _ in range(2):
        Pick.objects.create(session=session, participant=expected(conference), picked_at=BEFORE)

    assert sentences(conference) == ["2 people have picked “Workshop”; Plenary hall has 1 seat."]


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (RegistrationStatus.CANCELLED, "", "has a registration that is cancelled"),
        (RegistrationStatus.CANCELLED, "confirmed", "has a registration that is cancelled"),
        (RegistrationStatus.CONFIRMED, "declined", "has declined"),
        (RegistrationStatus.PENDING, "", "has not confirmed"),
        (None, "", "has not confirmed"),
        (RegistrationStatus.CONFIRMED, "", None),
        (None, "confirmed", None),
    ],
)
def test_speakers_who_are_not_certain_are_listed(status, answer, words):
    conference = make_conference()
    person = make_participant(conference)
    if status:
        make_registration(conference, participant=person, status=status)
    make_speaker(make_session(conference, title="Panel"), participant=person, answer=answer)

    assert sentences(conference) == ([f"Ana Muster, speaker in “Panel”, {words}."] if words else [])


def test_finding_asks_the_database_nothing(django_assert_num_queries):
    conference = make_conference()
    for _ in range(3):
        make_speaker(make_session(conference))
    sessions = queries.draft(conference)

    with django_assert_num_queries(0):
        assert clashes.find(sessions, conference) != []


def test_a_session_that_clashes_is_refused_and_nothing_is_written():
    conference = make_conference()
    hall = make_room(conference)
    make_session(conference, title="A", room=hall)

    with pytest.raises(actions.Clashing, match="Plenary hall is used twice"):
        actions.add_session(
            conference,
            title="B",
            kind="panel",
            starts_at=OPENING,
            ends_at=OPENING + HOUR,
            room=hall,
            by=None,
            at=BEFORE,
        )

    assert [each.title for each in Session.objects.all()] == ["A"]
    assert not conference.history.exists()


def test_with_a_reason_the_clash_stands_and_the_history_keeps_why():
    conference = make_conference()
    olga = make_member(conference)
    hall = make_room(conference)
    make_session(conference, title="A", room=hall)

    session = actions.add_session(
        conference,
        title="B",
        kind="panel",
        starts_at=OPENING,
        ends_at=OPENING + HOUR,
        room=hall,
        reason="Two halves of the hall.",
        by=olga,
        at=BEFORE,
    )

    accepted = conference.accepted_clashes.get()
    assert (accepted.reason, accepted.accepted_by) == ("Two halves of the hall.", olga)
    assert conference.history.get(verb="clash.accepted").reason == "Two halves of the hall."
    actions.change_session(session, summary="More.", by=olga, at=BEFORE)
    actions.move(session, starts_at=OPENING, ends_at=OPENING + 2 * HOUR, by=olga, at=BEFORE)


def test_a_reason_does_not_outlive_its_clash():
    conference = make_conference()
    hall = make_room(conference)
    make_session(conference, title="A", room=hall)
    session = make_session(conference, title="B", room=hall, starts_at=OPENING + HOUR)
    clash = {"starts_at": OPENING, "ends_at": OPENING + HOUR}
    actions.move(session, **clash, reason="Two halves.", by=None, at=BEFORE)

    actions.move(session, starts_at=OPENING + HOUR, ends_at=OPENING + 2 * HOUR, by=None, at=BEFORE)
    assert not conference.accepted_clashes.exists()
    with pytest.raises(actions.Clashing):
        actions.move(session, **clash, by=None, at=BEFORE)


def test_a_text_can_be_changed_while_a_clash_is_open():
    conference = make_conference()
    hall = make_room(conference)
    session = make_session(conference, title="A", room=hall)
    make_session(conference, title="B", room=hall)

    actions.change_session(session, title="Opening", by=None, at=BEFORE)

    session.refresh_from_db()
    assert session.title == "Opening"


def test_a_speaker_who_is_elsewhere_is_refused():
    conference = make_conference()
    role = make_speaker(make_session(conference, title="A"))
    other = make_session(conference, title="B")

    with pytest.raises(actions.Clashing, match="is in two places at once"):
        actions.add_speaker(other, role.participant, role="chair", by=None, at=BEFORE)
    assert not other.speaker_roles.exists()

    actions.add_speaker(other, role.participant, role="chair", reason="Opens, then leaves.", by=None, at=BEFORE)
    assert other.speaker_roles.count() == 1


def test_the_form_asks_for_a_reason_and_takes_it(client):
    conference = make_conference()
    client.force_login(make_member(conference))
    hall = make_room(conference)
    make_session(conference, title="A", room=hall)
    typed = {
        "title": "B",
        "kind": "panel",
        "day": "2030-06-03",
        "starts": "09:30",
        "ends": "10:30",
        "room": hall.pk,
        "is_published": "on",
    }

    html = client.post(address("add_session", conference), typed).content.decode()
    assert "Plenary hall is used twice" in html
    assert '<textarea name="reason"' in html

    client.post(address("add_session", conference), typed | {"reason": "Two halves."})
    assert conference.accepted_clashes.get().reason == "Two halves."


def test_all_clashes_stand_on_one_page_and_can_be_let_stand_and_opened_again(client):
    conference = make_conference()
    client.force_login(make_member(conference))
    hall = make_room(conference)
    for title in ("A", "B"):
        make_speaker(make_session(conference, title=title, room=hall))

    page = client.get(address("clash_list", conference))
    assert len(page.context["open"]) == 1
    assert len(page.context["soft"]) == 2

    ((clash, _),) = page.context["open"]
    key = clash.key
    client.post(address("accept_clash", conference) + f"?key={key}", {"reason": "Two halves."})
    page = client.get(address("clash_list", conference))
    assert [(clash.key, accepted.reason) for clash, accepted in page.context["standing"]] == [(key, "Two halves.")]

    client.post(address("reopen_clash", conference, pk=conference.accepted_clashes.get().pk))
    page = client.get(address("clash_list", conference))
    assert [(clash.key, reason) for clash, reason in page.context["open"]] == [(key, "Two halves.")]
    assert "Put back" in page.content.decode()

    client.post(address("accept_clash", conference) + f"?key={key}", {"reason": "Two halves."})
    assert conference.accepted_clashes.get().reason == "Two halves."
    entry = conference.history.get(verb="clash.reopened")
    assert entry.before == {"reason": "Two halves.", "clash_key": key}
    assert [name for name, _, _ in audit.line(entry).changes] == ["reason"]


def test_a_clash_that_is_no_more_is_not_found(client):
    conference = make_conference()
    client.force_login(make_member(conference))

    assert client.get(address("accept_clash", conference) + "?key=room:1-2").status_code == 404


@pytest.mark.parametrize("how_many", [1, 6])
def test_the_page_of_clashes_costs_the_same_for_one_and_for_many(client, how_many, django_assert_max_num_queries):
    conference = make_conference()
    client.force_login(make_member(conference))
    hall = make_room(conference)
    for _ in range(how_many + 1):
        make_speaker(make_session(conference, room=hall))

    with django_assert_max_num_queries(16):
        client.get(address("clash_list", conference))
