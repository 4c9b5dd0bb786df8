"""Time zones as people name them, and local times that a clock change makes doubtful."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class NoSuchTime(ValueError):  # noqa: N818 - reads as a sentence where it is raised
    """The clocks skip this local time; the text is a sentence for the user."""


def find(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None when there is none of this name."""
    return ZoneInfo(name) if name in _names() else None


def place(zone: ZoneInfo) -> str:
    """Return the place that a zone is named after: “Mexico City” for America/Mexico_City."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def offset(zone: ZoneInfo, at: datetime) -> str:
    """Return how far a zone is from UTC at a moment: “UTC−5”, “UTC+5:45”, “UTC”."""
    minutes = round(at.astimezone(zone).utcoffset() / timedelta(minutes=1))
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def named(zone: ZoneInfo, at: datetime) -> str:
    """Return a zone's place with its distance from UTC at a moment, as it stands beside a time: “Berlin, UTC+2”."""
    return ", ".join(dict.fromkeys([place(zone), offset(zone, at)]))


def is_same_clock(one: ZoneInfo, other: ZoneInfo, moments) -> bool:
    """Say whether two zones show the same time at all of these moments."""
    return all(m.astimezone(one).utcoffset() == m.astimezone(other).utcoffset() for m in moments)


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the moment of a local time, in UTC; of two (an hour that is repeated) the first.

    Raises NoSuchTime when the clocks skip it.
    """
    local = datetime.combine(day, clock, tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(f"There is no {clock:%H:%M} on {day:%-d %B %Y} in {place(zone)}: the clocks are put forward.")
    return found


def span(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return start and end of what begins on a day; an end that is not later on the clock means the next day."""
    starts_at = moment(day, starts, zone)
    return starts_at, moment(day if ends > starts else day + timedelta(days=1), ends, zone)


@cache
def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones of the world for a form: (region, [(name, place)])."""
    places = [("Worldwide", [("UTC", "UTC")])]
    for region in REGIONS:
        names = sorted(name for name in _names() if name.startswith(region + "/"))
        places.append((region, [(name, name.partition("/")[2].replace("_", " ").replace("/", ", ")) for name in names]))
    return places


def choices_with(name: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the same with a zone that is chosen already, which may have an older name."""
    if any(name == known for _, places in choices() for known, _ in places):
        return choices()
    return [("", [(name, name.replace("_", " "))]), *choices()]


@cache
def of_country(code: str, year: int) -> str | None:
    """Return the zone of a country (ISO 3166-1 alpha-2) by its largest place; None when its clocks differ in a year."""
    zones = [ZoneInfo(name) for name in _of_countries().get(code, [])]
    moments = [datetime(year, month, 15, tzinfo=UTC) for month in range(1, 13)]
    agree = bool(zones) and all(is_same_clock(zones[0], other, moments) for other in zones)
    return zones[0].key if agree else None


@cache
def _of_countries() -> dict[str, list[str]]:
    """Read which zones a country has, its main one first: the table `zone.tab` of the tz database."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines()
    found = {}
    for code, _, name, *_ in (line.split("\t") for line in lines if line and not line.startswith("#")):
        found.setdefault(code, []).append(name)
    return found


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
