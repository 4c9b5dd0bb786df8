"""What changes invitations: sent, sent again, withdrawn, answered. The answer is given through the personal link."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction

from conference import audit
from correspondence import actions as correspondence
from lib.refusal import NotPossible
from participants import emails, letter_emails, locks, places, queries, rules
from participants.actions import links, participants, photos, questions, registrations
from participants.choices import InvitationAnswer
from participants.choices import RegistrationStatus as Status
from participants.models import Invitation, Registration

RENEWED_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    conference, *, email: str, note="", expires_at=None, has_letter=False, letter_language="", by, at, **details
) -> Invitation:
    """Invite a person by e-mail. Somebody with this address who is known to the conference is reused.

    `details` are fields of Participant; empty ones leave what is known. Without `expires_at` the answer is due when
    registration closes. With `has_letter` the message carries an invitation letter, and waits until it is made.
    """
    conference = places.lock(conference)
    expires_at = expires_at or rules.first_deadline(conference, at)
    if expires_at <= at:
        raise NotPossible("The date by which to answer has passed already.")
    participant = known_or_new(conference, email, details, by=by, at=at)
    terms = {"note": note, "expires_at": expires_at, "has_letter": has_letter, "letter_language": letter_language}
    return invite_known(participant, by=by, at=at, **terms)


def invite_known(participant, *, note="", expires_at=None, has_letter=False, letter_language="", by, at) -> Invitation:
    """Do what `invite` says for a person of a conference whose lock the calling action holds already."""
    conference = participant.conference
    if hasattr(participant, "invitation"):
        raise NotPossible(f"{participant} has been invited already. Send the invitation again from its page.")
    _refuse_rejected(participant)
    invitation = Invitation.objects.create(
        conference=conference,
        participant=participant,
        note=note.strip(),
        has_letter=has_letter,
        letter_language=letter_language,
        created_at=at,
        expires_at=expires_at or rules.first_deadline(conference, at),
    )
    send(invitation, by=by, at=at)
    audit.record("invitation.sent", invitation, conference=conference, by=by, at=at)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by, at, expires_at=None) -> Invitation:
    """Send an invitation once more: unanswered, expired, not delivered, declined or withdrawn.

    `expires_at` moves its date. Who declined, or lost the place to the team's decision, is asked anew.
    """
    invitation = locks.invitation(invitation)
    if invitation.answer == InvitationAnswer.ACCEPTED and not invitation.revoked_at:
        raise NotPossible(f"{invitation.participant} has accepted the invitation.")
    _refuse_rejected(invitation.participant)
    _let_go_of_useless_message(invitation, by=by, at=at)
    if invitation.message and invitation.message.is_waiting:
        raise NotPossible("The last message still waits to be sent.")
    expires_at = expires_at or invitation.expires_at or rules.first_deadline(invitation.conference, at)
    if expires_at <= at:
        raise NotPossible("The date by which to answer has passed. Choose a later one.")
    invitation.expires_at = expires_at
    invitation.revoked_at = None
    if invitation.answer in {InvitationAnswer.ACCEPTED, InvitationAnswer.DECLINED}:
        invitation.answer, invitation.answered_at, invitation.decline_reason = "", None, ""
    invitation.save(update_fields=["expires_at", "revoked_at", "answer", "answered_at", "decline_reason"])
    send(invitation, by=by, at=at)
    audit.record("invitation.sent_again", invitation, conference=invitation.conference, by=by, at=at)
    return invitation


@transaction.atomic
def renew(invitation: Invitation, *, by, at) -> Invitation:
    """Send a new link to the invited person's own address, asked for by who holds an old link."""
    invitation = locks.invitation(invitation)
    if not rules.may_renew(invitation, at):
        raise NotPossible("This invitation can no longer be answered.")
    _let_go_of_useless_message(invitation, by=by, at=at)
    if invitation.message and invitation.message.is_waiting:
        raise NotPossible("A message with a new link is on its way. Look in your mailbox.")
    if invitation.message and invitation.message.created_at > at - timedelta(minutes=10):
        raise NotPossible("A message with a new link was sent a few minutes ago. Look in your mailbox.")
    deadline = min(at + RENEWED_FOR, rules.opening(invitation.conference))
    invitation.expires_at = max(deadline, rules.answer_deadline(invitation.conference, invitation))
    invitation.save(update_fields=["expires_at"])
    send(invitation, by=by, at=at)
    audit.record("invitation.renewed", invitation, conference=invitation.conference, by=by, at=at)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by, at, reason: str = "") -> Invitation:
    """Withdraw an invitation that was not accepted: its link stops working."""
    invitation = locks.invitation(invitation)
    if invitation.answer == InvitationAnswer.ACCEPTED:
        raise NotPossible(f"{invitation.participant} has accepted. Cancel the registration instead.")
    if invitation.revoked_at:
        raise NotPossible("The invitation is withdrawn already.")
    links.withdraw(invitation, by=by, at=at, reason=reason)
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, answers: dict | None = None, photo=None, by, at, **details) -> Registration:
    """Accept: a place at once while one is free, else on the waiting list. Needs no approval any more.

    `details` are what the person corrected, `answers` those to the conference's own questions, `photo` a picture of
    which the middle is kept until another part is chosen. Accepting twice only corrects them, and a new name is looked
    at as `change_own_details` has it.
    """
    invitation = locks.invitation(invitation)
    locks.refuse_when_closed(invitation, at)
    _take_back_replacement(invitation, by=by, at=at)
    conference, participant = invitation.conference, invitation.participant
    former = registrations.what_is_approved(participant)
    if details:
        participant = participants.change_participant(participant, by=by, at=at, **details)
    questions.keep_answers(conference, participant, answers or {}, by=by, at=at)
    if photo:
        photos.upload_photo(participant, photo, by=by, at=at)
        photos.cut_photo(participant, by=by, at=at, **photos.USUAL_CUT)
    approved = conference.registrations.filter(participant=participant, status__in=registrations.APPROVED).exists()
    registration = registrations.give_place(conference, participant, needs_approval=False, by=by, at=at)
    if approved:
        registrations.ask_for_review(registration, former, by=by, at=at)
    if invitation.answer != InvitationAnswer.ACCEPTED:
        answer(invitation, InvitationAnswer.ACCEPTED, "invitation.accepted", by=by, at=at)
    return registration


