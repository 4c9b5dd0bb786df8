"""What the name of an organisation tells of its sector; and of whose it is, when many bear it. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable

from lib import states
from lib.text import search_key
from participants.choices import Sector

# Words in the name of an organisation that tell what kind it is; the first kind that has one counts.
MARKS = {
    Sector.UNITED_NATIONS: [
        "united nations",
        "naciones unidas",
        "nations unies",
        "un",
        "unoda",
        "unodc",
        "1540 committee",
    ],
    Sector.GOVERNMENT: [
        "ministry",
        "ministerio",
        "ministere",
        "ministerium",
        "bundesministerium",
        "ministero",
        "ministerie",
        "ministerstvo",
        "ministerstwo",
        "government",
        "gobierno",
        "gouvernement",
        "embassy",
        "embajada",
        "ambassade",
        "permanent mission",
        "mision permanente",
        "mission permanente",
        "foreign office",
        "auswartiges amt",
        "cancilleria",
        "development office",
        "department of foreign affairs",
        "department of international relations",
        "federal office",
        "department of state",
        "customs",
        "aduanas",
        "secretaria de",
        "state secretariat",
        "parliament",
    ],
    Sector.ACADEMIA: [
        "university",
        "universidad",
        "universite",
        "universitat",
        "institute of technology",
        "college",
        "academy",
    ],
    Sector.INDUSTRY: [
        "gmbh",
        "ag",
        "ltd",
        "limited",
        "inc",
        "llc",
        "plc",
        "sa",
        "srl",
        "sarl",
        "sas",
        "spa",
        "bv",
        "nv",
        "ab",
        "oy",
        "as",
        "kg",
        "corp",
        "corporation",
        "company",
        "co",
        "sa de cv",
        "pty",
        "chemicals",
        "logistics",
        "freight",
        "industries",
    ],
    Sector.MEDIA: ["newspaper", "press agency", "news agency", "broadcasting", "television", "radio"],
    Sector.CIVIL_SOCIETY: ["foundation", "fundacion", "fondation", "ngo", "red cross", "red crescent"],
}


def sector_of(name: str) -> str:
    """Return the sector that an organisation's name tells of, empty when it tells of none."""
    words = re.findall(r"\w+", search_key(name.replace(".", "")))
    joined = f" {' '.join(words)} "
    return next((sector for sector, marks in MARKS.items() if any(f" {mark} " in joined for mark in marks)), "")


def shared_by_countries(rows: Iterable[tuple[str, str]]) -> set[str]:
    """Return the search keys of names of ministries that several countries have, of (name, country's code)."""
    countries = defaultdict(set)
    for name, code in rows:
        if code and name:
            countries[name].add(code)
    return {
        search_key(name) for name, codes in countries.items() if len(codes) > 1 and sector_of(name) == Sector.GOVERNMENT
    }


def name_in(name: str, code: str) -> str:
    """Return a ministry's name with its country: “Ministry of Foreign Affairs, Japan”."""
    return f"{name}, {states.name(code)}"
