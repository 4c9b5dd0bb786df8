"""The messages to participants: one function for each kind; the texts stand in correspondence/texts.

Every function writes a row of correspondence in the caller's transaction; people without an address get none.
"""

from typing import NamedTuple

from correspondence import actions as correspondence
from correspondence import facts as correspondence_facts
from correspondence import letter_words
from correspondence.emails import compose
from correspondence.wording import listed
from participants import audiences, facts, queries, questions, rules
from participants.choices import InvitationAnswer
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


def compose_status(registration, *, needed: list[str]) -> Composed:
    """Compose what `send_status` writes; the registration need not be saved, as the reference is all that it names.

    `needed` are the questions that somebody still has to answer.
    """
    participant = registration.participant
    texts = status_text(registration, KIND_OF_STATUS[registration.status], needed)
    kept_back = correspondence_facts.reason_to_keep_back(participant.conference, participant.email, is_optional=False)
    return Composed(texts, *_calendar(registration), kept_back)


def invitation_text(invitation) -> tuple[str, str, str]:
    """Return subject, text and HTML of an invitation; it need not be saved, so that it can be shown before."""
    participant, conference = invitation.participant, invitation.conference
    until = rules.answer_deadline(conference, invitation)
    deadline = letter_words.deadline(until, conference.zone, participant.reads)
    return text_to(participant, "invitation", {"note": invitation.note, "deadline": deadline})


def status_text(registration, kind: str, needed: list[str] | None = None) -> tuple[str, str, str]:
    """Return subject, text and HTML of what a registration's status says to the participant.

    It names what is still `needed`: questions that have to be answered, looked up where they are not given.
    """

    def note():
        labels = questions.still_needed(registration) if needed is None else needed
        return facts.still_needed(labels, registration.participant.reads)

    return text_to(registration.participant, kind, {"reference": registration.reference, "note": note})


def text_to(participant, kind: str, more: dict | None = None) -> tuple[str, str, str]:
    """Return subject, text and HTML of a kind for a participant, in the language in which we write to the person."""
    language = participant.reads
    values = {
        "salutation": facts.salutation(participant, language),
        "name": participant.formal_name,
        "reference": lambda: audiences.values(participant, language)["reference"],  # looked up by the few that name it
        "deadline": lambda: audiences.values(participant, language)["deadline"],
    }
    return compose(participant.conference, kind, language, values | (more or {}))


def send_invitation(invitation, *, by, at):
    """Write the message of an invitation; each sending is an occasion of its own."""
    count = invitation.conference.messages.filter(occasion__startswith=f"invitation:{invitation.pk}:").count()
    return write_to(
        invitation.participant,
        "invitation",
        f"invitation:{invitation.pk}:{count + 1}",
        invitation_text(invitation),
        link=("participants:invitation", invitation.pk, invitation.link_version),
        has_letter=invitation.has_letter,
        by=by,
        at=at,
    )


