"""Who changes a note has it alone: one row lock per note, taken before anything is read."""

from conference.models import Conference
from lib.refusal import NotPossible, still_there
from reports.choices import NoteStatus
from reports.models import InformationNote

CLOSED = {
    NoteStatus.CLEARED: "The note is cleared. Reopen it to change it.",
    NoteStatus.PUBLISHED: "The note is published. Start a correction to change it.",
    NoteStatus.WITHDRAWN: "The note is withdrawn. Reopen it to change it.",
}


def lock(note: InformationNote) -> InformationNote:
    """Return the note as it stands now, locked until the transaction ends."""
    return still_there(InformationNote.objects.locked().select_related("conference"), pk=note.pk)


def lock_open(note: InformationNote) -> InformationNote:
    """Return the note locked; raises NotPossible when its text is closed to changes."""
    note = lock(note)
    if not note.is_open:
        raise NotPossible(CLOSED[note.status])
    return note


def lock_conference(conference: Conference) -> Conference:
    """Return the conference locked: one note is begun at a time."""
    return Conference.objects.locked().get(pk=conference.pk)
