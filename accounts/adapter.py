"""How django-allauth behaves in Plenary."""

import atexit
import base64
import hashlib
import logging
import threading

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
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

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell a user what happened to the account; addresses are the users' own, not rows of allauth's."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are enciphered with the site's key, and the last one stays where one is asked for."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This installation asks everybody for a second factor. Set up another one first.",
        "cannot_generate_recovery_codes": "Recovery codes go with a second factor. Set one up first.",
        "incorrect_code": "The code is wrong or was used already. Enter the one that is shown now.",
    }

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        codes = Authenticator.Type.RECOVERY_CODES
        return not settings.SECOND_FACTOR_REQUIRED or others.exclude(type=codes).exists()

    def generate_authenticator_name(self, user, type):
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"


def _cipher():
    """The cipher of the site's key; what an earlier key enciphered can still be read."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.blake2b(b"second factors", key=hashlib.sha256(key.encode()).digest()) for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each.digest()[:32])) for each in derived])


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
