"""Page, PDF and Word file of a note carry the same blocks in the same order; made-up notes come back from Word."""

import io
import re
import zipfile
from html import unescape
from html.parser import HTMLParser

from defusedxml.ElementTree import fromstring
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from lib import markup
from reports.composing import document_of
from reports.content import of_parsed
from reports.note_document import LinkedFootnotes, compose
from reports.note_text import ParsedNote
from reports.word import read_note, write_note
from tests.examples import examples
from tests.poppler import squash, tagged_blocks
from tests.reports.notes import print_note

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
def texts(draw):
    """The Markdown of a section: paragraphs, lists, tables and quotations, with footnotes."""
    written = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["paragraph", "list", "numbers", "quotation", "table"]))
        words = [markup.escape(each) for each in draw(ITEMS)]
        if kind == "paragraph":
            written.append(words[0] + draw(st.sampled_from(["", "[^2]", "[^3]"])))
        elif kind == "quotation":
            written.append(f"> {words[0]}")
        elif kind == "table":
            # a blank keeps what ends in a backslash apart from the bar
            written += ["Between.", "\n".join(["| A | B |", "| - | - |", *(f"| {each} | {each} |" for each in words)])]
        else:
            sign = "-" if kind == "list" else "1."
            written += ["Between.", "\n".join(f"{sign} {each}" for each in words)]  # else two lists become one
    return written


@st.composite
def notes(draw, *, has_annexes=False):
    """Notes of several sections; each of their footnotes is called somewhere, the first one by the title."""
    parsed = ParsedNote(
        title="A note",
        title_footnote=1,
        front_matter=[("Event", markup.escape(draw(SENTENCES))), ("Date[^3]", "8-9 June 2017")],
        sections=[(f"Heading {number}", draw(texts())) for number in range(draw(st.integers(1, 3)))],
        footnotes={number: markup.escape(draw(SENTENCES)) for number in (1, 2, 3)},
    )
    content = of_parsed(parsed, "en")
    for section in content["sections"][1:]:
        section["level"] = draw(st.sampled_from(["1", "2"]))
    if has_annexes:
        content["annexes"] = [
            {"id": number, "kind": "text", "title": f"Title {number}", "text": "\n\n".join(draw(texts()))}
            for number in range(draw(st.integers(0, 2)))
        ]
    return document_of(content)


BLOCK_TAGS = {"p", "li", "h2", "h3", "blockquote", "ul", "ol", "table", "tr", "td", "th"}


KINDS = {"h2": "h2", "h3": "h3", "li": "li", "td": "cell", "th": "cell"}


class Blocks(HTMLParser):
    """The innermost blocks of some HTML, as (kind, text)."""

    def __init__(self, html):
        super().__init__()
        self.found, self.text, self.kind = [], "", "p"
        self.feed(html)
        self._end()

    def handle_starttag(self, tag, attrs):
        if tag in BLOCK_TAGS:
            self._end()
            self.kind = KINDS.get(tag, "p")

    def handle_endtag(self, tag):
        if tag in BLOCK_TAGS:
            self._end()
            self.kind = "p"

    def handle_data(self, data):
        self.text += data

    def _end(self):
        if squash(self.text):
            self.found.append((self.kind, squash(self.text)))
        self.text = ""


def page_of(document):
    """Return the blocks of the page with their kinds, and its footnotes in the order of their numbers."""
    composed = compose(document, LinkedFootnotes(document.footnotes))
    html = f"<p>{composed.title_html}</p>"
    html += "".join(f"<p>{line.label} {line.value}</p>" for line in composed.front_matter)
    for section in composed.sections:
        html += f"<h{section.level + 1}>{section.heading}</h{section.level + 1}>{section.html}"
    for annex in composed.annexes:
        html += f"<h2>{annex.heading} {annex.title}</h2>{annex.html}"
    footnotes = [squash(unescape(strip_tags(html))) for _, html in composed.footnotes.listed]
    return [(kind, without_marks(text)) for kind, text in Blocks(html).found], footnotes


def blocks_of_page(document):
    return [text for _, text in page_of(document)[0]]


PDF_KINDS = {"H2": "h2", "H3": "h3", "LI": "li", "TD": "cell", "TH": "cell"}


def pdf_of(document):
    """Return the same of the PDF, as poppler reads its tags: numbers of items and of footnotes are text there."""
    blocks = [(kind, squash(text)) for kind, text in tagged_blocks(print_note(document))]
    printed = [(PDF_KINDS.get(kind, "p"), without_marks(text)) for kind, text in blocks if kind != "Note"]
    return printed, [without_marks(text) for kind, text in blocks if kind == "Note"]


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


WORD_KINDS = {"Heading1": "h2", "Heading2": "h3", "ListParagraph": "li", "TableText": "cell"}


def word_of(document):
    """Return the same of the Word file, from its XML; the mark of a footnote is an element there, not text."""
    archive = zipfile.ZipFile(io.BytesIO(write_note(document)))
    body, notes = (fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    blocks, called = [], []
    for paragraph in body.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        text = "".join(run.text or "" for run in paragraph.iter(f"{WORD}t") if not is_second_call(paragraph, run))
        called += [call.get(f"{WORD}id") for call in paragraph.iter(f"{WORD}footnoteReference")]
        if squash(text):
            blocks.append((WORD_KINDS.get(style.get(f"{WORD}val") if style is not None else "", "p"), squash(text)))
    texts = {
        each.get(f"{WORD}id"): squash("".join(run.text or "" for run in each.iter(f"{WORD}t")))
        for each in notes.iter(f"{WORD}footnote")
    }
    return blocks, [texts[key] for key in called]


def is_second_call(paragraph, text):
    """A second call of a footnote is its number, in the style of a mark."""
    run = next(run for run in paragraph.iter(f"{WORD}r") if text in list(run))
    style = run.find(f"{WORD}rPr/{WORD}rStyle")
    return style is not None and style.get(f"{WORD}val") == "FootnoteReference"


def without_marks(text):
    return text.translate({ord(sign): None for sign in "¹²³"})


@examples(8)
@given(notes(has_annexes=True))
def test_page_pdf_and_word_carry_the_same_blocks_in_the_same_order(document):
    page, footnotes = page_of(document)

    assert word_of(document) == (page, footnotes)
    printed, printed_footnotes = pdf_of(document)
    assert printed_footnotes == footnotes
    assert [kind for kind, _ in printed] == [kind for kind, _ in page]
    # on paper the sign or number of an item is text; on the page and in Word it is not
    before = [text.removesuffix(block) for (_, text), (_, block) in zip(printed, page, strict=True)]
    assert [sign for sign in before if sign and not re.fullmatch(r"•|\d+\.", sign)] == []


@examples(12)
@given(notes())
def test_what_is_read_back_prints_what_was_written(document):
    again = document_of(of_parsed(read_note(write_note(document)), "en"))

    assert blocks_of_page(again) == blocks_of_page(document)
