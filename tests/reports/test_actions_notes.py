"""Beginning, reading in, changing and removing notes: works, refuses and changes nothing, leaves a trace."""

from datetime import date, timedelta

import pytest

from conference.choices import OrganizerRole
from lib.refusal import NotPossible
from reports import actions
from reports.choices import FrontMatterKey, NoteStatus
from reports.models import InformationNote, NoteRevision, Section
from reports.note_text import parse
from tests.factories import OPENING, make_conference, make_note, make_organizer, make_user

LATER = OPENING + timedelta(days=5)
TEXT = """Information Note¹

Event: Conference on Export Controls

Date and venue: 3-4 June 2030, Geneva

Background

The first paragraph.

The second one.

¹ For information.
"""

pytestmark = pytest.mark.django_db


def trace(conference):
    return list(conference.history.values_list("verb", "actor_label").order_by("pk"))


def test_start_note_composes_the_front_matter_from_the_conference():
    conference = make_conference(
        title="Outreach Conference",
        starts_on=date(2017, 6, 8),
        ends_on=date(2017, 6, 9),
        city="Mexico City",
        country="MX",
        disclaimer="For information – not an official report.",
    )
    make_organizer(conference, name="Government of Mexico")
    make_organizer(conference, name="Germany", role=OrganizerRole.SUPPORT, position=1)
    make_organizer(conference, name="the UN Office", role=OrganizerRole.SUPPORT, position=2)
    author = make_user(name="Rosa Rapporteur")

    note = actions.start_note(conference, by=author, at=LATER)

    assert [(item.key, item.label, item.value) for item in note.front_matter.all()] == [
        (FrontMatterKey.EVENT, "Event", "Outreach Conference"),
        (FrontMatterKey.ORGANIZERS, "Organizers", "Government of Mexico with support from Germany and the UN Office"),
        (FrontMatterKey.DATE, "Date", "8-9 June 2017, Mexico City, Mexico"),
        (FrontMatterKey.PARTICIPANTS, "Participants", "List attached"),
    ]
    assert [section.heading for section in note.sections.all()] == ["Background", "Highlights", "Additional Comments"]
    assert [(each.text, each.is_on_title) for each in note.footnotes.all()] == [
        ("For information – not an official report.", True)
    ]
    assert [annex.title for annex in note.annexes.all()] == ["List of participants"]
    assert trace(conference) == [("note.started", "Rosa Rapporteur")]


def test_start_note_says_organizer_when_there_is_one():
    conference = make_conference()
    make_organizer(conference, name="Government of Chile")

    note = actions.start_note(conference, language="fr", by=None, at=LATER)

    assert note.front_matter.get(key=FrontMatterKey.ORGANIZERS).label == "Organisateur"


def test_start_note_refuses_a_second_note_in_the_language():
    note = make_note(make_conference())

    with pytest.raises(NotPossible, match="a note in this language already"):
        actions.start_note(note.conference, by=None, at=LATER)

    assert InformationNote.objects.count() == 1
    assert trace(note.conference) == []


def test_import_note_puts_everything_in_its_place():
    conference = make_conference()

    note = actions.import_note(conference, parse(TEXT), by=None, at=LATER)

    assert (note.title, note.status, note.unplaced) == ("Information Note", NoteStatus.DRAFT, "")
    assert [(item.key, item.label, item.value) for item in note.front_matter.all()] == [
        (FrontMatterKey.EVENT, "Event", "Conference on Export Controls"),
        (FrontMatterKey.DATE, "Date and venue", "3-4 June 2030, Geneva"),
    ]
    assert [(each.heading, each.text) for each in note.sections.all()] == [
        ("Background", "The first paragraph.\n\nThe second one.")
    ]
    assert [(each.number, each.text, each.is_on_title) for each in note.footnotes.all()] == [
        (1, "For information.", True)
    ]
    assert trace(conference) == [("note.imported", "Plenary")]


def test_import_note_keeps_what_it_could_not_place():
    lost = "A sentence before any heading, which has no label.\n\n² A footnote that nothing calls."

    note = actions.import_note(make_conference(), parse(f"A Note\n\n{lost}"), by=None, at=LATER)

    assert "A sentence before any heading, which has no label." in note.unplaced
    assert "² A footnote that nothing calls." in note.unplaced


def test_import_note_replaces_the_text_and_the_revisions_keep_the_former_one():
    note = make_note(make_conference(), status=NoteStatus.CLEARED, sections=[("Old", "Old text.")])

    same = actions.import_note(note.conference, parse(TEXT), by=None, at=LATER)

    assert same.pk == note.pk
    assert same.status == NoteStatus.DRAFT
    assert [section.heading for section in same.sections.all()] == ["Background"]
    assert [revision.content["sections"][0]["text"] for revision in same.revisions.all()] == [
        "The first paragraph.\n\nThe second one.",
        "Old text.",
    ]


def test_change_note_keeps_who_when_and_what():
    note = make_note(make_conference())
    author = make_user(name="Rosa Rapporteur")

    actions.change_note(note, title="Summary Note", series_number="IN/7", version=1, by=author, at=LATER)

    note.refresh_from_db()
    assert (note.title, note.series_number, note.version, note.changed_at) == ("Summary Note", "IN/7", 2, LATER)
    newest = note.revisions.first()
    assert (newest.number, newest.author, newest.at, newest.content["title"]) == (2, author, LATER, "Summary Note")
    entry = note.conference.history.get()
    assert (entry.verb, entry.before["title"], entry.after["title"]) == (
        "note.changed",
        "Information Note",
        "Summary Note",
    )


def test_change_note_twice_is_harmless():
    note = make_note(make_conference())

    for _ in range(2):
        actions.change_note(note, title="Summary Note", by=None, at=LATER)

    assert NoteRevision.objects.count() == 2


def test_change_note_refuses_what_somebody_else_changed_meanwhile():
    note = make_note(make_conference())
    actions.change_note(note, title="Theirs", version=1, by=None, at=LATER)

    with pytest.raises(actions.Conflict) as conflict:
        actions.change_note(note, title="Mine", version=1, by=None, at=LATER)

    assert conflict.value.current.title == "Theirs"
    note.refresh_from_db()
    assert note.title == "Theirs"


def test_change_note_does_not_mind_a_change_elsewhere_in_the_note():
    note = make_note(make_conference())
    actions.change_part(note.sections.get(), text="Another text.", version=0, by=None, at=LATER)

    actions.change_note(note, title="Mine", version=1, by=None, at=LATER)

    note.refresh_from_db()
    assert note.title == "Mine"


def test_remove_note_takes_a_draft_away_and_history_says_so():
    note = make_note(make_conference())

    actions.remove_note(note, by=make_user(name="Rosa Rapporteur"), at=LATER)

    assert not InformationNote.objects.exists()
    assert not Section.objects.exists()
    assert trace(note.conference) == [("note.removed", "Rosa Rapporteur")]


def test_remove_note_refuses_what_was_published():
    note = make_note(make_conference(), status=NoteStatus.CLEARED)
    actions.publish(note, by=None, at=LATER)

    with pytest.raises(NotPossible, match="it can be withdrawn"):
        actions.remove_note(note, by=None, at=LATER)

    assert InformationNote.objects.count() == 1
