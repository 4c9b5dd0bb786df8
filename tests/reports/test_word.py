"""The Word file of a note: the blocks of page and PDF in their order; read back without a difference."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import markup
from lib.word import write as write_word
from lib.word_reading import read
from reports import actions
from reports.composing import document_of
from reports.content import of_parsed
from reports.models import Annex, Footnote, FrontMatterItem
from reports.note_document import LinkedFootnotes, compose, print_note
from reports.note_text import ParsedNote, parse
from reports.word import note_as_word, read_note, write_note
from tests.factories import OPENING, make_conference, make_note
from tests.poppler import squash, tagged_blocks

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

WORDS = st.sampled_from(
    [
        "the",
        "States",
        "*a*",
        "**b**",
        "_c_",
        "1.",
        "-",
        ">",
        "[x](y)",
        "“so”",
        "Κύπρος",
        "Россия",
        "a\\b",
        "|",
        "&amp;",
        "<i>",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
ITEMS = st.lists(SENTENCES, min_size=1, max_size=3)


@st.composite
def notes(draw):
    """Notes whose texts are paragraphs, lists and quotations, with footnotes."""
    texts = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["paragraph", "list", "numbers", "quotation"]))
        words = [markup.escape(each) for each in draw(ITEMS)]
        if kind == "paragraph":
            texts.append(words[0] + draw(st.sampled_from(["", "[^2]"])))
        elif kind == "quotation":
            texts.append(f"> {words[0]}")
        else:
            sign = "-" if kind == "list" else "1."
            texts.append("Between.")  # else two lists become one, whose items are paragraphs
            texts.append("\n".join(f"{sign} {each}" for each in words))
    parsed = ParsedNote(
        title="A note",
        title_footnote=1,
        front_matter=[("Event", markup.escape(draw(SENTENCES)))],
        sections=[("Background", texts)],
        footnotes={1: "For information.", 2: "Another one."},
    )
    return document_of(of_parsed(parsed, "en"))


BLOCK_TAGS = {"p", "li", "h2", "h3", "blockquote", "ul", "ol"}


class Blocks(HTMLParser):
    """The innermost blocks of some HTML, as texts."""

    def __init__(self, html):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(html)
        self._end()

    def handle_starttag(self, tag, attrs):
        if tag in BLOCK_TAGS:
            self._end()

    def handle_endtag(self, tag):
        if tag in BLOCK_TAGS:
            self._end()

    def handle_data(self, data):
        self.text += data

    def _end(self):
        if squash(self.text):
            self.found.append(squash(self.text))
        self.text = ""


def blocks_of_page(document):
    composed = compose(document, LinkedFootnotes(document.footnotes))
    html = f"<p>{composed.title_html}</p>"
    html += "".join(f"<p>{line.label} {line.value}</p>" for line in composed.front_matter)
    html += "".join(f"<h2>{section.heading}</h2>{section.html}" for section in composed.sections)
    return [without_marks(block) for block in Blocks(html).found]


def blocks_of_pdf(document):
    printed = [without_marks(squash(text)) for kind, text in tagged_blocks(print_note(document)) if kind != "Note"]
    return [text.lstrip("•") for text in printed]


def blocks_of_word(document):
    return [squash(block.text) for block in read(write_note(document)).blocks]


def without_marks(text):
    return text.translate({ord(sign): None for sign in "¹²"})


@settings(max_examples=10)
@given(notes())
def test_page_pdf_and_word_carry_the_same_blocks_in_the_same_order(document):
    page = blocks_of_page(document)

    assert blocks_of_word(document) == page
    printed = blocks_of_pdf(document)
    assert [text[-len(block) :] for text, block in zip(printed, page, strict=True)] == page
    # on paper the number of an item is text; on the page and in Word it is not
    before = [text[: -len(block)] for text, block in zip(printed, page, strict=True)]
    assert [number for number in before if number and not re.fullmatch(r"\d+\.", number)] == []


@settings(max_examples=25)
@given(notes())
def test_what_is_read_back_prints_what_was_written(document):
    again = document_of(of_parsed(read_note(write_note(document)), "en"))

    assert blocks_of_page(again) == blocks_of_page(document)


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
    Footnote.objects.update(number=1)
    note.sections.filter(heading="Background").update(text="Some text.[^1]")
    client = sign_in(note.conference)
    file = client.get(reverse("reports:desk_word", kwargs=where(note)))

    assert file.headers["Content-Disposition"].endswith('-information-note-en.docx"')
    page = client.post(
        reverse("reports:read_back", kwargs=where(note)),
        {"file": SimpleUploadedFile("note.docx", file.content)},
    )

    assert [change.where for change in page.context["changes"]] == []


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
