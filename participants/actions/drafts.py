"""What carries a public registration from its first page to its end. An address alone never opens what is known."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from conference import audit
from conference.choices import Phase
from conference.statements import Statement, in_one_go, update
from correspondence.models import Message
from lib.refusal import NotPossible, there
from participants import emails, places
from participants.actions.participants import insert_participant, rewrite
from participants.actions.photos import hand_over_photo
from participants.actions.questions import keep_answers
from participants.actions.registrations import give_first_place
from participants.choices import RegistrationStatus as Status
from participants.details import fill_in, new_reference
from participants.models import Participant, Registration, RegistrationDraft

OF_THE_NAME = {
    "honorific",
    "given_name",
    "family_name",
    "name_order",
}  # as the team has it, or the person later corrects it
KEPT_FOR = timedelta(days=30)
LOCKED = Statement(lambda pk: RegistrationDraft.objects.locked().filter(pk=pk))
# What this process gave the last newcomer of a conference: most likely what the next one gets too.
_given_last: dict[int, str] = {}


@transaction.atomic
def start_draft(conference, *, key, answers: dict, by, at) -> RegistrationDraft:
    """Keep the first step; the same form sent twice is one draft.

    Whoever goes back and corrects something corrects this draft; once it was sent, another person begins another one.
    """
    refuse_when_closed(conference, at)
    draft, is_new = RegistrationDraft.objects.get_or_create(
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
    if is_new:
        return draft
    if draft.submitted_at and draft.answers["person"]["email"].lower() != answers["email"].lower():
        return start_draft(conference, key=uuid.uuid4(), answers=answers, by=by, at=at)
    if not draft.submitted_at and draft.answers["person"] != answers:
        return save_step(draft, "person", answers, by=by, at=at)
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
    """Send the link with which the registration can be gone on with elsewhere; an address gets one a day."""
    draft = _lock(draft)
    if draft.submitted_at:
        raise NotPossible("This registration is sent already.")
    emails.send_draft_link(draft, by=by, at=at)


def submit_draft(
    draft: RegistrationDraft, details: dict, *, answers: dict, needed: dict | None = None, by, at
) -> RegistrationDraft:
    """Register the person, once. An address that is known already gets a message with its own link, and no more.

    What the page says afterwards is the same in both cases; `needed` are the labels of the questions that have to be
    answered later, of who is confirmed (True) and who is not (False). What can be done before the conference's lock is taken is
    done before: everybody else waits for it.
    """
    needed = needed or {True: [], False: []}
    given = {"answers": answers, "needed": needed, "by": by, "at": at}
    try:
        return _submit(draft, details, composed=_composed(draft, details, needed, at), **given)
    except IntegrityError:
        return _submit(draft, details, is_known=True, **given)


def _submit(draft, details, *, is_known=False, composed=None, answers, needed, by, at):
    """Register the person as somebody new; an address that is not free ends it with IntegrityError, unless `is_known`."""
    with transaction.atomic(), in_one_go(Participant, Registration, Message), audit.together():
        seen, draft = draft.conference, _lock(draft)
        if draft.submitted_at:
            return draft
        conference = draft.conference
        refuse_when_closed(conference, at)
        if _fields(seen) != _fields(conference):
            composed = None
        known = _known(conference, details["email"]) if is_known else None
        if known and _is_answered_for(known):
            draft.announced = _status_of_a_new_one(conference, details)
            emails.send_known_already(known, by=by, at=at)
            participant = None
        else:
            needs_approval = _needs_approval(conference, details)
            standing = None if known or needs_approval else _standing(conference, details)
            given = {"needs_approval": needs_approval, "standing": standing, "reference": draft.reference}
            given |= {"by": by, "at": at}
            if known:
                participant, _ = rewrite(known, by=by, at=at, **_lacking(known, details))
                participant.conference = conference
            else:
                known_to_have_none = {"delegation": None} if standing and not standing.delegation else {}
                participant = insert_participant(conference, by=by, at=at, **details, **known_to_have_none)
            keep_answers(conference, participant, answers, by=by, at=at)
            draft.announced = give_first_place(conference, participant, composed=composed, **given).status
            _given_last[conference.pk] = draft.announced
        if "photo" in draft.answers:
            hand_over_photo(draft, participant)
        draft.submitted_at = at
        is_confirmed = draft.announced == Status.CONFIRMED
        draft.answers = {"person": {"email": details["email"]}, "needed": needed[is_confirmed]}
        update(draft, "announced", "submitted_at", "answers")
    return draft


def _is_answered_for(known) -> bool:
    """Say whether somebody known is registered, or invited still: then the own page is the place to answer."""
    return hasattr(known, "registration") or (hasattr(known, "invitation") and known.invitation.revoked_at is None)


def _lacking(known, details):
    """Return what was typed about somebody known without a registration, such as a speaker, and is not known yet."""
    given = {name: value for name, value in details.items() if value and name != "new_organisation"}
    lacking = {name: value for name, value in given.items() if not getattr(known, name)}
    if details.get("new_organisation") and known.organisation is None:
        lacking["new_organisation"] = details["new_organisation"]
    return {name: value for name, value in lacking.items() if name not in OF_THE_NAME}


def _known(conference, email):
    """Return who has this address at the conference, with registration and invitation, or None."""
    for known in conference.participants.with_address(email).select_related("registration", "invitation"):
        known.conference = conference
        return known
    return None


def _composed(draft, details, needed, at):
    """Return the message that a newcomer will most likely get, by status; which one it is is known under the lock."""
    conference = draft.conference
    status = Status.PENDING if conference.is_moderated else _given_last.get(conference.pk, Status.CONFIRMED)
    person = Participant(conference=conference)
    fill_in(person, {name: value for name, value in details.items() if name != "new_organisation"})
    registration = Registration(
        conference=conference, participant=person, reference=draft.reference, status=status, status_changed_at=at
    )
    return {status: emails.compose_status(registration, needed=needed[status == Status.CONFIRMED])}


def _fields(conference):
    return {name: value for name, value in vars(conference).items() if not name.startswith("_")}


def refuse_when_closed(conference, at):
    """Refuse when the conference takes no registrations from the public at this moment."""
    if conference.phase(at) != Phase.REGISTRATION_OPEN:
        raise NotPossible("Registration is closed.")


@transaction.atomic
def forget_old_drafts(*, by, at) -> int:
    """Delete what was begun and not sent for a month, and the traces of what was sent."""
    count, _ = RegistrationDraft.objects.filter(changed_at__lt=at - KEPT_FOR).delete()
    return count


def _needs_approval(conference, details):
    """Say whether the desk looks first: always, or at new organisations where places are kept by sector or delegation.

    Else a sector without places, or a delegation without seats, is walked round by another spelling of its name.
    """
    if conference.is_moderated or not details.get("new_organisation"):
        return conference.is_moderated
    return places.are_shared_out(conference)


def _standing(conference, details):
    """Return what holds for somebody with these details who is not known yet."""
    organisation, new = details["organisation"], details.get("new_organisation")
    sector = new["sector"] if new else organisation.sector if organisation else ""
    return places.standing_of_newcomer(conference, organisation, sector)


def _status_of_a_new_one(conference, details):
    """Return what somebody with these details would be told who is not known yet."""
    if _needs_approval(conference, details):
        return Status.PENDING
    organisation = details["organisation"]
    delegation = places.delegation_for(conference, organisation)
    stranger = Participant(conference=conference, organisation=organisation, delegation=delegation)
    return Status.WAITLISTED if places.why_wait(conference, stranger) else Status.CONFIRMED


def _lock(draft):
    return there(LOCKED.first(draft.pk))
