"""SQLite as it has to be for counting and writing to be one act (REL-02)."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="it is about SQLite"),
]


def pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_the_write_lock_is_taken_when_a_transaction_begins_and_waited_for():
    assert connection.transaction_mode == "IMMEDIATE"
    assert pragma("busy_timeout") >= 20_000


def test_readers_do_not_wait_for_writers_and_keys_lead_somewhere():
    assert pragma("journal_mode") in {"wal", "memory"}  # a database in memory has no file to write ahead in
    assert pragma("foreign_keys") == 1
