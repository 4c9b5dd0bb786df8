"""Sending somebody in one's place: through the own link, to a person who then answers by a link of their own."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants import emails, locks, places, queries, rules
from participants.actions import links, participants, registrations
from participants.actions.invitations import answer, send
from participants.choices import InvitationAnswer
from participants.choices import RegistrationStatus as Status
from participants.models import Invitation, Registration

MOST_HANDS = 2  # from the one who was invited to a second, from the second to a third
MOST_PEOPLE = 3  # of whom one holder of a link may name one after the other


@transaction.atomic
def pass_on(invitation: Invitation, *, email: str, family_name: str, given_name="", honorific="", by, at) -> Invitation:
    """Send somebody in one's place: the named person gets an invitation and a link of their own.

    A place that was taken before becomes free. Who is invited or registered already is told so by e-mail and gets
    nothing else: an address that fits changes nobody's data and grants nothing. Return the invitation passed on.
    """
    invitation = locks.invitation(invitation)
    locks.refuse_when_closed(invitation, at)
    email = email.strip()
    _refuse_whom_it_cannot_go_to(invitation, email)
    standing = queries.standing_successor(invitation)
    if standing and standing.participant.email.lower() == email.lower():
        return invitation
    locks.refuse_when_somebody_comes(standing)
    if invitation.successors.count() >= MOST_PEOPLE:
        raise NotPossible("You have named several people already. Please write to the organisers.")
    if standing:
        links.withdraw(standing, by=by, at=at)
    _give_up_the_place(invitation, by=by, at=at)
    name = {"honorific": honorific, "given_name": given_name, "family_name": family_name}
    invitation.delegated_to = _offer_to(invitation, email, name, by=by, at=at)
    invitation.save(update_fields=["delegated_to"])
    answer(invitation, InvitationAnswer.DELEGATED, "invitation.passed_on", by=by, at=at)
    return invitation


@transaction.atomic
def refuse_replacement(invitation: Invitation, *, by, at, reason: str = "") -> Invitation:
    """Take back, for the organisers, that somebody comes in another's place: the first is asked again."""
    invitation = locks.invitation(invitation)
    if invitation.answer != InvitationAnswer.DELEGATED:
        raise NotPossible(f"{invitation.participant} sends nobody else.")
    standing = queries.standing_successor(invitation)
    locks.refuse_when_somebody_comes(standing, instead="Cancel that registration first.")
    if standing:
        links.withdraw(standing, by=by, at=at, reason=reason)
    invitation.answer, invitation.answered_at, invitation.delegated_to = "", None, None
    invitation.save(update_fields=["answer", "answered_at", "delegated_to"])
    emails.send_replacement_refused(invitation, by=by, at=at)
    audit.record(
        "invitation.replacement_refused",
        invitation,
        conference=invitation.conference,
        by=by,
        at=at,
        reason=reason[:500],
    )
    return invitation


def _refuse_whom_it_cannot_go_to(invitation, email):
    if email.lower() == invitation.participant.email.lower():
        raise NotPossible("This is your own address. Enter the address of the other person.", field="email")
    hands = queries.hands_before(invitation, MOST_HANDS)
    if len(hands) >= MOST_HANDS:
        raise NotPossible("The invitation was passed on before; please write to the organisers.")
    if email.lower() in {hand.participant.email.lower() for hand in hands}:
        raise NotPossible("This is the person who has passed the invitation on to you.", field="email")


def _give_up_the_place(invitation, *, by, at):
    registration = Registration.objects.filter(participant=invitation.participant).first()
    if registration and registration.status not in {Status.CANCELLED, Status.REJECTED}:
        registrations.cancel(registration, by=by, at=at, reason="Somebody else comes instead.", notify=False)


def _offer_to(invitation, email, name, *, by, at):
    """Invite the person with this address, whom the conference may know; return the participant."""
    conference, first = invitation.conference, invitation.participant
    known = conference.participants.filter(email__iexact=email).select_related("invitation", "registration").first()
    if known:
        known.conference = conference
        earlier = getattr(known, "invitation", None)
        if earlier and earlier.in_place_of_id == invitation.pk and not hasattr(known, "registration"):
            _open_again(earlier, invitation, by=by, at=at)
            return known
        if earlier or hasattr(known, "registration"):
            emails.send_known_already(known, by=by, at=at)
            return known
    person = known or participants.add_participant(
        conference,
        email=email,
        organisation=first.organisation,
        country=first.country,
        delegation=first.delegation,
        delegation_role=first.delegation_role,
        delegation_position=first.delegation_position,
        by=by,
        at=at,
        **name,
    )
    person.conference = conference
    _invite(person, invitation, by=by, at=at)
    return person


def _invite(person, invitation, *, by, at):
    conference = invitation.conference
    successor = Invitation.objects.create(
        conference=conference,
        participant=person,
        note=f"{invitation.participant.formal_name} cannot take part and asks you to come instead.",
        has_letter=invitation.has_letter,
        letter_language=invitation.letter_language,
        in_place_of=invitation,
        created_at=at,
        expires_at=rules.answer_deadline(conference, invitation),
    )
    send(successor, by=by, at=at)
    audit.record("invitation.sent", successor, conference=conference, by=by, at=at)


def _open_again(successor, invitation, *, by, at):
    """Name the same person once more, after another: the withdrawn invitation stands again, with a new link."""
    successor = locks.invitation(successor)
    successor.revoked_at, successor.answer, successor.answered_at = None, "", None
    successor.expires_at = rules.answer_deadline(invitation.conference, invitation)
    successor.save(update_fields=["revoked_at", "answer", "answered_at", "expires_at"])
    send(successor, by=by, at=at)
    audit.record("invitation.sent_again", successor, conference=invitation.conference, by=by, at=at)


@transaction.atomic
def note_opened(invitation: Invitation, *, by, at) -> None:
    """Keep when the page behind an invitation's link was first used by hand (docs/adr). It is no answer: no history."""
    places.lock(invitation.conference)
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=at)
