"""From a note's content to the document that page and PDF share."""

from lib.written import LANGUAGES
from reports.choices import NoteStatus
from reports.composing import document_of, draft_mark
from reports.groups import joined_groups, read_groups, written_groups
from reports.note_document import Annex, FrontMatterLine, Section

CONTENT = {
    "language": "en",
    "title": "Information Note",
    "series_number": "",
    "is_numbered": False,
    "first_number": 1,
    "heading_numbers": "",
    "front_matter": [],
    "sections": [],
    "footnotes": [],
    "annexes": [],
}
GROUPS = [{"name": "Pacific Alliance States", "entries": ["Chile", "Colombia, the Republic of", "Peru"]}]


def test_named_groups_stand_below_the_value_each_on_its_line():
    item = {"id": 1, "key": "participants", "label": "Participants", "value": "31, among them", "groups": GROUPS}

    document = document_of(CONTENT | {"front_matter": [item]})

    assert document.front_matter == [
        FrontMatterLine(
            "Participants", "31, among them\nPacific Alliance States: Chile, Colombia, the Republic of and Peru"
        )
    ]


def test_groups_are_typed_and_read_back_the_same():
    assert read_groups(written_groups(GROUPS)) == (GROUPS, "")
    assert joined_groups([{"name": "Host", "entries": ["Mexico"]}]) == ["Host: Mexico"]


def test_what_is_wrong_with_typed_groups_is_said():
    assert read_groups("Chile\nPeru") == ([], "“Chile” should be the name of a group, with a colon behind it.")
    assert read_groups("States:") == ([], "The group “States:” has no entries.")


def test_one_annex_has_no_number_and_several_have_one():
    annex = {"id": 1, "kind": "text", "title": "List of participants", "text": "Text."}

    assert document_of(CONTENT | {"annexes": [annex]}).annexes == [Annex("Annex", "Text.", "List of participants")]
    assert [each.heading for each in document_of(CONTENT | {"language": "fr", "annexes": [annex] * 3}).annexes] == [
        "Annexe I",
        "Annexe II",
        "Annexe III",
    ]


def test_sections_have_two_levels_and_the_disclaimer_hangs_on_the_title():
    document = document_of(
        CONTENT
        | {
            "sections": [
                {"id": 1, "heading": "Highlights", "level": "1", "text": "One."},
                {"id": 2, "heading": "First day", "level": "2", "text": "Two."},
            ],
            "footnotes": [{"id": 1, "number": 3, "text": "For information.", "is_on_title": True}],
        }
    )

    assert document.sections == [Section("Highlights", "One.", 1), Section("First day", "Two.", 2)]
    assert (document.title_footnote, document.footnotes) == ("3", {"3": "For information."})


def test_the_mark_of_a_draft_is_in_the_language_of_the_text():
    marked = [NoteStatus.DRAFT, NoteStatus.WITH_ORGANIZERS, NoteStatus.CLEARED]

    for status in marked:
        assert len({draft_mark(status, language) for language, _ in LANGUAGES} - {""}) == 6
    assert [draft_mark(status, "en") for status in NoteStatus] == [
        "DRAFT",
        "DRAFT FOR COMMENT",
        "CLEARED, NOT YET PUBLISHED",
        "",
        "",
    ]
