"""The draft as the team reads it: every day of the conference, also an empty one, and what is not placed yet."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sessions.models import Session, SpeakerRole


@dataclass(frozen=True)
class Row:
    """A session with its times in the conference's zone."""

    session: Session
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def day(self) -> date | None:
        return self.starts_at.date() if self.starts_at else None

    @property
    def time(self) -> str:
        """From when to when, on the clock of the conference."""
        if not self.starts_at:
            return ""
        later = (self.ends_at.date() - self.starts_at.date()).days
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}" + (f" (+{later})" if later else "")

    @property
    def minutes(self) -> int:
        session = self.session
        return round((session.ends_at - session.starts_at) / timedelta(minutes=1)) if self.starts_at else 0

    @property
    def people(self) -> list[SpeakerRole]:
        return list(self.session.speaker_roles.all())

    @property
    def people_in_short(self) -> str:
        """The first three names, and how many more."""
        names = [role.participant.name for role in self.people]
        rest = len(names) - 3
        return ", ".join(names[:3]) + (f" and {rest} more" if rest > 0 else "")


@dataclass(frozen=True)
class BoardDay:
    """One day of the draft."""

    date: date
    rows: list[Row] = field(default_factory=list)
    is_outside: bool = False

    @property
    def anchor(self) -> str:
        return f"day-{self.date:%Y-%m-%d}"


@dataclass(frozen=True)
class Board:
    """The whole draft."""

    days: list[BoardDay]
    unplaced: list[Row]

    @property
    def is_empty(self) -> bool:
        return not self.unplaced and not any(day.rows for day in self.days)


def row(session: Session, zone: ZoneInfo) -> Row:
    """Return a session with its times in this zone."""
    if not session.starts_at:
        return Row(session, None, None)
    return Row(session, session.starts_at.astimezone(zone), session.ends_at.astimezone(zone))


def board(conference, sessions: list[Session]) -> Board:
    """Sort sessions (in order) into the days of the conference, and other days where there are sessions."""
    rows = [row(session, conference.zone) for session in sessions]
    length = (conference.ends_on - conference.starts_on).days
    days = {conference.starts_on + timedelta(days=number): [] for number in range(length + 1)}
    for each in rows:
        if each.day:
            days.setdefault(each.day, []).append(each)
    return Board(
        [
            BoardDay(day, days[day], is_outside=not conference.starts_on <= day <= conference.ends_on)
            for day in sorted(days)
        ],
        [each for each in rows if not each.day],
    )
