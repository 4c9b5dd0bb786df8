"""Pages of correspondence, one file per noun."""

from correspondence.views.health import health
from correspondence.views.mailbox import mailbox, mailbox_file, mailbox_html, mailbox_message
from correspondence.views.messages import cancel, message, message_html, message_list, send_again

__all__ = [
    "cancel",
    "health",
    "mailbox",
    "mailbox_file",
    "mailbox_html",
    "mailbox_message",
    "message",
    "message_html",
    "message_list",
    "send_again",
]
