"""Notes verbales: a State or an organisation is asked, at its mission, to nominate whom it sends."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants import letter_emails, locks
from participants.actions.delegations import change_delegation
from participants.models import Delegation

OF_THE_MISSION = ["mission_name", "mission_address", "mission_email"]


@transaction.atomic
def send_note_verbale(
    delegation: Delegation,
    *,
    mission_name: str,
    mission_address: str,
    mission_email: str,
    note="",
    language="en",
    by,
    at,
) -> Delegation:
    """Ask for nominations by note verbale: the note goes as a letter with the message that holds the link.

    The mission is remembered with the organisation, for the next note. Where no focal point is known, the mission
    speaks for the delegation; a focal point who is known keeps the link, and the note goes to the mission all the same.
    """
    delegation = locks.delegation(delegation)
    if not delegation.is_open:
        raise NotPossible("The delegation is nominated already.")
    if delegation.message and delegation.message.is_waiting:
        raise NotPossible("The last message still waits to be sent.")
    _remember(
        delegation.organisation, mission_name, mission_address, mission_email, delegation.conference, by=by, at=at
    )
    if not delegation.focal_point_email:
        change_delegation(delegation, focal_point_name=mission_name, focal_point_email=mission_email, by=by, at=at)
        delegation = locks.delegation(delegation)
    delegation.message = letter_emails.send_note_verbale(delegation, note=note, language=language, by=by, at=at)
    delegation.save(update_fields=["message"])
    audit.record("nomination.asked_by_note", delegation, conference=delegation.conference, by=by, at=at)
    return delegation


def _remember(organisation, name, address, email, conference, *, by, at):
    before = audit.snapshot(organisation, OF_THE_MISSION)
    organisation.mission_name, organisation.mission_address = name.strip(), address.strip()
    organisation.mission_email = email.strip()
    old, new = audit.changes(before, audit.snapshot(organisation, OF_THE_MISSION))
    if new:
        organisation.save(update_fields=OF_THE_MISSION)
        audit.record("organisation.changed", organisation, conference=conference, by=by, at=at, before=old, after=new)
