"""What differs between two snapshots of the agenda, and whom it concerns."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

from correspondence import letter_words
from lib.written import clause_comma
from sessions.choices import SpeakerRoleKind
from sessions.facts.snapshot import content

ROLES = dict(SpeakerRoleKind.choices)
MOVING = ("starts_at", "ends_at", "room")


class Change(TextChoices):
    """What happened to a session; the order is the order in which people want to know."""

    CANCELLED = "cancelled", "Cancelled"
    MOVED = "moved", "Moved"
    NEW = "new", "New"
    CHANGED = "changed", "Changed"


ORDER = {change: place for place, change in enumerate(Change.values)}


@dataclass(frozen=True)
class Difference:
    """One session that differs: as it was (None when new), as it is (None when cancelled), and in words."""

    change: str
    before: dict | None
    after: dict | None
    words: list[str] = field(default_factory=list)

    @property
    def entry(self) -> dict:
        return self.after or self.before

    @property
    def pk(self) -> int:
        return self.entry["pk"]

    @property
    def title(self) -> str:
        return self.entry["title"]

    @property
    def label(self) -> str:
        return Change(self.change).label

    def people(self) -> set[int]:
        """Who has or had a role in it."""
        return {each["pk"] for entry in (self.before, self.after) if entry for each in entry["people"]}


def between(before: dict | None, after: dict, zone: ZoneInfo) -> list[Difference]:
    """Return what differs, cancelled first, then moved, new, changed; each in order of time."""
    old = {entry["pk"]: entry for entry in (before or {"sessions": []})["sessions"]}
    new = {entry["pk"]: entry for entry in after["sessions"]}
    found = [_cancelled(entry, zone) for pk, entry in old.items() if pk not in new]
    for pk, entry in new.items():
        if pk not in old:
            found.append(Difference(Change.NEW, None, entry, [when(entry, zone)]))
        elif content(old[pk]) != content(entry):
            found.append(_changed(old[pk], entry, zone))
    return sorted(found, key=lambda each: (ORDER[each.change], each.entry["starts_at"] or "unplaced"))


def when(entry: dict, zone: ZoneInfo, language: str = "en") -> str:
    """Return day, hours and room in a sentence: “Monday 3 June 2030, 09:00–10:30, Plenary hall”."""
    if not entry["starts_at"]:
        return letter_words.words(language)["time"]["open"]
    starts_at, ends_at = _moment(entry).astimezone(zone), datetime.fromisoformat(entry["ends_at"]).astimezone(zone)
    hours = f"{starts_at:%H:%M}–{ends_at:%H:%M}"
    parts = [letter_words.weekday(starts_at.date(), language), hours, entry["room"]]
    return clause_comma(language).join(part for part in parts if part)


def _cancelled(entry, zone):
    return Difference(Change.CANCELLED, entry, None, [f"Was {when(entry, zone)}"])


def _changed(before, after, zone):
    has_moved = any(before[name] != after[name] for name in MOVING)
    words = [f"{when(before, zone)} → {when(after, zone)}"] if has_moved else []
    if before["title"] != after["title"]:
        words.append(f"Title was “{before['title']}”")
    for name, said in (
        ("kind", "Another kind of session"),
        ("summary", "Summary rewritten"),
        ("talks", "Presentations changed"),
    ):
        if before[name] != after[name]:
            words.append(said)
    return Difference(Change.MOVED if has_moved else Change.CHANGED, before, after, words + _people(before, after))


def _people(before, after):
    old, new = ({(one["pk"], one["role"]): one for one in entry["people"]} for entry in (before, after))
    words = [f"{one['name']} joins as {ROLES[one['role']].lower()}" for key, one in new.items() if key not in old]
    words += [f"{one['name']} is no longer {ROLES[one['role']].lower()}" for key, one in old.items() if key not in new]
    if not words and before["people"] != after["people"]:
        words = ["Details of people corrected"]
    return words


def _moment(entry):
    return datetime.fromisoformat(entry["starts_at"]) if entry["starts_at"] else None
