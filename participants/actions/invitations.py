"""What changes invitations: sent, sent again, withdrawn, answered. The answer is given through the personal link."""

from datetime import timedelta

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants import emails, places, rules
from participants.actions import links, participants, questions, registrations
from participants.choices import InvitationAnswer
from participants.choices import RegistrationStatus as Status
from participants.models import Invitation, Registration

RENEWED_FOR = timedelta(days=7)


@transaction.atomic
def invite(conference, *, email: str, note: str = "", expires_at=None, by, at, **details) -> Invitation:
    """Invite a person by e-mail. Somebody with this address who is known to the conference is reused.

    `details` are fields of Participant; empty ones leave what is known. Without `expires_at` the answer is due when
    registration closes.
    """
    conference = places.lock(conference)
    expires_at = expires_at or rules.first_deadline(conference, at)
    if expires_at <= at:
        raise NotPossible("The date by which to answer has passed already.")
    participant = _known_or_new(conference, email, details, by=by, at=at)
    return invite_known(participant, note=note, expires_at=expires_at, by=by, at=at)


def invite_known(participant, *, note: str = "", expires_at=None, by, at) -> Invitation:
    """Do what `invite` says for a person of a conference whose lock the calling action holds already."""
    conference = participant.conference
    if hasattr(participant, "invitation"):
        raise NotPossible(f"{participant} has been invited already. Send the invitation again from its page.")
    invitation = Invitation.objects.create(
        conference=conference,
        participant=participant,
        note=note.strip(),
        created_at=at,
        expires_at=expires_at or rules.first_deadline(conference, at),
    )
    _send(invitation, by=by, at=at)
    audit.record("invitation.sent", invitation, conference=conference, by=by, at=at)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by, at, expires_at=None) -> Invitation:
    """Send an invitation once more: unanswered, expired, not delivered or withdrawn. `expires_at` moves its date."""
    invitation = _reread(invitation)
    if invitation.answer == InvitationAnswer.ACCEPTED:
        raise NotPossible(f"{invitation.participant} has accepted the invitation.")
    if invitation.message and invitation.message.is_waiting:
        raise NotPossible("The last message still waits to be sent.")
    expires_at = expires_at or invitation.expires_at or rules.first_deadline(invitation.conference, at)
    if expires_at <= at:
        raise NotPossible("The date by which to answer has passed. Choose a later one.")
    invitation.expires_at = expires_at
    invitation.revoked_at = None
    invitation.save(update_fields=["expires_at", "revoked_at"])
    _send(invitation, by=by, at=at)
    audit.record("invitation.sent_again", invitation, conference=invitation.conference, by=by, at=at)
    return invitation


@transaction.atomic
def renew(invitation: Invitation, *, by, at) -> Invitation:
    """Send a new link to the invited person's own address, asked for by who holds an old link."""
    invitation = _reread(invitation)
    if not rules.may_renew(invitation, at):
        raise NotPossible("This invitation can no longer be answered.")
    if invitation.message and invitation.message.is_waiting:
        raise NotPossible("A message with a new link is on its way. Look in your mailbox.")
    if invitation.message and invitation.message.created_at > at - timedelta(minutes=10):
        raise NotPossible("A message with a new link was sent a few minutes ago. Look in your mailbox.")
    deadline = min(at + RENEWED_FOR, rules.opening(invitation.conference))
    invitation.expires_at = max(deadline, rules.answer_deadline(invitation.conference, invitation))
    invitation.save(update_fields=["expires_at"])
    _send(invitation, by=by, at=at)
    audit.record("invitation.renewed", invitation, conference=invitation.conference, by=by, at=at)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by, at, reason: str = "") -> Invitation:
    """Withdraw an invitation that was not accepted: its link stops working."""
    invitation = _reread(invitation)
    if invitation.answer == InvitationAnswer.ACCEPTED:
        raise NotPossible(f"{invitation.participant} has accepted. Cancel the registration instead.")
    if invitation.revoked_at:
        raise NotPossible("The invitation is withdrawn already.")
    links.withdraw(invitation, by=by, at=at, reason=reason)
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, answers: dict | None = None, by, at, **details) -> Registration:
    """Accept: a place at once while one is free, else on the waiting list. Needs no approval any more.

    `details` are what the person corrected, `answers` those to the conference's own questions. Accepting twice only
    corrects them.
    """
    invitation = _reread(invitation)
    _refuse_when_closed(invitation, at)
    participant = invitation.participant
    if details:
        participant = participants.change_participant(participant, by=by, at=at, **details)
    questions.keep_answers(invitation.conference, participant, answers or {}, by=by, at=at)
    registration = registrations.give_place(invitation.conference, participant, needs_approval=False, by=by, at=at)
    if invitation.answer != InvitationAnswer.ACCEPTED:
        _answer(invitation, InvitationAnswer.ACCEPTED, "invitation.accepted", by=by, at=at)
    return registration


@transaction.atomic
def decline(invitation: Invitation, *, by, at, reason: str = "") -> Invitation:
    """Decline; a place that was taken by accepting before becomes free for the first in line."""
    invitation = _reread(invitation)
    _refuse_when_closed(invitation, at)
    registration = Registration.objects.filter(participant=invitation.participant).first()
    if registration and registration.status not in {Status.CANCELLED, Status.REJECTED}:
        registrations.cancel(registration, by=by, at=at, reason=reason)
    if invitation.answer != InvitationAnswer.DECLINED or invitation.decline_reason != reason:
        _answer(invitation, InvitationAnswer.DECLINED, "invitation.declined", by=by, at=at, reason=reason)
    return invitation


def _known_or_new(conference, email, details, *, by, at):
    email = email.strip()
    known = conference.participants.filter(email__iexact=email).select_related("invitation").first()
    if known is None:
        return participants.add_participant(conference, by=by, at=at, email=email, **details)
    given = {name: value for name, value in details.items() if value}
    changed = participants.change_participant(known, by=by, at=at, **given)
    changed.conference = conference
    return changed


def _reread(invitation):
    conference = places.lock(invitation.conference)
    invitation = conference.invitations.with_participant().get(pk=invitation.pk)
    invitation.conference = invitation.participant.conference = conference
    return invitation


def _refuse_when_closed(invitation, at):
    if invitation.revoked_at:
        raise NotPossible("The organisers have withdrawn this invitation.")
    if not rules.may_answer(invitation, at):
        raise NotPossible("The date by which to answer has passed.")


def _send(invitation, *, by, at):
    invitation.message = emails.send_invitation(invitation, by=by, at=at)
    invitation.save(update_fields=["message"])


def _answer(invitation, answer, verb, *, by, at, reason=""):
    before = invitation.answer
    invitation.answer = answer
    invitation.answered_at = at
    invitation.decline_reason = reason[:500]
    invitation.save(update_fields=["answer", "answered_at", "decline_reason"])
    audit.record(
        verb,
        invitation,
        conference=invitation.conference,
        by=by,
        at=at,
        before={"answer": before},
        after={"answer": str(answer)},
        reason=invitation.decline_reason,
    )
