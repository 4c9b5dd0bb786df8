"""The team's area of the agenda: who may, what the forms do, what they refuse."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from conference.choices import TeamRole
from sessions.models import Session
from tests.factories import (
    OPENING,
    make_conference,
    make_member,
    make_participant,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return make_conference(
        time_zone="America/Mexico_City", starts_on=date(2030, 6, 3), ends_on=date(2030, 6, 4), slug="mexico"
    )


def address(name, **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": "mexico", **kwargs})


def filled(**fields):
    defaults = {
        "title": "Opening",
        "kind": "opening",
        "day": "2030-06-03",
        "starts": "09:00",
        "ends": "10:30",
        "room": "",
        "summary": "",
        "is_published": "on",
    }
    return defaults | fields


def test_the_draft_is_shown_by_day_with_what_is_not_placed(client, conference, organiser):
    make_session(conference, title="Opening", starts_at=datetime(2030, 6, 3, 15, tzinfo=UTC))
    make_session(conference, title="Side event", starts_at=None)

    html = client.get(address("desk_agenda")).content.decode()

    assert "09:00–10:00" in html
    assert html.index("Monday 3 June 2030") < html.index("Opening</a>") < html.index("Tuesday 4 June 2030")
    assert html.index("Not placed yet</h2>") < html.index("Side event</a>")


def test_an_empty_draft_says_what_to_do(client, conference, organiser):
    html = client.get(address("desk_agenda")).content.decode()

    assert "The agenda is empty" in html
    assert f'href="{address("add_session")}"' in html


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_draft_costs_the_same_for_one_session_and_for_many(
    client, conference, organiser, how_many, django_assert_max_num_queries
):
    for _ in range(how_many):
        make_speaker(make_session(conference, room=make_room(conference, name=f"Room {Session.objects.count()}")))

    with django_assert_max_num_queries(16):
        assert client.get(address("desk_agenda")).status_code == 200


def test_an_organiser_adds_a_session_in_the_conferences_time(client, conference, organiser):
    response = client.post(address("add_session"), filled(room=make_room(conference).pk))

    session = conference.sessions.get()
    assert response["Location"] == address("desk_session", pk=session.pk)
    assert session.starts_at == datetime(2030, 6, 3, 15, tzinfo=UTC)
    assert session.ends_at == datetime(2030, 6, 3, 16, 30, tzinfo=UTC)
    assert session.room.name == "Plenary hall"


def test_an_end_before_the_start_is_on_the_next_day(client, conference, organiser):
    client.post(address("add_session"), filled(starts="22:00", ends="00:30"))

    session = conference.sessions.get()
    assert session.ends_at == datetime(2030, 6, 4, 6, 30, tzinfo=UTC)


def test_a_session_can_be_added_without_a_time(client, conference, organiser):
    client.post(address("add_session"), filled(day="", starts="", ends=""))

    assert conference.sessions.get().starts_at is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Title"),
        ({"day": ""}, "Choose the day, or leave start and end empty."),
        ({"ends": ""}, "Enter when the session ends, such as 10:30."),
        ({"ends": "09:00"}, "The session must end after it starts."),
        ({"day": "2031-01-01"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_session_is_shown_again_with_its_reason(client, conference, organiser, fields, sentence):
    response = client.post(address("add_session"), filled(**fields))

    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert "There is a problem" in html
    assert not Session.objects.exists()


def test_a_time_that_the_clocks_skip_is_refused(client):
    conference = make_conference(
        slug="berlin", time_zone="Europe/Berlin", starts_on=date(2030, 3, 30), ends_on=date(2030, 3, 31)
    )
    client.force_login(make_member(conference))

    response = client.post(
        reverse("sessions:add_session", kwargs={"conference": "berlin"}),
        filled(day="2030-03-31", starts="02:30", ends="04:00"),
    )

    assert "There is no 02:30 on 31 March 2030 in Berlin" in response.content.decode()
    assert not Session.objects.exists()


def test_a_session_is_changed(client, conference, organiser):
    session = make_session(conference, title="Opening", starts_at=datetime(2030, 6, 3, 15, tzinfo=UTC))
    form = client.get(address("change_session", pk=session.pk)).context["form"]
    assert (form["day"].value(), str(form["starts"].value())) == ("2030-06-03", "09:00:00")

    client.post(address("change_session", pk=session.pk), filled(title="Welcome", version=1))

    session.refresh_from_db()
    assert (session.title, session.version) == ("Welcome", 2)


def test_a_session_is_removed_after_a_question(client, conference, organiser):
    session = make_session(conference)
    assert "Remove “Opening”?" in client.get(address("remove_session", pk=session.pk)).content.decode()
    assert conference.sessions.kept().exists()

    client.post(address("remove_session", pk=session.pk))

    assert not conference.sessions.kept().exists()
    gone = client.get(address("desk_session", pk=session.pk))
    assert gone.status_code == 410
    assert "“Opening” was removed" in gone.content.decode()


def test_a_person_is_found_by_name_and_added(client, conference, organiser):
    session = make_session(conference)
    make_participant(conference, given_name="Bo", family_name="Li")
    elena = make_participant(conference, given_name="Elena", family_name="Núñez")

    html = client.get(address("add_speaker", pk=session.pk), {"q": "nunez"}).content.decode()
    assert "Elena Núñez" in html
    assert "Bo Li" not in html

    client.post(address("add_speaker", pk=session.pk) + "?q=nunez", {"participant": elena.pk, "role": "chair"})
    role = session.speaker_roles.get()
    assert (role.participant, role.role) == (elena, "chair")


def test_the_same_role_twice_is_explained_on_the_form(client, conference, organiser):
    session = make_session(conference)
    role = make_speaker(session)

    response = client.post(
        address("add_speaker", pk=session.pk), {"participant": role.participant_id, "role": "speaker"}
    )

    assert "has this role in the session already" in response.content.decode()
    assert session.speaker_roles.count() == 1


def test_a_new_person_is_added_without_an_address(client, conference, organiser):
    session = make_session(conference)

    client.post(
        address("add_new_speaker", pk=session.pk),
        {"family_name": "Sukarno", "sector": "academia", "organisation_name": "Universidad", "role": "speaker"},
    )

    participant = session.speaker_roles.get().participant
    assert (participant.name, participant.email, participant.organisation.official_name) == (
        "Sukarno",
        "",
        "Universidad",
    )


def test_a_speaker_is_changed_moved_and_removed(client, conference, organiser):
    session = make_session(conference)
    first = make_speaker(session)
    second = make_speaker(session, position=1)

    client.post(address("change_speaker", pk=first.pk), {"role": "moderator"})
    client.post(address("move_speaker", pk=second.pk), {"steps": "-1"})
    assert list(session.speaker_roles.in_order().values_list("pk", "role")) == [
        (second.pk, "speaker"),
        (first.pk, "moderator"),
    ]

    client.post(address("remove_speaker", pk=first.pk))
    assert list(session.speaker_roles.all()) == [second]


def test_a_presentation_is_added_changed_and_removed(client, conference, organiser):
    session = make_session(conference)
    client.post(address("add_contribution", pk=session.pk), {"title": "Compliance", "abstract": ""})
    talk = session.contributions.get()

    sent = {"title": "Compliance in practice", "abstract": "How.", "session": session.pk}
    client.post(address("change_contribution", pk=talk.pk), sent)
    talk.refresh_from_db()
    assert (talk.title, talk.abstract) == ("Compliance in practice", "How.")

    client.post(address("remove_contribution", pk=talk.pk))
    assert not session.contributions.exists()


def test_the_draft_is_released_after_it_was_looked_at(client, conference, organiser):
    make_session(conference)
    seen = client.get(address("release")).context["form"]["seen"].value()

    client.post(address("release"), {"note": "First version", "seen": seen})

    release = conference.agenda_releases.get()
    assert (release.number, release.note, release.released_by) == (1, "First version", organiser)


def test_a_draft_that_moved_on_is_not_released_unseen(client, conference, organiser):
    make_session(conference)
    seen = client.get(address("release")).context["form"]["seen"].value()
    make_session(conference, title="Added by a colleague")

    html = client.post(address("release"), {"seen": seen}).content.decode()

    assert "The draft has changed since this page was opened" in html
    assert not conference.agenda_releases.exists()


def test_nothing_of_another_conference_is_reached(client, conference, organiser):
    foreign = make_session(make_conference())
    role = make_speaker(foreign)

    for name, pk in [("desk_session", foreign.pk), ("change_session", foreign.pk), ("change_speaker", role.pk)]:
        assert client.get(address(name, pk=pk)).status_code == 404


@pytest.mark.parametrize(
    ("role", "reading", "changing"),
    [
        (TeamRole.ORGANISER, 200, 200),
        (TeamRole.DESK, 200, 403),
        (TeamRole.RAPPORTEUR, 200, 403),
        (TeamRole.VIEWER, 200, 403),
        (None, 404, 404),
    ],
)
def test_who_may_read_and_who_may_change(client, conference, role, reading, changing):
    session = make_session(conference, starts_at=OPENING)
    client.force_login(make_member(conference if role else make_conference(), role=role or TeamRole.ORGANISER))

    assert client.get(address("desk_agenda")).status_code == reading
    assert client.get(address("desk_session", pk=session.pk)).status_code == reading
    for name, kwargs in [("add_session", {}), ("change_session", {"pk": session.pk}), ("release", {})]:
        assert client.get(address(name, **kwargs)).status_code == changing


def test_the_order_of_speakers_is_not_changed_by_reading(client, conference, organiser):
    role = make_speaker(make_session(conference))

    assert client.get(address("move_speaker", pk=role.pk)).status_code == 405
