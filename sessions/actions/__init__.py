"""The only writers of the agenda: sessions, speakers and their presentations, releases."""

from sessions.actions.clashes import Clashing, accept_clash, reopen_clash
from sessions.actions.editing import copy, shift
from sessions.actions.picks import pick
from sessions.actions.presentations import (
    add_contribution,
    change_contribution,
    copy_contribution,
    move_contribution,
    remove_contribution,
)
from sessions.actions.profiles import (
    KEPT_FOR,
    add_document,
    answer,
    ask_speakers,
    change_profile,
    forget_documents,
    put_back_document,
    register_speakers,
    remove_document,
    take_answer_back,
)
from sessions.actions.releases import release
from sessions.actions.sessions import ChangedMeanwhile, add_session, change_session, move, remove, restore
from sessions.actions.speakers import (
    add_new_speaker,
    add_speaker,
    change_speaker,
    move_speaker,
    remove_speaker,
)
from sessions.actions.undoing import undo

__all__ = [
    "KEPT_FOR",
    "ChangedMeanwhile",
    "Clashing",
    "accept_clash",
    "add_contribution",
    "add_document",
    "add_new_speaker",
    "add_session",
    "add_speaker",
    "answer",
    "ask_speakers",
    "change_contribution",
    "change_profile",
    "change_session",
    "change_speaker",
    "copy",
    "copy_contribution",
    "forget_documents",
    "move",
    "move_contribution",
    "move_speaker",
    "pick",
    "put_back_document",
    "register_speakers",
    "release",
    "remove",
    "remove_contribution",
    "remove_document",
    "remove_speaker",
    "reopen_clash",
    "restore",
    "shift",
    "take_answer_back",
    "undo",
]
