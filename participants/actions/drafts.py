"""What carries a public registration from its first page to its end. An address alone never opens what is known."""

from datetime import timedelta

from django.db import transaction

from conference.choices import Phase
from lib.refusal import NotPossible
from participants import emails, places
from participants.actions.participants import add_participant
from participants.actions.questions import keep_answers
from participants.actions.registrations import give_place
from participants.choices import RegistrationStatus as Status
from participants.details import new_reference
from participants.models import Participant, RegistrationDraft

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def start_draft(conference, *, key, answers: dict, by, at) -> RegistrationDraft:
    """Keep the first step; the same form sent twice is one draft."""
    refuse_when_closed(conference, at)
    draft, _ = RegistrationDraft.objects.get_or_create(
        key=key,
        defaults={
            "conference": conference,
            "reference": new_reference(),
            "answers": {"person": answers},
            "created_at": at,
            "changed_at": at,
        },
    )
    if draft.conference_id != conference.pk:
        raise NotPossible("This form belongs to another conference. Open the page anew.")
    return draft


@transaction.atomic
def save_step(draft: RegistrationDraft, step: str, answers: dict, *, by, at) -> RegistrationDraft:
    """Keep one step's answers."""
    draft = _lock(draft)
    refuse_when_closed(draft.conference, at)
    if draft.submitted_at:
        raise NotPossible("This registration is sent already.")
    draft.answers = draft.answers | {step: answers}
    draft.changed_at = at
    draft.save(update_fields=["answers", "changed_at"])
    return draft


@transaction.atomic
def send_draft_link(draft: RegistrationDraft, *, by, at) -> None:
    """Send the link with which the registration can be gone on with elsewhere; once a day is enough."""
    draft = _lock(draft)
    if draft.submitted_at:
        raise NotPossible("This registration is sent already.")
    emails.send_draft_link(draft, by=by, at=at)


@transaction.atomic
def submit_draft(draft: RegistrationDraft, details: dict, *, answers: dict, by, at) -> RegistrationDraft:
    """Register the person, once. An address that is known already gets a message with its own link, and no more.

    What the page says afterwards is the same in both cases.
    """
    draft = _lock(draft)
    if draft.submitted_at:
        return draft
    conference = draft.conference
    refuse_when_closed(conference, at)
    related = conference.participants.select_related("registration", "invitation")
    known = related.filter(email__iexact=details["email"]).first()
    if known and (hasattr(known, "registration") or hasattr(known, "invitation")):
        known.conference = conference
        draft.announced = _status_of_a_new_one(conference, details)
        emails.send_known_already(known, by=by, at=at)
    else:
        participant = known or add_participant(conference, by=by, at=at, **details)
        given = {"needs_approval": conference.is_moderated, "reference": draft.reference, "by": by, "at": at}
        draft.announced = give_place(conference, participant, **given).status
        keep_answers(conference, participant, answers, by=by, at=at)
    draft.submitted_at = at
    draft.answers = {"person": {"email": details["email"]}}
    draft.save(update_fields=["announced", "submitted_at", "answers"])
    return draft


def refuse_when_closed(conference, at):
    """Refuse when the conference takes no registrations from the public at this moment."""
    if conference.phase(at) != Phase.REGISTRATION_OPEN:
        raise NotPossible("Registration is closed.")


@transaction.atomic
def forget_old_drafts(*, by, at) -> int:
    """Delete what was begun and not sent for a month, and the traces of what was sent."""
    count, _ = RegistrationDraft.objects.filter(changed_at__lt=at - KEPT_FOR).delete()
    return count


def _status_of_a_new_one(conference, details):
    """Return what somebody with these details would be told who is not known yet."""
    if conference.is_moderated:
        return Status.PENDING
    stranger = Participant(conference=conference, organisation=details["organisation"])
    return Status.WAITLISTED if places.why_no_place(conference, stranger) else Status.CONFIRMED


def _lock(draft):
    conference = places.lock(draft.conference)
    draft = RegistrationDraft.objects.get(pk=draft.pk)
    draft.conference = conference
    return draft
