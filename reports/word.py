"""A note as a Word file for clearance, with real footnotes and headings; and a Word file read as a note. Pure."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.html import format_html

from lib import markup, word, word_reading
from lib.word import Block, Run
from reports.note_document import Footnotes, NoteDocument, compose
from reports.note_text import SUPERSCRIPTS, ParsedNote, Unplaced, parse

COLON = re.compile("[:：]")  # of a label; a Chinese one is wide


def write_note(note: NoteDocument) -> bytes:
    """Return the Word file of a note: the same blocks as the page and the PDF, in the same order."""
    return word.write(note_as_word(note))


def note_as_word(note: NoteDocument) -> word.Document:
    """Return the blocks of a note."""
    composed = compose(note, CalledFootnotes(note.footnotes))
    blocks = [Block("paragraph", [Run(text, True)]) for text in (note.draft_mark, note.series_number) if text]
    blocks.append(Block("title", _runs(composed.title_html)))
    for line in composed.front_matter:
        blocks.append(Block("paragraph", [*_bold(_runs(line.label)), Run(" "), *_runs(line.value)]))
    for section in composed.sections:
        if section.heading:
            blocks.append(Block("heading2" if section.level == 2 else "heading1", _runs(section.heading)))
        blocks += _blocks(section.html)
    for annex in composed.annexes:
        title = "\n".join(part for part in (annex.heading, annex.title) if part)
        blocks += [Block("heading1", [Run(title)], starts_page=True), *_blocks(annex.html)]
    footnotes = {key: _runs(markup.inline_html(note.footnotes[key])) for key in composed.footnotes.numbers}
    return word.Document(_lists_apart(blocks), footnotes, note.title, note.author, note.language)


def read_note(data: bytes) -> ParsedNote:
    """Read a Word file as a note. Raises NotADocument with a sentence for the user.

    Headings are what Word calls so; a file without any is read as plain text, by the looks of its lines.
    """
    document = word_reading.read(data)
    if any(block.kind in {"heading1", "heading2"} for block in document.blocks):
        return _by_styles(document)
    return parse(_as_plain_text(document))


def plain_text_of(data: bytes) -> str:
    """Return a Word file as the plain text of a note. Raises NotADocument."""
    return _as_plain_text(word_reading.read(data))


def markdown_of(data: bytes) -> str:
    """Return a Word file as the text of a part: headings in bold, footnotes where they are called. Raises NotADocument."""
    document = word_reading.read(data)
    keys = {key: key for key in document.footnotes}
    paragraphs: list[str] = []
    for block in document.blocks:
        if block.kind in {"title", "heading1", "heading2"}:
            paragraphs.append(f"**{_markdown(block.runs, keys, bold=False)}**")
        else:
            _take_block(paragraphs, block, keys)
    written = {key: _markdown(runs, keys) for key, runs in document.footnotes.items()}
    return _CALL.sub(lambda call: f"^[{written.get(call[1], '')}]", "\n\n".join(paragraphs))


class CalledFootnotes(Footnotes):
    """In Word a footnote is called by a mark that Word numbers itself."""

    def reference(self, number, key, *, is_first):
        return format_html('<sup data-call="{}"></sup>', key)


@dataclass
class _State:
    """Where the reading of some HTML stands."""

    runs: list = field(default_factory=list)
    lists: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    bold: int = 0
    italic: int = 0
    quoted: int = 0
    href: str = ""


class _Html(HTMLParser):
    """Turns the clean HTML of lib.markup into blocks."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.state = _State()
        self.blocks = []

    def handle_starttag(self, tag, attrs):
        state, attrs = self.state, dict(attrs)
        if tag == "sup" and "data-call" in attrs:
            state.runs.append(Run(footnote=attrs["data-call"]))
        elif tag in {"strong", "em"}:
            state.bold += tag == "strong"
            state.italic += tag == "em"
        elif tag == "a":
            state.href = attrs.get("href", "")
        elif tag == "br":
            state.runs.append(Run("\n"))
        elif tag in {"ul", "ol"}:
            self._end_block()
            state.lists.append(tag)
        elif tag == "blockquote":
            state.quoted += 1
        elif tag == "table":
            state.rows = []
        elif tag == "tr":
            state.rows.append([])

    def handle_endtag(self, tag):
        state = self.state
        if tag in {"strong", "em"}:
            state.bold -= tag == "strong"
            state.italic -= tag == "em"
        elif tag == "a":
            state.href = ""
        elif tag in {"p", "li"}:
            self._end_block()
        elif tag in {"ul", "ol"}:
            state.lists.pop()
        elif tag == "blockquote":
            state.quoted -= 1
        elif tag in {"td", "th"}:
            state.rows[-1].append(_bold(self._taken()) if tag == "th" else self._taken())
        elif tag == "table":
            self.blocks.append(Block("table", rows=state.rows))

    def handle_data(self, data):
        state = self.state
        between = not data.strip() and "\n" in data  # line ends between tags
        if not between:
            # a line end inside a paragraph is a blank there; only a break is one
            state.runs.append(Run(data.replace("\n", " "), state.bold > 0, state.italic > 0, state.href))

    def _taken(self):
        runs, self.state.runs = self.state.runs, []
        return runs

    def _end_block(self):
        runs, state = self._taken(), self.state
        if not runs:
            return
        if state.lists:
            level = len(state.lists) - 1
            self.blocks.append(Block("item", runs, level, state.lists[-1] == "ol"))
        else:
            self.blocks.append(Block("quote" if state.quoted else "paragraph", runs))


