"""What the overview draws: geometry and words of small plots, computed from counts. Pure functions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 600, 160
MOST_BARS = 10


@dataclass(frozen=True)
class Bar:
    """One bar: its words, the number that it stands for, its length in per cent of the longest, where it leads."""

    label: str
    count: int
    length: float
    url: str = ""


@dataclass(frozen=True)
class Growth:
    """A number that grows from day to day: the outline of its area, and the words around it."""

    area: str
    line: str
    first: date
    last: date
    total: int
    busiest: date
    busiest_count: int


def bars(counts: Iterable[tuple[str, int, str]], most: int = MOST_BARS) -> list[Bar]:
    """Return bars for (label, count, url), the longest first; beyond `most`, the rest is summed up without a length."""
    ordered = sorted((each for each in counts if each[1]), key=lambda each: (-each[1], each[0]))
    shown, rest = (ordered[:most], ordered[most:]) if len(ordered) > most + 1 else (ordered, [])
    found = [Bar(label, count, round(100 * count / ordered[0][1], 2), url) for label, count, url in shown]
    if rest:
        found.append(Bar(f"{len(rest)} others", sum(count for _, count, _ in rest), 0))
    return found


def growth(by_day: dict[date, int], until: date) -> Growth | None:
    """Return the plot of what has come together up to a day, or None when there is nothing to plot yet."""
    if not by_day:
        return None
    first, last = min(by_day), max(until, *by_day)
    day_count = (last - first).days
    total, points = 0, []
    for number in range(day_count + 1):
        total += by_day.get(first + timedelta(days=number), 0)
        points.append((number, total))
    across = WIDTH / max(day_count, 1)
    corners = [(round(number * across, 1), round(HEIGHT - HEIGHT * count / total, 1)) for number, count in points]
    if day_count == 0:
        corners.append((WIDTH, corners[0][1]))
    line = "M" + " L".join(f"{x},{y}" for x, y in corners)
    busiest = max(by_day, key=lambda day: (by_day[day], day))
    return Growth(f"{line} V{HEIGHT} H0 Z", line, first, last, total, busiest, by_day[busiest])


def by_either(pairs: Iterable[tuple[str, str, int]]) -> Counter:
    """Count people for each State that they or their organisation come from; (own, organisation's, how many)."""
    counts = Counter()
    for own, of_organisation, count in pairs:
        for code in {own, of_organisation} - {"", None}:
            counts[code] += count
    return counts
