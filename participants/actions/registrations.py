"""What changes registrations. Places are given under the conference's lock, so that there is never one too many."""

from django.db import transaction

from conference import audit
from conference.statements import insert
from lib.refusal import NotPossible, still_there
from participants import emails, places, rules
from participants.actions import line, links, questions
from participants.actions.participants import add_participant, change_participant
from participants.choices import RegistrationStatus as Status
from participants.details import new_reference
from participants.models import Registration, WaitingListSettings
from participants.transitions import IN_A_SENTENCE, TRANSITIONS

GONE = {Status.CANCELLED, Status.REJECTED}
APPROVED = [Status.CONFIRMED, Status.WAITLISTED]  # who waits comes in without being looked at again


@transaction.atomic
def register(participant, *, needs_approval: bool, by, at, notify: bool = True) -> Registration:
    """Give a person a place: pending when it needs approval, else confirmed while a place is free, else waiting.

    Who cancelled comes back at the end of the line; who has an active registration keeps it, and is confirmed now
    when it was pending and needs no approval any more. Who was rejected is refused.
    """
    conference = places.lock(participant.conference)
    return give_place(conference, participant, needs_approval=needs_approval, by=by, at=at, notify=notify)


def give_place(
    conference, participant, *, needs_approval: bool, by, at, notify: bool = True, reference: str = ""
) -> Registration:
    """Do what `register` says, for an action that holds the lock of the conference already."""
    participant.conference = conference
    registration = Registration.objects.filter(participant=participant).first()
    if registration:
        registration.participant, registration.conference = participant, conference
    if registration and registration.status == Status.REJECTED:
        raise NotPossible("The organisers have rejected this registration. Only they can reinstate it.")
    status = status_to_give(conference, participant, needs_approval)
    if registration is None:
        return give_first_place(
            conference, participant, status=status, by=by, at=at, notify=notify, reference=reference
        )
    if registration.status == Status.CANCELLED:
        registration.lined_up_at = at
        registration.save(update_fields=["lined_up_at"])
        line.move(registration, status, "registration.reinstated", by=by, at=at)
    elif registration.status == Status.PENDING and not needs_approval:
        line.move(registration, status, TRANSITIONS["confirm"].verb, by=by, at=at)
    else:
        return registration
    if notify:
        emails.send_status(registration, by=by, at=at)
    return registration


def give_first_place(
    conference, participant, *, status: str, composed=None, by, at, notify: bool = True, reference: str = ""
) -> Registration:
    """Do what `give_place` says for somebody who has no registration yet, and is given this `status`.

    `composed` are the messages by status that were composed before the lock was taken; others are composed now.
    """
    registration = Registration(
        conference=conference,
        participant=participant,
        reference=reference or new_reference(),
        status=status,
        registered_at=at,
        status_changed_at=at,
    )
    insert(registration)
    audit.record("registration.received", registration, conference=conference, by=by, at=at, after={"status": status})
    if notify:
        emails.send_status(registration, composed=(composed or {}).get(status), is_first=True, by=by, at=at)
    return registration


@transaction.atomic
def change_status(
    registration: Registration, name: str, *, by, at, reason: str = "", notify: bool = True
) -> Registration:
    """Take the transition of this name from the table; a place that becomes free goes to the first in line."""
    conference = places.lock(registration.conference)
    return take_transition(conference, registration.pk, name, by=by, at=at, reason=reason, notify=notify)


def take_transition(conference, pk: int, name: str, *, by, at, reason: str, notify: bool) -> Registration:
    """Do what `change_status` says, for an action that holds the lock of the conference already."""
    transition = TRANSITIONS[name]
    registration = _reread(pk, conference)
    if registration.status not in transition.sources:
        raise NotPossible(f"The registration of {registration.participant} {IN_A_SENTENCE[registration.status]}.")
    if transition.target == Status.CONFIRMED:
        _refuse_without_place(conference, registration)
    if registration.has_arrived and transition.target != Status.CONFIRMED:
        raise NotPossible(f"{registration.participant} is checked in. Take back the check-in first.")
    had_place = registration.holds_a_place
    line.move(registration, transition.target, transition.verb, by=by, at=at, reason=reason)
    if transition.target in GONE and hasattr(by, "pk"):
        # Whom the team takes the place from does not take it back by the old link; who cancels alone may come back.
        links.withdraw_from(registration.participant, by=by, at=at)
    if notify and transition.email:
        emails.send_status(registration, by=by, at=at)
    if had_place:
        line.fill(conference, at=at, except_for=registration)
    return registration


def confirm(registration, *, by, at, reason="", notify=True) -> Registration:
    """Give a pending, waiting or rejected registration its place, if one is free."""
    return change_status(registration, "confirm", by=by, at=at, reason=reason, notify=notify)


def waitlist(registration, *, by, at, reason="", notify=True) -> Registration:
    """Put a pending or confirmed registration on the waiting list, at the place of its arrival."""
    return change_status(registration, "waitlist", by=by, at=at, reason=reason, notify=notify)


