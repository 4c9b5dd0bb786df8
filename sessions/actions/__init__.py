"""The only writers of the agenda: sessions, speakers and their presentations, releases."""

from sessions.actions.clashes import Clashing, accept_clash, reopen_clash
from sessions.actions.editing import copy, following, shift, undo
from sessions.actions.picks import pick
from sessions.actions.releases import release
from sessions.actions.sessions import ChangedMeanwhile, add_session, change_session, move, remove, restore
from sessions.actions.speakers import (
    add_contribution,
    add_new_speaker,
    add_speaker,
    change_contribution,
    change_speaker,
    move_speaker,
    remove_contribution,
    remove_speaker,
)

__all__ = [
    "ChangedMeanwhile",
    "Clashing",
    "accept_clash",
    "add_contribution",
    "add_new_speaker",
    "add_session",
    "add_speaker",
    "change_contribution",
    "change_session",
    "change_speaker",
    "copy",
    "following",
    "move",
    "move_speaker",
    "pick",
    "release",
    "remove",
    "remove_contribution",
    "remove_speaker",
    "reopen_clash",
    "restore",
    "shift",
    "undo",
]
