"""Taking back the last change: speakers, presentations, rooms, and all that goes with them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conference import actions as conferences
from conference import audit
from lib.refusal import NotPossible
from sessions import actions, queries
from sessions.actions.presentations import take_along
from sessions.models import Contribution, Document, SpeakerRole
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_participant,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = BEFORE + HOUR


@pytest.fixture
def conference():
    """Two sessions in one room; the first has two speakers and two presentations with a document."""
    found = make_conference(slug="undo")
    hall = make_room(found, name="Hall", seat_count=40)
    panel = make_session(found, title="Panel", room=hall)
    make_session(found, title="Workshop", starts_at=OPENING + 2 * HOUR, room=hall)
    for position, name in enumerate(("Chile", "Peru")):
        talk = Contribution.objects.create(session=panel, title=name, abstract=f"On {name}.", position=position)
        person = make_participant(found, given_name="Ana", family_name=name)
        make_speaker(panel, participant=person, contribution=talk, position=position, answer="confirmed")
    Document.objects.create(session=panel, contribution=talk, title="Slides", file="a.pdf", uploaded_at=BEFORE)
    return found


def session(conference, title="Panel"):
    return conference.sessions.get(title=title)


def talk(conference, title="Peru"):
    return Contribution.objects.get(session__conference=conference, title=title)


def role(conference, name="Peru"):
    return SpeakerRole.objects.get(session__conference=conference, participant__family_name=name)


def hall(conference):
    return conference.rooms.get(name="Hall")


def state(conference):
    """Everything that a change of the editor can touch."""
    within = {"session__conference": conference}
    return {
        "sessions": list(conference.sessions.kept().order_by("pk").values("pk", "title", "starts_at", "room")),
        "talks": list(
            Contribution.objects.filter(**within)
            .order_by("pk")
            .values("pk", "session", "title", "abstract", "position")
        ),
        "roles": list(
            SpeakerRole.objects.filter(**within)
            .order_by("pk")
            .values("pk", "session", "participant", "role", "contribution", "position", "answer", "answered_at")
        ),
        "documents": list(Document.objects.filter(**within).values("pk", "session", "contribution")),
        "rooms": list(conference.rooms.order_by("pk").values("pk", "name", "seat_count")),
    }


def undo(conference, reason=""):
    return actions.undo(conference, queries.last_change(conference).pk, by=None, at=LATER, reason=reason)


WHO = {"by": None, "at": LATER}
CHANGES = {
    "add a speaker": lambda c: actions.add_speaker(session(c), make_participant(c), role="chair", **WHO),
    "add a new person": lambda c: actions.add_new_speaker(session(c), {"family_name": "New"}, role="chair", **WHO),
    "change a role": lambda c: actions.change_speaker(role(c), role="moderator", contribution=None, **WHO),
    "move a speaker": lambda c: actions.move_speaker(role(c), steps=-1, **WHO),
    "remove a speaker": lambda c: actions.remove_speaker(role(c), **WHO),
    "add a presentation": lambda c: actions.add_contribution(session(c), title="Third", **WHO),
    "copy a presentation": lambda c: actions.copy_contribution(talk(c), **WHO),
    "change a presentation": lambda c: actions.change_contribution(talk(c), title="Other", abstract="", **WHO),
    "move a presentation": lambda c: actions.move_contribution(talk(c), steps=-1, **WHO),
    "take a presentation to another session": lambda c: actions.change_contribution(
        talk(c), session=session(c, "Workshop"), **WHO
    ),
    "remove a presentation": lambda c: actions.remove_contribution(talk(c), **WHO),
    "copy a session": lambda c: actions.copy(session(c), **WHO),
    "remove a session with its presentations": lambda c: actions.remove(session(c), **WHO),
    "shift": lambda c: actions.shift(session(c), minutes=10, **WHO),
    "add a room": lambda c: conferences.add_room(c, name="Sala", **WHO),
    "change a room": lambda c: conferences.change_room(hall(c), name="Great hall", seat_count=None, **WHO),
    "remove a room that is used": lambda c: conferences.remove_room(hall(c), **WHO),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_can_be_taken_back_with_all_that_went_with_it(conference, name):
    before = shown = state(conference)
    CHANGES[name](conference)
    if not name.startswith("copy a session"):
        assert state(conference) != before

    undo(conference)

    shown = state(conference)
    kept = {each["pk"] for each in shown["sessions"]}
    for things in ("talks", "roles", "documents"):
        shown[things] = [each for each in shown[things] if each["session"] in kept]
    assert shown == before
    assert queries.last_change(conference) is None


def test_a_presentation_takes_its_people_and_documents_along(conference):
    workshop = session(conference, "Workshop")

    moved = actions.change_contribution(talk(conference), session=workshop, **WHO)

    assert moved.session == workshop
    assert role(conference).session == workshop
    assert Document.objects.get().session == workshop
    assert [each.title for each in session(conference).contributions.all()] == ["Chile"]


def test_a_move_that_an_older_release_recorded_takes_its_people_back(conference):
    before, panel, workshop, moved = (
        state(conference),
        session(conference),
        session(conference, "Workshop"),
        talk(conference),
    )
    Contribution.objects.filter(pk=moved.pk).update(session=workshop, position=0)
    take_along(moved, workshop)
    values = [{"session": panel.pk, "position": 1}, {"session": workshop.pk, "position": 0}]
    audit.record("contribution.changed", moved, conference=conference, before=values[0], after=values[1], **WHO)

    undo(conference)

    assert state(conference) == before


def test_the_history_of_a_presentation_shows_no_numbers_of_rows(conference):
    actions.change_contribution(talk(conference), session=session(conference, "Workshop"), **WHO)
    undo(conference)
    actions.remove_contribution(talk(conference), **WHO)

    shown = [[change[0] for change in audit.line(entry).changes] for entry in conference.history.newest_first()]

    names = [sorted(each) for each in shown]
    assert names == [["abstract", "position", "session", "title"], ["position", "session"], ["position", "session"]]


def test_a_presentation_does_not_go_where_its_speaker_is_elsewhere(conference):
    third = make_session(conference, title="Third", starts_at=OPENING + 4 * HOUR)
    fourth = make_session(conference, title="Fourth", starts_at=OPENING + 4 * HOUR)
    make_speaker(third, participant=role(conference).participant)

    with pytest.raises(actions.Clashing, match="is in two places at once"):
        actions.change_contribution(talk(conference), session=fourth, **WHO)

    assert talk(conference).session == session(conference)


def test_a_presentation_does_not_go_to_another_conference(conference):
    elsewhere = make_session(make_conference())

    with pytest.raises(NotPossible, match="is not in the agenda"):
        actions.change_contribution(talk(conference), session=elsewhere, **WHO)

    assert talk(conference).session == session(conference)


@pytest.mark.parametrize(("steps", "order"), [(-1, ["Peru", "Chile"]), (-9, ["Peru", "Chile"]), (9, ["Chile", "Peru"])])
def test_a_presentation_moves_in_the_order_and_no_further_than_its_ends(conference, steps, order):
    actions.move_contribution(talk(conference), steps=steps, **WHO)

    assert [each.title for each in session(conference).contributions.all()] == order


def test_a_copy_of_a_presentation_has_its_texts_and_nobody(conference):
    twin = actions.copy_contribution(talk(conference), **WHO)

    assert (twin.title, twin.abstract, twin.position) == ("Peru", "On Peru.", 2)
    assert not twin.speaker_roles.exists()


def test_the_sessions_of_a_room_that_goes_are_named_in_the_history(conference):
    conferences.remove_room(hall(conference), **WHO)

    left = conference.history.get(verb="sessions.left_room")
    assert sorted(left.before) == sorted(str(each.pk) for each in conference.sessions.all())
    assert [each.version for each in conference.sessions.all()] == [2, 2]


def test_a_room_whose_name_is_taken_by_now_does_not_come_back(conference):
    conferences.remove_room(hall(conference), **WHO)
    entry = queries.last_change(conference)
    make_room(conference, name="hall")

    with pytest.raises(NotPossible, match="has a room named “Hall” already"):
        actions.undo(conference, entry.pk, **WHO)

    assert conference.rooms.count() == 1


def test_what_a_speaker_has_rewritten_since_is_not_overwritten(conference):
    peru = talk(conference)
    actions.change_contribution(peru, title="By the team", **WHO)
    Contribution.objects.filter(pk=peru.pk).update(title="By the speaker")

    with pytest.raises(NotPossible, match="has been changed again since"):
        undo(conference)

    peru.refresh_from_db()
    assert peru.title == "By the speaker"


def test_somebody_who_is_no_longer_a_participant_does_not_come_back(conference):
    actions.remove_speaker(role(conference), **WHO)
    conference.participants.get(family_name="Peru").delete()

    with pytest.raises(NotPossible, match="no longer a participant"):
        undo(conference)


def test_taking_back_twice_goes_on_to_the_change_before(conference):
    actions.add_contribution(session(conference), title="Third", **WHO)
    actions.remove_speaker(role(conference), **WHO)

    undo(conference)
    assert role(conference).answer == "confirmed"
    undo(conference)

    assert not session(conference).contributions.filter(title="Third").exists()


def address(name, **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": "undo", **kwargs})


CHAINS = {
    "a session, then its room": [
        lambda c: actions.remove(session(c), **WHO),
        lambda c: conferences.remove_room(hall(c), **WHO),
    ],
    "speakers, first and last at once": [
        lambda c: actions.move_speaker(role(c), steps=-1, **WHO),
        lambda c: actions.remove_speaker(role(c), **WHO),
        lambda c: actions.move_speaker(role(c, "Chile"), steps=-1, **WHO),
        lambda c: actions.remove_speaker(role(c, "Chile"), **WHO),
    ],
    "presentations, first and last at once": [
        lambda c: actions.move_contribution(talk(c), steps=-1, **WHO),
        lambda c: actions.remove_contribution(talk(c), **WHO),
        lambda c: actions.move_contribution(talk(c, "Chile"), steps=-1, **WHO),
        lambda c: actions.remove_contribution(talk(c, "Chile"), **WHO),
    ],
    "a presentation that leaves those behind it": [
        lambda c: actions.move_contribution(talk(c), steps=-1, **WHO),
        lambda c: actions.change_contribution(talk(c), session=session(c, "Workshop"), **WHO),
        lambda c: actions.move_contribution(talk(c, "Chile"), steps=-1, **WHO),
    ],
    "a presentation that leaves with the first speaker": [
        lambda c: actions.change_contribution(talk(c, "Chile"), session=session(c, "Workshop"), **WHO),
    ],
}


def as_read(conference):
    """The sessions with their rooms, and presentations and people in the order in which they are read."""
    return [
        (each.title, each.room, [talk.title for talk in each.contributions.all()], list(each.speaker_roles.all()))
        for each in conference.sessions.kept().with_people().in_order()
    ]


@pytest.mark.parametrize("name", CHAINS)
def test_several_changes_are_taken_back_to_the_order_of_before(conference, name):
    states = [as_read(conference)]
    for change in CHAINS[name]:
        change(conference)
        states += [now for now in [as_read(conference)] if now != states[-1]]

    for before in reversed(states[:-1]):
        undo(conference)
        assert as_read(conference) == before


def test_the_last_change_is_said_in_a_sentence_and_undone_where_one_is(client, conference, organiser):
    panel, peru = session(conference), role(conference)
    client.post(address("remove_speaker", pk=peru.pk))

    html = client.get(address("desk_session", pk=panel.pk)).content.decode()
    assert "Olga Organiser removed the speaker “Ana Peru, Speaker”" in html

    response = client.post(address("undo", pk=queries.last_change(conference).pk), {"session": panel.pk})
    assert response["Location"] == address("desk_session", pk=panel.pk)
    assert role(conference).pk == peru.pk


def test_undoing_into_a_clash_asks_for_a_reason(client, conference, organiser):
    panel = session(conference)
    actions.move(panel, starts_at=None, ends_at=None, **WHO)
    make_session(conference, title="In its place", room=panel.room, starts_at=panel.starts_at)
    url = address("undo", pk=queries.last_change(conference).pk)

    page = client.post(url, {"session": panel.pk})
    assert "Hall is used twice" in page.content.decode()
    assert session(conference).starts_at is None

    client.post(url, {"session": panel.pk, "reason": "The hall is divided."})
    assert session(conference).starts_at == OPENING
    assert conference.accepted_clashes.get().reason == "The hall is divided."


def test_the_order_of_presentations_is_changed_by_buttons(client, conference, organiser):
    client.post(address("move_contribution", pk=talk(conference).pk), {"steps": "-1"})
    assert [each.title for each in session(conference).contributions.all()] == ["Peru", "Chile"]

    client.post(address("copy_contribution", pk=talk(conference).pk))
    assert [each.title for each in session(conference).contributions.all()] == ["Peru", "Chile", "Peru"]


@pytest.mark.parametrize("steps", ["", "x", "١", "99999999999999999999"])
def test_steps_that_are_none_move_one_down(client, conference, organiser, steps):
    client.post(address("move_contribution", pk=talk(conference, "Chile").pk), {"steps": steps})

    assert [each.title for each in session(conference).contributions.all()] == ["Peru", "Chile"]
