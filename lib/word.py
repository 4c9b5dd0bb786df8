"""Word documents (Office Open XML) written without Word: headings, lists, tables, links, real footnotes.

A document is a list of blocks made of runs; the same blocks give the same file, byte for byte. lib/word_reading.py
reads such files back.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lib.word_parts import (
    CONTENT_TYPES,
    CORE,
    DOCUMENT_RELATIONS,
    RELATIONS,
    SEPARATORS,
    SETTINGS,
    STYLE_SHEET,
    R,
    W,
    abstract_list,
)
from lib.written import direction

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLES = {"title": "Title", "heading1": "Heading1", "heading2": "Heading2", "quote": "Quote", "item": "ListParagraph"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Run:
    """A stretch of text that looks alike, or the call of a footnote."""

    text: str = ""
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""
    footnote: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph of a kind: title, heading1, heading2, paragraph, quote, item; or a table of rows of cells."""

    kind: str
    runs: Sequence[Run] = ()
    level: int = 0  # of an item
    is_numbered: bool = False
    list_number: int = 0  # items of one list have the same
    starts_page: bool = False
    rows: Sequence[Sequence[Sequence[Run]]] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Document:
    """Blocks with their footnotes, each a list of runs by its key."""

    blocks: list[Block]
    footnotes: Mapping[str, Sequence[Run]] = field(default_factory=dict)
    title: str = ""
    author: str = ""
    language: str = "en"


def write(document: Document) -> bytes:
    """Return the file of a document."""
    writer = _Writer(document)
    body = "".join(writer.block(block) for block in document.blocks)
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
        "</w:sectPr>"
    )
    root = f'xmlns:w="{W}" xmlns:r="{R}"'
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": CORE.format(title=escape(document.title), author=escape(document.author)),
        "word/document.xml": f"<w:document {root}><w:body>{body}{section}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {root}>{SEPARATORS}{writer.footnotes()}</w:footnotes>",
        "word/styles.xml": STYLE_SHEET.format(language=quoteattr(document.language), bidi=quoteattr(document.language)),
        "word/numbering.xml": f"<w:numbering {root}>{writer.numbering()}</w:numbering>",
        "word/settings.xml": SETTINGS,
        "word/_rels/document.xml.rels": writer.relations("document"),
        "word/_rels/footnotes.xml.rels": writer.relations("footnotes"),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return file.getvalue()


class _Writer:
    """Writes blocks, and keeps what belongs in other parts of the file: links, footnotes, lists."""

    def __init__(self, document):
        self.document = document
        self.links = {"document": [], "footnotes": []}
        self.numbers = {}
        self.lists = {}
        is_rtl = direction(document.language) == "rtl"
        self.bidi, self.rtl = ("<w:bidi/>", "<w:rtl/>") if is_rtl else ("", "")
        self.columns_from_right = "<w:bidiVisual/>" if is_rtl else ""

    def block(self, block):
        if block.kind == "table":
            return self._table(block.rows)
        style = STYLES.get(block.kind)
        properties = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties += "<w:pageBreakBefore/>" if block.starts_page else ""
        if block.kind == "item":
            number = self.lists.setdefault((block.list_number, block.is_numbered), len(self.lists) + 1)
            properties += f'<w:numPr><w:ilvl w:val="{min(block.level, 8)}"/><w:numId w:val="{number}"/></w:numPr>'
        return self._paragraph(properties, block.runs, "document")

    def footnotes(self):
        texts = []
        for key, number in self.numbers.items():
            mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
            runs = self._runs(self.document.footnotes[key], "footnotes")
            text = f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{self.bidi}</w:pPr>{mark}{runs}</w:p>'
            texts.append(f'<w:footnote w:id="{number}">{text}</w:footnote>')
        return "".join(texts)

    def numbering(self):
        kinds = "".join(abstract_list(kind) for kind in (False, True))
        lists = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{int(is_numbered)}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for (_, is_numbered), number in self.lists.items()
        )
        return kinds + lists

    def relations(self, part):
        own = DOCUMENT_RELATIONS if part == "document" else ""
        links = "".join(
            f'<Relationship Id="link{number}" Type="{R}/hyperlink" Target={quoteattr(address)} TargetMode="External"/>'
            for number, address in enumerate(self.links[part], start=1)
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{own}{links}</Relationships>'

    def _paragraph(self, properties, runs, part):
        return f"<w:p><w:pPr>{properties}{self.bidi}</w:pPr>{self._runs(runs, part)}</w:p>"

    def _table(self, rows):
        columns = max((len(row) for row in rows), default=1)
        grid = "".join(f'<w:gridCol w:w="{9026 // columns}"/>' for _ in range(columns))
        body = "".join(self._row(row, is_head=number == 0) for number, row in enumerate(rows))
        return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{self.columns_from_right}<w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>{self._paragraph("", (), "document")}'

    def _row(self, cells, *, is_head):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
        style = '<w:pStyle w:val="TableText"/>'
        written = "".join(f"<w:tc><w:tcPr/>{self._paragraph(style, cell, 'document')}</w:tc>" for cell in cells)
        return f"<w:tr>{head}{written}</w:tr>"

    def _runs(self, runs, part):
        return "".join(self._run(run, part) for run in runs)

    def _run(self, run, part):
        if run.footnote:
            return self._call(run.footnote)
        # bold once more for complex scripts, such as Arabic, which has no italic
        look = ("<w:b/><w:bCs/>" if run.is_bold else "") + ("<w:i/>" if run.is_italic else "") + self.rtl
        look = f'<w:rStyle w:val="Hyperlink"/>{look}' if run.href else look
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in run.text.split("\n"))
        made = f"<w:r><w:rPr>{look}</w:rPr>{text}</w:r>"
        if not run.href:
            return made
        self.links[part].append(run.href)
        return f'<w:hyperlink r:id="link{len(self.links[part])}">{made}</w:hyperlink>'

    def _call(self, key):
        style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        if key in self.numbers:  # a footnote stands once; a second call repeats its number
            return f"<w:r>{style}<w:t>{self.numbers[key]}</w:t></w:r>"
        self.numbers[key] = len(self.numbers) + 1
        return f'<w:r>{style}<w:footnoteReference w:id="{self.numbers[key]}"/></w:r>'
