"""What tests of the pages of notes share: their addresses, and a note that is published."""

from datetime import timedelta

from django.urls import reverse

from reports import actions
from tests.factories import OPENING

LATER = OPENING + timedelta(days=5)


def address(name, note, **more):
    """Return the address of a page of a note."""
    return reverse(f"reports:{name}", kwargs={"conference": note.conference.slug, "language": note.language, **more})


def publish(note, at=LATER):
    """Clear a note and publish it."""
    actions.clear(note, by=None, at=at)
    return actions.publish(note, by=None, at=at)
