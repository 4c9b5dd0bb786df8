"""Letters on paper: the HTML that a letter is printed from, and its PDF, made in a process of its own with limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.template.loader import render_to_string

from correspondence import letter_words, wording
from correspondence.choices import LetterKind
from lib.pdf import DocumentError
from lib.pdf_process import Limits, Press
from lib.written import clause_comma, direction

SHEETS = ("document", "letter")
MOST_PAGES = 8

while_one_waits = Press(Limits(seconds=20, pages=MOST_PAGES, megabytes=768))
in_the_worker = Press(Limits(seconds=60, pages=MOST_PAGES, megabytes=768))


@dataclass(frozen=True)
class Head:
    """What a letterhead says, with its pictures read: what a letter needs of it, saved or not."""

    office: str
    lines: str = ""
    address: str = ""
    name_in_notes: str = ""
    place: str = ""
    signatory_name: str = ""
    signatory_title: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One letter, ready to be printed: its kind, its head, and the words with which its placeholders are filled."""

    kind: str
    language: str
    head: Head
    subject: str
    text: str
    reference: str
    dated_on: date
    ordered_at: datetime
    addressee: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def head_of(conference) -> Head:
    """Return a conference's letterhead; one that has none yet writes as its contact."""
    letterhead = getattr(conference, "letterhead", None)
    if letterhead is None:
        return Head(office=conference.contact_name or conference.title, address=conference.contact_email)
    names = [name for name in Head.__dataclass_fields__ if name != "pictures"]
    pictures = {
        name: _content(getattr(letterhead, name)) for name in ("logo", "signature") if getattr(letterhead, name)
    }
    return Head(**{name: getattr(letterhead, name) for name in names}, pictures=pictures)


def html(sheet: Sheet) -> str:
    """Return the HTML of a letter. Whatever the values hold stays text."""
    head, language = sheet.head, sheet.language
    written = letter_words.written_date(sheet.dated_on, language)
    values = dict(sheet.values) | {
        "letter_reference": sheet.reference,
        "date": written,
        "office": head.office,
        "office_in_notes": head.name_in_notes or head.office,
        "signatory": head.signatory_name,
    }
    place = letter_words.among(head.place, language)
    subject, body = wording.fill_letter(sheet.subject, sheet.text, values, language)
    is_note = sheet.kind == LetterKind.NOTE_VERBALE
    context = {
        "language": language,
        "direction": direction(language),
        "page_word": letter_words.word("page", language),
        "is_note": is_note,
        "head": head,
        "lines": {
            name: _lines(text, language)
            for name, text in (("office", head.lines), ("address", head.address), ("addressee", sheet.addressee))
        },
        "reference_word": letter_words.word("reference", language),
        "reference": sheet.reference,
        "dated": clause_comma(language).join(part for part in (place, written) if part),
        "created": sheet.ordered_at.isoformat(),
        "subject": subject,
        "heading": letter_words.word("note_verbale", language) if is_note else subject,
        "body": body,
    }
    return render_to_string("correspondence/letter_pdf.html", context)


def pdf(sheet: Sheet, press: Press = while_one_waits) -> bytes:
    """Return the PDF of a letter; what cannot be printed is refused with a sentence (lib.pdf.DocumentError)."""
    files = {f"{name}.png": body for name, body in sheet.head.pictures.items()}
    return press.render(html(sheet), sheets=SHEETS, files=files)


def _lines(text, language):
    """Return the lines of an address. Among writing from the right each keeps its own order: a number stays a number."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if direction(language) == "ltr":
        return lines
    return [letter_words.isolated(line) for line in lines]


def _content(file):
    try:
        with file.open() as opened:
            return opened.read()
    except OSError as error:
        raise DocumentError("A picture of the letterhead is not there any more. Upload it again.") from error
