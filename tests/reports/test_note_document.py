"""The printed note: how it looks, what it says about itself, and what stands where."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest

from reports.composing import document_of
from reports.content import of_parsed
from reports.note_document import (
    Annex,
    FrontMatterLine,
    LinkedFootnotes,
    NoteDocument,
    PrintedFootnotes,
    Section,
    compose,
    print_html,
)
from reports.note_text import parse
from tests.poppler import facts, fonts, raw_text, squash, tagged_blocks, words_of
from tests.reports.notes import print_note
from tests.reports.test_note_text import NOTE

DOCUMENT = replace(
    document_of(
        of_parsed(parse(NOTE), "en"), author="Government of Peru", subject="Regional Workshop on Export Controls"
    ),
    created_at=datetime(2017, 6, 12, 9, 30, tzinfo=UTC),
    modified_at=datetime(2017, 6, 13, tzinfo=UTC),
)
LONG = "They spoke of licences and of borders, at some length and more than once. " * 25


def test_a_note_read_from_text_is_printed_line_by_line():
    document = print_note(DOCUMENT)

    lines = [squash(line) for line in NOTE.splitlines() if line]
    notes = [line for line in lines if line[0] in "¹²³"]
    blocks = [(kind, squash(text)) for kind, text in tagged_blocks(document)]
    assert [text for kind, text in blocks if kind != "Note"] == [line for line in lines if line not in notes]
    assert [text for kind, text in blocks if kind == "Note"] == notes
    assert [kind for kind, _ in blocks] == [*("H1", *"PPPP"), *("H2", *"PP"), *("H2", *"PP"), "H2", "P", *["Note"] * 3]


def test_the_page_is_a4_in_liberation_serif():
    document = print_note(DOCUMENT)

    assert facts(document)["Page size"] == "595.276 x 841.89 pts (A4)"
    assert fonts(document) == {"Liberation-Serif", "Liberation-Serif-Bold"}
    assert min(top for _, top, _ in words_of(document)) > 72


def test_footnotes_are_small_and_stand_at_the_foot_of_the_page():
    words = words_of(print_note(DOCUMENT))

    first = next(place for place, (word, _, _) in enumerate(words) if word == "¹")
    body, notes = words[:first], words[first:]
    assert max(bottom for _, _, bottom in body) < min(top for _, top, _ in notes)
    body_height, note_height = (round(words[place][2] - words[place][1], 1) for place in (first - 1, first))
    assert note_height == pytest.approx(body_height * 9 / 12, abs=0.2)
    assert max(bottom for _, _, bottom in notes) == pytest.approx(842 - 72, abs=8)


def test_the_note_says_what_it_is():
    said = facts(print_note(DOCUMENT))

    assert (said["Title"], said["Author"], said["Subject"], said["Creator"]) == (
        "Information Note",
        "Government of Peru",
        "Regional Workshop on Export Controls",
        "Plenary",
    )


def test_the_same_note_gives_the_same_bytes():
    assert print_note(DOCUMENT) == print_note(replace(DOCUMENT))


def test_bookmarks_have_no_marks_and_addresses_are_links():
    document = print_note(replace(DOCUMENT, sections=[Section("*Back*ground[^2]", "Write to a@example.org.[^3]")]))

    with pikepdf.open(io.BytesIO(document)) as opened:
        with opened.open_outline() as outline:
            assert [(each.title, [below.title for below in each.children]) for each in outline.root] == [
                ("Information Note", ["Background"])
            ]
        links = [str(link.A.URI) for page in opened.pages for link in page.Annots]
        assert links == ["mailto:a@example.org", "https://example.org/next"]


def test_every_annex_begins_a_page():
    annexes = [Annex("Annex I", "One[^1]", "Participants"), Annex("Annex II", "| A | B |\n|---|---|\n| c | d |")]
    document = print_note(NoteDocument("Note", sections=[Section("S", "Text")], annexes=annexes, footnotes={"1": "N"}))

    assert facts(document)["Pages"] == "3"
    assert [squash(page) for page in raw_text(document).split("\f")[:3]] == [
        "NoteSText",
        "AnnexIParticipantsOne¹¹N",
        "AnnexIIABcd",
    ]


def test_a_draft_says_so_at_the_head_of_every_page_and_nowhere_in_its_text():
    note = NoteDocument(
        "Note", draft_mark="DRAFT", series_number="2017/3", sections=[Section("S", f"{LONG}\n\n{LONG}\n\n{LONG}")]
    )
    document = print_note(note)

    assert [squash(text)[:10] for _, text in tagged_blocks(document)][:2] == ["2017/3", "Note"]
    assert [[word for word, _, bottom in words_of(document, page) if bottom < 60] for page in (1, 2)] == [["DRAFT"]] * 2
    assert facts(document)["Title"] == "Note – DRAFT"


def test_a_value_of_several_lines_keeps_them():
    document = print_note(
        NoteDocument("Note", front_matter=[FrontMatterLine("Participants", "States: Peru\nObservers: Chile")])
    )

    assert raw_text(document).split("\n")[1:3] == ["Participants: States: Peru", "Observers: Chile"]


def test_footnotes_are_numbered_as_they_are_read_and_said_once():
    note = NoteDocument(
        "Note",
        title_footnote="disclaimer",
        front_matter=[FrontMatterLine("Event", "One[^b]")],
        sections=[Section("S[^a]", "Again[^b], none[^c].")],
        footnotes={"a": "A", "b": "B", "disclaimer": "D", "unused": "U"},
    )

    printed = compose(note, PrintedFootnotes(note.footnotes))
    shown = compose(note, LinkedFootnotes(note.footnotes))

    assert printed.title_html == 'Note<span class="footnote">D</span>'
    assert printed.front_matter[0].value == 'One<span class="footnote">B</span>'
    assert printed.sections[0].heading == 'S<span class="footnote">A</span>'
    assert printed.sections[0].html == "<p>Again², none[^c].</p>\n"
    assert shown.footnotes.listed == [(1, "D"), (2, "B"), (3, "A")]
    assert shown.footnotes.unused == ["unused"]
    assert (
        shown.title_html
        == 'Note<a class="footnote-mark" role="doc-noteref" href="#footnote-1" id="footnote-mark-1">¹</a>'
    )
    assert shown.sections[0].html == (
        '<p>Again<a class="footnote-mark" role="doc-noteref" href="#footnote-2">²</a>, none[^c].</p>\n'
    )


@pytest.mark.parametrize(
    ("language", "direction", "label"),
    [("en", "ltr", "Date:"), ("fr", "ltr", "Date\u00a0:"), ("zh-Hans", "ltr", "Date："), ("ar", "rtl", "Date:")],
)
def test_the_language_sets_the_direction_and_the_colon(language, direction, label):
    note = NoteDocument("Note", language=language, front_matter=[FrontMatterLine("Date", "x")])

    composed = compose(note, PrintedFootnotes({}))

    assert (composed.direction, composed.front_matter[0].label) == (direction, label)
    assert f'<html lang="{language}" dir="{direction}">' in print_html(note)


def test_no_heading_level_is_skipped():
    sections = [Section("A", "", 2), Section("", "text", 1), Section("B", "", 2), Section("C", "", 2)]

    composed = compose(NoteDocument("Note", sections=sections), PrintedFootnotes({}))

    assert [section.level for section in composed.sections if section.heading] == [1, 2, 2]


def test_what_a_person_typed_is_never_html():
    nasty = '<b title="x">&amp;</b>'
    note = NoteDocument(
        nasty,
        front_matter=[FrontMatterLine(nasty, nasty)],
        sections=[Section(nasty, nasty)],
        annexes=[Annex(nasty, nasty, nasty)],
        **dict.fromkeys(("author", "subject", "series_number", "draft_mark"), nasty),
    )

    document = print_note(note)

    assert [squash(text) for _, text in tagged_blocks(document)] == [
        *(squash(nasty) for _ in range(2)),
        squash(f"{nasty}:{nasty}"),
        *(squash(nasty) for _ in range(2)),
        squash(nasty + nasty),
        squash(nasty),
    ]
    assert facts(document)["Title"] == f"{nasty} – {nasty}"
