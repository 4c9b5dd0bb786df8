"""The messages that carry letters, and what the letters say of people and missions.

Every function writes a row of correspondence in the caller's transaction, and orders the letter that it waits for.
"""

import re

from correspondence import actions as correspondence
from correspondence import facts as correspondence_facts
from correspondence import letter_words
from correspondence.choices import LetterKind
from correspondence.emails import compose
from lib.text import without_breaks
from participants import emails, facts, rules

ARTICLE = re.compile(r"^(?:(?:the|la|le|les|el|los|las)\s+|l[’'])", re.IGNORECASE)


def invitation_letter(invitation) -> dict:
    """Return what is ordered with the message of an invitation; it need not be saved, so that it can be shown before."""
    participant, language = invitation.participant, invitation.letter_language or invitation.participant.reads
    deadline = facts.last_day(rules.answer_deadline(invitation.conference, invitation), invitation.conference.zone)
    values = _about(participant, language) | {
        "note": invitation.note,
        "deadline": letter_words.written_date(deadline, language),
    }
    return {
        "kind": LetterKind.INVITATION,
        "language": language,
        "addressee": addressee_of(participant),
        "values": values,
    }


def visa_letter(request) -> dict:
    """Return what is ordered with the message that carries a letter for a visa."""
    participant = request.participant
    language = participant.reads
    passport = ""
    if request.conference.letterhead.has_passport:
        passport = letter_words.passport_lines(
            request.passport_name, request.nationality, request.born_on, request.passport_number, language
        )
    values = _about(participant, language) | {"passport": passport}
    if request.passport_name:
        values["name"] = f"{participant.honorific} {request.passport_name}".strip()
    return {
        "kind": LetterKind.VISA,
        "language": language,
        "addressee": request.addressed_to,
        "values": values,
    }


def note_verbale(delegation, *, note: str, language: str, at) -> dict:
    """Return what is ordered with the message that carries a note verbale to an organisation's mission."""
    conference, organisation = delegation.conference, delegation.organisation
    deadline = facts.last_day(rules.first_deadline(conference, at), conference.zone)
    name = organisation.mission_name or organisation.official_name
    values = correspondence_facts.letter_values(conference, language) | {
        "addressee": name,
        "organisation": facts.organisation_name(organisation, language),
        "note": note,
        "deadline": letter_words.written_date(deadline, language),
    }
    return {
        "kind": LetterKind.NOTE_VERBALE,
        "language": language,
        "addressee": f"{_without_article(name)}\n{organisation.mission_address}".strip(),
        "values": values,
    }


def note_text(delegation, *, note: str, language: str, at) -> tuple[str, str, str]:
    """Return subject, text and HTML of the message with which a note verbale is transmitted, in its language."""
    conference = delegation.conference
    deadline = letter_words.deadline(rules.first_deadline(conference, at), conference.zone, language)
    return compose(conference, "note_verbale", language, {"note": note, "deadline": deadline})


def send_note_verbale(delegation, *, note: str, language: str, by, at):
    """Write to the mission, with the note as a letter; each sending is an occasion of its own."""
    subject, text, html = note_text(delegation, note=note, language=language, at=at)
    count = delegation.conference.messages.filter(occasion__startswith=f"note_verbale:{delegation.pk}:").count()
    message = correspondence.write(
        conference=delegation.conference,
        kind="note_verbale",
        occasion=f"note_verbale:{delegation.pk}:{count + 1}",
        to_email=delegation.organisation.mission_email or delegation.focal_point_email,
        to_name=_without_article(delegation.organisation.mission_name),
        subject=subject,
        text=text,
        html=html,
        link=("participants:nomination", delegation.pk, delegation.link_version),
        has_letter=True,
        language=language,
        by=by,
        at=at,
    )
    letter = note_verbale(delegation, note=note, language=language, at=at)
    correspondence.enclose(message, by=by, at=at, **letter)
    return message


def send_visa_letter(request, *, by, at):
    """Write to the person, with the letter for the visa."""
    message = _write(
        request, "visa_letter", emails.text_to(request.participant, "visa_message"), has_letter=True, by=by, at=at
    )
    correspondence.enclose(message, by=by, at=at, **visa_letter(request))
    return message


def send_visa_refusal(request, *, by, at):
    """Write to the person why there is no letter for the visa."""
    texts = emails.text_to(request.participant, "visa_refused", {"reason": request.refusal_reason})
    return _write(request, "visa_refused", texts, by=by, at=at)


def addressee_of(participant) -> str:
    """Return the lines above a letter to a person."""
    organisation = participant.organisation
    lines = [participant.formal_name, participant.job_title, organisation.official_name if organisation else ""]
    return "\n".join(without_breaks(line) for line in lines if line)


def _write(request, kind, texts, *, by, at, **parts):
    occasion, link = f"{kind}:{request.pk}:{at:%Y%m%dT%H%M%S%f}", emails.own_page(request.participant)
    return emails.write_to(request.participant, kind, occasion, texts, link=link, by=by, at=at, **parts)


def _about(participant, language):
    organisation = participant.organisation
    return correspondence_facts.letter_values(participant.conference, language) | {
        "salutation": facts.salutation(participant, language),
        "name": participant.formal_name,
        "position": participant.job_title,
        "organisation": facts.organisation_name(organisation, language) if organisation else "",
    }


def _without_article(name):
    bare = ARTICLE.sub("", name)
    return name if bare == name else bare[:1].upper() + bare[1:]
