"""A day of the draft as a plan: a column for each room, a row for each quarter of an hour, also where nothing is yet."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from conference.models import Room
from sessions.facts.board import Row

STEP = timedelta(minutes=15)
HOUR = timedelta(hours=1)
EMPTY_DAY = time(9), time(18)
USUAL_MINUTES = 60  # of a session that has no time yet


@dataclass(frozen=True)
class Column:
    """A room, or None for sessions without one; a second lane when it is used twice at a time."""

    room: Room | None
    lane: int = 0


@dataclass(frozen=True)
class Cell:
    """A place in a line: a session that begins there, or a free one where something may be put."""

    row: Row | None
    lines: int = 1
    columns: int = 1
    values: str = ""
    label: str = ""

    @property
    def dragged(self) -> str:
        return dragged(self.row)


@dataclass(frozen=True)
class Line:
    """One stretch of time. `clock` is said at each half hour, and where something begins."""

    clock: str
    is_full_hour: bool
    cells: list[Cell]


@dataclass(frozen=True)
class Plan:
    """The table of one day."""

    date: date
    columns: list[Column]
    lines: list[Line]


def plan(day: date, rows: list[Row], rooms: list[Room], zone: ZoneInfo) -> Plan:
    """Lay out the rows of a day (those that begin on it); one without a room and nothing beside it spans all columns."""
    wide = {row.session.pk for row in rows if not row.session.room_id and not any(_meet(row, other) for other in rows)}
    columns, lanes = _lanes([row for row in rows if row.session.pk not in wide], rooms)
    edges = _edges(day, rows, zone)
    lines = []
    for place, (start, end) in enumerate(pairwise(edges)):
        running = [row for row in rows if _moment(row.starts_at) <= start and _moment(row.ends_at) >= end]
        local = start.astimezone(zone)
        cells = _cells(running, columns, lanes, wide, edges[place:], local)
        is_said = local.minute % 30 == 0 or any(_moment(row.starts_at) == start for row in running)
        lines.append(Line(f"{local:%H:%M}" if is_said else "", local.minute == 0, cells))
    return Plan(day, columns, lines)


def dragged(row: Row) -> str:
    """Return what a form of moving would hold for a session as it is, as JSON for the script that drags."""
    return json.dumps(
        {
            "day": row.day.isoformat() if row.day else "",
            "starts": f"{row.starts_at:%H:%M}" if row.starts_at else "",
            "room": str(row.session.room_id or ""),
            "minutes": row.minutes or USUAL_MINUTES,
            "version": row.session.version,
        }
    )


def _cells(running, columns, lanes, wide, edges, local):
    start = edges[0]
    beginning = [row for row in running if _moment(row.starts_at) == start]
    for row in running:
        if row.session.pk in wide:
            return [Cell(row, _span(row, edges), len(columns))] if row in beginning else []
    cells = []
    for column in columns:
        here = next((row for row in running if lanes[row.session.pk] == column), None)
        if here is None:
            cells.append(_free(column, local))
        elif here in beginning:
            cells.append(Cell(here, _span(here, edges)))
    return cells


def _free(column, local):
    room = column.room
    values = {"day": f"{local:%Y-%m-%d}", "starts": f"{local:%H:%M}", "room": str(room.pk) if room else ""}
    return Cell(None, values=json.dumps(values), label=f"{local:%H:%M}, {room or 'no room'}")


def _span(row, edges):
    return edges.index(_moment(row.ends_at))


def _edges(day, rows, zone):
    """Return all quarters of an hour from before the first session to after the last, and where sessions begin or end."""
    first, last = (_moment(datetime.combine(day, clock, tzinfo=zone)) for clock in EMPTY_DAY)
    if rows:
        first = min(_moment(row.starts_at) for row in rows) - HOUR
        last = max(_moment(row.ends_at) for row in rows) + HOUR
    local = first.astimezone(zone)
    first = max(first - timedelta(minutes=local.minute), _moment(datetime.combine(day, time.min, tzinfo=zone)))
    quarters = {first + number * STEP for number in range(round((last - first) / STEP) + 1)}
    return sorted(quarters.union(_moment(edge) for row in rows for edge in (row.starts_at, row.ends_at)))


def _lanes(rows, rooms):
    ends: dict[Column, datetime] = {Column(room): datetime.min.replace(tzinfo=UTC) for room in [*rooms, None]}
    lanes = {}
    for row in sorted(rows, key=lambda row: (_moment(row.starts_at), row.session.pk)):
        lane, start = 0, _moment(row.starts_at)
        while ends.get(Column(row.session.room, lane), start) > start:
            lane += 1
        column = Column(row.session.room, lane)
        ends[column], lanes[row.session.pk] = _moment(row.ends_at), column
    places = {room.pk if room else None: place for place, room in enumerate([*rooms, None])}
    return sorted(ends, key=lambda column: (places[column.room.pk if column.room else None], column.lane)), lanes


def _meet(one, other):
    return (
        one != other and one.session.starts_at < other.session.ends_at and other.session.starts_at < one.session.ends_at
    )


def _moment(local):
    """Return a time as a point in time: the clock alone does not tell a repeated hour apart."""
    return local.astimezone(UTC)
