"""The grid of rooms: every session once, in a table without holes."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sessions.facts import following, grid, reading
from tests.sessions.test_reading import entry

ZONE = ZoneInfo("Europe/Berlin")
DAY = datetime(2030, 6, 3, 6, tzinfo=UTC)


def laid_out(*sessions):
    """Lay out sessions given as (room, start, length), in quarters of an hour."""
    entries = [
        entry(pk, (DAY + timedelta(minutes=15 * start)).isoformat(), 15 * length, room=room)
        for pk, (room, start, length) in enumerate(sessions)
    ]
    (day,) = reading.agenda(reading.items(entries, ZONE), ZONE).days
    return grid.grid(day)


def shown(table):
    return [[cell.item and cell.item.pk for cell in row.cells] for row in table.rows]


def test_two_rooms_are_two_columns_and_a_break_spans_both():
    table = laid_out(("A", 0, 4), ("B", 0, 2), ("", 4, 1))

    assert [column.room for column in table.columns] == ["A", "B"]
    assert [row.starts for row in table.rows] == ["08:00", "08:30", "09:00"]
    assert shown(table) == [[0, 1], [None], [2]]
    assert table.rows[0].cells[0].rows == 2
    assert table.rows[2].cells[0].columns == 2


def test_a_room_used_twice_gets_a_second_lane():
    table = laid_out(("A", 0, 4), ("A", 2, 4))

    assert [(column.room, column.lane) for column in table.columns] == [("A", 0), ("A", 1)]


def test_hours_in_which_nothing_happens_take_no_row():
    assert [row.starts for row in laid_out(("A", 0, 2), ("A", 20, 2)).rows] == ["08:00", "13:00"]


sessions = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C", ""]), st.integers(0, 30), st.integers(1, 8)), min_size=1, max_size=14
)


@given(sessions)
def test_every_session_is_in_the_table_once_and_the_table_has_no_holes(found):
    table = laid_out(*found)

    cells = [cell for row in table.rows for cell in row.cells]
    assert sorted(cell.item.pk for cell in cells if cell.item) == list(range(len(found)))
    width, reaching = max(len(table.columns), 1), Counter()
    for place, row in enumerate(table.rows):
        assert reaching[place] + sum(cell.columns for cell in row.cells) == width
        for cell in row.cells:
            for below in range(place + 1, place + cell.rows):
                reaching[below] += cell.columns
    assert max(reaching, default=0) < len(table.rows)


@given(sessions)
def test_overlaps_are_exactly_the_pairs_that_share_a_moment(found):
    entries = [
        entry(pk, (DAY + timedelta(minutes=15 * start)).isoformat(), 15 * length)
        for pk, (_, start, length) in enumerate(found)
    ]
    items = reading.items(entries, ZONE)

    expected = {
        frozenset((one.pk, other.pk))
        for one in items
        for other in items
        if one.pk < other.pk and one.span[0] < other.span[1] and other.span[0] < one.span[1]
    }
    assert {frozenset((one.pk, other.pk)) for one, other in following.overlaps(items)} == expected
