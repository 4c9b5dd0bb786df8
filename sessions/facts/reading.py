"""The agenda as people read it: days in the conference's zone, sessions in order, the reader's own time beside."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from lib import markup, states, zones
from sessions.choices import SessionKind, SpeakerRoleKind

KINDS = dict(SessionKind.choices)
ROLES = dict(SpeakerRoleKind.choices)
ROLE_ORDER = {role: place for place, role in enumerate(SpeakerRoleKind.values)}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role in a session."""

    pk: int
    role: str
    name: str
    job_title: str
    affiliations: tuple[str, ...]
    talk: int | None

    @property
    def affiliation(self) -> str:
        return ", ".join(self.affiliations)

    @property
    def role_label(self) -> str:
        return ROLES[self.role]

    @property
    def is_speaker(self) -> bool:
        return self.role == SpeakerRoleKind.SPEAKER


@dataclass(frozen=True, slots=True)
class Talk:
    """A presentation within a session."""

    pk: int
    title: str
    abstract: str
    people: list[Person]

    @property
    def abstract_html(self) -> str:
        return markup.to_html(self.abstract)


@dataclass(frozen=True, slots=True)
class Item:
    """One session as readers see it, with its times in the conference's zone and, when it differs, in the reader's."""

    pk: int
    kind: str
    title: str
    summary: str
    room: str
    people: list[Person]
    talks: list[Talk]
    sequence: int
    changed_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    reader_starts_at: datetime | None = None
    reader_ends_at: datetime | None = None
    mark: str = ""
    is_now: bool = False
    is_picked: bool = False

    @property
    def anchor(self) -> str:
        return f"session-{self.pk}"

    @property
    def summary_html(self) -> str:
        return markup.to_html(self.summary)

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    @property
    def is_break(self) -> bool:
        return self.kind == SessionKind.BREAK

    @property
    def day(self) -> date | None:
        return self.starts_at.date() if self.starts_at else None

    @property
    def starts(self) -> str:
        return f"{self.starts_at:%H:%M}"

    @property
    def ends(self) -> str:
        return f"{self.ends_at:%H:%M}"

    @property
    def starts_iso(self) -> str:
        return self.starts_at.isoformat(timespec="minutes")

    @property
    def ends_iso(self) -> str:
        return self.ends_at.isoformat(timespec="minutes")

    @property
    def ends_on_another_day(self) -> bool:
        return self.ends_at.date() != self.starts_at.date()

    @property
    def span(self) -> tuple[float, float]:
        """From when to when, as points in time: the clock alone does not tell a repeated hour apart."""
        return self.starts_at.timestamp(), self.ends_at.timestamp()

    @property
    def minutes(self) -> int:
        return round((self.ends_at.timestamp() - self.starts_at.timestamp()) / 60)

    @property
    def reader_is_on_another_day(self) -> bool:
        return bool(self.reader_starts_at) and self.reader_starts_at.date() != self.starts_at.date()

    @property
    def reader_day(self) -> date:
        return self.reader_starts_at.date()

    @property
    def reader_starts(self) -> str:
        return f"{self.reader_starts_at:%H:%M}"

    @property
    def reader_ends(self) -> str:
        return f"{self.reader_ends_at:%H:%M}"

    @property
    def unattached(self) -> list[Person]:
        """Those who have no presentation of their own: chairs, moderators, panellists…"""
        talks = {talk.pk for talk in self.talks}
        return [person for person in self.people if person.talk not in talks]


@dataclass(frozen=True, slots=True)
class Slot:
    """Sessions that begin and end together: usually one, several when they run in parallel."""

    items: list[Item]

    @property
    def first(self) -> Item:
        return self.items[0]

    @property
    def is_parallel(self) -> bool:
        return len(self.items) > 1


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the agenda in the conference's zone. `offset` is said when it differs between the days."""

    date: date
    slots: list[Slot] = field(default_factory=list)
    offset: str = ""

    @property
    def anchor(self) -> str:
        return f"day-{self.date:%Y-%m-%d}"

    @property
    def items(self) -> list[Item]:
        return [item for slot in self.slots for item in slot.items]


