"""What changes organisations, participants, invitations and registrations. One module per noun; callers import from here."""

from participants.actions.bulk import change_many, tag_many, untag_many, write_to_many
from participants.actions.invitations import accept, decline, invite, renew, revoke, send_again
from participants.actions.organisations import (
    add_organisation,
    change_organisation,
    keep_organisations_apart,
    merge_organisations,
    undo_merge_of_organisations,
)
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
from participants.actions.saved_views import remove_view, save_view

__all__ = [
    "accept",
    "add_organisation",
    "add_participant",
    "cancel",
    "change_many",
    "change_organisation",
    "change_participant",
    "change_status",
    "check_in",
    "confirm",
    "decline",
    "fill_free_places",
    "invite",
    "keep_organisations_apart",
    "merge_organisations",
    "register",
    "reinstate",
    "reject",
    "remove_view",
    "renew",
    "revoke",
    "save_view",
    "send_again",
    "tag_many",
    "undo_check_in",
    "undo_merge_of_organisations",
    "untag_many",
    "waitlist",
    "write_to_many",
]
