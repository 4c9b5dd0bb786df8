"""The agenda for programs: schedule.json and schedule.xml as conference apps read them (frab), JSON-LD for search engines."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from sessions.facts.entries import session_url
from sessions.facts.reading import Agenda, Day, Item, Person

VERSION = "1.4"
FOR_SCRIPT = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
DAY_CHANGES_AT = timedelta(hours=4)


@dataclass(frozen=True)
class Beside:
    """What the pages of sessions and speakers show besides a release, as it is now.

    `documents` are (id, title, kind) of the files of each session, by its id; `biographies` those of speakers, by theirs.
    """

    documents: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)
    biographies: dict[int, str] = field(default_factory=dict)


def as_json(conference, agenda: Agenda, number: int, url: str, beside: Beside) -> dict:
    """Return the agenda in the shape of schedule.json."""
    days = agenda.days
    return {
        "schedule": {
            "version": str(number),
            "base_url": url,
            "conference": {
                "acronym": conference.slug,
                "title": conference.title,
                "start": conference.starts_on.isoformat(),
                "end": conference.ends_on.isoformat(),
                "daysCount": len(days),
                "timeslot_duration": "00:05",
                "time_zone_name": conference.time_zone,
                "rooms": [{"name": room} for room in _rooms(agenda)],
                "days": [
                    {
                        "index": index,
                        "date": day.date.isoformat(),
                        "day_start": _edges(day)[0].isoformat(),
                        "day_end": _edges(day)[1].isoformat(),
                        "rooms": {
                            room: [_event(conference, item, beside) for item in found]
                            for room, found in _by_room(day).items()
                        },
                    }
                    for index, day in enumerate(days, 1)
                ],
            },
        }
    }


def as_xml(conference, agenda: Agenda, number: int, url: str, beside: Beside) -> bytes:
    """Return the agenda in the shape of frab's schedule.xml."""
    root = Element("schedule")
    SubElement(root, "generator", name="Plenary", version=VERSION)
    _texts(root, version=number)
    about = SubElement(root, "conference")
    _texts(
        about,
        acronym=conference.slug,
        title=conference.title,
        start=conference.starts_on.isoformat(),
        end=conference.ends_on.isoformat(),
        days=len(agenda.days),
        timeslot_duration="00:05",
        base_url=url,
        time_zone_name=conference.time_zone,
    )
    for index, day in enumerate(agenda.days, 1):
        start, end = _edges(day)
        attributes = {"index": str(index), "date": day.date.isoformat()}
        one = SubElement(root, "day", attributes, start=start.isoformat(), end=end.isoformat())
        for name, found in _by_room(day).items():
            room = SubElement(one, "room", name=_clean(name))
            for item in found:
                _xml_event(room, _event(conference, item, beside))
    return tostring(root, encoding="utf-8", xml_declaration=True)