def send_replacement_refused(invitation, *, by, at):
    """Write to the invited person that the organisers ask themselves again, not who was named to come instead."""
    return write_to(
        invitation.participant,
        "replacement_refused",
        f"replacement_refused:{invitation.pk}:{at:%Y%m%dT%H%M%S%f}",
        text_to(invitation.participant, "replacement_refused"),
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
    """Write the link with which somebody goes on with a registration that was begun.

    An address gets one a day from a conference, however many registrations were begun with it: nobody floods the
    mailbox of somebody else. For an action that holds the conference's lock.
    """
    conference, language = draft.conference, draft.reads
    occasion = f"draft_link:{conference.pk}:{at:%Y%m%d}"
    if conference.messages.filter(occasion=occasion, to_email__iexact=draft.email).exists():
        return None
    values = {"salutation": letter_words.salutation("", draft.name, language), "name": draft.name}
    subject, text, html = compose(conference, "draft_link", language, values)
    return correspondence.write(
        conference=conference,
        kind="draft_link",
        occasion=occasion,
        to_email=draft.email,
        to_name=draft.name,
        subject=subject,
        text=text,
        html=html,
        link=("participants:draft", draft.pk, draft.link_version),
        language=language,
        by=by,
        at=at,
    )


def send_known_already(participant, *, by, at):
    """Write to who is registered or invited already, when a new registration names the same address; at most one a day."""
    kind = _known_as(participant)
    return write_to(
        participant,
        "known_already",
        f"known_already:{participant.pk}:{at:%Y%m%d}",
        text_to(participant, kind),
        link=own_page(participant),
        by=by,
        at=at,
    )


def _known_as(participant) -> str:
    """Return the kind of what somebody is told who is known: as the registration stands, else the invitation."""
    registration = getattr(participant, "registration", None)
    if registration is None:
        has_declined = participant.invitation.answer == InvitationAnswer.DECLINED
        return "declined_already" if has_declined else "invited_already"
    if registration.status not in {Status.CANCELLED, Status.REJECTED}:
        return "known_already"
    return "cancelled_already" if queries.has_left_alone(registration) else "ended_already"


def send_offer(registration, *, by, at):
    """Write to the first in line that a place is offered, and until when."""
    participant, conference = registration.participant, registration.conference
    deadline = letter_words.deadline(registration.offer_expires_at, conference.zone, participant.reads)
    return _write_of(registration, "offer", {"deadline": deadline}, by=by, at=at)


def send_offer_expired(registration, *, by, at):
    """Write that the time to take the offered place has passed."""
    return _write_of(registration, "offer_expired", {}, by=by, at=at)


def _write_of(registration, kind, more, *, by, at):
    if not registration.participant.email:
        return None
    return write_to(
        registration.participant,
        kind,
        f"{kind}:{registration.pk}:{at:%Y%m%dT%H%M%S%f}",
        text_to(registration.participant, kind, {"reference": registration.reference} | more),
        link=("participants:me", registration.pk, registration.link_version),
        by=by,
        at=at,
    )


def send_promoted(registration, *, by, at):
    """Write to the first in line that a place became free."""
    return _send(registration, "promoted", by=by, at=at)


def nomination_text(delegation, kind: str = "nomination_request", *, at, nominees=()) -> tuple[str, str, str]:
    """Return subject, text and HTML of what a focal point is told about the nomination of a delegation."""
    conference, language = delegation.conference, delegation.reads
    said = letter_words.words(language)["delegation"]
    values = {
        "organisation": facts.organisation_name(delegation.organisation, language),
        "salutation": letter_words.salutation("", delegation.focal_point_name, language),
        "name": delegation.focal_point_name,
        "deadline": letter_words.deadline(rules.first_deadline(conference, at), conference.zone, language),
        "seats": said["seats"].format(count=delegation.seat_limit) if delegation.seat_limit else "",
        "reason": delegation.sent_back_reason,
        "people": listed(
            [
                said["with_role"].format(name=letter_words.among(str(each), language), role=said[each.role])
                for each in nominees
            ],
            language,
        ),
    }
    return compose(conference, kind, language, values)


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


def _write_to_focal_point(kind, occasion, delegation, *, by, at, nominees=()):
    subject, text, html = nomination_text(delegation, kind, at=at, nominees=nominees)
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
        language=delegation.reads,
        by=by,
        at=at,
    )


def _send(registration, kind, *, composed=None, is_first=False, by, at):
    if not registration.participant.email:
        return None
    texts, calendar, method, kept_back = composed or (status_text(registration, kind), *_calendar(registration), None)
    return write_to(
        registration.participant,
        kind,
        f"{kind}:{registration.pk}:{registration.status_changed_at:%Y%m%dT%H%M%S%f}",
        texts,
        link=("participants:me", registration.pk, registration.link_version),
        calendar=calendar,
        calendar_method=method,
        kept_back=kept_back,
        is_first=is_first,
        by=by,
        at=at,
    )


def write_to(participant, kind, occasion, texts, *, by, at, **parts):
    """Write a message to a participant, in the own language; `texts` are subject, text and HTML.

    `parts` are what `correspondence.actions.write` takes besides, such as the personal link or a calendar.
    """
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
        language=participant.reads,
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


def send_own_data(registration, *, by, at):
    """Write the link to everything that is held about a participant; at most one an hour."""
    return write_to(
        registration.participant,
        "own_data",
        f"own_data:{registration.pk}:{at:%Y%m%d%H}",
        text_to(registration.participant, "own_data"),
        link=("participants:own_data", registration.pk, registration.link_version),
        by=by,
        at=at,
    )
