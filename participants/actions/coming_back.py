"""What takes people back who cancelled by themselves and can come after all."""

from django.db import transaction

from lib.refusal import NotPossible, still_there
from participants import places, queries, rules
from participants.actions import invitations, registrations
from participants.choices import InvitationAnswer
from participants.models import Registration


@transaction.atomic
def register_again(registration: Registration, *, by, at) -> Registration:
    """Register somebody again who cancelled, at the end of the line; approved again where registrations need it.

    Who is invited, and may still answer, accepts the invitation by it. Who is registered stays as they are.
    """
    conference = places.lock(registration.conference)
    registration = still_there(conference.registrations.with_participant(), pk=registration.pk)
    if registration.status not in registrations.GONE:
        return registration
    if not queries.has_left_alone(registration):
        raise NotPossible("The organisers have ended this registration. Please write to them.")
    invitation = conference.invitations.filter(participant=registration.participant, revoked_at=None).first()
    if invitation and rules.may_answer(invitation, at):
        return invitations.accept(invitation, by=by, at=at)
    if not rules.is_registration_open(conference, at):
        raise NotPossible("Registration is closed. Please write to the organisers.")
    needs_approval = conference.is_moderated
    back = registrations.give_place(conference, registration.participant, needs_approval=needs_approval, by=by, at=at)
    if invitation and invitation.answer == InvitationAnswer.DECLINED:
        invitations.answer(invitation, InvitationAnswer.ACCEPTED, "invitation.accepted", by=by, at=at)
    return back