def in_script(data: dict) -> SafeString:
    """Return data as it may stand inside a script element: no sign in it can end the element."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(FOR_SCRIPT))


def linked_data(conference, items: list[Item], *, url: str, organizers: list[str]) -> dict:
    """Return what a search engine wants to know of the conference and its sessions (schema.org)."""
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": conference.title,
        "startDate": conference.starts_on.isoformat(),
        "endDate": conference.ends_on.isoformat(),
        "eventAttendanceMode": f"https://schema.org/{'Online' if conference.is_online else 'Offline'}EventAttendanceMode",
        "location": _location(conference, url),
        "organizer": [{"@type": "Organization", "name": name} for name in organizers],
        "url": url,
        "subEvent": [_sub_event(conference, item) for item in items if item.starts_at and not item.is_break],
    }


def linked_session(conference, item: Item, url: str) -> dict:
    """Return what a search engine wants to know of one session."""
    return {
        "@context": "https://schema.org",
        **_sub_event(conference, item),
        "description": item.summary,
        "location": _location(conference, url),
        "performer": [{"@type": "Person", "name": person.name} for person in item.people],
        "superEvent": {"@type": "Event", "name": conference.title, "startDate": conference.starts_on.isoformat()},
    }


def linked_person(person: Person, url: str) -> dict:
    """Return what a search engine wants to know of a speaker."""
    data = {"@context": "https://schema.org", "@type": "Person", "name": person.name, "url": url}
    if person.job_title:
        data["jobTitle"] = person.job_title
    if person.affiliation:
        data["affiliation"] = {"@type": "Organization", "name": person.affiliation}
    return data


def _event(conference, item: Item, beside: Beside) -> dict:
    url = session_url(conference, item.pk)
    return {
        "url": url,
        "id": item.pk,
        "guid": str(uuid5(NAMESPACE_URL, url)),
        "slug": f"{conference.slug}-{item.pk}",
        "date": item.starts_at.isoformat(),
        "start": item.starts,
        "duration": f"{item.minutes // 60:02}:{item.minutes % 60:02}",
        "room": item.room,
        "title": item.title,
        "subtitle": "",
        "track": None,
        "type": item.kind_label,
        "language": conference.default_language,
        "abstract": item.summary,
        "description": "\n\n".join(f"{talk.title}\n{talk.abstract}".strip() for talk in item.talks),
        "persons": [
            {
                "id": person.pk,
                "name": person.name,
                "public_name": person.name,
                "biography": beside.biographies.get(person.pk),
                "url": _address(conference, "person", person.pk),
                "answers": [],
            }
            for person in item.people
        ],
        "links": [{"url": _address(conference, "session_calendar", item.pk), "title": "Calendar entry"}],
        "attachments": [
            {"url": _address(conference, "document", pk), "title": f"{title} ({kind})"}
            for pk, title, kind in beside.documents.get(item.pk, [])
        ],
    }


def _address(conference, name, pk):
    return settings.SITE_URL + reverse(f"sessions:{name}", kwargs={"conference": conference.slug, "pk": pk})


def _xml_event(parent, event):
    one = SubElement(parent, "event", id=str(event["id"]), guid=event["guid"])
    names = ["date", "start", "duration", "room", "slug", "url", "title", "subtitle", "type", "language"]
    _texts(one, **{name: event[name] for name in names}, track="", abstract=event["abstract"])
    _texts(one, description=event["description"])
    persons = SubElement(one, "persons")
    for person in event["persons"]:
        SubElement(persons, "person", id=str(person["id"])).text = _clean(person["public_name"])
    for name in ("links", "attachments"):
        found = SubElement(one, name)
        for each in event[name]:
            SubElement(found, name.removesuffix("s"), href=each["url"]).text = _clean(each["title"])


def _sub_event(conference, item):
    return {
        "@type": "Event",
        "name": item.title,
        "startDate": item.starts_at.isoformat() if item.starts_at else "",
        "endDate": item.ends_at.isoformat() if item.ends_at else "",
        "url": session_url(conference, item.pk),
    }


def _location(conference, url):
    if conference.is_online:
        return {"@type": "VirtualLocation", "url": url}
    address = ", ".join(part for part in (conference.address, conference.city, conference.country) if part)
    return {"@type": "Place", "name": conference.venue_name or conference.city, "address": address}


def _rooms(agenda):
    return list(dict.fromkeys(item.room for item in agenda.items))


def _by_room(day: Day) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in day.items:
        found.setdefault(item.room, []).append(item)
    return found


def _edges(day: Day) -> tuple[datetime, datetime]:
    """Return when a day begins and ends for its readers: at four in the morning, or later when sessions last longer."""
    zone = day.items[0].starts_at.tzinfo
    start = datetime.combine(day.date, datetime.min.time(), tzinfo=zone)
    first = min(start + DAY_CHANGES_AT, min((item.starts_at for item in day.items), key=datetime.timestamp))
    last = max((item.ends_at for item in day.items), key=datetime.timestamp)
    return first, max(_midnight_after(day.date, zone) + DAY_CHANGES_AT, last)


def _midnight_after(day: date, zone) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)


def _texts(parent, **texts):
    for name, text in texts.items():
        SubElement(parent, name).text = _clean(str(text))


def _clean(text):
    """Return a text without the signs that XML cannot carry."""
    return "".join(sign for sign in text if (sign >= " " or sign in "\n\t") and sign not in "\ufffe\uffff")
