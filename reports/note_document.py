"""An information note as it is printed: plain values in, a PDF out.

A `NoteDocument` knows nothing of the database. Values, headings, texts and footnotes are Markdown (lib.markup) with
footnote references `[^key]`; titles are plain text. Footnotes are numbered in the order in which they are first
referred to; what a text refers to without there being such a footnote stays as it was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lib import markup
from lib.written import colon, direction
from reports.numbering import number_paragraphs

SHEETS = ("document", "note")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class FrontMatterLine:
    """A bold label and its value, which may have several lines."""

    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """A heading and its narrative; level 2 stands below the last section of level 1."""

    heading: str
    text: str
    level: int = 1


@dataclass(frozen=True)
class Annex:
    """What follows the note on pages of its own: "Annex I", "List of participants", and its narrative."""

    heading: str
    text: str
    title: str = ""


@dataclass(frozen=True)
class NoteDocument:
    """A note, ready to be printed or shown."""

    title: str
    language: str = "en"
    title_footnote: str = ""
    front_matter: Sequence[FrontMatterLine] = ()
    sections: Sequence[Section] = ()
    annexes: Sequence[Annex] = ()
    footnotes: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    subject: str = ""
    series_number: str = ""
    draft_mark: str = ""
    is_numbered: bool = False
    first_number: int = 1
    created_at: datetime | None = None
    modified_at: datetime | None = None


def print_html(note: NoteDocument) -> str:
    """Return the HTML from which the PDF is made."""
    return render_to_string(
        "reports/note_pdf.html", {"note": compose(note, PrintedFootnotes(note.footnotes, note.language))}
    )


class Footnotes:
    """Numbers the footnotes of one note as they are referred to, and writes their references."""

    def __init__(self, texts: Mapping[str, str], language: str = ""):
        self.texts = texts
        self.language = language
        self.numbers = {}

    def __call__(self, key: str) -> SafeString | None:
        """Return the reference to a footnote, or None when there is none with this key."""
        if key not in self.texts:
            return None
        is_first = key not in self.numbers
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        return self.reference(number, key, is_first=is_first)

    @property
    def listed(self) -> list[tuple[int, SafeString]]:
        """The footnotes that were referred to, with their numbers."""
        return [(number, self.text_of(key)) for key, number in self.numbers.items()]

    def text_of(self, key: str) -> SafeString:
        """Return the HTML of a footnote."""
        return markup.inline_html(self.texts[key], language=self.language)

    @property
    def unused(self) -> list[str]:
        """The keys of footnotes that nothing refers to."""
        return [key for key in self.texts if key not in self.numbers]


class PrintedFootnotes(Footnotes):
    """On paper a footnote stands in the text, and the page moves it to its foot."""

    def reference(self, number, key, *, is_first):
        if is_first:
            side = SafeString(' dir="rtl"') if direction(self.language) == "rtl" else ""  # whatever calls it
            return format_html('<span class="footnote"{}>{}</span>', side, self.text_of(key))
        return mark_of(number)


class LinkedFootnotes(Footnotes):
    """On a page the mark is a link to the footnote below the text."""

    def reference(self, number, key, *, is_first):
        identity = format_html(' id="footnote-mark-{}"', number) if is_first else ""
        return format_html(
            '<a class="footnote-mark" role="doc-noteref" href="#footnote-{}"{}>{}</a>',
            number,
            identity,
            mark_of(number),
        )


def mark_of(number: int) -> str:
    """Return the sign of a footnote: ¹, ², … ¹⁰."""
    return str(number).translate(SUPERSCRIPTS)


@dataclass(frozen=True)
class ComposedSection:
    heading: SafeString
    bookmark: str
    html: SafeString
    level: int


@dataclass(frozen=True)
class ComposedAnnex:
    heading: str
    title: str
    bookmark: str
    html: SafeString


@dataclass(frozen=True)
class ComposedNote:
    """A note as HTML, piece by piece, for the template of the PDF and that of the page."""

    title: str
    title_html: SafeString
    language: str
    direction: str
    front_matter: list[FrontMatterLine]
    sections: list[ComposedSection]
    annexes: list[ComposedAnnex]
    footnotes: Footnotes
    author: str
    subject: str
    series_number: str
    draft_mark: str
    created: str
    modified: str


def compose(note: NoteDocument, footnotes: Footnotes) -> ComposedNote:
    """Turn a note into HTML from its first word to its last, so that footnotes are numbered as they are read."""
    title_mark = footnotes(note.title_footnote) if note.title_footnote else None
    return ComposedNote(
        title=note.title,
        title_html=format_html("{}{}", note.title, title_mark or ""),
        language=note.language,
        direction=direction(note.language),
        front_matter=list(_front_matter(note, footnotes)),
        sections=list(_sections(note, footnotes)),
        annexes=list(_annexes(note, footnotes)),
        footnotes=footnotes,
        author=note.author,
        subject=note.subject,
        series_number=note.series_number,
        draft_mark=note.draft_mark,
        created=_stamp(note.created_at),
        modified=_stamp(note.modified_at),
    )


def _front_matter(note, footnotes):
    for line in note.front_matter:
        label = format_html(
            "{}{}", markup.inline_html(line.label, footnote=footnotes), colon(note.language).rstrip(" ")
        )
        yield FrontMatterLine(label, markup.inline_html(line.value, footnote=footnotes, language=note.language))


def _sections(note, footnotes):
    above = 0  # the level of the last heading: none may be skipped
    number = note.first_number
    for section in note.sections:
        level = min(section.level, above + 1)
        above = level if section.heading else above
        heading = markup.inline_html(section.heading, footnote=footnotes, language=note.language)
        html = markup.to_html(section.text, footnote=footnotes, language=note.language)
        if note.is_numbered:
            html, number = number_paragraphs(html, number)
        yield ComposedSection(heading, markup.plain_text(section.heading), html, level)


def _annexes(note, footnotes):
    for annex in note.annexes:
        yield ComposedAnnex(
            heading=annex.heading,
            title=annex.title,
            bookmark=": ".join(part for part in (annex.heading, annex.title) if part),
            html=markup.to_html(annex.text, footnote=footnotes, language=note.language),
        )


def _stamp(moment):
    return moment.isoformat(timespec="seconds") if moment else ""
