"""The messages of the agenda: one function and one folder of templates for each kind."""

from datetime import datetime

from django.utils.formats import date_format

from conference import facts as conference_facts
from conference.models import Conference
from correspondence import actions as correspondence
from correspondence.emails import render
from lib.calendars import calendar
from participants import facts as participant_facts
from sessions.facts import differences, entries, reading
from sessions.facts.notices import Notice
from sessions.models import AgendaRelease, SpeakerProfile, SpeakerRole

SPEAKER_PURPOSE = "sessions:speaker"


def release_text(notice: Notice, conference: Conference) -> tuple[str, str, str]:
    """Return subject, text and HTML of what a release means to one person."""
    zone = conference.zone
    lines = [
        {
            "label": line.label,
            "title": line.entry["title"],
            "role": line.role_label,
            "now": differences.when(line.entry, zone),
            "before": differences.when(line.difference.before, zone) if line.change == "moved" else "",
            "is_cancelled": line.change == "cancelled",
        }
        for line in notice.lines
    ]
    return render("sessions/emails/agenda_changed", _context(notice.participant, conference) | {"lines": lines})


def release_calendar(notice: Notice, conference: Conference, frozen: dict, turns: list[datetime]) -> tuple[str, str]:
    """Return the calendar part and its method: what is new or moved (REQUEST), then what is taken back (CANCEL).

    Without an address of the conference nobody can invite, so the entries are only published.
    """
    participant = notice.participant
    people = {}
    if conference.contact_email:
        people = {
            "organizer": (conference.contact_email, conference.contact_name or str(conference)),
            "attendee": (participant.email, participant.name),
        }
    invited = reading.items((line.entry for line in notice.invited), conference.zone)
    gone = [_taken_back(line, frozen) for line in notice.cancelled]
    parts = {
        "REQUEST": entries.of_items(conference, invited, turns=turns, **people),
        "CANCEL": [entries.of_cancelled(conference, entry, turns=turns, **people) for entry in gone],
    }
    if not people:
        parts = {"PUBLISH": parts["REQUEST"] + parts["CANCEL"]}
    parts = {method: found for method, found in parts.items() if found}
    files = [
        calendar(found, name=str(conference), zone=conference.zone, method=method) for method, found in parts.items()
    ]
    return "".join(files), next(iter(parts), "")


def send_release(release: AgendaRelease, notice: Notice, *, turns: list[datetime], by, at):
    """Write to one person, once for a release, what it means to them; `turns` as entries.of_items takes them."""
    conference, participant = release.conference, notice.participant
    subject, text, html = release_text(notice, conference)
    calendar_text, method = release_calendar(notice, conference, release.snapshot, turns)
    return correspondence.write(
        conference=conference,
        kind="agenda_changed",
        occasion=f"agenda-release:{release.pk}",
        to_email=participant.email,
        to_name=participant.name,
        subject=subject,
        text=text,
        html=html,
        calendar=calendar_text,
        calendar_method=method,
        reply_to=conference.contact_email,
        language=participant.language,
        by=by,
        at=at,
    )


def send_speaker_link(profile: SpeakerProfile, roles: list[SpeakerRole], *, by, at):
    """Ask a speaker to confirm, with the link to the own page; each asking is an occasion of its own."""
    participant = profile.participant
    conference = participant.conference
    zone = conference.zone
    lines = [
        {"title": role.session.title, "role": role.get_role_display(), "when": _when(role.session, zone)}
        for role in roles
    ]
    subject, text, html = render("sessions/emails/speaker_link", _context(participant, conference) | {"lines": lines})
    return correspondence.write(
        conference=conference,
        kind="speaker_link",
        occasion=f"speaker-link:{profile.pk}:{at:%Y%m%dT%H%M%S%f}",
        to_email=participant.email,
        to_name=participant.name,
        subject=subject,
        text=text,
        html=html,
        link=(SPEAKER_PURPOSE, profile.pk, profile.link_version),
        reply_to=conference.contact_email,
        language=participant.language,
        by=by,
        at=at,
    )


def _when(session, zone):
    if not session.starts_at:
        return "Time to be announced"
    starts_at, ends_at = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    return f"{date_format(starts_at.date(), 'l j F Y')}, {starts_at:%H:%M}–{ends_at:%H:%M}"


def _taken_back(line, frozen):
    """Return the entry as the release keeps it, since its sequence says that it is newer."""
    kept = {entry["pk"]: entry for entry in frozen["cancelled"] + frozen["sessions"]}
    return (line.difference.before or line.entry) | {
        name: kept[line.entry["pk"]][name] for name in ("sequence", "changed_at")
    }


def _context(participant, conference):
    return {
        "conference": conference,
        "participant": participant,
        "salutation": participant_facts.salutation(participant),
        "dates": conference_facts.date_range(conference.starts_on, conference.ends_on),
        "venue": conference_facts.venue(conference),
        "sender": conference.contact_name or str(conference),
        "clock": f"{conference.time_zone.rpartition('/')[2].replace('_', ' ')}",
    }
