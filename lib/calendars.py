"""Calendar files (RFC 5545): what a mail program, a phone or a calendar service reads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Parameters, Timezone, TimezoneDaylight, TimezoneStandard, vDDDTypes
from icalendar.parser import Contentline

PRODUCT = "-//Plenary//Conference calendar//EN"
READ_AGAIN_AFTER = "PT1H"
OCTETS = 75  # of a line at most
MINUTE = timedelta(minutes=1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Address(NamedTuple):
    """Who invites or is invited; a plain pair (e-mail, name) does as well."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar.

    `uid` never changes; `sequence` rises with every change of time or place, and `changed_at` with it. Times are
    aware; with two dates the entry lasts whole days, and `ends_at` is the last of them.
    """

    uid: str
    starts_at: datetime | date
    ends_at: datetime | date
    summary: str
    changed_at: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    organizer: Address | tuple[str, str] | None = None
    attendee: Address | tuple[str, str] | None = None


def calendar(entries: Iterable[Entry], *, name: str, zone: ZoneInfo, method: str = "PUBLISH") -> str:
    """Return a calendar file with its entries in this zone, and the zone's rules (VTIMEZONE) for their years.

    `method` is PUBLISH for what anyone may read, REQUEST for an invitation to one person, CANCEL to take it back; the
    latter two need an organizer and an attendee in every entry (RFC 5546).
    """
    entries = list(entries)
    if method != "PUBLISH" and not all(entry.organizer and entry.attendee for entry in entries):
        raise ValueError(f"every entry of a calendar with METHOD:{method} needs an organizer and an attendee")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if method == "PUBLISH":
        title = _escaped(_line(name))
        lines += [f"NAME:{title}", f"X-WR-CALNAME:{title}", f"REFRESH-INTERVAL;VALUE=DURATION:{READ_AGAIN_AFTER}"]
        lines += [f"X-PUBLISHED-TTL:{READ_AGAIN_AFTER}", f"X-WR-TIMEZONE:{zone.key}"]
    times = [[_written(each, str(getattr(each, "tzinfo", ""))) for each in _times(entry, zone)] for entry in entries]
    if any(";TZID=" in written for written in chain.from_iterable(times)):
        lines += _rules(zone, *_years(entries))
    for entry, (starts, ends) in zip(entries, times, strict=True):
        lines += _event(entry, starts, ends, is_cancelled=entry.is_cancelled or method == "CANCEL")
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, starts: str, ends: str, *, is_cancelled: bool) -> list[str]:
    """Return the lines of an entry. They are written here and not by icalendar, which takes ten times as long."""
    changed_at = f"{entry.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    location, description = _line(entry.location), _text(entry.description)
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(_line(entry.summary))}",
        f"DTSTART{starts}",
        f"DTEND{ends}",
        f"DTSTAMP:{changed_at}",
        f"UID:{_escaped(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"ATTENDEE{_address(*entry.attendee, is_invited=not is_cancelled)}" if entry.attendee else "",
        f"DESCRIPTION:{_escaped(description)}" if description else "",
        f"LAST-MODIFIED:{changed_at}",
        f"LOCATION:{_escaped(location)}" if location else "",
        f"ORGANIZER{_address(*entry.organizer)}" if entry.organizer else "",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        f"URL:{entry.url}" if entry.url else "",
        "END:VEVENT",
    ]
    return [line for line in lines if line]


@lru_cache(2000)
def _written(moment: datetime | date, zone: str) -> str:
    """Return a time as it stands behind the name of its property, with its zone or the sign of UTC.

    The zone's name is a key of what is kept: to Python, one moment is the same in two zones.
    """
    value = vDDDTypes(moment)
    parameters = value.params.to_ical().decode()
    return f"{';' if parameters else ''}{parameters}:{value.to_ical().decode()}"


def _times(entry: Entry, zone: ZoneInfo) -> tuple[datetime | date, datetime | date]:
    if not isinstance(entry.starts_at, datetime):
        return entry.starts_at, entry.ends_at + timedelta(days=1)
    local = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    # An hour that the clock repeats can be named only once in local time; then UTC says which one is meant.
    if any(moment.fold for moment in local):
        return entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    return local


def _years(entries: list[Entry]) -> tuple[int, int]:
    moments = [m for entry in entries for m in (entry.starts_at, entry.ends_at) if isinstance(m, datetime)]
    return min(moments).year, max(moments).year


@lru_cache(50)
def _rules(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[str, ...]:
    """Return the lines of the zone's rules around these years: every change of the clock, one after the other.

    icalendar's own Timezone.from_tzinfo steps over changes that follow within weeks, as Morocco's around Ramadan do.
    """
    rules = Timezone()
    rules.add("tzid", zone.key)
    before = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 2, 1, 1, tzinfo=UTC)
    rules.add_component(_observance(before, before.astimezone(zone).utcoffset(), zone))
    while before < end:
        after = before + timedelta(days=1)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            change = _change(before, after, zone)
            rules.add_component(_observance(change, before.astimezone(zone).utcoffset(), zone))
        before = after
    return tuple(line for line in rules.to_ical().decode().split("\r\n") if line)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment between two at which the zone's clock changes."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _observance(moment: datetime, offset_before: timedelta, zone: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    """Return what holds from a moment on; its start is told by the clock as it stood before."""
    local = moment.astimezone(zone)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    rule.add("dtstart", moment.replace(tzinfo=None) + offset_before)
    rule.add("tzname", local.tzname())
    rule.add("tzoffsetfrom", offset_before)
    rule.add("tzoffsetto", local.utcoffset())
    return rule


@lru_cache(200)
def _address(email: str, name: str = "", *, is_invited: bool = False) -> str:
    """Return a person as it stands behind the name of the property."""
    parameters = Parameters()
    if name:
        # Neither sign can stand in a parameter so that every program reads it: RFC 5545 has no way to write the first.
        parameters["CN"] = _line(name).replace('"', "'").replace("\\", "/")
    if is_invited:
        parameters.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    written = parameters.to_ical().decode()
    return f"{';' if written else ''}{written}:mailto:{_line(email)}"


def _escaped(text: str) -> str:
    """Return a text as a value: its own signs of RFC 5545 marked."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line as lines of 75 octets at most with their ends; most are short enough."""
    return line if len(line) < OCTETS and line.isascii() else Contentline(line).to_ical().decode()


def _text(text: str) -> str:
    """Return a text that keeps its lines and no other control sign."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _line(text: str) -> str:
    return " ".join(_text(text).split())
