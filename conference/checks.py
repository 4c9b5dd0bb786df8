"""System checks: a view that does not say who may open it stops the start."""

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
