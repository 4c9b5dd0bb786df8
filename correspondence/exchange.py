"""One connection to the mail server, over which many messages are handed over."""

import logging
import smtplib
from email.utils import parseaddr

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import get_connection
from django.core.mail.message import sanitize_address
from django.db import DatabaseError

from correspondence import emails, smtp
from correspondence.models import Message
from lib import mime

NOT_ABOUT_THE_MESSAGE = (SoftTimeLimitExceeded, DatabaseError, MemoryError)
logger = logging.getLogger(__name__)


class Exchange:
    """One connection to the mail server, kept over many messages and opened anew after a break."""

    def __init__(self):
        self.connection = get_connection()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.connection.close()
        except OSError as error:
            logger.info("The mail server was gone before the connection was closed: %s", error)

    def hand_over(self, message: Message, at) -> smtp.Answer:
        """Hand one message over; return the server's answer. Only what is no fault of message or server is raised."""
        try:
            self._send(emails.as_mail(message, at=at))
        except NOT_ABOUT_THE_MESSAGE:  # its lease runs out by itself
            self._drop()
            raise
        except Exception as error:  # whatever it is, it belongs to this message, and the next one gets its try
            answer = smtp.judge(error)
            if answer.is_about_the_server:
                self._drop()
            return answer
        return smtp.ACCEPTED

    def _send(self, mail):
        was_open = self.connection.open() is False
        try:
            self._pass(mail)
        except OSError as error:
            # Servers end connections that are old or have carried enough: once more, on a new one.
            if not was_open or smtp.is_timeout(error) or not smtp.judge(error).is_about_the_server:
                raise
            self._drop()
            self.connection.open()
            self._pass(mail)

    def _pass(self, mail):
        line = self._line()
        if line is None:  # mail leaves in another way, such as into the local mailbox
            self.connection.send_messages([mail])
        else:
            smtp.send(line, _on_envelope(mail.from_email), _on_envelope(mail.to[0]), mime.encode(mail))

    def _line(self) -> smtplib.SMTP | None:
        """The open connection to a mail server, where mail leaves by SMTP."""
        line = getattr(self.connection, "connection", None)
        return line if isinstance(line, smtplib.SMTP) else None

    def _drop(self):
        """Forget a connection that failed, without another word to the server."""
        if line := self._line():
            line.close()
            self.connection.connection = None


def _on_envelope(address: str) -> str:
    """Return an address as SMTP's commands name it: without a name, its domain in ASCII."""
    bare = parseaddr(address)[1]
    return bare if bare.isascii() else sanitize_address(bare, "utf-8")
