"""What the name of an organisation tells of its sector."""

import re

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
        "government",
        "gobierno",
        "gouvernement",
        "embassy",
        "embajada",
        "ambassade",
        "permanent mission",
        "mision permanente",
        "mission permanente",
        "federal foreign office",
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
