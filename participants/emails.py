"""The messages to participants: one function and one folder of templates for each kind.

Every function writes a row of correspondence in the caller's transaction; people without an address get none.
"""

from functools import cache, partial
from typing import NamedTuple

from conference import facts as conference_facts
from correspondence import actions as correspondence
from correspondence import facts as correspondence_facts
from correspondence import wording
from correspondence.emails import render
from participants import audiences, facts, rules
from participants.choices import RegistrationStatus as Status

KIND_OF_STATUS = {
    Status.PENDING: "received",
    Status.CONFIRMED: "confirmation",
    Status.WAITLISTED: "waiting_list",
    Status.REJECTED: "rejection",
    Status.CANCELLED: "cancellation",
}


class Composed(NamedTuple):
    """What a message says, composed before it is written: nothing in it depends on the row that it will be about."""

    texts: tuple[str, str, str]
    calendar: str
    calendar_method: str
    kept_back: str


def compose_status(registration) -> Composed:
    """Compose what `send_status` writes; the registration need not be saved, as the reference is all that it names."""
    participant = registration.participant
    texts = status_text(registration, KIND_OF_STATUS[registration.status])
    kept_back = correspondence_facts.reason_to_keep_back(participant.conference, participant.email, is_optional=False)
    return Composed(texts, *_calendar(registration), kept_back)


def invitation_text(invitation) -> tuple[str, str, str]:
    """Return subject, text and HTML of an invitation; it need not be saved, so that it can be shown before."""
    deadline = facts.deadline(rules.answer_deadline(invitation.conference, invitation), invitation.conference.zone)
    return _worded(invitation.participant, "invitation", {"note": invitation.note, "deadline": deadline})


def status_text(registration, kind: str) -> tuple[str, str, str]:
    """Return subject, text and HTML of what a registration's status says to the participant."""
    return _worded(registration.participant, kind, {"reference": registration.reference})


def _worded(participant, kind, more):
    """Return (subject, text, html) of a kind that an organiser may word, for a participant."""
    conference = participant.conference
    values = correspondence_facts.values(conference) | audiences.values(participant) | more
    return wording.compose(conference, kind, participant.language, values)


def send_invitation(invitation, *, by, at):
    """Write the message of an invitation; each sending is an occasion of its own."""
    count = invitation.conference.messages.filter(occasion__startswith=f"invitation:{invitation.pk}:").count()
    return _write(
        "invitation",
        f"invitation:{invitation.pk}:{count + 1}",
        invitation.participant,
        invitation_text(invitation),
        link=("participants:invitation", invitation.pk, invitation.link_version),
        has_letter=invitation.has_letter,
        by=by,
        at=at,
    )


def send_replacement_refused(invitation, *, by, at):
    """Write to the invited person that the organisers ask themselves again, not who was named to come instead."""
    return _write(
        "replacement_refused",
        f"replacement_refused:{invitation.pk}:{at:%Y%m%dT%H%M%S%f}",
        invitation.participant,
        render("participants/emails/replacement_refused", context_of(invitation.participant)),
        link=("participants:invitation", invitation.pk, invitation.link_version),
        by=by,
        at=at,
    )


def send_status(registration, *, composed: Composed | None = None, is_first=False, by, at):
    """Write to the participant what the registration's new status means; `composed` is that, composed before.

    `is_first` says that nothing can have been written to this registration yet.
    """
    return _send(registration, KIND_OF_STATUS[registration.status], composed=composed, is_first=is_first, by=by, at=at)


def send_draft_link(draft, *, by, at):
    """Write the link with which somebody goes on with a registration that was begun; at most one a day."""
    conference = draft.conference
    context = _about(conference) | {"draft": draft, "salutation": f"Dear {draft.name}"}
    subject, text, html = render("participants/emails/draft_link", context)
    return correspondence.write(
        conference=conference,
        kind="draft_link",
        occasion=f"draft_link:{draft.pk}:{at:%Y%m%d}",
        to_email=draft.email,
        to_name=draft.name,
        subject=subject,
        text=text,
        html=html,
        link=("participants:draft", draft.pk, draft.link_version),
        reply_to=conference.contact_email,
        by=by,
        at=at,
    )


def send_known_already(participant, *, by, at):
    """Write to who is registered or invited already, when a new registration names the same address; at most one a day."""
    registration = getattr(participant, "registration", None)
    return _write(
        "known_already",
        f"known_already:{participant.pk}:{at:%Y%m%d}",
        participant,
        render("participants/emails/known_already", context_of(participant) | {"registration": registration}),
        link=own_page(participant),
        by=by,
        at=at,
    )


def send_offer(registration, *, by, at):
    """Write to the first in line that a place is offered, and until when."""
    deadline = facts.deadline(registration.offer_expires_at, registration.conference.zone)
    return _write_of(registration, "offer", {"deadline": deadline}, by=by, at=at)


def send_offer_expired(registration, *, by, at):
    """Write that the time to take the offered place has passed."""
    return _write_of(registration, "offer_expired", {}, by=by, at=at)


def _write_of(registration, kind, more, *, by, at):
    if not registration.participant.email:
        return None
    context = context_of(registration.participant) | {"registration": registration} | more
    return _write(
        kind,
        f"{kind}:{registration.pk}:{at:%Y%m%dT%H%M%S%f}",
        registration.participant,
        render(f"participants/emails/{kind}", context),
        link=("participants:me", registration.pk, registration.link_version),
        by=by,
        at=at,
    )


