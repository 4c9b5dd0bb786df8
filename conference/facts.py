"""What can be said of a conference, computed from its data: pure functions over fetched objects."""

from collections.abc import Iterable
from datetime import date

from conference.choices import OrganizerRole
from conference.models import Conference, Organizer
from lib import states
from lib.dates import days

# The words between the groups of organizers, in the order in which notes name them.
LINKS = [
    (OrganizerRole.HOST, ""),
    (OrganizerRole.CO_ORGANIZER, "together with"),
    (OrganizerRole.SUPPORT, "with support from"),
    (OrganizerRole.COOPERATION, "in cooperation with"),
]


def enumeration(names: Iterable[str]) -> str:
    """Join names as UN texts do: “A, B and C”, without a comma before “and”."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def organizers_sentence(organizers: Iterable[Organizer]) -> str:
    """Compose the organizers into one sentence, without a full stop.

    “Government of Mexico with support from Germany and the UN Office for Disarmament Affairs (UNODA)”.
    """
    organizers = list(organizers)
    parts = []
    for role, link in LINKS:
        names = [organizer.name for organizer in organizers if organizer.role == role]
        if names:
            parts.append(f"{link} {enumeration(names)}" if parts and link else enumeration(names))
    return " ".join(parts)


def date_range(first: date, last: date) -> str:
    """Write days as pages and messages do: “8–9 June 2017”."""
    return days(first, last)


def place(conference: Conference) -> str:
    """Write where: “Mexico City, Mexico”, or “online”."""
    if conference.is_online and not conference.city:
        return "online"
    country = states.name(conference.country) if conference.country else ""
    return ", ".join(part for part in (conference.city, country) if part)


def venue(conference: Conference) -> str:
    """Write the whole place: “Foreign Ministry, Plaza Juárez 20, Mexico City, Mexico”."""
    return ", ".join(part for part in (conference.venue_name, conference.address, place(conference)) if part)
