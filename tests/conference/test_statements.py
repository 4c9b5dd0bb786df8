"""SQL that is composed once says what Django's own would say, each time with other values."""

import gc
import threading
import weakref
from datetime import timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from django.utils import timezone

from conference.models import AuditEntry, Conference, Room
from conference.statements import Statement, in_one_go, insert, update
from tests.factories import make_conference
from tests.servers import wait_until

NAMED = Statement(lambda slug: Conference.objects.filter(slug=slug))
ENTERED = Statement(
    lambda conference, since: (
        AuditEntry.objects.filter(conference=conference, at__gte=since)
        .order_by("pk")
        .values_list("verb", "at", "after")
    )
)
WITH_ROOMS = Statement(lambda slug: Conference.objects.filter(slug=slug).prefetch_related("rooms"))
FIELDS_OF_ENTRIES = [field.name for field in AuditEntry._meta.fields if not field.primary_key]

pytestmark = pytest.mark.django_db
ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite plans nothing beforehand")


def entry(conference, number, at):
    return AuditEntry(
        conference=conference,
        at=at,
        verb="conference.changed",
        actor_label="Bäcker, 100 %s",
        subject_kind="conference.conference",
        subject_id=conference.pk,
        subject_label="A conference",
        before={},
        after={"number": number, "list": ["é", None, True]},
    )


def test_a_statement_returns_what_its_queryset_returns_for_one_value_and_the_next():
    first, second = make_conference(slug="first"), make_conference(slug="second-50%")

    found = [NAMED.first(slug) for slug in ("first", "second-50%", "none", "' OR 1=1 --")]

    assert found == [first, second, None, None]
    assert {name: value for name, value in vars(found[0]).items() if name != "_state"} == {
        name: value for name, value in vars(Conference.objects.get(slug="first")).items() if name != "_state"
    }


def test_a_statement_is_composed_once_and_asked_each_time(django_assert_num_queries):
    make_conference(slug="first")
    composed = []
    statement = Statement(lambda slug: composed.append(slug) or Conference.objects.filter(slug=slug))

    with django_assert_num_queries(3):
        assert [len(statement(slug)) for slug in ("first", "second", "first")] == [1, 0, 1]

    assert len(composed) == 1


def test_what_a_row_was_when_the_statement_was_asked_before_is_not_remembered():
    conference = make_conference(slug="first", title="The old title")
    before = NAMED.first("first").title

    Conference.objects.filter(pk=conference.pk).update(title="The new title")

    assert (before, NAMED.first("first").title) == ("The old title", "The new title")


def test_times_and_what_belongs_to_the_rows_come_as_from_a_queryset(django_assert_num_queries):
    conference, at = make_conference(slug="first"), timezone.now()
    conference.rooms.create(name="Salle XX", position=1)
    insert(*[entry(conference, number, at + timedelta(minutes=number)) for number in range(3)])

    since = ENTERED(conference.pk, at + timedelta(minutes=1))
    with django_assert_num_queries(2):
        rooms = [room.name for room in WITH_ROOMS.first("first").rooms.all()]

    assert [(moment, after["number"]) for _, moment, after in since] == [
        (at + timedelta(minutes=number), number) for number in (1, 2)
    ]
    assert rooms == ["Salle XX"]


@pytest.mark.django_db(transaction=True)
def test_the_connection_of_a_thread_that_has_ended_is_freed():
    kept = []

    def ask():
        try:
            NAMED.first("first")
        finally:
            connection.close()
            kept.append(weakref.ref(connections[DEFAULT_DB_ALIAS]))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    gc.collect()

    assert [each() for each in kept] == [None]


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection():
    make_conference(slug="first")
    found = [NAMED.first("first").slug]

    def ask():
        try:
            found.extend(NAMED.first("first").slug for _ in range(20))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert found == ["first"] * 81


def test_rows_are_written_in_their_order_as_they_would_be_saved():
    conference, at = make_conference(), timezone.now()
    by_one = [entry(conference, number, at) for number in range(3)]
    saved = entry(conference, 0, at)

    insert(*by_one)
    saved.save(force_insert=True)

    kept = list(AuditEntry.objects.filter(pk__in=[each.pk for each in by_one]).order_by("pk"))
    assert [each.after["number"] for each in kept] == [0, 1, 2]
    assert [each.pk for each in by_one] == [each.pk for each in kept]
    as_saved, as_inserted = (
        AuditEntry.objects.filter(pk=each.pk).values(*FIELDS_OF_ENTRIES).get() for each in (saved, by_one[0])
    )
    assert as_inserted == as_saved
    assert not by_one[0]._state.adding


def test_a_row_that_breaks_a_rule_of_the_database_is_refused():
    conference = make_conference()
    insert(Room(conference=conference, name="Salle XX", position=1))

    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Room(conference=conference, name="Salle XX", position=2))

    assert conference.rooms.count() == 1


