"""Each saved change of a note leaves a revision with the whole text, and a line of history."""

from datetime import timedelta

from reports import audit, content
from reports.models import InformationNote, NoteRevision

ONE_SITTING = timedelta(minutes=10)


def keep(
    note: InformationNote, what: str, *, by, at, verb="note.changed", before=None, after=None, reason="", goes_on=False
):
    """Count the change, keep the whole text as it is now, and record who did what. Wants the note locked.

    What is saved while somebody types (`goes_on`) takes the place of the revision that the same sitting left just
    before, so that a sitting is one revision and one line of history.
    """
    newest = note.revisions.first()
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
    if goes_on and _same_sitting(newest, revision):
        newest.delete()
    else:
        after = {"what": what, **(after or {})}
        audit.record(verb, note, conference=note.conference, by=by, at=at, before=before, after=after, reason=reason)
    return revision


def _same_sitting(earlier, later):
    """Whether two revisions are one person's typing in one part, shortly after one another, and nobody has the first."""
    return (
        earlier is not None
        and earlier.author_id is not None
        and (earlier.author_id, earlier.what) == (later.author_id, later.what)
        and later.at - earlier.at <= ONE_SITTING
        and not later.note.clearance_requests.filter(revision=earlier.number).exists()
        and not later.note.clearance_requests.filter(agreed_revision=earlier.number).exists()
        and not later.note.translations.filter(follows_version=earlier.number).exists()
    )
