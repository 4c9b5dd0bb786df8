"""Names and numbers that have an official form: Security Council resolutions, States."""

import json
import logging
import re
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from lib import states
from reports.facts.people import in_text
from reports.proofreading.model import at

logger = logging.getLogger(__name__)

RESOLUTION = re.compile(r"\b(?P<number>\d{2,4}) \((?P<year>(?:19|20)\d\d)\)")
DATA = Path(__file__).resolve().parent.parent / "data" / "resolutions.json"

# Names that UN documents do not use in running text. A date: until then the name was the official one.
UNOFFICIAL = {
    "Bolivia": ("BO", None),
    "Britain": ("GB", None),
    "Brunei": ("BN", None),
    "Burma": ("MM", None),
    "Cape Verde": ("CV", date(2013, 10, 24)),
    "Czech Republic": ("CZ", date(2016, 5, 17)),
    "DPRK": ("KP", None),
    "DRC": ("CD", None),
    "Democratic Republic of Congo": ("CD", None),
    "East Timor": ("TL", date(2002, 9, 27)),
    "Great Britain": ("GB", None),
    "Holland": ("NL", None),
    "Iran": ("IR", None),
    "Ivory Coast": ("CI", None),
    "Korea": ("KR", None),
    "Lao PDR": ("LA", None),
    "Laos": ("LA", None),
    "Macedonia": ("MK", None),
    "Moldova": ("MD", None),
    "North Korea": ("KP", None),
    "Palestine": ("PS", None),
    "Russia": ("RU", None),
    "Slovak Republic": ("SK", None),
    "South Korea": ("KR", None),
    "Swaziland": ("SZ", date(2018, 5, 30)),
    "Syria": ("SY", None),
    "Tanzania": ("TZ", None),
    "Turkey": ("TR", date(2022, 5, 31)),
    "UAE": ("AE", None),
    "U.K.": ("GB", None),
    "U.S.": ("US", None),
    "U.S.A.": ("US", None),
    "UK": ("GB", None),
    "USA": ("US", None),
    "Vatican": ("VA", None),
    "Venezuela": ("VE", None),
    "Vietnam": ("VN", None),
    "Zaire": ("CD", date(1997, 5, 17)),
}
MISNAMED = re.compile(
    rf"(?:\b[Tt]he )?(?<![\w.-])(?P<name>{'|'.join(re.escape(n) for n in sorted(UNOFFICIAL, key=len, reverse=True))})(?![\w-])"
)
# What stands around a State's name that is part of another name: “University of Macedonia”, “Korea Institute”.
NAMED_AFTER = re.compile(r"\b(?:Academy|Bank|Chamber|College|Institute|Museum|School|University) of $")
NAME_GOES_ON = re.compile(
    r" (?!(?:Delegation|Embassy|Government|Ministry|Mission|Permanent|Representative)s?\b)[A-Z][a-z]+"
)


def resolutions(evidence):
    """A resolution with a year that it does not have, by the table, or by how the note cites it elsewhere."""
    known = years() | _cited_most(evidence)
    for passage in evidence.passages:
        for found in RESOLUTION.finditer(passage.text):
            year = known.get(found["number"])
            if year and year != int(found["year"]):
                by_table = found["number"] in years()
                yield at(
                    passage,
                    *found.span(),
                    rule="resolutions",
                    title="The resolution has another year",
                    reason=f"Resolution {found['number']} was adopted in {year}."
                    if by_table
                    else f"Elsewhere the note cites {found['number']} ({year}).",
                    suggestion=f"{found['number']} ({year})",
                )


def state_names(evidence):
    """A State's name that is not the official one on the day of the conference."""
    if evidence.language != "en":
        return
    names = sorted({person.organisation for person in evidence.data.people} - {""}, key=len, reverse=True)
    organisations = re.compile("|".join(map(re.escape, names))) if names else None
    for passage in evidence.passages:
        official = [found.span() for found in official_names().finditer(passage.text)]
        official += [found.span() for found in organisations.finditer(passage.text)] if organisations else []
        for found in MISNAMED.finditer(passage.text):
            code, until = UNOFFICIAL[found["name"]]
            start, end = found.span("name")
            if until and evidence.data.conference.starts_on < until:
                continue
            if any(first <= start and end <= last for first, last in official):
                continue
            if NAMED_AFTER.search(passage.text[: found.start()]) or NAME_GOES_ON.match(passage.text[end:]):
                continue
            yield at(
                passage,
                *found.span(),
                rule="state_names",
                title="Not the official name of the State",
                reason=f"UN documents write “{in_text(code)}”.",
                suggestion=_capitalized(in_text(code), found[0]),
            )


def years() -> dict[str, int]:
    """Return the year of each resolution in the table, and in the installation's own, resolutions.json in PLENARY_VAR."""
    own = settings.VAR_DIR / "resolutions.json"
    try:
        return _with_own(own, own.stat().st_mtime_ns)
    except FileNotFoundError:
        return _of_product()


@cache
def _with_own(path: Path, changed: int) -> dict[str, int]:
    """Return both tables, the installation's first; read anew when its file has changed."""
    try:
        return _of_product() | _table(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        logger.warning(
            "%s is not used, the table of the product alone is: %s: %s", path, type(problem).__name__, problem
        )
        return _of_product()


@cache
def _of_product() -> dict[str, int]:
    return _table(DATA)


def _table(path: Path) -> dict[str, int]:
    found = json.loads(path.read_text(encoding="utf-8"))["years"]
    for number, year in found.items():
        if not number.isdecimal() or type(year) is not int:
            raise ValueError(f"{number!r}: {year!r} is not a number with its year")
    return found


@cache
def official_names() -> re.Pattern:
    """Return a pattern of every official English name, in each of its forms, the longest first."""
    names = set()
    for state in states.everything():
        names |= {state.names["en"], state.formal.removeprefix("the "), in_text(state.code).removeprefix("the ")}
    patterns = [re.escape(name).replace("'", "['’]") for name in sorted(names - {""}, key=len, reverse=True)]
    return re.compile("|".join(patterns))


def _cited_most(evidence):
    """Return the year with which the note cites each resolution more often than with any other."""
    counts = {}
    for passage in evidence.passages:
        for found in RESOLUTION.finditer(passage.text):
            of_number = counts.setdefault(found["number"], {})
            of_number[int(found["year"])] = of_number.get(int(found["year"]), 0) + 1
    most = {}
    for number, of_number in counts.items():
        first, *others = sorted(of_number.items(), key=lambda item: -item[1])
        if number not in years() and others and first[1] > others[0][1]:
            most[number] = first[0]
    return most


def _capitalized(name, instead_of):
    return name[0].upper() + name[1:] if instead_of.startswith("The ") else name
