"""SQL that is composed once: to compose it takes Django longer than the database takes to do it.

For what every registration asks and writes, hundreds of times a minute; elsewhere a plain queryset does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet, prefetch_related_objects
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLInsertCompiler

from conference.prepared import Place, Prepared


class Slot(Expression):
    """The place of a value that is given when the question is asked."""

    def __init__(self, number: int):
        super().__init__()
        self.number = number

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Statement:
    """A query of which only values differ from one time to the next.

    `compose` gets a stand-in for each value and returns a queryset. The SQL is Django's own for the engine in use, kept
    for each connection, and the rows come back as that queryset returns them. A value is what a lookup compares with,
    as in `filter(pk=value)`: text, number or time, never None.
    """

    def __init__(self, compose: Callable[..., QuerySet]):
        self._compose = compose
        self._slots = [Slot(number) for number in range(compose.__code__.co_argcount)]

    def __call__(self, *values, after: tuple | None = None) -> list:
        """Return the rows for these values.

        `after` is (another statement, its values): one that takes a lock, whose own rows nobody wants. PostgreSQL gets
        both in one journey, and looks for these rows when the lock is taken.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        if after is None:
            return self._question(connection).ask(_adapted(values, connection))
        first, of_first = after
        if connection.vendor != "postgresql":
            first(*of_first)
            return self(*values)
        before = first._question(connection).as_sql(_adapted(of_first, connection))
        return self._question(connection).ask(_adapted(values, connection), before)

    def first(self, *values, after: tuple | None = None):
        """Return the first row for these values, or None."""
        return next(iter(self(*values, after=after)), None)

    def _question(self, connection) -> "_Question":
        questions = connection.__dict__.setdefault("_composed_questions", {})  # with the connection, which they hold
        if (kept := questions.get(self)) is None:
            kept = questions[self] = _Question(self._compose(*self._slots), connection)
        return kept


def _adapted(values, connection) -> list:
    return [connection.ops.adapt_unknown_value(value) for value in values]


class _Question:
    """A statement as it stands for one connection, which one thread at a time uses."""

    def __init__(self, queryset, connection):
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._params = self._compiler.as_sql()
        converters = self._compiler.get_converters(
            [each[0] for each in self._compiler.select[: self._compiler.col_count]]
        )
        self._compiler.get_converters = lambda _: converters
        queryset.query.get_compiler = lambda *_, **__: self._compiler
        self._connection, self._prepared = connection, None
        if connection.vendor == "postgresql":
            params = [Place(each.number + 1) if isinstance(each, Slot) else each for each in self._params]
            self._prepared = Prepared(self._sql, params)

    def as_sql(self, values) -> tuple[str, tuple]:
        """Return the SQL that asks, and its params."""
        if self._prepared:
            return self._prepared.call(self._connection), tuple(values)
        return self._sql, tuple(values[each.number] if isinstance(each, Slot) else each for each in self._params)

    def ask(self, values, before: tuple[str, tuple] | None = None) -> list:
        """Return the rows; `before` is the SQL, with its params, of what is done in the same journey."""
        sql, params = self.as_sql(values)
        if before:
            sql, params = f"{before[0]}; {sql}", before[1] + params
        self._compiler.as_sql = lambda *_, **__: (sql, params)
        rows = list(self._queryset._iterable_class(self._queryset))
        if rows and self._queryset._prefetch_related_lookups:
            prefetch_related_objects(rows, *self._queryset._prefetch_related_lookups)
        return rows


_kept_sql = WeakKeyDictionary()


class _Parcel:
    """What is written together: statements with their values, and an id for the next new row of each model."""

    def __init__(self, models):
        self.models, self.ids, self.statements, self.params = models, {}, [], []

    def add(self, sql, params):
        self.statements.append(sql)
        self.params += params

    def number(self, row, connection):
        """Give a new row its id, when its model is one of those whose rows have to know theirs."""
        if (model := row._meta.model) in self.models:
            if model not in self.ids:
                self.ids |= _drawn_ids(self.models, connection)
            row.pk = self.ids.pop(model)


