"""What no history keeps, told to the log: who signed in, who failed to, what was set up and removed; who was refused.

Accounts belong to no conference, and reading writes no history. Users are named by their number, never by what was typed.
"""

import logging

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied

logger = logging.getLogger(__name__)


def _tell(what):
    def tell(sender, request=None, user=None, **kwargs):
        who = f"user {user.pk}" if user and user.pk else "nobody known"
        logger.info("%s: %s, from %s", what, who, _place(request))

    return tell


def refused(request, what: str) -> None:
    """Tell that somebody asked for a page for which their role does not do."""
    page = request.resolver_match.view_name if request.resolver_match else "a page"
    logger.info("refused: user %s, %s %s of %s, from %s", request.user.pk, request.method, page, what, _place(request))


def taken(request, what: str) -> None:
    """Tell that somebody has opened what holds the names of many people."""
    logger.info("taken: user %s, %s, from %s", request.user.pk, what, _place(request))


def _place(request):
    try:
        return get_adapter().get_client_ip(request)
    except (AttributeError, PermissionDenied):  # no request, or one that came from no address
        return "this machine"


TOLD = [
    (user_logged_in, _tell("signed in")),
    (user_logged_out, _tell("signed out")),
    (user_login_failed, _tell("failed to sign in")),
    (account.password_changed, _tell("changed the password")),
    (account.password_reset, _tell("chose the password anew")),
    (factors.authentication_failed, _tell("gave a wrong second factor")),
    (factors.authenticator_added, _tell("set up a second factor")),
    (factors.authenticator_removed, _tell("removed a second factor")),
    (factors.authenticator_reset, _tell("made new recovery codes")),
]


def begin():
    """Listen from now on."""
    for signal, tell in TOLD:
        signal.connect(tell, weak=False, dispatch_uid=f"journal {id(tell)}")
