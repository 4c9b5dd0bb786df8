"""Tables whose rows are drawn in one go: with the library's own rows a page of fifty costs five times as much."""

from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from inspect import signature

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lib.templatetags.plenary import status_badge

NOTHING = "–"


def drawn(cell) -> str:
    """Return what stands in a cell as HTML: escaped, unless it is safe already."""
    return cell if cell.__class__ is SafeString else escape(str(cell))


class DrawnTable(tables.Table):
    """A table that draws its rows itself.

    As in the library, `render_<name>` says how the cells of a column are written where there is a value; it may take
    `value` and `record`. A column with neither says its value.
    """

    row_header = ""

    @property
    def records(self) -> list:
        """The records of the page, in order; all of them where the table is not divided into pages."""
        page = getattr(self, "page", None)
        return [row.record for row in (page.object_list if page else self.rows)]

    def lines(self) -> Iterator[SafeString]:
        """Yield the cells of each row of the page, as HTML."""
        columns = [(*self._tags(column), self.cell(column)) for column in self.columns]
        for record in self.records:
            cells = [(start, drawn(cell(record)), end) for start, end, cell in columns]
            yield SafeString("".join([f"{start[text == NOTHING]}{text}{end}" for start, text, end in cells]))

    def _tags(self, column):
        """Return how a cell of a column begins, with something in it and without, and how it ends."""
        attributes = column.attrs["td"].as_html() if column.column.attrs else ""
        if column.name == self.row_header:
            return (format_html('<th scope="row" data-label=""{}>', _spaced(attributes)),) * 2, "</th>"
        starts = [
            format_html('<td data-label="{}"{}{}>', column.header, mark, _spaced(attributes))
            for mark in ("", SafeString(" data-empty"))
        ]
        return starts, "</td>"

    def cell(self, column) -> Callable:
        """Return the function that gives what stands in the cell of a record: text, or safe HTML."""
        render, empty, default = (
            getattr(self, f"render_{column.name}", None),
            column.column.empty_values,
            column.default,
        )
        path = str(column.accessor).split("__")
        takes = signature(render).parameters if render else {}

        def give(record):
            value = _reached(record, path)
            if value in empty:
                return default
            if not render:
                return value
            offered = {"value": value, "record": record}
            return render(**{name: offered[name] for name in takes})

        return give


def _spaced(attributes):
    return SafeString(f" {attributes}" if attributes else "")


def _reached(record, path):
    for name in path:
        if record is None:
            return None
        record = getattr(record, name)
    return record


@cache
def badge(label, status="", tone="") -> SafeString:
    """Return a status badge as it stands in a cell."""
    return render_to_string("components/status_badge.html", status_badge(label, status, tone))
