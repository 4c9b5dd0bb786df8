"""Speakers and presentations of a session."""

import pytest

from lib.refusal import NotPossible
from sessions import actions
from tests.factories import BEFORE, make_conference, make_participant, make_session, make_speaker

pytestmark = pytest.mark.django_db


def who(session):
    return [(role.participant.name, role.role) for role in session.speaker_roles.in_order()]


def test_a_speaker_is_added_after_the_others_and_the_form_of_the_session_is_not_disturbed():
    conference = make_conference()
    session = make_session(conference)
    make_speaker(session, participant=make_participant(conference, given_name="Bo", family_name="Li"))

    ana = make_participant(conference, given_name="Ana", family_name="Muster")
    actions.add_speaker(session, ana, role="chair", by=None, at=BEFORE)

    assert who(session) == [("Bo Li", "speaker"), ("Ana Muster", "chair")]
    session.refresh_from_db()
    assert session.changed_at == BEFORE
    assert session.version == 1, "the form of the session is not concerned"
    assert conference.history.get().verb == "speaker.added"


def test_the_same_role_twice_is_refused():
    session = make_session(make_conference())
    role = make_speaker(session)

    with pytest.raises(NotPossible, match="has this role in the session already"):
        actions.add_speaker(session, role.participant, role="speaker", by=None, at=BEFORE)

    assert session.speaker_roles.count() == 1


def test_somebody_of_another_conference_is_refused():
    session = make_session(make_conference())

    with pytest.raises(NotPossible, match="belongs to another conference"):
        actions.add_speaker(session, make_participant(make_conference()), role="speaker", by=None, at=BEFORE)


def test_a_speaker_can_be_new_to_the_conference_and_without_an_address():
    conference = make_conference()
    session = make_session(conference)

    actions.add_new_speaker(
        session,
        {
            "honorific": "Dr.",
            "family_name": "Sukarno",
            "new_organisation": {"official_name": "University of Lima", "sector": "academia", "country": "PE"},
        },
        role="panellist",
        by=None,
        at=BEFORE,
    )

    (participant,) = conference.participants.all()
    assert (participant.formal_name, participant.email) == ("Dr. Sukarno", "")
    assert participant.organisation.official_name == "University of Lima"
    assert who(session) == [("Sukarno", "panellist")]


def test_a_role_changes_and_the_order_too():
    conference = make_conference()
    session = make_session(conference)
    first = make_speaker(session, participant=make_participant(conference, given_name="", family_name="First"))
    second = make_speaker(
        session, participant=make_participant(conference, given_name="", family_name="Second"), position=1
    )

    actions.change_speaker(first, role="chair", by=None, at=BEFORE)
    actions.move_speaker(second, steps=-1, by=None, at=BEFORE)
    assert who(session) == [("Second", "speaker"), ("First", "chair")]

    actions.move_speaker(second, steps=-1, by=None, at=BEFORE)
    assert who(session) == [("Second", "speaker"), ("First", "chair")]


def test_a_speaker_is_removed_and_stays_a_participant():
    session = make_session(make_conference())
    role = make_speaker(session)

    actions.remove_speaker(role, by=None, at=BEFORE)

    assert who(session) == []
    assert session.conference.participants.count() == 1


def test_a_presentation_is_added_changed_and_removed_and_its_speaker_stays():
    session = make_session(make_conference())
    talk = actions.add_contribution(session, title="Compliance", by=None, at=BEFORE)
    person = make_participant(session.conference)
    role = actions.add_speaker(session, person, role="speaker", contribution=talk, by=None, at=BEFORE)

    actions.change_contribution(talk, title="Compliance in practice", abstract="How.", by=None, at=BEFORE)
    assert session.contributions.get().title == "Compliance in practice"

    actions.remove_contribution(talk, by=None, at=BEFORE)
    role.refresh_from_db()
    assert role.contribution is None
    assert list(session.conference.history.order_by("pk").values_list("verb", flat=True)) == [
        "contribution.added",
        "speaker.added",
        "contribution.changed",
        "contribution.removed",
    ]


def test_a_presentation_of_another_session_is_refused():
    session, other = make_session(make_conference()), make_session(make_conference())
    talk = actions.add_contribution(other, title="Elsewhere", by=None, at=BEFORE)

    with pytest.raises(NotPossible, match="belongs to another session"):
        actions.add_speaker(
            session, make_participant(session.conference), role="speaker", contribution=talk, by=None, at=BEFORE
        )


def test_nothing_is_added_to_a_session_that_was_removed_meanwhile():
    session = make_session(make_conference())
    actions.remove(session, by=None, at=BEFORE)

    with pytest.raises(NotPossible, match="was removed meanwhile"):
        actions.add_speaker(session, make_participant(session.conference), role="chair", by=None, at=BEFORE)
