"""Taking sentences from the data into a note; the note says when the data have moved; groups of States."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lib.refusal import NotPossible
from participants.choices import RegistrationStatus
from reports import actions
from reports.choices import NoteStatus
from reports.facts import Basis
from reports.gathering import facts_data
from reports.models import AcceptedFact, StateGroup
from reports.sentences import with_sentence
from reports.staleness import stale_facts
from tests.factories import (
    OPENING,
    make_accepted_fact,
    make_conference,
    make_note,
    make_registration,
    make_state_group,
    make_user,
)

LATER = OPENING + timedelta(days=5)

pytestmark = pytest.mark.django_db


@pytest.fixture
def note():
    conference = make_conference()
    for _ in range(3):
        make_registration(conference)
    return make_note(conference)


def accept(note, key="total"):
    return actions.accept_fact(
        note, key, Basis.CONFIRMED, section=note.sections.get(), by=make_user(name="Rosa Rapporteur"), at=LATER
    )


def stale(note):
    return [
        (each.accepted.value, each.now and each.now.value) for each in stale_facts(note, facts_data(note.conference))
    ]


def test_accept_fact_puts_its_sentence_at_the_end_of_a_section(note):
    accepted = accept(note)

    assert note.sections.get().text == "Some text. There was a total of three confirmed participants."
    assert (accepted.value, accepted.accepted_by, accepted.accepted_at) == (3, "Rosa Rapporteur", LATER)
    assert note.revisions.first().what == "Changed “Background”"
    assert stale(note) == []


def test_accept_fact_refuses_what_the_data_do_not_give(note):
    with pytest.raises(NotPossible, match="no longer give"):
        accept(note, "keynotes")

    assert note.sections.get().text == "Some text."
    assert not AcceptedFact.objects.exists()


def test_the_note_says_when_the_data_have_moved(note):
    accept(note)

    make_registration(note.conference)
    make_registration(note.conference, status=RegistrationStatus.PENDING)

    assert stale(note) == [(3, 4)]


def test_renew_fact_replaces_the_sentence(note):
    accepted = accept(note)
    make_registration(note.conference)

    actions.renew_fact(accepted, by=None, at=LATER)

    assert note.sections.get().text == "Some text. There was a total of four confirmed participants."
    assert stale(note) == []


def test_renew_fact_refuses_when_the_author_has_rewritten_the_sentence(note):
    accepted = accept(note)
    actions.change_part(note.sections.get(), text="Three people came.", by=None, at=LATER)
    make_registration(note.conference)

    with pytest.raises(NotPossible, match="was rewritten"):
        actions.renew_fact(accepted, by=None, at=LATER)

    assert note.sections.get().text == "Three people came."
    assert stale(note) == [(3, 4)]


def test_settle_fact_lets_the_text_stand_until_the_data_move_again(note):
    accepted = accept(note)
    make_registration(note.conference)

    actions.settle_fact(accepted, by=make_user(name="Rosa Rapporteur"), at=LATER)

    assert stale(note) == []
    entry = note.conference.history.newest_first()[0]
    assert (entry.verb, entry.before, entry.after["value"]) == ("note.fact_settled", {"value": 3}, 4)
    make_registration(note.conference)
    assert stale(note) == [(4, 5)]


def test_settle_fact_forgets_what_the_data_no_longer_give(note):
    gone = make_accepted_fact(note, key="keynotes", value=["MX"])

    actions.settle_fact(gone, by=None, at=LATER)

    assert not AcceptedFact.objects.exists()


def test_accept_fact_refuses_a_closed_note(note):
    type(note).objects.update(status=NoteStatus.CLEARED)

    with pytest.raises(NotPossible, match="cleared"):
        accept(note)

    assert not AcceptedFact.objects.exists()


def test_keep_state_group_adds_and_changes(note):
    group = actions.keep_state_group(note.conference, name="Baltic States", codes=["EE"], by=None, at=LATER)
    actions.keep_state_group(
        note.conference, group=group, name="Baltic States", codes=["EE", "LT", "LV"], by=None, at=LATER
    )

    assert StateGroup.objects.get().codes == ["EE", "LT", "LV"]
    assert [entry.verb for entry in note.conference.history.all()] == ["state_group.kept"] * 2


def test_keep_state_group_refuses_a_name_that_is_taken(note):
    make_state_group(name="Baltic States")

    with pytest.raises(NotPossible, match="a group named"):
        actions.keep_state_group(note.conference, name="baltic states", codes=["EE"], by=None, at=LATER)

    assert StateGroup.objects.count() == 1


def test_remove_state_group_leaves_a_trace(note):
    actions.remove_state_group(make_state_group(), conference=note.conference, by=None, at=LATER)

    assert not StateGroup.objects.exists()
    assert note.conference.history.get().before["codes"] == ["CL", "CO", "MX", "PE"]


def test_the_page_of_facts_takes_one_over_and_shows_what_has_moved(sign_in, note):
    client = sign_in(note.conference)
    where = {"conference": note.conference.slug, "language": "en"}
    page = reverse("reports:fact_list", kwargs=where)
    taken = {"key": "total", "basis": "confirmed", "section": note.sections.get().pk}

    assert "There was a total of three confirmed participants." in client.get(page).content.decode()
    assert client.post(reverse("reports:accept_fact", kwargs=where), taken).url == f"{page}?basis=confirmed"
    make_registration(note.conference)

    shown = client.get(page).content.decode()
    assert "Replace the sentence" in shown
    assert "1 sentence rests on data that have changed since." in client.get(note.get_desk_url()).content.decode()

    client.post(reverse("reports:renew_fact", kwargs=where | {"pk": note.accepted_facts.get().pk}))
    assert note.sections.get().text.endswith("There was a total of four confirmed participants.")


def test_the_facts_cost_the_same_for_one_person_and_for_many(note, django_assert_num_queries):
    conference = note.conference
    with django_assert_num_queries(3):
        facts_data(conference)

    make_registration(conference)
    with django_assert_num_queries(3):
        facts_data(conference)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", "New."),
        ("One.\n\nTwo.", "One.\n\nTwo. New."),
        ("One:\n\n- a\n- b", "One:\n\n- a\n- b\n\nNew."),
        ("> Quoted.\n", "> Quoted.\n\nNew."),
        ("与会者共5人。", "与会者共5人。New."),
    ],
)
def test_a_sentence_goes_to_the_end_of_the_prose(text, result):
    assert with_sentence(text, "New.") == result
