"""Who is to be told of a release, and what: one list of lines for each person, however many sessions it concerns."""

from dataclasses import dataclass, field

from participants.models import Participant
from sessions.facts.differences import ROLES, Change, Difference

LEFT = "left"  # the session takes place, without a part of this person


@dataclass(frozen=True)
class Line:
    """What one session means to one person."""

    change: str
    difference: Difference
    role: str = ""
    is_picked: bool = False

    @property
    def label(self) -> str:
        return "No longer takes part" if self.change == LEFT else Change(self.change).label

    @property
    def entry(self) -> dict:
        """The session as it is now; when it is cancelled, as it was."""
        return self.difference.entry

    @property
    def is_gone(self) -> bool:
        """Whether the person is expected no more: it is cancelled, or the person has left it and did not pick it."""
        return self.change == Change.CANCELLED or (self.change == LEFT and not self.is_picked)

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
        return [line for line in self.lines if not line.is_gone and line.entry["starts_at"]]

    @property
    def cancelled(self) -> list[Line]:
        """What leaves the calendar."""
        return [line for line in self.lines if _leaves_the_calendar(line)]


def concerned(differences: list[Difference], picks: dict[int, set[int]]) -> dict[int, list[Line]]:
    """Return the lines for each participant's id. `picks` gives who picked a session, by its id.

    Speakers hear of sessions that are new to them, moved, cancelled, or without a part of theirs; those who picked one,
    of moved and cancelled ones. Corrections of a text trouble nobody.
    """
    lines: dict[int, list[Line]] = {}
    for difference in differences:
        picked = picks.get(difference.pk, set())
        told = _speakers(difference, picked)
        for participant in picked - set(told):
            if difference.change in {Change.CANCELLED, Change.MOVED}:
                told[participant] = Line(difference.change, difference, is_picked=True)
        for participant, line in told.items():
            lines.setdefault(participant, []).append(line)
    return lines


def notices(lines: dict[int, list[Line]], participants: list[Participant]) -> list[Notice]:
    """Return the notices in the order of the participants."""
    return [Notice(each, lines[each.pk]) for each in participants if each.pk in lines]


def _speakers(difference, picked):
    before, after = (_roles(entry) for entry in (difference.before, difference.after))
    told = {}
    for participant in before | after:
        if participant not in after:
            change = LEFT if difference.after else Change.CANCELLED
        elif participant not in before:
            change = Change.NEW
        elif difference.change == Change.MOVED:
            change = Change.MOVED
        else:
            continue
        role = after.get(participant) or before[participant]
        told[participant] = Line(change, difference, role, participant in picked)
    return told


def _roles(entry):
    return {one["pk"]: one["role"] for one in (entry or {"people": []})["people"]}


def _leaves_the_calendar(line):
    before, after = line.difference.before, line.difference.after
    if line.is_gone:
        return bool(before["starts_at"])
    return line.change in {Change.MOVED, LEFT} and bool(before["starts_at"]) and not after["starts_at"]