@transaction.atomic
def decline(invitation: Invitation, *, by, at, reason: str = "") -> Invitation:
    """Decline; a place that was taken by accepting before becomes free for the first in line."""
    invitation = locks.invitation(invitation)
    locks.refuse_when_closed(invitation, at)
    _take_back_replacement(invitation, by=by, at=at)
    registration = Registration.objects.filter(participant=invitation.participant).first()
    if registration and registration.status not in {Status.CANCELLED, Status.REJECTED}:
        registrations.cancel(registration, by=by, at=at, reason=reason)
    if invitation.answer != InvitationAnswer.DECLINED or invitation.decline_reason != reason:
        answer(invitation, InvitationAnswer.DECLINED, "invitation.declined", by=by, at=at, reason=reason)
    return invitation


def _refuse_rejected(participant):
    if Registration.objects.filter(participant=participant, status=Status.REJECTED).exists():
        raise NotPossible(f"The registration of {participant} is rejected. Reinstate it first.")


def _take_back_replacement(invitation, *, by, at):
    """Withdraw the invitation of who was named to come instead: the first answers for themselves after all."""
    if invitation.answer != InvitationAnswer.DELEGATED:
        return
    standing = queries.standing_successor(invitation)
    locks.refuse_when_somebody_comes(standing)
    if standing:
        links.withdraw(standing, by=by, at=at)
    invitation.delegated_to = None
    invitation.save(update_fields=["delegated_to"])


def known_or_new(conference, email, details, *, by, at):
    """Return the participant with this address, with the details that are given, inside an action that holds the lock."""
    email = email.strip()
    known = conference.participants.filter(email__iexact=email).select_related("invitation").first()
    if known is None:
        return participants.add_participant(conference, by=by, at=at, email=email, **details)
    given = {name: value for name, value in details.items() if value}
    changed = participants.change_participant(known, by=by, at=at, **given)
    changed.conference = conference
    return changed


def send(invitation, *, by, at) -> None:
    """Write the message of an invitation, inside an action that holds the lock; its letter is ordered with it."""
    invitation.message = emails.send_invitation(invitation, by=by, at=at)
    invitation.save(update_fields=["message"])
    if invitation.has_letter:
        correspondence.enclose(invitation.message, by=by, at=at, **letter_emails.invitation_letter(invitation))


def _let_go_of_useless_message(invitation, *, by, at):
    """Cancel a message that waits in vain, so that another can take its place: see `rules.waits_in_vain`."""
    message = invitation.message
    if message and rules.waits_in_vain(message, invitation.participant):
        with suppress(NotPossible):  # it is just leaving
            invitation.message = correspondence.cancel(message, by=by, at=at)


def answer(invitation, word, verb, *, by, at, reason="") -> None:
    """Keep an answer (an InvitationAnswer), inside an action that holds the lock. Whoever answers has opened the page."""
    before = invitation.answer
    invitation.answer = word
    invitation.opened_at = invitation.opened_at or at
    invitation.answered_at = at
    invitation.decline_reason = reason[:500]
    invitation.save(update_fields=["answer", "answered_at", "decline_reason", "opened_at"])
    audit.record(
        verb,
        invitation,
        conference=invitation.conference,
        by=by,
        at=at,
        before={"answer": before},
        after={"answer": str(word)},
        reason=invitation.decline_reason,
    )
