"""What tests of notes share: the addresses of their pages, a note that is published, one that is printed."""

from datetime import timedelta

from django.urls import reverse

from lib import pdf
from reports import actions
from reports.note_document import SHEETS, NoteDocument, print_html
from tests.factories import OPENING

LATER = OPENING + timedelta(days=5)


def address(name, note, **more):
    """Return the address of a page of a note."""
    return reverse(f"reports:{name}", kwargs={"conference": note.conference.slug, "language": note.language, **more})


def publish(note, at=LATER):
    """Clear a note and publish it."""
    actions.clear(note, by=None, at=at)
    return actions.publish(note, by=None, at=at)


def print_note(note: NoteDocument) -> bytes:
    """Return the PDF of a note, made here and now."""
    return pdf.render(print_html(note), sheets=SHEETS)
