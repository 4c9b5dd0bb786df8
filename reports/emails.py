"""The messages about notes: one function for each kind; the texts stand in correspondence/texts."""

from django.conf import settings

from correspondence import actions as correspondence
from correspondence import letter_words
from correspondence.emails import compose
from participants.emails import text_to, write_to


def send_clearance(request, *, by, at):
    """Ask somebody of the organizers to read the note, in its language; the personal link opens it."""
    note, conference = request.note, request.note.conference
    values = {
        "salutation": letter_words.salutation("", request.name, note.language),
        "name": request.name,
        "note_title": note.title,
        "note": request.words,
    }
    subject, text, html = compose(conference, "note_clearance", note.language, values)
    return correspondence.write(
        conference=conference,
        kind="note_clearance",
        occasion=f"note-clearance:{request.pk}",
        to_email=request.email,
        to_name=request.name,
        subject=subject,
        text=text,
        html=html,
        link=("reports:clearance", request.pk, request.link_version),
        language=note.language,
        by=by,
        at=at,
    )


def send_published(edition, participant, *, by, at):
    """Tell a participant that the note is published, with its address."""
    note = edition.note
    values = {
        "note_title": note.title,
        "note_link": settings.SITE_URL + note.get_absolute_url(),
        "reason": edition.reason,
    }
    kind = "note_corrected" if edition.is_correction else "note_published"
    texts, occasion = text_to(participant, kind, values), f"note-published:{edition.pk}"
    return write_to(participant, "note_published", occasion, texts, by=by, at=at)
