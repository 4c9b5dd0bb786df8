"""What changes the people themselves: who they are, whom they represent, how they are reached."""

from django.db import IntegrityError, transaction

from conference import audit
from lib.refusal import NotPossible
from participants import places
from participants.actions.links import revoke_links_of
from participants.actions.organisations import add_organisation
from participants.details import PERSONAL, fill_in, plain
from participants.models import Participant

MOVES = {"organisation", "new_organisation", "delegation"}  # what decides from where a place is taken


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
    fill_in(participant, _with_organisation(details, conference, by=by, at=at))
    _refuse_without_name(participant)
    participant.save(force_insert=True)
    audit.record("participant.added", participant, conference=conference, by=by, at=at)
    return participant


@transaction.atomic
def change_participant(participant: Participant, *, by, at, **details) -> Participant:
    """Change a person's details; nothing is written when nothing differs. A new address gets new links.

    Who holds a place cannot move to a sector or a delegation that has none left.
    """
    before_moving = places.excess(places.lock(participant.conference)) if MOVES & set(details) else None
    participant = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("organisation", "delegation__organisation", "conference")
        .get(pk=participant.pk)
    )
    before = plain(participant)
    fill_in(participant, _with_organisation(details, participant.conference, by=by, at=at))
    _refuse_without_name(participant)
    old, new = audit.changes(before, plain(participant))
    if not new:
        return participant
    try:
        with transaction.atomic():
            participant.save(update_fields=[*new, "search_key", "sort_key"])
    except IntegrityError:
        raise _address_is_taken(participant.email) from None
    if before_moving is not None and MOVES & set(new):
        places.refuse_excess(participant.conference, before_moving)
    old, new = audit.keep_back(old, new, PERSONAL)
    audit.record(
        "participant.changed", participant, conference=participant.conference, by=by, at=at, before=old, after=new
    )
    if old.get("email") and old["email"].lower() != new["email"].lower():
        revoke_links_of(participant, by=by, at=at, reason="The address has changed.")
    return participant


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
