"""Taking what is about to be changed, under the conference's lock, and the refusals that follow from how it stands."""

from lib.refusal import NotPossible, still_there
from participants import places, rules
from participants.choices import InvitationAnswer
from participants.models import Import


def invitation(known):
    """Return an invitation anew, with its participant, under the lock of its conference."""
    conference = places.lock(known.conference)
    found = still_there(conference.invitations.with_participant(), pk=known.pk)
    found.conference = found.participant.conference = conference
    return found


def delegation(known):
    """Return a delegation anew, with its organisation, under the lock of its conference."""
    conference = places.lock(known.conference)
    found = still_there(conference.delegations.with_organisation(), pk=known.pk)
    found.conference = conference
    return found


def run(known):
    """Return an import anew, under the lock of its conference."""
    conference = places.lock(known.conference)
    found = still_there(Import.objects, pk=known.pk)
    found.conference = conference
    return found


def refuse_when_closed(found, at) -> None:
    """Refuse an answer to an invitation that was withdrawn or whose date has passed."""
    if found.revoked_at:
        raise NotPossible("The organisers have withdrawn this invitation.")
    if not rules.may_answer(found, at):
        raise NotPossible("The date by which to answer has passed.")


def refuse_when_somebody_comes(successor, *, instead="Please write to the organisers.") -> None:
    """Refuse what would take the place from under somebody who has accepted to come instead."""
    if successor and successor.answer == InvitationAnswer.ACCEPTED:
        raise NotPossible(f"{successor.participant.formal_name} has accepted to come instead. {instead}")
