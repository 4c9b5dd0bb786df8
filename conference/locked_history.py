"""Keeps the database itself from changing history (PRIV-01), on both engines, and opens it for an erasure alone.

PostgreSQL refuses to change or delete an entry; SQLite, which knows no TRUNCATE, refuses to change one. The migration
puts the triggers there.
"""

from contextlib import contextmanager

TABLE = "conference_auditentry"
PUT_THERE = {
    "postgresql": f"""
        CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('plenary.erasing', true) = 'yes' THEN
                IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'History is written once and never changed.';
        END $$;
        CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
    """,
    "sqlite": f"""
        CREATE TRIGGER history_stays BEFORE UPDATE ON {TABLE} WHEN NOT plenary_is_erasing()
        BEGIN SELECT RAISE(ABORT, 'History is written once and never changed.'); END
    """,
}
TAKE_AWAY = {
    "postgresql": f"DROP TRIGGER history_stays ON {TABLE}; DROP FUNCTION refuse_to_change_history()",
    "sqlite": "DROP TRIGGER history_stays",
}


@contextmanager
def opened(connection):
    """Let history be changed inside; for an erasure, in its transaction."""
    _set(connection, is_erasing=True)
    try:
        yield
    finally:
        _set(connection, is_erasing=False)


def _set(connection, *, is_erasing):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('plenary.erasing', %s, true)", ["yes" if is_erasing else "no"])
    else:
        connection.plenary_is_erasing = is_erasing


def know_on_sqlite(sender, connection, **kwargs):
    """Give each connection of SQLite the function that its trigger asks; without it, the trigger refuses too."""
    if connection.vendor == "sqlite":
        connection.plenary_is_erasing = False
        connection.connection.create_function(
            "plenary_is_erasing", 0, lambda: int(getattr(connection, "plenary_is_erasing", False))
        )
