"""Django's cache in a table of the database, for what must not be forgotten before its time."""

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class TableCache(DatabaseCache):
    """Forgets only what has run out, also above MAX_ENTRIES.

    Django's own then gives up a third of the living, by the order of their keys: whoever fills the table would make it
    forget how often somebody has tried to sign in, and which form was sent already.
    """

    def _cull(self, db, cursor, now, num):
        connection = connections[db]
        quoted = connection.ops.quote_name
        cursor.execute(
            f"DELETE FROM {quoted(self._table)} WHERE {quoted('expires')} < %s",  # noqa: S608 - our names
            [connection.ops.adapt_datetimefield_value(now)],
        )
