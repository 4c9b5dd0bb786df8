"""Each saved change of a note leaves a revision with the whole text, and a line of history."""

from reports import audit, content
from reports.models import InformationNote, NoteRevision


def keep(note: InformationNote, what: str, *, by, at, verb="note.changed", before=None, after=None, reason=""):
    """Count the change, keep the whole text as it is now, and record who did what. Wants the note locked."""
    note.version += 1
    note.changed_at = at
    note.save(update_fields=["version", "changed_at"])
    whole = InformationNote.objects.whole().get(pk=note.pk)
    revision = NoteRevision.objects.create(
        note=note,
        number=note.version,
        content=content.of_note(whole),
        what=what[:300],
        at=at,
        author=by if hasattr(by, "pk") else None,
        author_label=str(by) if by else "Plenary",
    )
    after = {"what": what, **(after or {})}
    audit.record(verb, note, conference=note.conference, by=by, at=at, before=before, after=after, reason=reason)
    return revision
