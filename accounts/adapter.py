"""How django-allauth behaves in Plenary."""

import atexit
import logging
import threading

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage

SECONDS_AT_THE_END = 5
logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by organisers, never by strangers; what is said is said in our words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "The e-mail address or the password is wrong.",
        "enter_current_password": "This is not your current password.",
        "incorrect_password": "This is not your password.",
        "too_many_login_attempts": "Too many attempts. Wait a few minutes, then try again.",
        "rate_limited": "Too many attempts. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def format_email_subject(self, subject):
        return subject

    def send_mail(self, template_prefix, email, context):
        """Send what allauth writes, without the request waiting for the mail server.

        The letter may carry a key that opens the account, so that it is never stored: when the server is away it is
        lost, and asked for again. The page says the same in each case, and for an address that nobody knows.
        """
        Letter(self.render_mail(template_prefix, email, {"email": email, "request": self.request, **context})).start()


class Letter(threading.Thread):
    """One e-mail on its way to the mail server."""

    def __init__(self, mail: EmailMessage):
        super().__init__(name="letter", daemon=True)
        self._mail = mail

    def run(self):
        try:
            self._mail.send()
        except OSError as error:  # what smtplib raises is one too
            logger.error("A letter about an account could not be sent: %s", error)


@atexit.register
def _finish():
    """Give letters that are just leaving a moment, when the process ends."""
    for thread in threading.enumerate():
        if isinstance(thread, Letter):
            thread.join(SECONDS_AT_THE_END)