def test_a_row_gets_new_values_in_the_fields_that_are_named_and_in_no_other(django_assert_num_queries):
    conference, other = make_conference(title="The old title"), make_conference(title="Another")
    conference.title, conference.city, conference.capacity = "The new, 100 % “title”", "Not written", None
    update(conference, "title", "capacity")

    with django_assert_num_queries(1):
        update(conference, "title", "capacity")

    kept = Conference.objects.get(pk=conference.pk)
    assert (kept.title, kept.city, kept.capacity) == ("The new, 100 % “title”", other.city, None)
    other.refresh_from_db()
    assert other.title == "Another"


def test_what_a_block_writes_in_one_go_is_what_it_would_write_by_itself():
    conference, at = make_conference(title="The old title"), timezone.now()
    room = Room(conference=conference, name="Salle XX", position=1)

    with in_one_go(Room):
        insert(room)
        insert(entry(conference, room.pk, at), entry(conference, "100 %", at))
        conference.title = "The new; “title”"
        update(conference, "title")

    assert [each.name for each in Room.objects.filter(pk=room.pk)] == ["Salle XX"]
    numbers = AuditEntry.objects.filter(conference=conference).order_by("pk").values_list("after__number", flat=True)
    assert list(numbers) == [room.pk, "100 %"]
    assert Conference.objects.get(pk=conference.pk).title == "The new; “title”"
    assert not room._state.adding


def test_postgresql_is_asked_twice_for_what_is_written_in_one_go(django_assert_num_queries):
    conference, at = make_conference(), timezone.now()
    rooms = [Room(conference=conference, name=f"Salle {number}", position=number) for number in range(2)]
    ways = 2 if connection.vendor == "postgresql" else 3

    with django_assert_num_queries(ways), in_one_go(Room):
        insert(rooms[0])
        insert(entry(conference, rooms[0].pk, at))
        update(rooms[0], "position")

    assert conference.rooms.get() == rooms[0]


def test_each_new_row_of_a_block_has_an_id_of_its_own():
    conference = make_conference()
    rooms = [Room(conference=conference, name=f"Salle {number}", position=number) for number in range(3)]

    with in_one_go(Room):
        insert(rooms[0])
        insert(*rooms[1:])

    assert set(conference.rooms.values_list("pk", "name")) == {(each.pk, each.name) for each in rooms}


def write_rooms(conference, *names, then=None):
    with transaction.atomic(), in_one_go(Room):
        for position, name in enumerate(names):
            insert(Room(conference=conference, name=name, position=position))
        if then:
            raise then


@pytest.mark.parametrize(
    ("names", "then", "error"),
    [(["Salle XX"], ZeroDivisionError, ZeroDivisionError), (["Salle XX", "Salle XX"], None, IntegrityError)],
)
def test_a_block_that_fails_writes_nothing(names, then, error):
    conference = make_conference()

    with pytest.raises(error):
        write_rooms(conference, *names, then=then)

    assert conference.rooms.count() == 0
    write_rooms(conference, "Salle XX")
    assert conference.rooms.count() == 1


LOCKED = Statement(lambda slug: Conference.objects.select_for_update().filter(slug=slug))


def prepared_statements():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_postgresql_plans_a_statement_once_for_each_connection():
    conference = make_conference(slug="first")
    connection.close()

    found = [NAMED.first("first"), NAMED.first("second"), NAMED.first("first")]
    once = prepared_statements()
    connection.close()
    found.append(NAMED.first("first"))
    insert(Room(conference=conference, name="Salle XX", position=1))

    assert found == [conference, None, conference, conference]
    assert [sum("conference_conference" in text for text in texts) for texts in (once, prepared_statements())] == [1, 1]
    assert sum("INSERT INTO" in text for text in prepared_statements()) == 1


def test_a_statement_is_asked_after_another_in_one_journey(django_assert_num_queries):
    conference = make_conference(slug="first")
    ways = 1 if connection.vendor == "postgresql" else 2

    with django_assert_num_queries(ways), transaction.atomic(savepoint=False):
        assert NAMED.first("first", after=(LOCKED, ["none"])) == conference


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_what_is_asked_after_a_lock_is_what_the_one_before_has_left():
    make_conference(slug="first", title="The old title")
    has_lock, seen = threading.Event(), []

    def change():
        with transaction.atomic():
            conference = LOCKED.first("first")
            has_lock.set()
            wait_until(lambda: waiting_for_a_lock() == 1, what="the other waiting for the lock")
            conference.title = "The new title"
            update(conference, "title")
        connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    assert has_lock.wait(30)
    with transaction.atomic():
        seen.append(NAMED.first("first", after=(LOCKED, ["first"])).title)
    thread.join()

    assert seen == ["The new title"]


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def test_what_comes_first_is_done_before_the_first_row_is_written():
    conference, counted = make_conference(), []

    with in_one_go(Room, after=lambda: counted.append(conference.rooms.count())):
        insert(Room(conference=conference, name="Salle XX", position=1))

    assert (counted, conference.rooms.count()) == ([0], 1)


def test_when_what_comes_first_refuses_nothing_is_written():
    conference = make_conference()

    def refuse():
        raise LookupError

    with pytest.raises(LookupError), transaction.atomic(), in_one_go(Room, after=refuse):
        insert(Room(conference=conference, name="Salle XX", position=1))

    assert conference.rooms.count() == 0
