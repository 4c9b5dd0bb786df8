"""What can be said of a conference, computed from its data: pure functions over fetched objects."""

from collections.abc import Iterable
from datetime import date

from conference.choices import OrganizerRole
from conference.models import Conference, Organizer
from lib import states
from lib.dates import days
from lib.written import comma, enumeration, main_language

# Groups of organizers in the order in which notes name them, and the words before each but the first.
ROLES = (OrganizerRole.HOST, OrganizerRole.CO_ORGANIZER, OrganizerRole.SUPPORT, OrganizerRole.COOPERATION)
LINKS = {
    "en": ("together with", "with support from", "in cooperation with"),
    "fr": ("conjointement avec", "avec l’appui de", "en coopération avec"),
    "es": ("junto con", "con el apoyo de", "en cooperación con"),
    "ru": ("совместно с", "при поддержке", "в сотрудничестве с"),
    "zh": ("联合", "支持方：", "合作方："),
    "ar": ("بالاشتراك مع", "بدعم من", "بالتعاون مع"),
}
ONLINE = {
    "en": "online",
    "fr": "en ligne",
    "es": "en línea",
    "ru": "в режиме онлайн",
    "zh": "线上",
    "ar": "عبر الإنترنت",
}


def organizers_sentence(organizers: Iterable[Organizer], language: str = "en") -> str:
    """Compose the organizers into one sentence, without a full stop.

    “Government of Mexico with support from Germany and the UN Office for Disarmament Affairs (UNODA)”.
    """
    organizers, language = list(organizers), main_language(language)
    parts = []
    for role, link in zip(ROLES, ("", *LINKS[language]), strict=True):
        names = [organizer.name for organizer in organizers if organizer.role == role]
        if names:
            listed = enumeration(names, language)
            parts.append(f"{link} {listed}" if parts and link else listed)
    return " ".join(parts)


def date_range(first: date, last: date) -> str:
    """Write days as pages and messages do: “8–9 June 2017”."""
    return days(first, last)


def place(conference: Conference, language: str = "en") -> str:
    """Write where: “Mexico City, Mexico”, or “online”."""
    language = main_language(language)
    if conference.is_online and not conference.city:
        return ONLINE[language]
    country = states.name(conference.country, language) if conference.country else ""
    return comma(language).join(part for part in (conference.city, country) if part)


def venue(conference: Conference, language: str = "en") -> str:
    """Write the whole place: “Foreign Ministry, Plaza Juárez 20, Mexico City, Mexico”."""
    parts = (conference.venue_name, conference.address, place(conference, language))
    return comma(language).join(part for part in parts if part)
