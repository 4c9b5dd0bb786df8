"""A mailbox in a folder, for trying Plenary without a mail server: what would be sent lands in a Maildir."""

import mailbox
from email import message_from_binary_file, policy

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """A mail backend of Django that writes each message into the Maildir below MAILBOX_DIR."""

    def send_messages(self, email_messages):
        box = mailbox.Maildir(settings.MAILBOX_DIR, create=True)
        for message in email_messages:
            received = mailbox.MaildirMessage(message.message().as_bytes())
            received["Delivered-To"] = ", ".join(message.to)
            box.add(received)
        return len(email_messages)


def messages():
    """Return the mailbox's messages, newest first, as (key, EmailMessage)."""
    if not settings.MAILBOX_DIR.exists():
        return []
    box = mailbox.Maildir(settings.MAILBOX_DIR, factory=_parse, create=False)
    newest_first = sorted(box.keys(), key=lambda key: _written_at(box, key), reverse=True)
    return [(key, box[key]) for key in newest_first]


def message(key: str):
    """Return one message of the mailbox as an EmailMessage, or None."""
    return dict(messages()).get(key)


def _parse(file):
    return message_from_binary_file(file, policy=policy.default)


def _written_at(box, key):
    # Maildir's unique names start with the time of writing in seconds, then microseconds after "M".
    seconds, _, rest = key.partition(".")
    return int(seconds), rest
