"""What the agenda shows on a conference's overviews and on a participant's own page."""

from django.urls import reverse

from conference.panels import Panel
from lib import links
from sessions import queries
from sessions.facts import reading


def public(conference, user, at):
    """The sessions of each day in brief, breaks left out; nothing before the first release."""
    release = queries.latest_release(conference)
    if not release:
        return []
    agenda = reading.agenda(reading.items(release.snapshot["sessions"], conference.zone), conference.zone)
    clock = reading.clock(conference.zone, agenda.items, otherwise=at)
    return [Panel("sessions/_public_panel.html", {"agenda": agenda, "clock": clock}, position=20)]


def desk(conference, user, at):
    """A word when readers see an older agenda than the team has written."""
    candidate = queries.candidate(conference, at)
    if not candidate.differs:
        return []
    return [Panel("sessions/_desk_panel.html", {"candidate": candidate}, position=30)]


def personal(registration):
    """The way to the own agenda, once there is one to pick from."""
    if not queries.latest_release(registration.conference):
        return None
    link = links.make("participants:me", registration.pk, registration.link_version)
    return "My agenda", reverse("sessions:my_agenda", kwargs={"link": link})
