"""Changing the parts of a note; two authors at once."""

from datetime import timedelta

import pytest

from lib.refusal import NotPossible
from reports import actions
from reports.choices import NoteStatus
from reports.models import Annex, Footnote, FrontMatterItem, NoteRevision, Section
from tests.factories import OPENING, make_conference, make_note, make_user

LATER = OPENING + timedelta(days=5)
THREE = [("First", "One."), ("Second", "Two."), ("Third", "Three.")]

pytestmark = pytest.mark.django_db


@pytest.fixture
def note():
    return make_note(make_conference(), sections=THREE)


def headings(note):
    return [section.heading for section in note.sections.all()]


def test_add_part_puts_a_section_last(note):
    actions.add_part(note, Section, heading="Fourth", text="Four.", by=None, at=LATER)

    assert headings(note) == ["First", "Second", "Third", "Fourth"]
    assert note.conference.history.get().after == {"what": "Added “Fourth”"}


def test_add_part_puts_a_section_behind_another(note):
    actions.add_part(note, Section, heading="Between", after=note.sections.all()[0], by=None, at=LATER)

    assert headings(note) == ["First", "Between", "Second", "Third"]


@pytest.mark.parametrize("kind", [Section, FrontMatterItem, Annex, Footnote])
@pytest.mark.parametrize("status", [NoteStatus.CLEARED, NoteStatus.PUBLISHED, NoteStatus.WITHDRAWN])
def test_add_part_refuses_a_closed_note(note, kind, status):
    type(note).objects.update(status=status)

    with pytest.raises(NotPossible):
        actions.add_part(note, kind, by=None, at=LATER)

    assert kind.objects.filter(note=note).count() == (3 if kind is Section else 0)
    assert NoteRevision.objects.count() == 1


def test_change_part_keeps_who_when_and_what(note):
    author = make_user(name="Rosa Rapporteur")
    section = note.sections.first()

    actions.change_part(section, text="Another text.", version=0, by=author, at=LATER)

    section.refresh_from_db()
    assert (section.text, section.version) == ("Another text.", 1)
    newest = note.revisions.first()
    assert (newest.number, newest.what, newest.author_label, newest.at) == (
        2,
        "Changed “First”",
        "Rosa Rapporteur",
        LATER,
    )
    assert newest.content["sections"][0]["text"] == "Another text."
    entry = note.conference.history.get()
    assert (entry.before, entry.after["text"]) == ({"text": "One."}, "Another text.")


def test_change_part_twice_is_harmless(note):
    section = note.sections.first()

    for _ in range(2):
        actions.change_part(section, text="Another text.", by=None, at=LATER)

    section.refresh_from_db()
    assert section.version == 1
    assert note.revisions.count() == 2


def test_change_part_of_two_authors_refuses_the_second_and_loses_nothing(note):
    section = note.sections.first()
    actions.change_part(section, text="Theirs.", version=0, by=None, at=LATER)

    with pytest.raises(actions.Conflict) as conflict:
        actions.change_part(section, text="Mine.", version=0, by=None, at=LATER)

    assert conflict.value.current.text == "Theirs."
    section.refresh_from_db()
    assert (section.text, section.version) == ("Theirs.", 1)
    assert note.revisions.count() == 2


def test_change_part_lets_two_authors_write_different_sections(note):
    first, second, _ = note.sections.all()

    actions.change_part(first, text="Theirs.", version=0, by=None, at=LATER)
    actions.change_part(second, text="Mine.", version=0, by=None, at=LATER)

    assert [section.text for section in note.sections.all()] == ["Theirs.", "Mine.", "Three."]


def test_change_part_makes_a_footnote_where_it_is_written(note):
    Footnote.objects.create(note=note, number=1, text="The disclaimer.", is_on_title=True)

    actions.change_part(
        note.sections.first(), text="Words^[A [linked](https://example.org) remark.] go on.", by=None, at=LATER
    )

    assert note.sections.first().text == "Words[^2] go on."
    assert note.footnotes.get(number=2).text == "A [linked](https://example.org) remark."
    assert [each["number"] for each in note.revisions.first().content["footnotes"]] == [1, 2]


def test_move_part_changes_places(note):
    actions.move_part(note.sections.all()[2], up=True, by=None, at=LATER)

    assert headings(note) == ["First", "Third", "Second"]

    actions.move_part(note.sections.all()[0], up=False, by=None, at=LATER)

    assert headings(note) == ["Third", "First", "Second"]


def test_move_part_is_harmless_at_the_ends(note):
    actions.move_part(note.sections.all()[0], up=True, by=None, at=LATER)
    actions.move_part(note.sections.all()[2], up=False, by=None, at=LATER)

    assert headings(note) == ["First", "Second", "Third"]
    assert note.revisions.count() == 1


def test_remove_part_takes_it_out_and_the_revisions_keep_it(note):
    actions.remove_part(note.sections.all()[1], by=None, at=LATER)

    assert headings(note) == ["First", "Third"]
    newest, first = note.revisions.all()
    assert newest.what == "Removed “Second”"
    assert [each["heading"] for each in first.content["sections"]] == ["First", "Second", "Third"]


def test_remove_part_takes_the_calls_of_a_footnote_along(note):
    section = note.sections.first()
    actions.change_part(section, text="Words^[A remark.] go on.", by=None, at=LATER)

    actions.remove_part(note.footnotes.get(), by=None, at=LATER)

    section.refresh_from_db()
    assert (section.text, section.version) == ("Words go on.", 2)


def test_settle_unplaced_puts_the_list_away_once(note):
    type(note).objects.update(unplaced="A lost sentence.")

    for _ in range(2):
        actions.settle_unplaced(note, by=None, at=LATER)

    note.refresh_from_db()
    assert note.unplaced == ""
    entry = note.conference.history.get()
    assert entry.before == {"unplaced": "A lost sentence."}


def test_typing_on_is_one_revision_and_one_line_of_history(note):
    author, section = make_user(), note.sections.first()

    for seconds, text in enumerate(["One. T", "One. Two", "One. Two. Three."]):
        actions.change_part(section, text=text, goes_on=True, by=author, at=LATER + timedelta(seconds=seconds))

    assert [revision.content["sections"][0]["text"] for revision in note.revisions.all()] == [
        "One. Two. Three.",
        "One.",
    ]
    assert note.conference.history.count() == 1


def test_typing_after_a_while_or_by_somebody_else_is_a_revision_of_its_own(note):
    author, section = make_user(), note.sections.first()

    actions.change_part(section, text="a", goes_on=True, by=author, at=LATER)
    actions.change_part(section, text="b", goes_on=True, by=author, at=LATER + timedelta(minutes=11))
    actions.change_part(section, text="c", goes_on=True, by=make_user(), at=LATER + timedelta(minutes=12))

    assert note.revisions.count() == 4


def test_a_footnote_is_made_when_the_typing_is_over(note):
    author, section = make_user(), note.sections.first()

    actions.change_part(section, text="Words^[A rem", goes_on=True, by=author, at=LATER)
    actions.change_part(section, text="Words^[A remark].", goes_on=True, by=author, at=LATER)
    assert not note.footnotes.exists()
    actions.change_part(section, text="Words^[A remark].", by=author, at=LATER)

    assert note.footnotes.get().text == "A remark"
    assert note.sections.first().text == "Words[^1]."
