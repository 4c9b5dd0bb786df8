"""A note's way to publication."""

from datetime import timedelta

import pytest

from lib.refusal import NotPossible
from reports import actions
from reports.choices import AnnexKind, NoteStatus
from reports.models import Annex, Edition
from tests.factories import (
    OPENING,
    make_accepted_fact,
    make_conference,
    make_note,
    make_participant,
    make_registration,
    make_user,
)

LATER = OPENING + timedelta(days=5)
STATUSES = set(NoteStatus)

pytestmark = pytest.mark.django_db


def note_in(status, **fields):
    return make_note(make_conference(), status=status, **fields)


@pytest.mark.parametrize(
    ("step", "from_status", "to_status", "verb"),
    [
        (actions.send_to_organizers, NoteStatus.DRAFT, NoteStatus.WITH_ORGANIZERS, "note.sent_to_organizers"),
        (actions.clear, NoteStatus.DRAFT, NoteStatus.CLEARED, "note.cleared"),
        (actions.clear, NoteStatus.WITH_ORGANIZERS, NoteStatus.CLEARED, "note.cleared"),
        (actions.reopen, NoteStatus.WITH_ORGANIZERS, NoteStatus.DRAFT, "note.reopened"),
        (actions.reopen, NoteStatus.CLEARED, NoteStatus.DRAFT, "note.reopened"),
        (actions.reopen, NoteStatus.PUBLISHED, NoteStatus.DRAFT, "note.reopened"),
        (actions.reopen, NoteStatus.WITHDRAWN, NoteStatus.DRAFT, "note.reopened"),
    ],
)
def test_each_step_changes_the_status_and_leaves_a_trace(step, from_status, to_status, verb):
    note = note_in(from_status)

    step(note, by=make_user(name="Rosa Rapporteur"), at=LATER)

    note.refresh_from_db()
    assert note.status == to_status
    entry = note.conference.history.get()
    assert (entry.verb, entry.actor_label, entry.at) == (verb, "Rosa Rapporteur", LATER)
    assert (entry.before["status"], entry.after["status"]) == (from_status, to_status)
    assert note.revisions.first().number == 2


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        (actions.send_to_organizers, {NoteStatus.DRAFT}),
        (actions.clear, {NoteStatus.DRAFT, NoteStatus.WITH_ORGANIZERS}),
        (actions.reopen, STATUSES - {NoteStatus.DRAFT}),
        (actions.publish, {NoteStatus.CLEARED}),
    ],
)
def test_each_step_refuses_other_statuses_and_changes_nothing(step, allowed):
    for status in STATUSES - allowed:
        note = note_in(status)

        with pytest.raises(NotPossible):
            step(note, by=None, at=LATER)

        note.refresh_from_db()
        assert (note.status, note.version) == (status, 1)
        assert not note.conference.history.exists()


def test_clear_refuses_while_something_is_not_placed():
    note = note_in(NoteStatus.DRAFT, unplaced="A lost sentence.")

    with pytest.raises(NotPossible, match="has no place yet"):
        actions.clear(note, by=None, at=LATER)

    note.refresh_from_db()
    assert note.status == NoteStatus.DRAFT


def test_publish_freezes_the_text_with_the_data_of_its_annexes():
    note = note_in(NoteStatus.CLEARED)
    Annex.objects.create(note=note, kind=AnnexKind.PARTICIPANTS, title="List of participants")
    ana = make_participant(note.conference, given_name="Ana", family_name="Núñez", country="CL", is_listed=True)
    make_registration(note.conference, participant=ana)

    make_accepted_fact(note, sentence="There was a total of 31 participants.", value=31)

    edition = actions.publish(note, by=make_user(name="Rosa Rapporteur"), at=LATER)
    ana.family_name = "Pérez"
    ana.save()

    note.refresh_from_db()
    assert (note.status, note.published_at) == (NoteStatus.PUBLISHED, LATER)
    assert (edition.number, edition.published_by, edition.published_at) == (1, "Rosa Rapporteur", LATER)
    assert "Ana Núñez" in Edition.objects.get().content["annexes"][0]["text"]
    assert [(fact["sentence"], fact["value"]) for fact in Edition.objects.get().content["facts"]] == [
        ("There was a total of 31 participants.", 31)
    ]
    assert note.conference.history.get().verb == "note.published"


def test_publish_of_a_correction_wants_its_reason_and_names_it():
    note = note_in(NoteStatus.CLEARED)
    actions.publish(note, by=None, at=LATER)
    actions.reopen(note, by=None, at=LATER)
    actions.change_part(note.sections.get(), text="A corrected text.", by=None, at=LATER)
    actions.clear(note, by=None, at=LATER)

    with pytest.raises(NotPossible, match="what was corrected"):
        actions.publish(note, by=None, at=LATER)
    assert note.editions.count() == 1

    edition = actions.publish(note, reason="The year of a resolution.", by=None, at=LATER)

    assert (edition.number, edition.is_correction, edition.reason) == (2, True, "The year of a resolution.")
    assert [each.content["sections"][0]["text"] for each in note.editions.all()] == [
        "A corrected text.",
        "Some text.",
    ]
    assert note.conference.history.newest_first()[0].verb == "note.corrected"


def test_withdraw_takes_every_edition_from_the_readers_and_says_why():
    note = note_in(NoteStatus.CLEARED)
    actions.publish(note, by=None, at=LATER)

    actions.withdraw(note, reason="A speaker asked for it.", by=None, at=LATER)

    note.refresh_from_db()
    assert note.status == NoteStatus.WITHDRAWN
    assert not note.editions.in_force().exists()
    assert note.editions.get().withdrawal_reason == "A speaker asked for it."
    assert note.conference.history.newest_first()[0].reason == "A speaker asked for it."


@pytest.mark.parametrize(("reason", "sentence"), [("", "Say why"), ("Because.", "No edition")])
def test_withdraw_refuses_without_a_reason_or_an_edition(reason, sentence):
    note = note_in(NoteStatus.CLEARED)
    if not reason:
        actions.publish(note, by=None, at=LATER)

    with pytest.raises(NotPossible, match=sentence):
        actions.withdraw(note, reason=reason, by=None, at=LATER)

    assert not Edition.objects.filter(withdrawn_at__isnull=False).exists()
