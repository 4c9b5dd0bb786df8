"""The Word file of a note: the blocks of page and PDF in their order; read back without a difference."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lib.word import write as write_word
from reports import actions
from reports.composing import document_of
from reports.content import of_parsed
from reports.differences import differences
from reports.merging import merged
from reports.models import Annex, Footnote, FrontMatterItem
from reports.note_text import parse
from reports.word import note_as_word, read_note, write_note
from tests.factories import OPENING, make_conference, make_note

FILES = Path(__file__).parent / "files"
LATER = OPENING + timedelta(days=5)
TEXT = """Information Note¹

Event: Conference on “Controls”

Participants: List attached

Background

The first paragraph has a footnote² and an address, office@example.org.

The second one – with a dash – says: 1. Nothing; 2. *starred*.

Additional Comments

Nothing more.

¹ For information – not an official report.

² The footnote’s own text.
"""


def test_a_note_comes_back_from_word_as_it_was():
    parsed = parse(TEXT)

    assert read_note(write_note(document_of(of_parsed(parsed, "en")))) == parsed


def test_the_footnote_of_the_title_is_a_real_one():
    word = note_as_word(document_of(of_parsed(parse(TEXT), "en")))

    assert [run.footnote for run in word.blocks[0].runs] == ["", "1"]
    assert list(word.footnotes) == ["1", "2"]


def test_a_word_file_without_headings_is_read_by_the_looks_of_its_lines():
    word = note_as_word(document_of(of_parsed(parse(TEXT), "en")))
    word.blocks = [type(block)("paragraph", block.runs) for block in word.blocks]

    assert read_note(write_word(word)).sections == parse(TEXT).sections


@pytest.fixture
def note(db):
    note = make_note(make_conference(), sections=[("Background", "Some text.[^4]"), ("Outcome", "Much.")])
    Footnote.objects.create(note=note, number=4, text="A remark.")
    groups = [{"name": "States", "entries": ["Chile", "Peru"]}]
    FrontMatterItem.objects.create(note=note, key="participants", label="Participants", value="", groups=groups)
    Annex.objects.create(note=note, title="Statement", text="Text of the annex.")
    return note


def where(note):
    return {"conference": note.conference.slug, "language": note.language}


def test_a_file_that_came_back_unchanged_changes_nothing(sign_in, note):
    client = sign_in(note.conference)
    file = client.get(reverse("reports:desk_word", kwargs=where(note)))

    assert file.headers["Content-Disposition"].endswith('-information-note-en.docx"')
    page = client.post(
        reverse("reports:read_back", kwargs=where(note)),
        {"file": SimpleUploadedFile("note.docx", file.content)},
    )

    assert [change.where for change in page.context["changes"]] == []


def came_back(text, *changes, footnotes=None):
    """A content of one section with footnotes of odd numbers, and what a file changes of it."""
    content = of_parsed(parse("A Note\n\nBackground\n\nText.\n"), "en")
    content["sections"][0]["text"] = text
    texts = {7: "First.", 3: "Second."} if footnotes is None else footnotes
    content["footnotes"] = [
        {"id": number, "number": number, "text": said, "is_on_title": False} for number, said in texts.items()
    ]
    sent = replace_in(write_note(document_of(content)), changes)
    return content, merged(content, read_note(sent))


def replace_in(file, changes):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            for before, after in changes:
                data = data.replace(before, after)
            new.writestr(name, data)
    return made.getvalue()


LISTS = "One[^7] and two[^3].\n\n- a\n  - b\n\n1. x\n2. y\n\nThe end."


def test_footnotes_are_known_by_their_words_whatever_their_numbers():
    content, after = came_back(LISTS)
    assert differences(content, after) == []

    content, after = came_back(LISTS, ("Second.", "Rewritten."))
    assert [(change.where, change.kind) for change in differences(content, after)] == [("Footnote 3", "changed")]
    assert {(each["id"], each["number"]) for each in after["footnotes"]} == {(7, 7), (3, 3)}


def test_what_was_not_changed_keeps_the_marks_of_its_author():
    _, after = came_back(LISTS, ("The end.", "An end."))

    assert after["sections"][0]["text"] == LISTS.replace("The end.", "An end.")


def test_a_section_with_another_heading_is_known_by_its_text():
    _, after = came_back(LISTS, ("Background", "History"))

    assert [(each["id"], each["heading"], each["text"]) for each in after["sections"]] == [(0, "History", LISTS)]


@pytest.mark.parametrize(
    ("language", "old", "new", "entries"),
    [
        ("en", "Peru", "Ecuador", ["Chile", "Aceros, S.A.", "Ecuador"]),
        ("en", "Aceros, S.A.", "Aceros del Sur", ["Chile", "Aceros del Sur", "Peru"]),
        ("fr", "Peru", "Ecuador", ["Chile", "Aceros, S.A.", "Ecuador"]),
        ("zh-Hans", "Peru", "Ecuador", ["Chile", "Aceros, S.A.", "Ecuador"]),
    ],
)
def test_a_name_that_was_changed_in_a_named_group_comes_back_into_its_group(language, old, new, entries):
    group = {"name": "States", "entries": ["Chile", "Aceros, S.A.", "Peru"]}
    item = {"id": 5, "key": "participants", "label": "Participants", "value": "", "groups": [group]}
    content = of_parsed(parse("A Note\n\nBackground\n\nText.\n"), language) | {"front_matter": [item]}

    sent = replace_in(write_note(document_of(content)), [(old, new)])

    assert merged(content, read_note(sent))["front_matter"] == [item | {"groups": [group | {"entries": entries}]}]


def test_a_named_group_that_cannot_be_told_comes_back_as_text():
    group = {"name": "States", "entries": ["Chile", "Peru"]}
    item = {"id": 5, "key": "participants", "label": "Participants", "value": "", "groups": [group]}
    content = of_parsed(parse("A Note\n\nBackground\n\nText.\n"), "en") | {"front_matter": [item]}

    sent = replace_in(write_note(document_of(content)), [("States: ", "Members: ")])

    [came] = merged(content, read_note(sent))["front_matter"]
    assert (came["value"], came["groups"]) == ("Members: Chile and Peru", [])


def test_differences_are_shown_first_then_taken_over(sign_in, note):
    client = sign_in(note.conference)
    came_back = parse("A Note\n\nParticipants: Many\n\nBackground\n\nSome other text.\n\nNew\n\nMore text of it.\n")
    file = write_note(document_of(of_parsed(came_back, "en")))
    background = note.sections.get(heading="Background")

    page = client.post(reverse("reports:read_back", kwargs=where(note)), {"file": SimpleUploadedFile("n.docx", file)})
    assert [(change.where, change.kind) for change in page.context["changes"]] == [
        ("Title", "changed"),
        ("Participants", "changed"),
        ("Background", "changed"),
        ("New", "added"),
        ("Outcome", "removed"),
        ("Footnote 4", "removed"),
    ]
    assert note.sections.count() == 2

    client.post(reverse("reports:take_over", kwargs=where(note)), {"signed": page.context["signed"]})
    assert [(s.heading, s.text) for s in note.sections.all()] == [
        ("Background", "Some other text."),
        ("New", "More text of it."),
    ]
    assert note.sections.get(heading="Background").pk == background.pk
    assert note.annexes.get().text == "Text of the annex."
    assert note.revisions.first().what == "Took over a text that came back"


def test_a_file_that_libreoffice_saved_differs_only_in_what_was_changed():
    """The file was written by `write_note`, changed by one sentence, and saved anew by LibreOffice Writer 7.4."""
    content = of_parsed(parse(TEXT), "en")
    content["sections"][0]["text"] += (
        "\n\n- A point\n- Another point\n\n1. First\n2. Second\n\n> Quoted words.\n\n"
        "| State | Year |\n| --- | --- |\n| Chile | 2004 |"
    )
    came_back = read_note((FILES / "saved-by-libreoffice.docx").read_bytes())

    found = differences(content, merged(content, came_back))

    assert came_back.unplaced == []
    assert [(change.where, change.kind) for change in found] == [("Additional Comments", "changed")]
    assert "".join(span.text for span in found[0].spans if span.kind == "added").strip() == "was said"


def test_what_was_not_shown_is_not_taken_over(sign_in, note):
    client = sign_in(note.conference)
    file = write_note(document_of(of_parsed(parse(TEXT), "en")))
    page = client.post(reverse("reports:read_back", kwargs=where(note)), {"file": SimpleUploadedFile("n.docx", file)})
    actions.change_part(note.sections.first(), text="Saved meanwhile.", by=None, at=LATER)

    for signed in (page.context["signed"], "forged"):
        client.post(reverse("reports:take_over", kwargs=where(note)), {"signed": signed})

    assert note.sections.first().text == "Saved meanwhile."


@pytest.mark.django_db
def test_a_word_file_is_pasted_as_a_note(sign_in):
    conference = make_conference()
    file = write_note(document_of(of_parsed(parse(TEXT), "en")))

    page = sign_in(conference).post(
        reverse("reports:paste", kwargs={"conference": conference.slug}),
        {"language": "en", "text": "", "file": SimpleUploadedFile("note.docx", file)},
    )

    assert page.context["parsed"] == parse(TEXT)


def test_a_file_that_is_no_word_file_is_refused(sign_in, note):
    page = sign_in(note.conference).post(
        reverse("reports:read_back", kwargs=where(note)), {"file": SimpleUploadedFile("n.docx", b"PK nothing")}
    )

    assert page.context["form"].errors == {
        "file": ["The file is not a Word document (.docx) that can be read."],
    }


def test_what_was_written_into_a_part_that_is_gone_is_given_back(sign_in, note):
    client = sign_in(note.conference)
    section = note.sections.get(heading="Outcome")
    url = reverse("reports:change_part", kwargs=where(note) | {"kind": "section", "pk": section.pk})
    actions.remove_part(section, by=None, at=LATER)

    page = client.post(url, {"heading": "Outcome", "level": "1", "text": "My words.", "version": "0"})

    assert "My words." in page.content.decode()
    assert "Somebody else removed this part" in page.content.decode()
    add = reverse("reports:add_part", kwargs=where(note) | {"kind": "section"})
    assert f'action="{add}"' in page.content.decode()
