"""Fetches what notes can say of their conference; the pure modules compute on what it returns. Reads."""

from reports.starting import Known


def known_of(conference) -> Known:
    """Return what the front matter of a note can take from the data, in four queries."""
    starts = conference.sessions.published().placed().values_list("starts_at", flat=True)
    return Known(
        conference=conference,
        organizers=list(conference.organizers.in_order()),
        session_days=[moment.astimezone(conference.zone).date() for moment in starts],
        participant_count=took_part(conference).count(),
    )


def took_part(conference):
    """Return the registrations of those who took part: who arrived, or all confirmed when nobody was checked in."""
    confirmed = conference.registrations.confirmed()
    return confirmed.arrived() if confirmed.arrived().exists() else confirmed
