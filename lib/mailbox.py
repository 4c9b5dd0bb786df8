"""A mailbox in a folder, for trying Plenary without a mail server: what would be sent lands in a Maildir."""

import mailbox
import re
from email import message_from_binary_file, policy
from email.message import EmailMessage

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """A mail backend of Django that writes each message into the Maildir below MAILBOX_DIR."""

    def send_messages(self, email_messages):
        settings.MAILBOX_DIR.parent.mkdir(parents=True, exist_ok=True)
        box = mailbox.Maildir(settings.MAILBOX_DIR, create=True)
        for message in email_messages:
            received = mailbox.MaildirMessage(message.message().as_bytes())
            received["Delivered-To"] = ", ".join(message.to)
            box.add(received)
        return len(email_messages)


def keys() -> list[str]:
    """Return the names of the mailbox's messages, newest first."""
    if not settings.MAILBOX_DIR.exists():
        return []
    return sorted(_open().keys(), key=_written_at, reverse=True)


def message(key: str) -> EmailMessage | None:
    """Return one message of the mailbox, or None."""
    return _open().get(key) if settings.MAILBOX_DIR.exists() else None


def _open():
    return mailbox.Maildir(settings.MAILBOX_DIR, factory=_parse, create=False)


def _parse(file):
    return message_from_binary_file(file, policy=policy.default)


def _written_at(key):
    # Maildir's unique names begin with the second, "M" and the microsecond of writing, "P" and the process, "Q" and a count.
    return [int(number) for number in re.findall(r"\d+", key)[:4]]