def send_promoted(registration, *, by, at):
    """Write to the first in line that a place became free."""
    return _send(registration, "promoted", by=by, at=at)


def nomination_text(delegation, kind: str = "nomination_request", *, at, **more) -> tuple[str, str, str]:
    """Return subject, text and HTML of what a focal point is told about the nomination of a delegation."""
    conference = delegation.conference
    context = _about(conference) | {
        "delegation": delegation,
        "organisation": delegation.organisation.official_name,
        "salutation": f"Dear {delegation.focal_point_name or 'Sir or Madam'}",
        "deadline": facts.deadline(rules.first_deadline(conference, at), conference.zone),
    }
    return render(f"participants/emails/{kind}", context | more)


def send_nomination_request(delegation, *, by, at):
    """Write to the focal point where the delegation is nominated; each sending is an occasion of its own."""
    count = delegation.conference.messages.filter(occasion__startswith=f"nomination:{delegation.pk}:").count()
    return _write_to_focal_point(
        "nomination_request", f"nomination:{delegation.pk}:{count + 1}", delegation, by=by, at=at
    )


def send_nomination_back(delegation, *, by, at):
    """Write to the focal point why the list has to be worked on again."""
    occasion = f"nomination_sent_back:{delegation.pk}:{at:%Y%m%dT%H%M%S%f}"
    return _write_to_focal_point("nomination_sent_back", occasion, delegation, by=by, at=at)


def send_nomination_accepted(delegation, nominees, *, by, at):
    """Write to the focal point who was accepted."""
    occasion = f"nomination_accepted:{delegation.pk}:{at:%Y%m%dT%H%M%S%f}"
    return _write_to_focal_point("nomination_accepted", occasion, delegation, by=by, at=at, nominees=nominees)


def _write_to_focal_point(kind, occasion, delegation, *, by, at, **more):
    subject, text, html = nomination_text(delegation, kind, at=at, **more)
    return correspondence.write(
        conference=delegation.conference,
        kind=kind,
        occasion=occasion,
        to_email=delegation.focal_point_email,
        to_name=delegation.focal_point_name,
        subject=subject,
        text=text,
        html=html,
        link=("participants:nomination", delegation.pk, delegation.link_version),
        reply_to=delegation.conference.contact_email,
        by=by,
        at=at,
    )


def _send(registration, kind, *, composed=None, is_first=False, by, at):
    if not registration.participant.email:
        return None
    texts, calendar, method, kept_back = composed or (status_text(registration, kind), *_calendar(registration), None)
    return _write(
        kind,
        f"{kind}:{registration.pk}:{registration.status_changed_at:%Y%m%dT%H%M%S%f}",
        registration.participant,
        texts,
        link=("participants:me", registration.pk, registration.link_version),
        calendar=calendar,
        calendar_method=method,
        kept_back=kept_back,
        is_first=is_first,
        by=by,
        at=at,
    )


def _write(kind, occasion, participant, texts, *, by, at, **parts):
    subject, text, html = texts
    return correspondence.write(
        conference=participant.conference,
        kind=kind,
        occasion=occasion,
        to_email=participant.email,
        to_name=participant.name,
        subject=subject,
        text=text,
        html=html,
        reply_to=participant.conference.contact_email,
        language=participant.language,
        by=by,
        at=at,
        **parts,
    )


def _calendar(registration) -> tuple[str, str]:
    is_person_known = bool(registration.conference.contact_email)
    if registration.status == Status.CONFIRMED:
        method = "REQUEST" if is_person_known else "PUBLISH"
    elif registration.status in {Status.CANCELLED, Status.REJECTED} and is_person_known:
        method = "CANCEL"
    else:
        return "", ""
    return facts.calendar_file(registration, method), method


def own_page(participant) -> tuple[str, int, int]:
    """Return the personal link of somebody who is registered or invited."""
    if registration := getattr(participant, "registration", None):
        return "participants:me", registration.pk, registration.link_version
    invitation = participant.invitation
    return "participants:invitation", invitation.pk, invitation.link_version


def context_of(participant) -> dict:
    """Return what the templates of messages to a person need."""
    return _about(participant.conference) | {
        "participant": participant,
        "salutation": facts.salutation(participant),
    }


def _about(conference) -> dict:
    return {
        "conference": conference,
        "organizers": cache(partial(_organizers, conference)),  # asked for by the few texts that name them
        "dates": conference_facts.date_range(conference.starts_on, conference.ends_on),
        "venue": conference_facts.venue(conference),
        "sender": conference.contact_name or str(conference),
    }


def _organizers(conference) -> str:
    return conference_facts.organizers_sentence(conference.organizers.in_order())


def send_own_data(registration, *, by, at):
    """Write the link to everything that is held about a participant; at most one an hour."""
    return _write(
        "own_data",
        f"own_data:{registration.pk}:{at:%Y%m%d%H}",
        registration.participant,
        render("participants/emails/own_data", context_of(registration.participant)),
        link=("participants:own_data", registration.pk, registration.link_version),
        by=by,
        at=at,
    )