def reject(registration, *, by, at, reason="", notify=True) -> Registration:
    """Reject a registration, also one that was confirmed."""
    return change_status(registration, "reject", by=by, at=at, reason=reason, notify=notify)


def cancel(registration, *, by, at, reason="", notify=True) -> Registration:
    """Cancel a registration; its place goes to the first in line in the same transaction."""
    return change_status(registration, "cancel", by=by, at=at, reason=reason, notify=notify)


def reinstate(registration, *, by, at, reason="", notify=True) -> Registration:
    """Take back a cancellation or rejection: the registration is pending again."""
    return change_status(registration, "reinstate", by=by, at=at, reason=reason, notify=notify)


@transaction.atomic
def fill_free_places(conference, *, by, at) -> int:
    """Give the free places to those who wait, in order of arrival; return how many were given."""
    return line.fill(places.lock(conference), at=at, by=by)


@transaction.atomic
def check_in(registration, *, by, at) -> Registration:
    """Note the arrival of a confirmed participant."""
    registration = _reread(registration.pk, places.lock(registration.conference))
    if registration.status != Status.CONFIRMED:
        raise NotPossible(f"{registration.participant} has no confirmed registration.")
    if registration.has_arrived:
        raise NotPossible(f"{registration.participant} is already checked in.")
    registration.checked_in_at = at
    registration.save(update_fields=["checked_in_at"])
    audit.record("registration.checked_in", registration, conference=registration.conference, by=by, at=at)
    return registration


@transaction.atomic
def undo_check_in(registration, *, by, at) -> Registration:
    """Take back a check-in that was noted for the wrong person."""
    registration = _reread(registration.pk, places.lock(registration.conference))
    if not registration.has_arrived:
        raise NotPossible(f"{registration.participant} is not checked in.")
    before = {"checked_in_at": registration.checked_in_at}
    registration.checked_in_at = None
    registration.save(update_fields=["checked_in_at"])
    audit.record(
        "registration.check_in_undone",
        registration,
        conference=registration.conference,
        by=by,
        at=at,
        before=before,
        after={"checked_in_at": None},
    )
    return registration


@transaction.atomic
def change_own_details(registration, *, answers: dict, by, at, **details) -> Registration:
    """Let a participant correct the own details and answers.

    Where registrations need approval, a new name or organisation of somebody who has it asks for it again; the place,
    or the place in the line, is kept meanwhile.
    """
    conference = places.lock(registration.conference)
    registration = _reread(registration.pk, conference)
    former, is_new = what_is_approved(registration.participant), bool(details.get("new_organisation"))
    questions.change_with_answers(registration.participant, answers=answers, by=by, at=at, **details)
    registration = _reread(registration.pk, conference)
    ask_for_review(registration, former, is_new=is_new, by=by, at=at)
    return registration


def what_is_approved(participant) -> dict[str, str]:
    """Return what the desk approves of a person: the name, and whom the person represents."""
    return {"name": participant.name, "organisation": str(participant.organisation or "")}


def ask_for_review(registration, former: dict, *, is_new: bool = False, by, at) -> None:
    """Ask the desk to approve what is new about somebody confirmed or waiting, where registrations need approval.

    For an action that holds the conference's lock; `former` is `what_is_approved` before, `is_new` says that the
    organisation is new to the dictionary.
    """
    conference = registration.conference
    before, after = audit.changes(former, what_is_approved(registration.participant))
    is_looked_at = conference.is_moderated or (is_new and places.are_shared_out(conference))
    if not (after and is_looked_at) or registration.status not in APPROVED:
        return
    registration.review_asked_at = at
    registration.save(update_fields=["review_asked_at"])
    said = {"before": before, "after": after}
    audit.record("registration.review_asked", registration, conference=conference, by=by, at=at, **said)


@transaction.atomic
def approve_change(registration, *, by, at) -> Registration:
    """Approve what a participant changed after the approval."""
    registration = _reread(registration.pk, places.lock(registration.conference))
    if registration.review_asked_at is None:
        raise NotPossible("There is no change to approve.")
    registration.review_asked_at = None
    registration.save(update_fields=["review_asked_at"])
    audit.record("registration.change_approved", registration, conference=registration.conference, by=by, at=at)
    return registration


@transaction.atomic
def take_offer(registration, *, by, at) -> Registration:
    """Take the place that is offered: the registration is confirmed."""
    conference = places.lock(registration.conference)
    registration = _reread(registration.pk, conference)
    if registration.offer_expires_at is None:
        raise NotPossible("No place is offered at present.")
    if registration.offer_expires_at <= at:
        raise NotPossible("The time to take the place has passed. You are on the waiting list again.")
    line.move(registration, Status.CONFIRMED, "registration.offer_taken", ends_review=False, by=by, at=at)
    emails.send_status(registration, by=by, at=at)
    return registration


