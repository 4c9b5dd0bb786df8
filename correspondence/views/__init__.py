"""Pages of correspondence, one file per noun."""

from correspondence.views.health import live, ready
from correspondence.views.letters import letter_list, letter_sample, letterhead, make_again
from correspondence.views.mailbox import mailbox, mailbox_file, mailbox_html, mailbox_message
from correspondence.views.mailings import (
    cancel_mailing,
    change_mailing,
    mailing,
    mailing_list,
    new_mailing,
    pause_mailing,
    resume_mailing,
    start_mailing,
)
from correspondence.views.messages import (
    address,
    cancel,
    message,
    message_file,
    message_html,
    message_list,
    send_again,
)
from correspondence.views.reminders import new_reminder, remove_reminder
from correspondence.views.service import service
from correspondence.views.texts import restore_text, text, text_html, text_list, try_out
from correspondence.views.unsubscribe import unsubscribe

__all__ = [
    "address",
    "cancel",
    "cancel_mailing",
    "change_mailing",
    "letter_list",
    "letter_sample",
    "letterhead",
    "live",
    "mailbox",
    "mailbox_file",
    "mailbox_html",
    "mailbox_message",
    "mailing",
    "mailing_list",
    "make_again",
    "message",
    "message_file",
    "message_html",
    "message_list",
    "new_mailing",
    "new_reminder",
    "pause_mailing",
    "ready",
    "remove_reminder",
    "restore_text",
    "resume_mailing",
    "send_again",
    "service",
    "start_mailing",
    "text",
    "text_html",
    "text_list",
    "try_out",
    "unsubscribe",
]
