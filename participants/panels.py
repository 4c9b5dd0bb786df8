"""What registrations and invitations show on a conference's overviews."""

from urllib.parse import urlencode

from django.urls import reverse

from conference.choices import Phase
from conference.panels import Panel
from participants import facts, queries
from participants.choices import InvitationState, RegistrationStatus


def public(conference, user, at):
    """The way to register, as long as registration is open."""
    if conference.phase(at) != Phase.REGISTRATION_OPEN:
        return None
    closes = conference.registration_closes_at
    context = {"closes": closes and facts.deadline(closes, conference.zone)}
    return Panel("participants/_public_panel.html", context, position=5)


def desk(conference, user, at):
    """The figures of a conference's people, each a link to the list that it counts; and what needs attention."""
    figures = queries.figures(conference, at)
    lists = {
        name: reverse(f"participants:{name}", kwargs={"conference": conference.slug})
        for name in ("registration_list", "invitation_list")
    }

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
        ("Invited, no answer yet", figures.by_state[InvitationState.SENT], link("invitation_list", state="sent")),
    ]
    attention = [
        (count, one, many, link(name, **query))
        for count, one, many, name, query in [
            (
                figures.by_status[RegistrationStatus.PENDING],
                "registration waits for a decision",
                "registrations wait for a decision",
                "registration_list",
                {"status": "pending"},
            ),
            (
                figures.by_state[InvitationState.FAILED],
                "invitation was not delivered",
                "invitations were not delivered",
                "invitation_list",
                {"state": "failed"},
            ),
            (
                figures.by_state[InvitationState.EXPIRED],
                "invitation ran out without an answer",
                "invitations ran out without an answer",
                "invitation_list",
                {"state": "expired"},
            ),
        ]
        if count
    ]
    context = {"stats": stats, "attention": attention, "figures": figures, "capacity": conference.capacity}
    return Panel("participants/_desk_panel.html", context, position=10)
