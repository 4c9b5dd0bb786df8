"""A note's way to publication: draft, with organizers, cleared, published; and back where that is needed."""

from django.db import transaction

from lib.refusal import NotPossible, still_there
from lib.text import search_key
from reports import audit, emails
from reports.actions.revisions import keep
from reports.annexes import with_data
from reports.choices import NoteStatus
from reports.content import of_note, plain_text_of
from reports.gathering import took_part
from reports.locks import lock
from reports.models import Edition, InformationNote
from reports.reading import author_of


@transaction.atomic
def send_to_organizers(note: InformationNote, *, by, at) -> InformationNote:
    """Say that the organizers have the note for comment."""
    note = _lock_in(note, {NoteStatus.DRAFT}, "Only a draft can be sent to the organizers.")
    return _set(note, NoteStatus.WITH_ORGANIZERS, "note.sent_to_organizers", "Sent to the organizers", by=by, at=at)


@transaction.atomic
def clear(note: InformationNote, *, by, at) -> InformationNote:
    """Say that the text may be published as it stands; from here on it is closed to changes."""
    note = _lock_in(
        note, {NoteStatus.DRAFT, NoteStatus.WITH_ORGANIZERS}, "Only a draft, or a note with organizers, can be cleared."
    )
    if note.unplaced:
        raise NotPossible("Some of what was read in has no place yet. See to it before you clear the note.")
    if not note.sections.exists():
        raise NotPossible("The note has no section yet.")
    return _set(note, NoteStatus.CLEARED, "note.cleared", "Cleared", by=by, at=at)


@transaction.atomic
def reopen(note: InformationNote, *, by, at) -> InformationNote:
    """Open the text to changes again. What is published stays so until its correction is published."""
    closed = {NoteStatus.WITH_ORGANIZERS, NoteStatus.CLEARED, NoteStatus.PUBLISHED, NoteStatus.WITHDRAWN}
    note = _lock_in(note, closed, "The note is a draft already.")
    return _set(note, NoteStatus.DRAFT, "note.reopened", "Reopened", by=by, at=at)


@transaction.atomic
def publish(note: InformationNote, *, by, at, reason: str = "") -> Edition:
    """Freeze the cleared text, with the data that its annexes state, as the edition that everybody reads.

    From the second edition on, `reason` says what was corrected.
    """
    note = _lock_in(note, {NoteStatus.CLEARED}, "Only a cleared note can be published.")
    earlier = note.editions.first()
    if earlier and not reason:
        raise NotPossible("Say what was corrected: the new edition names it.")
    whole = still_there(InformationNote.objects.whole(), pk=note.pk)
    content = with_data(of_note(whole), note.conference)
    content |= {"subject": note.conference.title, "author": author_of(note.conference, note.language)}
    content["facts"] = list(note.accepted_facts.values("key", "basis", "sentence", "value"))
    note.editions.update(search_key="")
    edition = Edition.objects.create(
        note=note,
        number=earlier.number + 1 if earlier else 1,
        content=content,
        search_key=search_key(note.conference.title, note.conference.city, plain_text_of(content)),
        reason=reason,
        published_at=at,
        published_by=str(by) if by else "Plenary",
    )
    note.published_at = note.published_at or at
    note.save(update_fields=["published_at"])
    verb = "note.corrected" if earlier else "note.published"
    _set(note, NoteStatus.PUBLISHED, verb, f"Published as edition {edition.number}", by=by, at=at, reason=reason)
    return edition


@transaction.atomic
def withdraw(note: InformationNote, *, by, at, reason: str) -> InformationNote:
    """Take what is published from the readers; the address then says that it was withdrawn, and why."""
    note = lock(note)
    in_force = note.editions.in_force()
    if not in_force.exists():
        raise NotPossible("No edition of this note is published.")
    if not reason:
        raise NotPossible("Say why the note is withdrawn: readers who come back will ask.")
    in_force.update(withdrawn_at=at, withdrawal_reason=reason)
    return _set(note, NoteStatus.WITHDRAWN, "note.withdrawn", "Withdrawn", by=by, at=at, reason=reason)


@transaction.atomic
def tell_participants(edition: Edition, *, by, at) -> int:
    """Write to those who took part that the note is published; return how many messages that are.

    Nobody is told of an edition twice; raises NotPossible when everybody was told.
    """
    note = lock(edition.note)
    if edition.withdrawn_at or edition.pk != note.editions.values_list("pk", flat=True).first():
        raise NotPossible("This is not the edition that readers see.")
    people = [each.participant for each in took_part(note.conference).with_participant() if each.participant.email]
    written = [emails.send_published(edition, person, by=by, at=at) for person in people]
    new_count = sum(message.created_at == at for message in written)
    if not new_count:
        raise NotPossible("Everybody who took part was told of this edition already.")
    audit.record("note.announced", note, conference=note.conference, by=by, at=at, after={"messages": new_count})
    return new_count


def _lock_in(note, statuses, refusal):
    note = lock(note)
    if note.status not in statuses:
        raise NotPossible(refusal)
    return note


def _set(note, status, verb, what, *, by, at, reason=""):
    before = {"status": note.status}
    note.status = status
    note.save(update_fields=["status"])
    keep(note, what, by=by, at=at, verb=verb, before=before, after={"status": status}, reason=reason)
    return note
