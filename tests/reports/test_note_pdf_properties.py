"""For any note: the text of its PDF, in reading order, equals paragraph by paragraph what was entered."""

from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from lib import markup
from reports.note_document import (
    FrontMatterLine,
    LinkedFootnotes,
    NoteDocument,
    Section,
    compose,
    mark_of,
)
from tests.examples import examples
from tests.poppler import raw_text, squash, tagged_blocks
from tests.reports.notes import print_note

WORDS = [
    *("the", "resolution", "States", "and", "industry,", "non-proliferation", "conference.", "co-operate;"),
    *("“Wiesbaden”", "‘so called’", '"straight"', "it's", "don’t", "«cité»", "8–9 June", "2016—2017", "…", "..."),
    *("*starred*", "_under_", "a_b_c", "**", "__", "\\", "\\*", "`code`", "~~", "[x](y)", "[^9]", "![i](j)", "|", "||"),
    *(
        "<b>",
        "</p>",
        "<!--",
        "&amp;",
        "&",
        "©",
        "#",
        "##",
        "1.",
        "2)",
        "-",
        "+",
        ">",
        "---",
        "===",
        "{{ x }}",
        "{% y %}",
    ),
    *("1540experts@un.org", "first_last@mail.example.org,", "https://www.un.org/en/sc/1540/a_b(c)?d=e&f=g."),
    *("https://example.org/" + "very-long-address/" * 8, "Donaudampfschifffahrtsgesellschaftskapitän" * 3),
    *(
        "Κύπρος",
        "Ελληνικά,",
        "Россия",
        "представителей",
        "São",
        "Côte",
        "d’Ivoire",
        "Türkiye",
        "Núñez",
        "Łódź",
        "½",
        "№",
    ),
    *("fi", "office", "affluent", "ﬁ", "€100", "50 m²", "H₂O", "Ω", "e\u0301", "a\u00a0b"),
]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25)
long_paragraphs = words.map(lambda some: some * 12)  # over a page in length, or nearly
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)


@dataclass
class Writer:
    """Writes a note and keeps beside it what a reader of the PDF must find."""

    draw: object
    expected: list = field(default_factory=list)
    footnotes: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)

    def text(self, kind, some_words, before=""):
        """Return the Markdown of a paragraph, with footnotes at some of its words."""
        markdown, plain = [], []
        places = self.draw(st.sets(st.integers(0, 30), max_size=3))
        for place, word in enumerate(self.draw(some_words)):
            markdown.append(word)
            plain.append(word)
            if place in places:
                key, sign = self.footnote()
                markdown.append(key)
                plain.append(sign)
        self.expected.append((kind, squash(before + "".join(plain))))
        return self.joined(markdown)

    def joined(self, parts):
        """Join words by blanks and escape them as one text; references stand at once behind their word."""
        markdown, text = "", ""
        for part in parts:
            if part.startswith("[^n"):
                markdown, text = markdown + markup.escape(text) + part, ""
            else:
                text += f" {part}" if markdown or text else part
        return markdown + markup.escape(text)

    def footnote(self):
        if self.footnotes and self.draw(st.integers(0, 4)) == 0:
            number = self.draw(st.integers(1, len(self.footnotes)))  # the same footnote once more
            return f"[^n{number}]", mark_of(number)
        number = len(self.footnotes) + 1
        text = " ".join(self.draw(words))
        self.footnotes[f"n{number}"] = markup.escape(text)
        self.notes.append(squash(mark_of(number) + text))
        return f"[^n{number}]", mark_of(number)


@st.composite
def notes(draw):
    writer = Writer(draw)
    title = " ".join(draw(titles))
    key, sign = writer.footnote() if draw(st.booleans()) else ("", "")
    writer.expected.append(("H1", squash(title + sign)))
    labels = draw(st.lists(st.sampled_from(["Event", "Organizers", "Date and venue", "Participants"]), unique=True))
    front_matter = [FrontMatterLine(label, writer.text("P", words, before=f"{label}:")) for label in labels]
    sections = []
    for _ in range(draw(st.integers(0, 4))):
        heading = writer.text("H2", titles)
        texts = draw(st.lists(st.sampled_from([words, words, words, long_paragraphs]), max_size=4))
        sections.append(Section(heading, "\n\n".join(writer.text("P", each) for each in texts)))
    note = NoteDocument(
        title=title,
        title_footnote=key[2:-1],
        front_matter=front_matter,
        sections=sections,
        footnotes=writer.footnotes,
    )
    return note, writer.expected, writer.notes


@given(notes())
@examples(15)
def test_the_painted_text_equals_what_was_entered(written):
    note, expected, footnotes = written

    pages = [squash(page) for page in raw_text(print_note(note)).split("\f")]

    for footnote in footnotes:  # each stands once, whole, at the foot of the page that calls it
        place = next(place for place, page in enumerate(pages) if footnote in page)
        before, _, after = pages[place].rpartition(footnote)
        pages[place] = before + after
        assert footnote[0] in pages[place]
    assert "".join(pages) == "".join(text for _, text in expected)


@given(notes())
@examples(6)  # poppler takes a second or more to read the tags of a few pages
def test_the_tagged_text_equals_what_was_entered(written):
    note, expected, footnotes = written

    blocks = [(kind, squash(text)) for kind, text in tagged_blocks(print_note(note))]

    assert [block for block in blocks if block[0] != "Note"] == expected
    assert [text for kind, text in blocks if kind == "Note"] == footnotes


@given(notes())
@examples(15)
def test_the_page_says_what_the_pdf_says(written):
    note, expected, footnotes = written

    page = compose(note, LinkedFootnotes(note.footnotes))

    assert list(blocks_of(page)) == expected
    listed = [squash(mark_of(number) + text_of(html)) for number, html in page.footnotes.listed]
    assert listed == footnotes


def blocks_of(page):
    yield "H1", text_of(page.title_html)
    for line in page.front_matter:
        yield "P", text_of(line.label + line.value)
    for section in page.sections:
        yield "H2", text_of(section.heading)
        for paragraph in section.html.split("</p>")[:-1]:
            yield "P", text_of(paragraph)


def text_of(html):
    return squash(unescape(strip_tags(html)))
