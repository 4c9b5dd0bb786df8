"""Writing: what is typed is saved by itself, also where nothing was saved yet; and the pages stay light."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.choices import TeamRole
from lib import word
from lib.word import Block, Run
from reports.models import Annex, Footnote, FrontMatterItem, InformationNote, NoteRevision, Section
from tests.factories import (
    OPENING,
    make_conference,
    make_note,
    make_organisation,
    make_organizer,
    make_participant,
    make_registration,
    make_session,
)
from tests.reports.test_views_notes import address, queries

TYPING = {"X-Saving": "while-typing"}
KINDS = {
    "front-matter": (FrontMatterItem, {"key": "", "label": "Event", "value": "Conference", "groups": ""}),
    "section": (Section, {"heading": "Background", "level": "1", "text": "Typed."}),
    "footnote": (Footnote, {"text": "A remark."}),
    "annex": (Annex, {"kind": "text", "title": "Statement", "text": "Typed."}),
}
FIELDS = [(kind, field) for kind, (_, fields) in KINDS.items() for field in fields]
OTHER = {"key": "date", "level": "2", "kind": "agenda", "groups": "UN:\nUNODA"}


@pytest.fixture
def note(db):
    return make_note(make_conference(), sections=())


@pytest.fixture
def author(sign_in, note):
    return sign_in(note.conference, TeamRole.RAPPORTEUR)


def part_of(note, kind):
    model, fields = KINDS[kind]
    fields = {name: value for name, value in fields.items() if name != "groups"}
    return model.objects.create(note=note, **fields, **({"number": 1} if model is Footnote else {}))


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_each_field_of_a_part_is_saved_while_one_types(author, note, kind, field):
    part = part_of(note, kind)
    typed = KINDS[kind][1] | {field: OTHER.get(field, "Something else."), "version": "0"}

    saved = author.post(address("change_part", note, kind=kind, pk=part.pk), typed, headers=TYPING)

    part.refresh_from_db()
    assert (saved.status_code, saved.json()["version"], part.version) == (200, 1, 1)
    kept = [{"name": "UN", "entries": ["UNODA"]}] if field == "groups" else typed[field]
    assert getattr(part, field) == kept


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", "A Note"), ("series_number", "2017/3"), ("heading_numbers", "roman"), ("first_number", "4")],
)
def test_title_and_numbering_are_saved_while_one_types(author, note, field, text):
    typed = {"title": note.title, "series_number": "", "heading_numbers": "", "first_number": "1", field: text}

    first = author.post(address("change_note", note), typed | {"version": "1"}, headers=TYPING)
    then = author.post(
        address("change_note", note),
        typed | {"is_numbered": "on", "version": first.json()["version"]},
        headers=TYPING,
    )

    note.refresh_from_db()
    assert (first.status_code, then.status_code) == (200, 200)
    assert (str(getattr(note, field)), note.is_numbered) == (text, True)
    assert [each.what for each in note.revisions.all()] == ["Changed title or numbering", "Started"]


def test_a_sitting_is_one_revision_and_who_comes_too_late_is_told(author, note):
    part = part_of(note, "section")
    url, typed = address("change_part", note, kind="section", pk=part.pk), KINDS["section"][1]

    author.post(url, typed | {"text": "Typed on.", "version": "0"}, headers=TYPING)
    author.post(url, typed | {"text": "Typed on and on.", "version": "1"}, headers=TYPING)
    too_late = author.post(url, typed | {"text": "Late.", "version": "1"}, headers=TYPING)

    part.refresh_from_db()
    assert (too_late.status_code, part.text) == (409, "Typed on and on.")
    assert "Somebody else saved this part" in too_late.json()["sentence"]
    assert NoteRevision.objects.count() == 2


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "footnote"])
def test_a_part_that_is_not_there_yet_is_there_once_something_was_typed(author, note, kind):
    model, typed = KINDS[kind]

    first = author.post(address("add_part", note, kind=kind), typed | {"version": ""}, headers=TYPING)
    part = model.objects.get(note=note)
    then = author.post(
        first.json()["address"],
        typed | {"text": "More.^[A remark]", "value": "More.", "version": first.json()["version"]},
        headers=TYPING,
    )
    part.refresh_from_db()

    assert first.json()["address"] == address("change_part", note, kind=kind, pk=part.pk)
    assert then.json()["version"] == 1
    assert (part.value if kind == "front-matter" else part.text) in {"More.", "More.^[A remark]"}
    assert not Footnote.objects.exists()


def test_the_button_places_the_footnotes_of_what_was_saved_by_itself(author, note):
    typed = KINDS["section"][1] | {"text": "Words.^[A remark]"}
    first = author.post(address("add_part", note, kind="section"), typed | {"version": ""}, headers=TYPING).json()

    author.post(first["address"], typed | {"version": first["version"]})

    assert note.sections.get().text == "Words.[^1]"
    assert note.footnotes.get().text == "A remark"


@pytest.mark.parametrize(
    ("kind", "missing", "sentence"),
    [
        ("front-matter", "label", "Not saved yet. This field is required."),
        ("annex", "title", "Not saved yet. Enter the title of the annex."),
        ("front-matter", "groups", "Not saved yet. “no colon” should be the name of a group, with a colon behind it."),
    ],
)
def test_what_cannot_be_saved_yet_is_said(author, note, kind, missing, sentence):
    typed = KINDS[kind][1] | {missing: "no colon" if missing == "groups" else "", "version": ""}

    answer = author.post(address("add_part", note, kind=kind), typed, headers=TYPING)

    assert (answer.status_code, answer.json()) == (422, {"sentence": sentence})
    assert not KINDS[kind][0].objects.exists()


def test_what_is_typed_into_a_part_that_is_gone_is_not_saved(author, note):
    part = part_of(note, "section")
    url = address("change_part", note, kind="section", pk=part.pk)
    part.delete()

    answer = author.post(url, KINDS["section"][1] | {"version": "0"}, headers=TYPING)

    assert answer.status_code == 409
    assert "Somebody else removed this part" in answer.json()["sentence"]


def test_a_closed_note_is_not_saved_while_one_types(author, note):
    part = part_of(note, "section")
    InformationNote.objects.update(status="published")

    answer = author.post(
        address("change_part", note, kind="section", pk=part.pk),
        KINDS["section"][1] | {"text": "Late.", "version": "0"},
        headers=TYPING,
    )

    assert (answer.status_code, note.sections.get().text) == (409, "Typed.")


def test_where_two_authors_met_nothing_is_saved_by_itself(author, note):
    part = part_of(note, "section")
    url, typed = address("change_part", note, kind="section", pk=part.pk), KINDS["section"][1]
    author.post(url, typed | {"text": "Theirs.", "version": "0"})

    met = author.post(url, typed | {"text": "Mine.", "version": "0"})

    assert met.status_code == 409
    assert "<form" in met.content.decode()
    assert "form[data-saves-itself]" not in met.content.decode()
    assert met.context["form"].saves_itself is False


@pytest.fixture
def full_note(db):
    """A note of a conference in a series, with people, sessions, organizers, and every kind of part."""
    conference = make_conference(starts_on=date(2030, 6, 3), ends_on=date(2030, 6, 5))
    make_organizer(conference)
    body = make_organisation()
    for number in range(3):
        person = make_participant(conference, family_name=f"Name {number}", organisation=body, is_listed=True)
        make_registration(conference, participant=person, checked_in_at=OPENING)
        make_session(conference, title=f"Session {number}")
    note = make_note(conference, sections=[(f"Section {number}", "Text.") for number in range(4)])
    for kind in ("front-matter", "footnote"):
        part_of(note, kind)
    Annex.objects.create(note=note, kind="participants", title="List of participants")
    return note


@pytest.mark.parametrize("page", ["front-matter", "section", "footnote", "annex", "title", "new section"])
def test_a_page_to_write_on_takes_at_most_fifteen_queries(sign_in, full_note, page):
    client = sign_in(full_note.conference, TeamRole.RAPPORTEUR)
    if page == "title":
        url = address("change_note", full_note)
    elif page == "new section":
        url = f"{address('add_part', full_note, kind='section')}?after={full_note.sections.first().pk}"
    else:
        part = KINDS[page][0].objects.filter(note=full_note).first()
        url = reverse(
            "reports:change_part",
            kwargs={"conference": full_note.conference.slug, "language": "en", "kind": page, "pk": part.pk},
        )

    assert queries(client, url) <= 15


def test_the_note_with_all_that_waits_for_its_authors_takes_at_most_twenty_five(sign_in, full_note):
    client = sign_in(full_note.conference, TeamRole.RAPPORTEUR)

    assert queries(client, full_note.get_desk_url()) <= 25


@pytest.mark.parametrize(
    ("language", "kind", "title"),
    [("en", "participants", "List of participants"), ("en", "agenda", "Agenda"), ("fr", "agenda", "Programme")],
)
def test_a_list_that_is_made_from_the_data_names_itself_in_the_language_of_the_note(
    author, note, language, kind, title
):
    note.language = language
    note.save(update_fields=["language"])

    author.post(address("add_part", note, kind="annex"), {"kind": kind, "title": "", "text": "", "version": ""})

    assert note.annexes.get().title == title


FILES = {
    "statement.md": (
        "# Statement\r\n\r\nWe agree.\r\n".encode("utf-8-sig"),
        "Typed.\n\n**Statement**\n\n\nWe agree.",
    ),
    "statement.docx": (
        word.write(
            word.Document(
                [
                    Block("heading1", [Run("Statement")]),
                    Block("paragraph", [Run("We "), Run("agree", is_bold=True), Run(footnote="1"), Run(" [^1].")]),
                    Block("item", [Run("One")]),
                    Block("item", [Run("Two")]),
                ],
                {"1": [Run("In substance.")]},
            )
        ),
        "Typed.\n\n**Statement**\n\nWe **agree**[^1] \\[^1].\n\n- One\n- Two",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_an_annex_takes_its_text_from_a_file_below_what_is_written(author, note, name):
    body, text = FILES[name]
    typed = KINDS["annex"][1] | {"version": "", "file": SimpleUploadedFile(name, body)}

    author.post(address("add_part", note, kind="annex"), typed)

    annex = note.annexes.get()
    assert (annex.title, annex.text.replace("\r", "")) == ("Statement", text)
    footnotes = ["In substance."] if name.endswith("docx") else []
    assert list(note.footnotes.values_list("text", flat=True)) == footnotes


def test_a_file_that_is_no_text_is_refused_beside_its_field_and_what_is_typed_stays(author, note):
    typed = KINDS["annex"][1] | {"version": "", "file": SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff")}

    page = author.post(address("add_part", note, kind="annex"), typed).content.decode()

    assert "The file is not plain text in UTF-8." in page
    assert "Typed.</textarea>" in page
    assert not note.annexes.exists()


def test_the_text_of_a_file_is_not_lost_when_something_else_is_wrong_and_not_taken_while_one_types(author, note):
    typed = KINDS["annex"][1] | {"title": "", "version": ""}
    file = ("statement.txt", b"We agree.")

    page = author.post(
        address("add_part", note, kind="annex"), typed | {"file": SimpleUploadedFile(*file)}
    ).content.decode()
    assert "Enter the title of the annex." in page
    assert "Typed.\n\nWe agree.</textarea>" in page.replace("\r", "")

    typed |= {"title": "Statement", "file": SimpleUploadedFile(*file)}
    author.post(address("add_part", note, kind="annex"), typed, headers=TYPING)
    assert note.annexes.get().text == "Typed."
