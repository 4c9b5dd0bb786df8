"""History: what an entry keeps, and how people read it."""

import pytest

from conference import actions, audit
from conference.choices import ConferenceStatus
from tests.factories import BEFORE, make_conference, make_organizer, make_user

pytestmark = pytest.mark.django_db


def test_an_entry_keeps_the_name_of_who_acted():
    conference, user = make_conference(), make_user(name="Olga")

    for by in [user, "Ana Muster, by personal link", None]:
        audit.record("conference.changed", conference, conference=conference, by=by, at=BEFORE)

    assert sorted(conference.history.values_list("actor_label", "actor")) == [
        ("Ana Muster, by personal link", None),
        ("Olga", user.pk),
        ("Plenary", None),
    ]


def test_entries_of_a_block_are_written_together_in_their_order(django_assert_num_queries):
    conference = make_conference()

    with django_assert_num_queries(1), audit.together():
        for reason in ("one", "two", "three"):
            audit.record("conference.changed", conference, conference=conference, by=None, at=BEFORE, reason=reason)

    assert [entry.reason for entry in conference.history.newest_first()] == ["three", "two", "one"]


def test_a_block_that_fails_leaves_no_entry_and_the_next_one_stands_alone():
    conference = make_conference()

    def lose_an_entry():
        with audit.together():
            audit.record("conference.changed", conference, conference=conference, by=None, at=BEFORE, reason="lost")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        lose_an_entry()
    audit.record("conference.changed", conference, conference=conference, by=None, at=BEFORE, reason="kept")

    assert [entry.reason for entry in conference.history.all()] == ["kept"]


def test_a_verb_without_a_sentence_is_refused():
    conference = make_conference()

    with pytest.raises(ValueError, match="no sentence"):
        audit.record("conference.painted", conference, conference=conference, by=None, at=BEFORE)

    assert not conference.history.exists()


def test_values_are_read_in_the_words_of_the_forms():
    conference = make_conference(status=ConferenceStatus.DRAFT, is_moderated=True)
    actions.change(conference, capacity=40, is_moderated=False, by=None, at=BEFORE)
    actions.announce(conference, by=None, at=BEFORE)

    announced, changed = [audit.line(entry) for entry in conference.history.newest_first()]

    assert announced.changes == [("status", "Draft", "Announced")]
    assert changed.changes == [("places", "–", "40"), ("registrations need approval", "yes", "no")]
    assert changed.sentence == "changed the conference"


def test_a_list_is_read_as_one_line():
    conference = make_conference()
    make_organizer(conference, name="Chile")
    actions.set_organizers(conference, [], by=None, at=BEFORE)

    assert audit.line(conference.history.get()).changes == [("organizers", "Chile · host", "–")]


def test_a_language_is_read_by_its_name_and_not_by_its_code():
    conference = make_conference()
    audit.record(
        "conference.changed",
        conference,
        conference=conference,
        by=None,
        at=BEFORE,
        before={"default_language": "en"},
        after={"default_language": "es"},
    )

    label, before, after = audit.line(conference.history.get()).changes[0]

    assert (label, before, after) == ("default language", "English", "Español")