@transaction.atomic
def expire_offers(conference, *, by, at) -> int:
    """Take back the offers whose time has passed: who had one goes to the end of the line, the next gets an offer.

    Who let the last offer pass is asked again only when another place becomes free.
    """
    conference = places.lock(conference)
    expired = list(conference.registrations.offered().filter(offer_expires_at__lte=at).with_participant())
    missed_at = at if WaitingListSettings.objects.filter(conference=conference, is_offered=True).exists() else None
    for registration in expired:
        registration.participant.conference = conference
        before = {"offer_expires_at": registration.offer_expires_at}
        registration.offer_expires_at, registration.offer_missed_at, registration.lined_up_at = None, missed_at, at
        registration.save(update_fields=["offer_expires_at", "offer_missed_at", "lined_up_at"])
        audit.record("registration.offer_expired", registration, conference=conference, by=by, at=at, before=before)
        emails.send_offer_expired(registration, by=by, at=at)
    if expired:
        line.fill(conference, at=at, by=by, is_left_over=True)
    return len(expired)


@transaction.atomic
def substitute(registration, *, email: str, by, at, **details) -> Registration:
    """Let somebody else come in a confirmed participant's place, also when all places are taken.

    The new person has the same organisation, delegation and role unless `details` say otherwise, and gets the place
    at once; the former one is cancelled. Both get a message. Should another place become free by it, because the new
    person was offered one, it goes to the first in line.
    """
    conference = places.lock(registration.conference)
    leaving = _reread(registration.pk, conference)
    return _substitute(conference, leaving, email, details, by=by, at=at)


@transaction.atomic
def send_substitute(registration, *, email: str, by, at, **details) -> Registration:
    """Let a participant send somebody else in the own place, where the conference allows it.

    Whom the organisers know already is for them to decide about: nobody learns here who that is, and nobody's details
    are changed by another person. Where registrations need approval, the new name asks for it; the place is kept.
    """
    conference = places.lock(registration.conference)
    leaving = _reread(registration.pk, conference)
    if not rules.may_substitute(leaving, at):
        raise NotPossible("You can no longer send somebody else by yourself. Please write to the organisers.")
    if conference.participants.with_address(email).exists():
        raise NotPossible("We cannot give your place to this person by ourselves. Please write to the organisers.")
    coming = _substitute(conference, leaving, email, details, by=by, at=at)
    ask_for_review(coming, what_is_approved(leaving.participant), by=by, at=at)
    return coming


def _substitute(conference, leaving, email, details, *, by, at):
    if leaving.status != Status.CONFIRMED:
        raise NotPossible(f"{leaving.participant} has no confirmed registration.")
    if leaving.has_arrived:
        raise NotPossible(f"{leaving.participant} is checked in. Take back the check-in first.")
    former = leaving.participant
    newcomer = _newcomer(conference, former, email, details, by=by, at=at)
    reason = places.why_no_place(conference, newcomer, beside=leaving)
    if reason:
        raise NotPossible(reason)
    line.move(leaving, Status.CANCELLED, "registration.substituted", by=by, at=at, reason=f"{newcomer} comes instead.")
    links.withdraw_from(former, by=by, at=at)
    emails.send_status(leaving, by=by, at=at)
    coming = give_place(conference, newcomer, needs_approval=False, by=by, at=at, notify=False)
    if coming.status != Status.CONFIRMED:
        line.move(coming, Status.CONFIRMED, "registration.confirmed", by=by, at=at, reason=f"In place of {former}.")
    emails.send_status(coming, by=by, at=at)
    line.fill(conference, at=at, by=by)
    return coming


def _newcomer(conference, former, email, details, *, by, at):
    inherited = {"delegation": former.delegation, "delegation_role": former.delegation_role}
    given = {"organisation": former.organisation, "country": former.country, **inherited}
    given |= {name: value for name, value in details.items() if value}
    known = conference.participants.with_address(email).select_related("registration").first()
    if known is None:
        return add_participant(conference, by=by, at=at, email=email, **given)
    current = getattr(known, "registration", None)
    if current and current.status in {Status.CONFIRMED, Status.REJECTED}:
        raise NotPossible(f"The registration of {known} {IN_A_SENTENCE[current.status]}.")
    changed = change_participant(known, by=by, at=at, **given)
    changed.conference = conference
    return changed


def status_to_give(conference, participant, needs_approval: bool, *, standing=None) -> str:
    """Return what becomes of somebody who arrives now; `standing` is what was asked of places before, under the lock."""
    if needs_approval:
        return Status.PENDING
    return Status.WAITLISTED if places.why_wait(conference, participant, standing=standing) else Status.CONFIRMED


def _refuse_without_place(conference, registration):
    reason = places.why_no_place(conference, registration.participant, beside=registration)
    if reason and registration.status == Status.WAITLISTED:
        raise NotPossible(reason)
    if reason:
        raise NotPossible(f"{reason} Put {registration.participant} on the waiting list.")


def _reread(pk, conference):
    registration = still_there(conference.registrations.with_participant(), pk=pk)
    registration.participant.conference = conference
    return registration
