"""What registrations and invitations show on a conference's overviews; what other apps show on a participant's page.

panels.personal.append(function)    (registration) -> (label, address) | None, a link on the participant's own page
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse

from conference.choices import Phase
from conference.panels import Panel
from conference.rules import may_work_the_desk
from lib import states
from participants import facts, places, plots, queries
from participants.choices import InvitationState, RegistrationStatus, Sector

personal: list[Callable] = []


def personal_links(registration) -> list[tuple[str, str]]:
    """Return where a participant's own page leads to in other apps, as (label, address)."""
    return [link for function in personal if (link := function(registration))]


def public(conference, user, at):
    """The way to register, as long as registration is open."""
    if conference.phase(at) != Phase.REGISTRATION_OPEN:
        return []
    context = {"closes": facts.deadline(conference.registration_ends_at, conference.zone)}
    return [Panel("participants/_public_panel.html", context, position=5)]


def desk(conference, user, at):
    """The figures of a conference's people, each a link to the list that it counts; what needs attention; and plots."""
    counted = queries.figures(conference, at)
    return [_figures(conference, user, counted), *_pictures(conference, at, counted)]


def _figures(conference, user, figures):
    lists = {
        name: reverse(f"participants:{name}", kwargs={"conference": conference.slug})
        for name in ("registration_list", "invitation_list", "fill_free_places", "delegation_list", "visa_request_list")
    }
    if not may_work_the_desk(user, conference):
        lists["fill_free_places"] = f"{lists['registration_list']}?status={RegistrationStatus.WAITLISTED}"

    def link(name, **query):
        return f"{lists[name]}?{urlencode(query)}" if query else lists[name]

    stats = [
        ("Confirmed", figures.by_status[RegistrationStatus.CONFIRMED], link("registration_list", status="confirmed")),
        ("Pending", figures.by_status[RegistrationStatus.PENDING], link("registration_list", status="pending")),
        (
            "Waiting list",
            figures.by_status[RegistrationStatus.WAITLISTED],
            link("registration_list", status="waitlisted"),
        ),
        (
            "Invited, no answer yet",
            figures.by_state[InvitationState.SENT] + figures.by_state[InvitationState.OPENED],
            link("invitation_list", state="unanswered"),
        ),
    ]
    attention = [
        (count, one, many, link(name, **query)) for count, one, many, name, query in _to_do(conference, figures)
    ]
    context = {"stats": stats, "attention": attention, "figures": figures, "capacity": conference.capacity}
    return Panel("participants/_desk_panel.html", context, position=10)


def _to_do(conference, figures):
    """Return what needs attention and is there: (count, for one, for many, name of the list, its filters)."""
    # Not who is offered a place already, nor whose sector or delegation has none; counted only where somebody waits.
    line = places.in_line(conference) if figures.by_status[RegistrationStatus.WAITLISTED] else None
    free = None if conference.capacity is None else max(conference.capacity - figures.held_count, 0)
    waiting = len(places.first_in_line(conference, line, free)) if line is not None else 0
    everything = [
        (
            figures.by_status[RegistrationStatus.PENDING],
            "registration waits for a decision",
            "registrations wait for a decision",
            "registration_list",
            {"status": "pending"},
        ),
        (
            figures.to_review_count,
            "change of a name or organisation waits for approval",
            "changes of names or organisations wait for approval",
            "registration_list",
            {"missing": "approval"},
        ),
        (
            waiting,
            "person waits although places are free",
            "people wait although places are free",
            "fill_free_places",
            {},
        ),
        (
            figures.by_state[InvitationState.FAILED] + figures.by_state[InvitationState.BOUNCED],
            "invitation was not delivered",
            "invitations were not delivered",
            "invitation_list",
            {"state": "undelivered"},
        ),
        (
            figures.by_state[InvitationState.EXPIRED],
            "invitation ran out without an answer",
            "invitations ran out without an answer",
            "invitation_list",
            {"state": "expired"},
        ),
        (
            figures.nomination_count,
            "nomination of a delegation waits to be checked",
            "nominations of delegations wait to be checked",
            "delegation_list",
            {"state": "submitted"},
        ),
        (
            figures.visa_count,
            "person waits for a letter for a visa",
            "people wait for a letter for a visa",
            "visa_request_list",
            {},
        ),
    ]
    return [each for each in everything if each[0]]


def _pictures(conference, at, figures):
    """Return the plots of registrations, once there are any: over time, by sector, by State; answers to invitations."""
    if not figures.by_day:
        return []
    registrations = reverse("participants:registration_list", kwargs={"conference": conference.slug})
    invitations = reverse("participants:invitation_list", kwargs={"conference": conference.slug})
    by_state = plots.by_either(figures.by_origin)
    context = {
        "growth": plots.growth(figures.by_day, min(at.astimezone(conference.zone).date(), conference.ends_on)),
        "registrations_url": registrations,
        "groups": [
            (heading, bars)
            for heading, bars in [
                (
                    "Confirmed, by sector",
                    plots.bars(
                        (
                            Sector(sector).label,
                            count,
                            f"{registrations}?{urlencode({'status': 'confirmed', 'sector': sector})}",
                        )
                        for sector, count in figures.by_sector.items()
                    ),
                ),
                (
                    "Confirmed, by State",
                    plots.bars(
                        (
                            states.name(code),
                            count,
                            f"{registrations}?{urlencode({'status': 'confirmed', 'state': code})}",
                        )
                        for code, count in by_state.items()
                    ),
                ),
                (
                    "Invitations",
                    plots.bars(
                        (InvitationState(state).label, count, f"{invitations}?{urlencode({'state': state})}")
                        for state, count in figures.by_state.items()
                    ),
                ),
            ]
            if bars
        ],
    }
    return [Panel("participants/_plots_panel.html", context, position=80)]
