"""A day as a grid: a column for each room, a row for each stretch of time in which nothing begins or ends."""

from dataclasses import dataclass
from itertools import pairwise

from sessions.facts.reading import Day, Item


@dataclass(frozen=True)
class Column:
    """A room, or one of its lanes when it is used twice at a time; without a name: no room."""

    room: str
    lane: int = 0


@dataclass(frozen=True)
class Cell:
    """A place in a row: a session that begins there and spans further rows, or nothing."""

    item: Item | None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Row:
    """One stretch of time."""

    starts: str
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    """The table of a day."""

    columns: list[Column]
    rows: list[Row]

    @property
    def is_worthwhile(self) -> bool:
        """Whether there is anything that a list would not show as well."""
        return len(self.columns) > 1


def grid(day: Day) -> Grid:
    """Lay out a day; what has no room and nothing beside it spans the whole width."""
    items = day.items
    wide = {item.pk for item in items if not item.room and not any(_meet(item, other) for other in items)}
    columns, lanes = _lanes([item for item in items if item.pk not in wide])
    edges = sorted({edge for item in items for edge in item.span})
    rows = []
    for place, (start, end) in enumerate(pairwise(edges)):
        running = [item for item in items if item.span[0] <= start and item.span[1] >= end]
        if running:
            beginning = [item for item in running if item.span[0] == start]
            rows.append(Row(_clock(start, items), _cells(beginning, running, columns, lanes, wide, edges[place:])))
    return Grid(columns, rows)


def _cells(beginning, running, columns, lanes, wide, edges):
    for item in beginning:
        if item.pk in wide:
            return [Cell(item, 1, max(len(columns), 1))]
    cells = []
    for column in columns:
        here = next((item for item in running if lanes[item.pk] == column), None)
        if here is None:
            cells.append(Cell(None))
        elif here in beginning:
            cells.append(Cell(here, _span(here, edges)))
    return cells


def _span(item, edges):
    return edges.index(item.span[1])


def _lanes(items):
    """Give each item a column, a second lane where a room is used twice at a time."""
    ends: dict[Column, float] = {}
    lanes = {}
    for item in sorted(items, key=lambda item: item.span):
        lane = 0
        while ends.get(Column(item.room, lane), item.span[0]) > item.span[0]:
            lane += 1
        column = Column(item.room, lane)
        ends[column] = item.span[1]
        lanes[item.pk] = column
    rooms = list(dict.fromkeys(item.room for item in items))
    return sorted(ends, key=lambda column: (not column.room, rooms.index(column.room), column.lane)), lanes


def _meet(item, other):
    return item.pk != other.pk and item.span[0] < other.span[1] and other.span[0] < item.span[1]


def _clock(start, items):
    """Write the local time of an edge; one of the items begins or ends there."""
    return next(item.starts if item.span[0] == start else item.ends for item in items if start in item.span)
