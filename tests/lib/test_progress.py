"""How far long work is, told past the transaction that holds it."""

import pytest
from django.core.cache import caches
from django.db import transaction

from lib import progress

FILES = "django.core.cache.backends.filebased.FileBasedCache"


@pytest.fixture(autouse=True)
def in_files(settings, tmp_path):
    """What is told goes to a folder of the test's own, whether or not this round has a Redis."""
    settings.CACHES = settings.CACHES | {"progress": {"BACKEND": FILES, "LOCATION": tmp_path / "progress"}}


@pytest.mark.django_db
def test_what_is_told_inside_a_transaction_is_read_before_its_end_and_after_it_was_taken_back():
    with transaction.atomic():
        progress.Teller("told:1:1")(5, 10)
        caches["default"].set("told", "inside")
        assert progress.told("told:1:1") == progress.Told(5, 10)
        transaction.set_rollback(True)

    assert caches["default"].get("told") is None
    assert progress.told("told:1:1") == progress.Told(5, 10)
    assert progress.told("told:1:2") is None


def test_it_is_told_no_oftener_than_read_but_the_end_always():
    tell = progress.Teller("told:2:1")
    for passed in range(1, 100):
        tell(passed, 100)
    assert progress.told("told:2:1") == progress.Told(1, 100)

    tell(100, 100)

    assert progress.told("told:2:1") == progress.Told(100, 100)


def test_without_the_cache_nothing_is_told_and_nobody_is_stopped(settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    location = tmp_path / "file" / "progress"
    settings.CACHES = settings.CACHES | {"progress": {"BACKEND": FILES, "LOCATION": location}}
    tell = progress.Teller("told:3:1")

    tell(1, 2)

    assert not tell.is_heard
    assert progress.told("told:3:1") is None


def test_steps_are_counted_one_by_one_or_part_by_part():
    told = []
    steps = progress.Steps(7, lambda *so_far: told.append(so_far))

    assert list(steps.through("ab")) == ["a", "b"]
    assert list(steps.in_parts([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]

    assert told == [(1, 7), (2, 7), (4, 7), (6, 7), (7, 7)]
    steps.reach(7)
    assert told[-1] == (7, 7)
    assert progress.Told(2, 7).percent == "28 %"
