"""The pages for monitors: red when a part is down, quick whatever hangs, and silent about details."""

import socket
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from correspondence import health
from correspondence.models import Heartbeat
from tests.factories import make_conference, make_message
from tests.servers import at_best, own_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_alive(settings, tmp_path):
    settings.REDIS_URL = ""
    settings.BROKER_DIR = tmp_path
    (tmp_path / "queue").mkdir()
    for name in ("worker", "clock"):
        Heartbeat.objects.create(name=name, at=timezone.now())


def test_all_is_well(client, all_alive):
    response = client.get("/health")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "disk": "ok",
        "migrations": "ok",
        "worker": "ok",
        "clock": "ok",
        "mail": "ok",
        "oldest_unsent_seconds": 0,
    }
    assert "no-store" in response["Cache-Control"]


def test_silent_processes_are_named(client, all_alive):
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=2))

    response = client.get("/health")

    assert response.status_code == 503
    assert (response.json()["worker"], response.json()["clock"]) == ("silent", "silent")


def test_messages_that_wait_for_long_turn_it_red(client, all_alive):
    make_message(make_conference(), not_before=timezone.now() - timedelta(minutes=6))

    response = client.get("/health")

    assert response.status_code == 503
    assert response.json()["mail"] == "waiting"
    assert response.json()["oldest_unsent_seconds"] >= 360


def test_a_missing_queue_is_a_broker_that_is_down(client, all_alive, settings, tmp_path):
    settings.BROKER_DIR = tmp_path / "nowhere"

    assert client.get("/health").json()["broker"] == "down"


@pytest.mark.parametrize("accepts", [True, False])
def test_a_broker_that_hangs_or_is_gone_costs_less_than_a_second(client, all_alive, settings, accepts):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if accepts:
            silent.listen(8)
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"

        def seconds():
            start = own_time()
            response = client.get("/health")
            taken = own_time() - start
            assert (response.status_code, response.json()["broker"]) == (503, "down")
            return taken

        assert at_best(seconds, below=1) < 1


def test_a_disk_with_little_room_is_full_and_one_that_is_gone_is_down(client, all_alive, settings, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**62)
    assert client.get("/health/ready").json()["disk"] == "full"

    settings.VAR_DIR = settings.VAR_DIR / "nowhere"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["disk"]) == (503, "down")


def test_a_migration_that_was_not_applied_is_named(client, all_alive):
    MigrationRecorder(connection).record_unapplied("correspondence", "0001_initial")

    response = client.get("/health/ready")

    assert (response.status_code, response.json()["migrations"]) == (503, "waiting")


def test_a_database_that_is_away_is_said_and_nothing_else_is_guessed(client, all_alive):
    def away(*_):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(away):
        response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {
        "status": "down",
        "database": "down",
        "broker": "ok",
        "disk": "ok",
        "migrations": "unknown",
        "worker": "unknown",
        "clock": "unknown",
        "mail": "unknown",
        "oldest_unsent_seconds": None,
    }


def test_a_process_that_answers_is_alive_whatever_is_down(client, settings, django_assert_num_queries):
    settings.REDIS_URL, settings.VAR_DIR = "redis://127.0.0.1:1/0", settings.VAR_DIR / "nowhere"

    with django_assert_num_queries(0):
        response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_both_addresses_of_readiness_say_the_same(client, all_alive):
    assert client.get("/health").json() == client.get("/health/ready").json()


@pytest.mark.parametrize("address", ["/health", "/health/live", "/health/ready"])
def test_they_are_only_read(client, address):
    assert client.post(address).status_code == 405
