"""The verbs of correspondence. Delivery itself is in delivery.py: it follows what the mail server says, not a person."""

from correspondence.actions.erasure import erase_messages
from correspondence.actions.letters import enclose, erase_confidential_files, make_again, set_letterhead
from correspondence.actions.mailings import (
    cancel_mailing,
    change_mailing,
    pause,
    prepare,
    resume,
    send_together,
    start,
    write_next,
)
from correspondence.actions.messages import cancel, opt_out, send_again, take_in, write
from correspondence.actions.reminders import add_reminder, remind, remove_reminder
from correspondence.actions.texts import restore, take_over, try_out, word

__all__ = [
    "add_reminder",
    "cancel",
    "cancel_mailing",
    "change_mailing",
    "enclose",
    "erase_confidential_files",
    "erase_messages",
    "make_again",
    "opt_out",
    "pause",
    "prepare",
    "remind",
    "remove_reminder",
    "restore",
    "resume",
    "send_again",
    "send_together",
    "set_letterhead",
    "start",
    "take_in",
    "take_over",
    "try_out",
    "word",
    "write",
    "write_next",
]
