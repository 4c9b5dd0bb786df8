"""Addresses of the whole site (docs/architecture.md lists them for people)."""

from django.conf import settings
from django.urls import include, path

from lib.faults import policy_report

urlpatterns = [
    path("", include("sessions.urls")),  # first: the agenda is what is asked for most
    path("account/", include("accounts.urls")),
    path("", include("correspondence.urls")),
    path("", include("participants.urls")),
    path("", include("reports.urls")),
    path("", include("conference.urls")),
    path("policy-report/", policy_report, name="policy_report"),
]
handler500 = "lib.faults.server_error"

if settings.DEBUG:
    from lib.styleguide import styleguide

    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]
