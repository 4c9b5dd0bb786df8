"""The messages of the agenda: one function for each kind; the texts stand in correspondence/texts."""

from datetime import datetime

from conference.models import Conference
from correspondence import letter_words
from correspondence.facts import calendar_organizer
from correspondence.wording import paragraphs
from lib import zones
from lib.calendars import calendar
from participants.emails import text_to, write_to
from sessions.facts import differences, entries, reading
from sessions.facts.differences import Change
from sessions.facts.notices import LEFT, Notice
from sessions.models import AgendaRelease, SpeakerProfile, SpeakerRole

SPEAKER_PURPOSE = "sessions:speaker"


def release_text(notice: Notice, conference: Conference) -> tuple[str, str, str]:
    """Return subject, text and HTML of what a release means to one person."""
    language, zone = notice.participant.reads, conference.zone
    said = letter_words.words(language)["agenda"]
    titles = [letter_words.among(line.entry["title"], language) for line in notice.lines]
    headlines = [
        said["headline"].format(change=said[line.change], title=title)
        for line, title in zip(notice.lines, titles, strict=True)
    ]
    parts = []
    for line, headline in zip(notice.lines, headlines, strict=True):
        title = said["with_role"].format(title=headline, role=said[line.role]) if line.role else headline
        parts.append((title, _below(line, said, zone, language)))
    values = {
        "sessions": paragraphs(parts, language),
        "changes": headlines[0] if len(headlines) == 1 else said["several"],
        "clock": zones.place(zone),
    }
    return text_to(notice.participant, "agenda_changed", values)


def _below(line, said, zone, language):
    """Return what stands below the title of a session: when it is or was, and what that means to the person."""
    now = differences.when(line.entry, zone, language)
    if line.change == LEFT and line.is_picked:
        return [said["stays_chosen"].format(when=now)]
    if line.is_gone and line.role:
        return [said["not_expected"].format(when=now)]
    if line.change == Change.MOVED:
        before = differences.when(line.difference.before, zone, language)
        return [said["now"].format(when=now), said["before"].format(when=before)]
    return [now]


def release_calendar(notice: Notice, conference: Conference, frozen: dict, turns: list[datetime]) -> tuple[str, str]:
    """Return the calendar part and its method: what is new or moved (REQUEST), then what is taken back (CANCEL).

    Without an address of the conference nobody can invite, so the entries are only published.
    """
    participant = notice.participant
    people = {}
    if organizer := calendar_organizer(conference):
        people = {
            "organizer": organizer,
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
    conference = release.conference
    calendar_text, method = release_calendar(notice, conference, release.snapshot, turns)
    return write_to(
        notice.participant,
        "agenda_changed",
        f"agenda-release:{release.pk}",
        release_text(notice, conference),
        calendar=calendar_text,
        calendar_method=method,
        by=by,
        at=at,
    )


def send_speaker_link(profile: SpeakerProfile, roles: list[SpeakerRole], *, by, at):
    """Ask a speaker to confirm, with the link to the own page; each asking is an occasion of its own."""
    participant = profile.participant
    conference, language = participant.conference, participant.reads
    said = letter_words.words(language)["agenda"]
    parts = [
        (
            said["with_role"].format(title=letter_words.among(role.session.title, language), role=said[role.role]),
            [_when(role.session, language)],
        )
        for role in roles
    ]
    values = {"sessions": paragraphs(parts, language), "clock": zones.place(conference.zone)}
    return write_to(
        participant,
        "speaker_link",
        f"speaker-link:{profile.pk}:{at:%Y%m%dT%H%M%S%f}",
        text_to(participant, "speaker_link", values),
        link=(SPEAKER_PURPOSE, profile.pk, profile.link_version),
        by=by,
        at=at,
    )


def _when(session, language):
    starts_at, ends_at = (moment and moment.isoformat() for moment in (session.starts_at, session.ends_at))
    entry = {"starts_at": starts_at, "ends_at": ends_at, "room": ""}
    return differences.when(entry, session.conference.zone, language)


def _taken_back(line, frozen):
    """Return the entry as the release keeps it, since its sequence says that it is newer."""
    kept = {entry["pk"]: entry for entry in frozen["cancelled"] + frozen["sessions"]}
    return (line.difference.before or line.entry) | {
        name: kept[line.entry["pk"]][name] for name in ("sequence", "changed_at")
    }
