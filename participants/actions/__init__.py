"""What changes organisations, participants, invitations and registrations. One module per noun; callers import from here."""

from participants.actions.invitations import accept, decline, invite, renew, revoke, send_again
from participants.actions.organisations import add_organisation
from participants.actions.participants import add_participant, change_participant
from participants.actions.registrations import (
    cancel,
    change_status,
    check_in,
    confirm,
    fill_free_places,
    register,
    reinstate,
    reject,
    undo_check_in,
    waitlist,
)

__all__ = [
    "accept",
    "add_organisation",
    "add_participant",
    "cancel",
    "change_participant",
    "change_status",
    "check_in",
    "confirm",
    "decline",
    "fill_free_places",
    "invite",
    "register",
    "reinstate",
    "reject",
    "renew",
    "revoke",
    "send_again",
    "undo_check_in",
    "waitlist",
]
