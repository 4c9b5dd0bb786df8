"""What makes personal links useless: those of a person, and the invitation of somebody whose place was taken away."""

from contextlib import suppress

from django.db import transaction
from django.db.models import F

from conference import audit
from correspondence import actions as correspondence
from lib.refusal import NotPossible, still_there
from participants.models import Invitation, Participant, Registration
from participants.signals import links_revoked


@transaction.atomic
def revoke_links(registration: Registration, *, by, at, reason: str = "") -> Registration:
    """Make all links useless that were mailed to a participant so far; messages from now on carry new ones."""
    participant = still_there(Participant.objects.select_related("conference"), pk=registration.participant_id)
    revoke_links_of(participant, by=by, at=at, reason=reason)
    return registration


def revoke_links_of(participant: Participant, *, by, at, reason: str = "") -> None:
    """Do what `revoke_links` says inside another action; who has no link yet leaves no trace in the history."""
    conference = participant.conference
    registrations = conference.registrations.filter(participant=participant)
    drafts = conference.drafts.filter(reference__in=registrations.values("reference"))
    invitations = conference.invitations.filter(participant=participant)
    count = sum(each.update(link_version=F("link_version") + 1) for each in (registrations, drafts, invitations))
    answers = links_revoked.send(Participant, participant=participant, by=by, at=at)
    if count + sum(further for _, further in answers):
        audit.record("participant.links_revoked", participant, conference=conference, by=by, at=at, reason=reason)


def withdraw(invitation: Invitation, *, by, at, reason: str = "") -> None:
    """Withdraw an invitation, inside an action that holds the conference's lock: its link stops working."""
    if invitation.message and invitation.message.is_waiting:
        # A message that has just left cannot be called back; its link opens nothing from now on.
        with suppress(NotPossible):
            correspondence.cancel(invitation.message, by=by, at=at)
    invitation.revoked_at = at
    invitation.link_version += 1
    invitation.save(update_fields=["revoked_at", "link_version"])
    audit.record("invitation.revoked", invitation, conference=invitation.conference, by=by, at=at, reason=reason)


def withdraw_from(participant: Participant, *, by, at, reason: str = "") -> None:
    """Withdraw the invitation, if one stands, of somebody who lost the place to the team's decision."""
    standing = participant.conference.invitations.with_participant().filter(participant=participant, revoked_at=None)
    for invitation in standing:
        withdraw(invitation, by=by, at=at, reason=reason)
