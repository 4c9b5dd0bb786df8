"""`import_note` and `render_note`: from a text file to a PDF, and what they say when they cannot."""

import pytest
from django.core.management import CommandError, call_command

from reports.choices import NoteStatus
from reports.models import InformationNote
from tests.factories import make_conference, make_note
from tests.poppler import facts, raw_text, squash

TEXT = "Information Note¹\n\nEvent: A conference\n\nBackground\n\nA paragraph.\n\n¹ For information.\n"

pytestmark = pytest.mark.django_db


def test_a_text_file_becomes_a_pdf_with_the_same_text(tmp_path, capsys):
    conference = make_conference(slug="outreach")
    source, target = tmp_path / "note.txt", tmp_path / "note.pdf"
    source.write_text(TEXT, encoding="utf-8")

    call_command("import_note", "outreach", source)
    call_command("render_note", "outreach", target)

    assert squash(raw_text(target.read_bytes())) == squash(TEXT)
    assert facts(target.read_bytes())["Subject"] == conference.title
    assert capsys.readouterr().out.splitlines()[0] == (
        "/c/outreach/desk/notes/en/: 1 line of front matter, 1 section, 1 footnote."
    )


def test_a_note_is_read_in_over_another_one(tmp_path):
    note = make_note(make_conference(slug="outreach"), status=NoteStatus.PUBLISHED)
    source = tmp_path / "note.txt"
    source.write_text(TEXT, encoding="utf-8")

    call_command("import_note", "outreach", source)

    note.refresh_from_db()
    assert (note.status, note.sections.get().text) == (NoteStatus.DRAFT, "A paragraph.")


def test_what_finds_no_place_is_said(tmp_path, capsys):
    make_conference(slug="outreach")
    source = tmp_path / "note.txt"
    source.write_text(
        "A Note\n\nA sentence that has no heading, and no label.\n\nBackground\n\nText.\n", encoding="utf-8"
    )

    call_command("import_note", "outreach", source, language="fr")

    assert "Not placed: It stands before the first heading and has no label." in capsys.readouterr().out
    assert InformationNote.objects.get().language == "fr"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read: No such file"), (b" \n", "is empty"), (b"\xff\xfe\x00", "is not plain text in UTF-8")],
)
def test_import_note_says_what_is_wrong_with_the_file(tmp_path, content, sentence):
    make_conference(slug="outreach")
    source = tmp_path / "note.txt"
    if content is not None:
        source.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        call_command("import_note", "outreach", source)

    assert not InformationNote.objects.exists()


def test_import_note_says_when_there_is_no_such_conference(tmp_path):
    with pytest.raises(CommandError, match="There is no conference with the address “nowhere”"):
        call_command("import_note", "nowhere", tmp_path / "note.txt")


def test_render_note_says_when_there_is_no_such_note(tmp_path):
    make_note(make_conference(slug="outreach"))

    with pytest.raises(CommandError, match=r"has no note in this language \(fr\)"):
        call_command("render_note", "outreach", tmp_path / "note.pdf", language="fr")


def test_render_note_says_what_cannot_be_printed_or_written(tmp_path):
    make_note(make_conference(slug="outreach"), sections=[("Background", "A sign: \U0001f600")])
    make_note(make_conference(slug="second"))

    with pytest.raises(CommandError, match=r"U\+1F600"):
        call_command("render_note", "outreach", tmp_path / "note.pdf")
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("render_note", "second", tmp_path / "missing" / "note.pdf")
