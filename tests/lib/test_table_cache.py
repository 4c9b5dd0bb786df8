"""What is kept in the cache's table stays there for its time, however full the table is."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from conference.models import Conference
from config.table_cache import TableCache
from tests.factories import make_conference, make_member

pytestmark = pytest.mark.django_db
FEW = 5


@pytest.fixture
def full(monkeypatch):
    """A cache that is full with a few entries."""
    monkeypatch.setattr(cache._connections[cache._alias], "_max_entries", FEW)
    return cache


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return {key for (key,) in cursor.fetchall()}


def test_the_installation_uses_it(settings):
    assert settings.CACHES["default"]["BACKEND"] == f"{TableCache.__module__}.{TableCache.__name__}"


@pytest.mark.parametrize(("kind", "forgets"), [(TableCache, False), (DatabaseCache, True)])
def test_nothing_is_forgotten_before_its_time_by_a_table_that_is_full(kind, forgets):
    table = kind("cache", {"OPTIONS": {"MAX_ENTRIES": FEW}})
    keys = [f"{letter}:{number}" for letter in "amz" for number in range(2 * FEW)]

    for key in keys:
        table.set(key, key, 60)

    assert (len(table.get_many(keys)) < len(keys)) == forgets


def test_a_table_that_is_full_forgets_what_has_run_out(full):
    for number in range(2 * FEW):
        full.set(f"old:{number}", "x", 60)
    with connection.cursor() as cursor:
        past = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0) - timedelta(hours=1))
        cursor.execute("UPDATE cache SET expires = %s", [past])

    full.set("new", "x", 60)

    assert rows() == {full.make_key("new")}


def test_a_form_that_is_sent_twice_adds_once_although_others_fill_the_table_meanwhile(full, client):
    conference = make_conference()
    client.force_login(make_member(conference))
    url = reverse("sessions:add_session", kwargs={"conference": conference.slug})
    form = {"csrfmiddlewaretoken": "x" * 64, "title": "Opening", "kind": "opening"}

    first = client.post(url, form)
    for number in range(3 * FEW):
        full.set(f"zz-later:{number}", "x", 60)
    second = client.post(url, form)

    assert (first.status_code, second.url) == (302, first.url)
    assert Conference.objects.get().sessions.count() == 1
