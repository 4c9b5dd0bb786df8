"""Word files: what is written is read back the same; what cannot be read is refused with a sentence."""

import io
import zipfile

import pytest

from lib.word import Block, Document, Run, write
from lib.word_reading import LARGEST_FILE, NotADocument, read

BLOCKS = [
    Block("title", [Run("A title"), Run(footnote="1")]),
    Block("paragraph", [Run("Label:", is_bold=True), Run(" a value & <more>")]),
    Block("heading1", [Run("First heading")]),
    Block(
        "paragraph",
        [Run("Plain, "), Run("italic", is_italic=True), Run(", "), Run("a link", href="https://example.org/?a=1&b=2")],
    ),
    Block("item", [Run("one")], 0, False, 1),
    Block("item", [Run("below")], 1, False, 1),
    Block("item", [Run("first")], 0, True, 2),
    Block("quote", [Run("As was said.")]),
    Block("table", rows=[[[Run("Head", is_bold=True)], [Run("Other", is_bold=True)]], [[Run("Cell")], []]]),
    Block("heading2", [Run("Second level")]),
]
FOOTNOTES = {"1": [Run("For "), Run("information", is_italic=True), Run(".")]}


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def test_what_is_written_is_read_back():
    document = read(write(Document(BLOCKS, FOOTNOTES, "A title", "An author", "en")))

    assert [(block.kind, list(block.runs)) for block in document.blocks if block.kind != "table"] == [
        (block.kind, list(block.runs)) for block in BLOCKS if block.kind != "table"
    ]
    assert [(b.level, b.is_numbered) for b in document.blocks if b.kind == "item"] == [
        (0, False),
        (1, False),
        (0, True),
    ]
    assert document.footnotes == FOOTNOTES


def test_tables_are_read_back_row_by_row():
    table = next(b for b in read(write(Document(BLOCKS, FOOTNOTES))).blocks if b.kind == "table")

    assert [["".join(run.text for run in cell) for cell in row] for row in table.rows] == [
        ["Head", "Other"],
        ["Cell", ""],
    ]


def test_the_same_document_gives_the_same_file():
    assert write(Document(BLOCKS, FOOTNOTES)) == write(Document(BLOCKS, FOOTNOTES))


def test_a_footnote_stands_once_and_is_called_twice():
    blocks = [Block("paragraph", [Run("a"), Run(footnote="9"), Run("b"), Run(footnote="9")])]

    document = read(write(Document(blocks, {"9": [Run("Once.")]})))

    assert document.footnotes == {"1": [Run("Once.")]}
    assert [(run.text, run.footnote) for run in document.blocks[0].runs] == [("a", ""), ("", "1"), ("b", ""), ("", "1")]


def test_lists_begin_anew():
    blocks = [Block("item", [Run("a")], 0, True, 1), Block("item", [Run("b")], 0, True, 2)]

    assert len({block.list_number for block in read(write(Document(blocks))).blocks}) == 2


def test_arabic_runs_from_right_to_left():
    with zipfile.ZipFile(io.BytesIO(write(Document([Block("paragraph", [Run("مذكرة")])], language="ar")))) as archive:
        text = archive.read("word/document.xml").decode()

    assert "<w:bidi/>" in text
    assert "<w:rtl/>" in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"not a file", "not a Word document"),
        (b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        (packed(**{"other.txt": "text"}), "not a Word document"),
        (packed(**{"word/document.xml": "<broken"}), "not a Word document"),
        (packed(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "not a Word document"),
    ],
)
def test_what_cannot_be_read_is_refused(data, sentence):
    with pytest.raises(NotADocument, match=sentence):
        read(data)


def test_a_part_that_unpacks_to_too_much_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 20_000_001)

    with pytest.raises(NotADocument, match="more text than a note can have"):
        read(file.getvalue())
