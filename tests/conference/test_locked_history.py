"""The database itself refuses to change history (PRIV-01)."""

import pytest
from django.db import DatabaseError, connection, transaction

from conference import audit
from tests.factories import BEFORE, make_conference, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    conference = make_conference()
    after = {"email": "ana@example.org", "city": "Geneva"}
    audit.record("conference.announced", conference, conference=conference, by=None, at=BEFORE, after=after)
    return conference.history.get()


def test_no_entry_is_changed(entry):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        type(entry).objects.update(verb="conference.archived")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE conference_auditentry SET actor_label = 'somebody else'")

    entry.refresh_from_db()
    assert (entry.verb, entry.actor_label) == ("conference.announced", "Plenary")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite empties its tables in tests by deleting")
def test_no_entry_is_deleted(entry):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        type(entry).objects.all().delete()

    assert type(entry).objects.count() == 1


def test_an_erasure_takes_values_out_and_leaves_the_line(entry):
    history = type(entry).objects.all()

    assert audit.black_out(history, names={"email"}) == 1
    assert audit.black_out(history, names={"email"}) == 0

    entry.refresh_from_db()
    assert (entry.verb, entry.after) == ("conference.announced", {"email": "(erased)", "city": "Geneva"})
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        history.update(reason="closed again")


def test_who_has_acted_is_never_deleted(entry):
    user = make_user()
    audit.record("conference.announced", entry.conference, conference=entry.conference, by=user, at=BEFORE)

    with pytest.raises(DatabaseError), transaction.atomic():
        user.delete()