@dataclass(frozen=True, slots=True)
class Clock:
    """Whose time is shown: “Mexico City (UTC−5)”."""

    zone: ZoneInfo
    place: str
    offset: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """A whole agenda: its days, and what has no time yet."""

    days: list[Day]
    unplaced: list[Item]

    @property
    def items(self) -> list[Item]:
        return [item for day in self.days for item in day.items]

    @property
    def is_empty(self) -> bool:
        return not self.days and not self.unplaced


def items(entries: Iterable[dict], zone: ZoneInfo, *, reader_zone: ZoneInfo | None = None, language="en") -> list[Item]:
    """Turn entries of a snapshot into what is read, in the snapshot's order.

    The reader's own time is left out when both zones show the same one all the time.
    """
    entries = list(entries)
    if reader_zone:
        moments = [datetime.fromisoformat(entry["starts_at"]) for entry in entries if entry["starts_at"]]
        if zones.is_same_clock(zone, reader_zone, moments):
            reader_zone = None
    return [_item(entry, zone, reader_zone, language) for entry in entries]


def agenda(found: list[Item], zone: ZoneInfo) -> Agenda:
    """Sort items into days by their start in the conference's zone; a session past midnight stays on its day."""
    placed = sorted((item for item in found if item.starts_at), key=lambda item: item.starts_at.timestamp())
    changes_clock = len({item.starts_at.utcoffset() for item in placed}) > 1
    days = []
    for day, group in groupby(placed, key=lambda item: item.day):
        slots = [Slot(list(same)) for _, same in groupby(group, key=lambda item: item.span)]
        offset = zones.offset(zone, slots[0].first.starts_at) if changes_clock else ""
        days.append(Day(day, slots, offset))
    return Agenda(days, [item for item in found if not item.starts_at])


def clock(zone: ZoneInfo, found: list[Item], otherwise: datetime) -> Clock:
    """Return how to name a zone, with its distance from UTC at the first session; else at `otherwise`."""
    moments = [item.starts_at for item in found if item.starts_at]
    return Clock(zone, zones.place(zone), zones.offset(zone, min(moments, default=otherwise)))


def neighbours(found: list[Item], item: Item) -> tuple[Item | None, Item | None]:
    """Return the sessions before and after one, breaks left out, in the order of the agenda."""
    others = [each for each in found if not each.is_break or each.pk == item.pk]
    place = [each.pk for each in others].index(item.pk)
    return (
        others[place - 1] if place else None,
        others[place + 1] if place + 1 < len(others) else None,
    )


def _item(entry, zone, reader_zone, language):
    people = [_person(each, language) for each in entry["people"]]
    people.sort(key=lambda person: ROLE_ORDER[person.role])
    starts_at, ends_at = (_local(entry[name], zone) for name in ("starts_at", "ends_at"))
    return Item(
        pk=entry["pk"],
        kind=entry["kind"],
        title=entry["title"],
        summary=entry["summary"],
        room=entry["room"],
        people=people,
        talks=[
            Talk(each["pk"], each["title"], each["abstract"], [one for one in people if one.talk == each["pk"]])
            for each in entry["talks"]
        ],
        sequence=entry["sequence"],
        changed_at=datetime.fromisoformat(entry["changed_at"]),
        starts_at=starts_at,
        ends_at=ends_at,
        reader_starts_at=starts_at.astimezone(reader_zone) if starts_at and reader_zone else None,
        reader_ends_at=ends_at.astimezone(reader_zone) if ends_at and reader_zone else None,
    )


def _local(text, zone):
    return datetime.fromisoformat(text).astimezone(zone) if text else None


def _person(entry, language):
    organisation, code = entry["organisation"], entry["country"]
    country, in_english = (states.name(code, language), states.name(code)) if code else ("", "")
    # An organisation is often called “Ministry of Economy, Chile”: the State stands behind it in the reader's language.
    if code and country != in_english:
        organisation = organisation.removesuffix(f", {in_english}")
    says_state = code and (country in organisation or in_english in organisation)
    parts = [organisation] if says_state else [organisation, country]
    return Person(
        pk=entry["pk"],
        role=entry["role"],
        name=entry["name"],
        job_title=entry["job_title"],
        affiliations=tuple(part for part in parts if part),
        talk=entry["talk"],
    )
