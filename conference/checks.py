"""System checks: a view that does not say who may open it stops the start; what an office must set is asked for."""

from email.utils import parseaddr

from django.conf import settings
from django.core import checks
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

OURS = {"accounts", "conference", "correspondence", "participants", "sessions", "reports", "demo", "lib"}


def leaves(patterns):
    """Yield every URL pattern that leads to a view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns)
        else:
            yield pattern


@checks.register(checks.Tags.security)
def every_view_declares_its_access(app_configs, **kwargs):
    """Find views of ours without @allow, @public or @personal_link."""
    return [
        checks.Error(
            f"{pattern.callback.__module__}.{pattern.callback.__name__} is open to anyone.",
            hint="Decorate it with @allow(rule), @personal_link(purpose), or @public if it should be.",
            id="conference.E001",
        )
        for pattern in leaves(get_resolver().url_patterns)
        if pattern.callback.__module__.partition(".")[0] in OURS and not hasattr(pattern.callback, "access")
    ]


@checks.register(checks.Tags.security, deploy=True)
def the_site_has_a_real_address(app_configs, **kwargs):
    """Find an installation that would mail links which open nowhere."""
    if settings.IS_HTTPS:
        return []
    return [
        checks.Warning(
            "SITE_URL does not start with https://: personal links would travel unprotected.",
            hint="Set SITE_URL to the public address of this installation.",
            id="conference.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def letters_leave_the_house(app_configs, **kwargs):
    """Find an installation in use whose messages end in a folder of this machine."""
    if settings.DEBUG or not settings.HAS_LOCAL_MAILBOX:
        return []
    return [
        checks.Warning(
            "EMAIL_URL is missing: messages go to a local mailbox and reach nobody.",
            hint="Set EMAIL_URL to the mail server, such as smtp+tls://user:password@mail.example.org:587.",
            id="conference.W002",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def the_sender_has_a_real_address(app_configs, **kwargs):
    """Find a sender that other mail servers refuse, and to whom no delivery report can come back."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if "." in domain:
        return []
    return [
        checks.Warning(
            f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL}: other mail servers refuse a sender without a domain.",
            hint='Set DEFAULT_FROM_EMAIL to an address of yours, such as "Conference office <office@example.org>".',
            id="conference.W003",
        )
    ]
