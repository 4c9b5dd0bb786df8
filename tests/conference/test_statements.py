"""SQL that is composed once says what Django's own would say, each time with other values."""

import gc
import threading
import weakref
from datetime import timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from django.utils import timezone

from conference.models import AuditEntry, Conference, Room
from conference.statements import Statement, insert, update
from tests.factories import make_conference

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