_parcel: ContextVar[_Parcel | None] = ContextVar("what is written together", default=None)


@contextmanager
def in_one_go(*models: type[Model], after: Callable[[], None] | None = None) -> Iterator[None]:
    """Send what a block writes by `insert` and `update` to PostgreSQL at its end, in its order and all at once.

    For what is written under a lock: each way to the database and back is time for everybody who waits for it. Only new
    rows of these `models` know their ids, as they are drawn before. Until the end the database knows nothing of all
    this; a rule that is broken ends the block. SQLite is no way off, and writes what it is told when it is told.

    `after` is called before the first row is written, on PostgreSQL at the end of the block: it takes the lock, and
    raises when something does not hold that the block takes for granted.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        if after:
            after()
        yield
        return
    parcel = _Parcel(models)
    parcel.ids = _drawn_ids(models, connection)
    token = _parcel.set(parcel)
    try:
        yield
    finally:
        _parcel.reset(token)
    if after:
        after()
    if parcel.statements:
        with connection.cursor() as cursor:
            cursor.execute("; ".join(parcel.statements), parcel.params)


def _drawn_ids(models, connection) -> dict[type[Model], int]:
    """Return the next id of each model."""
    quoted = connection.ops.quote_name
    names = [name for each in models for name in (quoted(each._meta.db_table), each._meta.pk.column)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['nextval(pg_get_serial_sequence(%s, %s))'] * len(models))}", names)
        return dict(zip(models, cursor.fetchone(), strict=True))


def insert(*rows: Model) -> None:
    """Write new rows of one model by one statement; they know their ids afterwards. Without files. See `in_one_go`."""
    connection, meta, parcel = connections[DEFAULT_DB_ALIAS], rows[0]._meta, _parcel.get()
    if parcel:
        for row in rows:
            parcel.number(row, connection)
    has_ids = rows[0].pk is not None
    fields = [field for field in meta.local_concrete_fields if has_ids or not field.primary_key]
    key = (meta.model, len(rows), has_ids, parcel is None)
    sql = _once(key, connection, lambda: _insert_sql(rows, fields, connection, is_answered=parcel is None))
    params = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    if parcel:
        parcel.add(sql, params)
        ids = [row.pk for row in rows]
    else:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            ids = [pk for (pk,) in cursor.fetchall()]
    for row, pk in zip(rows, ids, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias


def _insert_sql(rows, fields, connection, *, is_answered) -> str:
    query = InsertQuery(rows[0]._meta.model)
    query.insert_values(fields, rows)
    compiler = SQLInsertCompiler(query, connection, using=None)
    compiler.returning_fields = [rows[0]._meta.pk] if is_answered else None
    return compiler.as_sql()[0][0]


def update(row: Model, *names: str) -> None:
    """Write these fields of a row as `save(update_fields=names)` does."""
    connection, meta, parcel = connections[DEFAULT_DB_ALIAS], row._meta, _parcel.get()
    fields = [meta.get_field(name) for name in names]
    sql = _once((meta.model, names), connection, lambda: _update_sql(meta, fields, connection.ops.quote_name))
    params = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    params.append(row.pk)
    if parcel:
        parcel.add(sql, params)
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _update_sql(meta, fields, quoted) -> str:
    values = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {quoted(meta.db_table)} SET {values} WHERE {quoted(meta.pk.column)} = %s"  # noqa: S608 - our names


def _once(key, connection, compose: Callable[[], str]) -> str:
    """Return SQL that was composed for a connection before, or compose it now; on PostgreSQL it is prepared, too."""
    kept = _kept_sql.setdefault(connection, {})
    if (sql := kept.get(key)) is None:
        sql = kept[key] = compose()
        if connection.vendor == "postgresql":
            sql = kept[key] = Prepared(sql, [Place(number) for number in range(1, sql.count("%s") + 1)])
    return sql.call(connection) if isinstance(sql, Prepared) else sql
