"""The messages about notes: one function and one folder of templates for each kind."""

from correspondence import actions as correspondence
from correspondence.emails import render


def send_clearance(request, *, by, at):
    """Ask somebody of the organizers to read the note; the personal link opens it."""
    conference = request.note.conference
    context = {"conference": conference, "request": request, "note": request.note, "sender": sender_of(conference)}
    subject, text, html = render("reports/emails/clearance", context)
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
        reply_to=conference.contact_email,
        by=by,
        at=at,
    )


def send_published(edition, participant, *, by, at):
    """Tell a participant that the note is published, with its address."""
    note = edition.note
    conference = note.conference
    context = {
        "conference": conference,
        "note": note,
        "edition": edition,
        "participant": participant,
        "sender": sender_of(conference),
    }
    subject, text, html = render("reports/emails/published", context)
    return correspondence.write(
        conference=conference,
        kind="note_published",
        occasion=f"note-published:{edition.pk}",
        to_email=participant.email,
        to_name=participant.name,
        subject=subject,
        text=text,
        html=html,
        reply_to=conference.contact_email,
        by=by,
        at=at,
    )


def sender_of(conference) -> str:
    """Return who signs the conference's messages."""
    return conference.contact_name or str(conference)
