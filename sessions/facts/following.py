"""What a reader follows: now and next, what changed, the own agenda and where it overlaps."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from sessions.facts.differences import Change, Difference
from sessions.facts.reading import Item


@dataclass(frozen=True)
class Moment:
    """What runs now, what comes next on the same day, and until when this stays so (None: for good)."""

    now: list[Item]
    next: list[Item]
    until: datetime | None

    @property
    def is_busy(self) -> bool:
        return bool(self.now or self.next)


def moment(items: list[Item], at: datetime) -> Moment:
    """Return what runs at a moment and what begins next on the same day, in the zone of the items."""
    placed = [item for item in items if item.starts_at]
    if not placed:
        return Moment([], [], None)
    zone, seconds = placed[0].starts_at.tzinfo, at.timestamp()
    midnights = {datetime.combine(item.day, time.min, tzinfo=zone).timestamp() for item in placed}
    edges = midnights.union(edge for item in placed for edge in item.span)
    until = min((edge for edge in edges if edge > seconds), default=None)
    later = [item for item in placed if item.span[0] > seconds and item.day == at.astimezone(zone).date()]
    first = min((item.span[0] for item in later), default=None)
    return Moment(
        now=[item for item in placed if item.span[0] <= seconds < item.span[1]],
        next=[item for item in later if item.span[0] == first],
        until=datetime.fromtimestamp(until, tz=UTC) if until else None,
    )


def marked(
    items: list[Item],
    *,
    running: Moment | None = None,
    changes: list[Difference] = (),
    picked: frozenset[int] = frozenset(),
) -> list[Item]:
    """Return the items with the marks of one reader: now, new or moved since the last visit, picked."""
    now = {item.pk for item in running.now} if running else set()
    labels = {each.pk: each.label for each in changes if each.change != Change.CANCELLED}
    if not (now or labels or picked):
        return items
    return [
        replace(item, is_now=item.pk in now, mark=labels.get(item.pk, ""), is_picked=item.pk in picked)
        for item in items
    ]


def overlaps(items: list[Item]) -> list[tuple[Item, Item]]:
    """Return the pairs that nobody can attend both; breaks count as free time."""
    placed = sorted((item for item in items if item.starts_at and not item.is_break), key=lambda item: item.span)
    found, running = [], []
    for item in placed:
        running = [each for each in running if each.span[1] > item.span[0]]
        found += [(each, item) for each in running]
        running.append(item)
    return found
