"""What changes the people themselves: who they are, whom they represent, how they are reached."""

from django.db import IntegrityError, transaction

from conference import audit
from conference.statements import insert
from lib.refusal import NotPossible, still_there
from participants import places
from participants.actions import line
from participants.actions.answers import release_after_move
from participants.actions.links import revoke_links_of
from participants.actions.organisations import add_organisation
from participants.choices import RegistrationStatus as Status
from participants.details import PERSONAL, fill_in, note_consent, plain
from participants.models import Participant

MOVES = {"organisation", "new_organisation", "delegation"}  # what decides from where a place is taken
COUNTED = [Status.CONFIRMED, Status.WAITLISTED]  # who moves with a place, or may get one by moving


@transaction.atomic
def add_participant(conference, *, by, at, **details) -> Participant:
    """Add a person to a conference; the names are kept to the letter.

    `details` are fields of Participant; `new_organisation` (fields of Organisation) puts one into the dictionary first.
    """
    details = _with_organisation(details, conference, by=by, at=at)
    try:
        with transaction.atomic():
            return insert_participant(conference, by=by, at=at, **details)
    except IntegrityError:
        raise _address_is_taken(details.get("email", "")) from None


def insert_participant(conference, *, by, at, **details) -> Participant:
    """Do what `add_participant` says, for an action that looked before whether the address is free.

    Should it be taken in the same moment, IntegrityError ends the whole action.
    """
    participant = Participant(conference=conference, created_at=at)
    details = _with_organisation(details, conference, by=by, at=at)
    fill_in(participant, details)
    note_consent(participant, False, details, at)
    _join(participant, details)
    _refuse_without_name(participant)
    insert(participant)
    audit.record("participant.added", participant, conference=conference, by=by, at=at)
    return participant


@transaction.atomic
def change_participant(participant: Participant, *, by, at, **details) -> Participant:
    """Change a person's details; nothing is written when nothing differs. A new address gets new links.

    Who holds a place cannot move to a sector or a delegation that has none left; a place that becomes free by moving
    goes to the first in line.
    """
    conference = places.lock(participant.conference)
    before = places.excess(conference) if MOVES & set(details) else {}
    participant, changed = rewrite(participant, by=by, at=at, **details)
    if MOVES & changed:
        places.refuse_excess(conference, before)
        if conference.registrations.filter(participant=participant, status__in=COUNTED).exists():
            line.fill(conference, by=by, at=at)
    return participant


def rewrite(participant: Participant, *, by, at, **details) -> tuple[Participant, set[str]]:
    """Do what `change_participant` says apart from the places, inside an action that sees to them.

    Return the participant and which details have changed. Who leaves an organisation for another leaves its delegation
    too, and belongs to the other's if it has one, unless `details` name a delegation.
    """
    related = ("organisation", "delegation__organisation", "conference")
    locked = Participant.objects.select_for_update(of=("self",)).select_related(*related)
    participant = still_there(locked, pk=participant.pk)
    before, former, was_listed = plain(participant), participant.organisation, participant.is_listed
    fill_in(participant, _with_organisation(details, participant.conference, by=by, at=at))
    note_consent(participant, was_listed, details, at)
    if participant.organisation != former:
        if participant.delegation and participant.delegation.organisation == former and "delegation" not in details:
            participant.delegation = None
        _join(participant, details)
    _refuse_without_name(participant)
    old, new = audit.changes(before, plain(participant))
    if not new:
        return participant, set()
    try:
        with transaction.atomic():
            participant.save(update_fields=[*new, "consented_at", "search_key", "sort_key"])
    except IntegrityError:
        raise _address_is_taken(participant.email) from None
    changed = set(new)
    old, new = audit.keep_back(old, new, PERSONAL)
    audit.record(
        "participant.changed", participant, conference=participant.conference, by=by, at=at, before=old, after=new
    )
    if "organisation" in changed:
        release_after_move(participant.conference, participant, by=by, at=at)
    if old.get("email") and old["email"].lower() != new["email"].lower():
        revoke_links_of(participant, by=by, at=at, reason="The address has changed.")
    return participant, changed


def _join(participant, details):
    """Put somebody into the delegation of the organisation, so that its seats hold for everybody who represents it."""
    if "delegation" in details:
        return
    delegation = places.delegation_for(participant.conference, participant.organisation)
    if delegation and delegation.pk != participant.delegation_id:
        participant.delegation = delegation
        participant.delegation_position = delegation.members.count() + 1


def _with_organisation(details, conference, *, by, at):
    new = details.pop("new_organisation", None)
    if new:
        return details | {"organisation": add_organisation(conference=conference, by=by, at=at, **new)}
    return details


def _refuse_without_name(participant):
    if not participant.family_name:
        raise NotPossible("A participant needs a name; a single name is the family name.")


def _address_is_taken(email):
    return NotPossible(f"Somebody with the address {email} takes part already.", field="email")