def _blocks(html):
    reader = _Html()
    reader.feed(html)
    reader.close()
    return reader.blocks


def _runs(html):
    reader = _Html()
    reader.feed(html)
    reader.close()
    return reader.state.runs


def _bold(runs):
    return [run if run.footnote else Run(run.text, True, run.is_italic, run.href) for run in runs]


def _lists_apart(blocks):
    """Give the items of each list its number, so that the next list begins anew."""
    numbered, number, was_item = [], 0, False
    for block in blocks:
        if block.kind == "item":
            number += not was_item
            block = Block("item", block.runs, block.level, block.is_numbered, number)
        was_item = block.kind == "item"
        numbered.append(block)
    return numbered


def _by_styles(document):
    """Read by the styles of the paragraphs."""
    note, keys = ParsedNote(), {key: number for number, key in enumerate(document.footnotes, start=1)}
    note.footnotes = {keys[key]: _markdown(runs, keys) for key, runs in document.footnotes.items()}
    for block in _from_the_title(document.blocks):
        if block.kind == "title" and not note.title:
            note.title = block.text.strip()
            called = [run.footnote for run in block.runs if run.footnote]
            note.title_footnote = keys.get(called[0]) if called else None
        elif block.kind in {"heading1", "heading2"}:
            note.sections.append((_markdown(block.runs, keys), []))
        elif note.sections:
            _take_block(note.sections[-1][1], block, keys)
        else:
            _take_front_matter(note, block, keys)
    return note


def _from_the_title(blocks):
    """Leave out the marks above the title: that of a draft, and the note's symbol or number."""
    place = next((place for place, block in enumerate(blocks) if block.kind == "title"), 0)
    return [block for block in blocks[:place] if COLON.search(block.text)] + blocks[place:]


def _take_block(paragraphs, block, keys):
    if block.kind == "table":
        paragraphs.append(_table(block.rows, keys))
        return
    text = _markdown(block.runs, keys)
    if block.kind == "quote":
        paragraphs.append(f"> {text}")
    elif block.kind == "item":
        item = f"{'   ' * block.level}{'1.' if block.is_numbered else '-'} {text}"
        if paragraphs and paragraphs[-1].lstrip().startswith(("- ", "1. ")):
            paragraphs[-1] += f"\n{item}"
        else:
            paragraphs.append(item)
    else:
        paragraphs.append(text)


def _take_front_matter(note, block, keys):
    colon = COLON.search(block.text)
    if not colon or block.kind == "table" or colon.start() > 60:
        note.unplaced.append(Unplaced(block.text, "It stands before the first heading and has no label."))
        return
    label, runs, length = block.text[: colon.start()], [], colon.end()
    for run in block.runs:
        kept = run if run.footnote or length <= 0 else Run(run.text[length:], run.is_bold, run.is_italic, run.href)
        length -= len(run.text)
        runs.append(kept)
    note.front_matter.append((markup.escape(label.strip()), _markdown(runs, keys).strip()))


def _table(rows, keys):
    lines = [f"| {' | '.join(_markdown(cell, keys, bold=False) for cell in row)} |" for row in rows]
    rule = f"| {' | '.join('---' for _ in rows[0])} |" if rows else ""
    return "\n".join([*lines[:1], rule, *lines[1:]])


def _markdown(runs, keys, *, bold=True):
    parts = []
    for run in runs:
        if run.footnote:
            parts.append(f"[^{keys.get(run.footnote, run.footnote)}]")
            continue
        text = markup.escape(run.text)
        mark = ("**" if run.is_bold and bold else "") + ("*" if run.is_italic else "")
        if mark and text.strip():
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            text = f"{before}{mark}{text.strip()}{mark[::-1]}{after}"
        if run.href and run.href not in {run.text, f"mailto:{run.text}"}:
            text = f"[{text}]({run.href})"
        parts.append(text)
    return "".join(parts)


def _as_plain_text(document):
    """Return the document as the plain text of a note, its footnotes behind superscript marks."""
    numbers = {key: str(number).translate(_TO_SIGNS) for number, key in enumerate(document.footnotes, start=1)}
    lines = ["".join(numbers.get(run.footnote, run.text) for run in block.runs) for block in document.blocks]
    notes = [f"{numbers[key]} {''.join(run.text for run in runs)}" for key, runs in document.footnotes.items()]
    return "\n\n".join([*lines, *notes])


_TO_SIGNS = str.maketrans("0123456789", SUPERSCRIPTS)
_CALL = re.compile(r"(?<!\\)\[\^([^\]]*)\]")
