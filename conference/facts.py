"""What can be said of a conference, computed from its data: pure functions over fetched objects."""

from collections.abc import Iterable
from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import override

from conference.choices import OrganizerRole
from conference.models import Conference, Organizer
from lib import states

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
    """Write days as the front matter of notes does: “8-9 June 2017”, “31 July-1 August 2024”.

    Day, month, year without commas and a hyphen without blanks (UN editorial usage).
    """
    with override("en"):
        month = {number: str(name) for number, name in MONTHS.items()}
    end = f"{last.day} {month[last.month]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {month[first.month]} {first.year}-{end}"
    if first.month != last.month:
        return f"{first.day} {month[first.month]}-{end}"
    return f"{first.day}-{end}"


def place(conference: Conference) -> str:
    """Write where: “Mexico City, Mexico”, or “online”."""
    if conference.is_online and not conference.city:
        return "online"
    country = states.name(conference.country) if conference.country else ""
    return ", ".join(part for part in (conference.city, country) if part)


def dates_and_place(conference: Conference) -> str:
    """Write when and where as notes do: “8-9 June 2017, Mexico City, Mexico”."""
    return ", ".join(part for part in (date_range(conference.starts_on, conference.ends_on), place(conference)) if part)


def venue(conference: Conference) -> str:
    """Write the whole place: “Foreign Ministry, Plaza Juárez 20, Mexico City, Mexico”."""
    return ", ".join(part for part in (conference.venue_name, conference.address, place(conference)) if part)
