"""Calendar files (RFC 5545): what a mail program, a phone or a calendar service reads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

PRODUCT = "-//Plenary//Conference calendar//EN"
READ_AGAIN_AFTER = timedelta(hours=1)
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
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", method)
    if method == "PUBLISH":
        file.add("name", _line(name))
        file.add("x-wr-calname", _line(name))
        file.add("x-wr-timezone", zone.key)
        file.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
        file.add("x-published-ttl", "PT1H")
    for entry in entries:
        file.add_component(_event(entry, zone, is_cancelled=entry.is_cancelled or method == "CANCEL"))
    if zone.key in file.get_missing_tzids():
        file.subcomponents.insert(0, _rules(zone, entries))
    return file.to_ical().decode()


def _event(entry: Entry, zone: ZoneInfo, *, is_cancelled: bool) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    for key, value in zip(("dtstart", "dtend"), _times(entry, zone), strict=True):
        event.add(key, value)
    event.add("summary", _line(entry.summary))
    for key, text in (("location", _line(entry.location)), ("description", _text(entry.description))):
        if text:
            event.add(key, text)
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if entry.organizer:
        event.add("organizer", _address(entry.organizer))
    if entry.attendee:
        event.add("attendee", _address(entry.attendee, is_invited=not is_cancelled))
    return event


def _times(entry: Entry, zone: ZoneInfo) -> tuple[datetime | date, datetime | date]:
    if not isinstance(entry.starts_at, datetime):
        return entry.starts_at, entry.ends_at + timedelta(days=1)
    local = entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    # An hour that the clock repeats can be named only once in local time; then UTC says which one is meant.
    if any(moment.fold for moment in local):
        return entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    return local


def _rules(zone: ZoneInfo, entries: list[Entry]) -> Timezone:
    """Return the zone's rules around the entries: every change of the clock, one after the other.

    icalendar's own Timezone.from_tzinfo steps over changes that follow within weeks, as Morocco's around Ramadan do.
    """
    moments = [m for entry in entries for m in (entry.starts_at, entry.ends_at) if isinstance(m, datetime)]
    rules = Timezone()
    rules.add("tzid", zone.key)
    before = datetime(min(moments).year - 1, 1, 1, tzinfo=UTC)
    end = datetime(max(moments).year + 2, 1, 1, tzinfo=UTC)
    rules.add_component(_observance(before, before.astimezone(zone).utcoffset(), zone))
    while before < end:
        after = before + timedelta(days=1)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            change = _change(before, after, zone)
            rules.add_component(_observance(change, before.astimezone(zone).utcoffset(), zone))
        before = after
    return rules


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


def _address(person: Address | tuple[str, str], *, is_invited: bool = False) -> vCalAddress:
    email, name = person
    address = vCalAddress(f"mailto:{_line(email)}")
    if name:
        # Neither sign can stand in a parameter so that every program reads it: RFC 5545 has no way to write the first.
        address.params["CN"] = _line(name).replace('"', "'").replace("\\", "/")
    if is_invited:
        address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return address


def _text(text: str) -> str:
    """Return a text that keeps its lines and no other control sign."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _line(text: str) -> str:
    return " ".join(_text(text).split())
