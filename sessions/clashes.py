"""What cannot be as planned, or perhaps should not: found over fetched sessions, without a query.

A hard clash blocks the change that makes it, unless a reason is recorded; the others are only listed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from participants.choices import RegistrationStatus
from sessions.choices import SpeakerAnswer
from sessions.models import Session, SpeakerRole

GONE = {RegistrationStatus.CANCELLED, RegistrationStatus.REJECTED}


@dataclass(frozen=True)
class Clash:
    """One clash. `key` is the same as long as the same sessions clash for the same reason."""

    key: str
    sentence: str
    session_ids: tuple[int, ...]
    is_hard: bool = False
    at: datetime | None = field(default=None, compare=False)


def find(sessions: Iterable[Session], conference, *, sign_ups: dict[int, int] | None = None) -> list[Clash]:
    """Return all clashes among sessions (fetched with_people), hard ones first, in order of time.

    `sign_ups` gives how many people have picked a session, by its id.
    """
    sessions = list(sessions)
    zone, sign_ups = conference.zone, sign_ups or {}
    placed = sorted((each for each in sessions if each.starts_at), key=lambda each: (each.starts_at, each.pk))
    found = [clash for pair in _overlapping(placed) for clash in _between(*pair, zone)]
    for session in placed:
        found += _outside(session, conference)
    for session in sessions:
        found += _too_small(session, sign_ups.get(session.pk, 0))
        found += _people(session)
    first = min((each.starts_at for each in placed), default=None)
    return sorted(found, key=lambda clash: (not clash.is_hard, clash.at is None, clash.at or first, clash.key))


def when(session: Session, zone: ZoneInfo) -> str:
    """Return day and hours of a session in a sentence: “3 June, 09:00–10:30”."""
    starts_at, ends_at = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    return f"{date_format(starts_at.date(), 'j F')}, {starts_at:%H:%M}–{ends_at:%H:%M}"


def _overlapping(placed: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Yield all pairs that have a moment in common; what ends as the other begins has none."""
    running: list[Session] = []
    for session in placed:
        running = [each for each in running if each.ends_at > session.starts_at]
        for earlier in running:
            yield earlier, session
        running.append(session)


def _between(first: Session, second: Session, zone) -> Iterator[Clash]:
    ids = (first.pk, second.pk) if first.pk < second.pk else (second.pk, first.pk)
    both = f"“{first}” ({when(first, zone)}) and “{second}” ({when(second, zone)})"
    pair = f"{ids[0]}-{ids[1]}"
    if first.room_id and first.room_id == second.room_id:
        yield Clash(f"room:{pair}", f"{first.room} is used twice: {both}.", ids, True, second.starts_at)
    if first.is_break != second.is_break and not (first.room_id and second.room_id):
        rest, session = (first, second) if first.is_break else (second, first)
        sentence = f"“{rest}” ({when(rest, zone)}) falls into “{session}” ({when(session, zone)})."
        yield Clash(f"break:{pair}", sentence, ids, at=second.starts_at)
    if first.is_break or second.is_break:
        return
    people = {role.participant_id: role.participant for role in first.speaker_roles.all()}
    for participant_id in dict.fromkeys(role.participant_id for role in second.speaker_roles.all()):
        if participant_id in people:
            sentence = f"{people[participant_id].name} is in two places at once: {both}."
            yield Clash(f"person:{participant_id}:{pair}", sentence, ids, True, second.starts_at)


def _outside(session: Session, conference) -> Iterator[Clash]:
    day = session.starts_at.astimezone(conference.zone).date()
    if not conference.starts_on <= day <= conference.ends_on:
        sentence = f"“{session}” is on {date_format(day, 'j F Y')}, outside the days of the conference."
        yield Clash(f"outside:{session.pk}", sentence, (session.pk,), True, session.starts_at)


def _too_small(session: Session, sign_up_count: int) -> Iterator[Clash]:
    seats = session.room.seat_count if session.room else None
    if seats is not None and sign_up_count > seats:
        sentence = f"{sign_up_count} people have picked “{session}”; {session.room} has {seats} seat{'' if seats == 1 else 's'}."
        yield Clash(f"seats:{session.pk}", sentence, (session.pk,), at=session.starts_at)


def _people(session: Session) -> Iterator[Clash]:
    for role in session.speaker_roles.all():
        problem = _problem_of(role)
        if problem:
            kind, words = problem
            sentence = f"{role.participant.name}, {role.get_role_display().lower()} in “{session}”, {words}."
            yield Clash(f"{kind}:{role.pk}", sentence, (session.pk,), at=session.starts_at)


def _problem_of(role: SpeakerRole) -> tuple[str, str] | None:
    registration = getattr(role.participant, "registration", None)
    if role.answer == SpeakerAnswer.DECLINED:
        return "declined", "has declined"
    if registration and registration.status in GONE:
        return "gone", f"has a registration that is {registration.get_status_display().lower()}"
    if role.answer == SpeakerAnswer.CONFIRMED or (registration and registration.status == RegistrationStatus.CONFIRMED):
        return None
    return "unconfirmed", "has not confirmed"
