"""Statements that PostgreSQL has read and planned before: it plans what a registration asks for longer than it works on it.

Each is prepared over a connection the first time that this one needs it.
"""

from psycopg2.extensions import AsIs


class Prepared:
    """A statement whose values are given each time; for the connection of one thread."""

    def __init__(self, sql: str, params):
        """Take SQL with its params; those that are a Place are given each time, the others stay as they are."""
        self._sql, self._params, self._text = sql, params, None

    def call(self, connection) -> str:
        """Return the SQL that executes it over this connection of Django's, with a place for each value."""
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        known, names = connection.__dict__.get("_prepared", (None, {}))
        if known is not connection.connection:  # a connection that was opened anew knows nothing of the former one's
            names = {}
            connection.__dict__["_prepared"] = (connection.connection, names)
        if self not in names:
            names[self] = self._prepare(connection, f"plenary_{len(names)}")
        return names[self]

    def _prepare(self, connection, name) -> str:
        count = max((each.number for each in self._params if isinstance(each, Place)), default=0)
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            if self._text is None:
                written = [AsIs(f"${each.number}") if isinstance(each, Place) else each for each in self._params]
                self._text = cursor.mogrify(self._sql, written).decode()
            cursor.execute(f"PREPARE {name} AS {self._text}")
        return f"EXECUTE {name} ({', '.join(['%s'] * count)})" if count else f"EXECUTE {name}"


class Place:
    """Where a value stands, by its number from 1 on."""

    def __init__(self, number: int):
        self.number = number
