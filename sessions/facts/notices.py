"""Who is to be told of a release, and what: one list of lines for each person, however many sessions it concerns."""

from dataclasses import dataclass, field

from participants.models import Participant
from sessions.facts.differences import ROLES, Change, Difference


@dataclass(frozen=True)
class Line:
    """What one session means to one person."""

    change: str
    difference: Difference
    role: str = ""

    @property
    def label(self) -> str:
        return Change(self.change).label

    @property
    def entry(self) -> dict:
        """The session as it is now; when it is cancelled for the person, as it is or was."""
        return self.difference.entry

    @property
    def role_label(self) -> str:
        return ROLES[self.role] if self.role else ""


@dataclass
class Notice:
    """Everything that one person is told, in one message."""

    participant: Participant
    lines: list[Line] = field(default_factory=list)

    @property
    def is_reachable(self) -> bool:
        return bool(self.participant.email)

    @property
    def invited(self) -> list[Line]:
        """What goes into the calendar, new or at its new time."""
        return [line for line in self.lines if line.change != Change.CANCELLED and line.entry["starts_at"]]

    @property
    def cancelled(self) -> list[Line]:
        """What leaves the calendar."""
        return [line for line in self.lines if _leaves_the_calendar(line)]


def concerned(differences: list[Difference], picks: dict[int, set[int]]) -> dict[int, list[Line]]:
    """Return the lines for each participant's id. `picks` gives who picked a session, by its id.

    Speakers hear of sessions that are new to them, moved or cancelled, those who picked one of moved and cancelled
    ones. Corrections of a text trouble nobody.
    """
    lines: dict[int, list[Line]] = {}
    for difference in differences:
        told = _speakers(difference)
        for participant in picks.get(difference.pk, set()) - set(told):
            if difference.change in {Change.CANCELLED, Change.MOVED}:
                told[participant] = Line(difference.change, difference)
        for participant, line in told.items():
            lines.setdefault(participant, []).append(line)
    return lines


def notices(lines: dict[int, list[Line]], participants: list[Participant]) -> list[Notice]:
    """Return the notices in the order of the participants."""
    return [Notice(each, lines[each.pk]) for each in participants if each.pk in lines]


def _speakers(difference):
    before, after = (_roles(entry) for entry in (difference.before, difference.after))
    told = {}
    for participant in before | after:
        if participant not in after:
            change = Change.CANCELLED
        elif participant not in before:
            change = Change.NEW
        elif difference.change == Change.MOVED:
            change = Change.MOVED
        else:
            continue
        role = after.get(participant) or before[participant]
        told[participant] = Line(change, difference, role)
    return told


def _roles(entry):
    return {one["pk"]: one["role"] for one in (entry or {"people": []})["people"]}


def _leaves_the_calendar(line):
    before, after = line.difference.before, line.difference.after
    if line.change == Change.CANCELLED:
        return bool((before or after)["starts_at"])
    return line.change == Change.MOVED and bool(before["starts_at"]) and not after["starts_at"]
