"""Fixtures for all tests. Objects come from tests/factories.py, servers from tests/servers.py."""

import copy
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal import auth as codes_of_apps
from django.conf import settings as project_settings
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.dispatch import receiver
from django.test import TransactionTestCase

import correspondence.printing
import reports.printing
from conference.choices import TeamRole
from lib.pdf_process import Press
from tests import migrated, run, servers
from tests.addresses import make_world, signed_in
from tests.examples import TIMES
from tests.factories import make_member

OF_THE_MODELS = {"django_content_type", "auth_permission"}

hypothesis.settings.register_profile(
    "plenary",
    deadline=None,
    max_examples=25 * TIMES,
    derandomize=TIMES == 1,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],  # it is the machine that is slow, among others
)
hypothesis.settings.load_profile("plenary")


@pytest.fixture(scope="session", autouse=True)
def patient_presses():
    """A document takes the time that this machine has for it; tests/lib/test_pdf_process.py tries the limit of time."""
    for printing in (correspondence.printing, reports.printing):
        for press in vars(printing).values():
            if isinstance(press, Press):
                press.limits = replace(press.limits, seconds=600)


if FOLDER := os.environ.get(migrated.FOLDER):

    @pytest.fixture(scope="session")
    def django_db_setup(django_test_environment, django_db_blocker):
        """The process's own copy of the database that the run has migrated once; its server or folder goes with it."""
        with django_db_blocker.unblock():
            migrated.copy(Path(FOLDER))
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@receiver(user_logged_in)
def just_signed_in(request, user, **kwargs):
    """Who a test signs in without the page (`client.force_login`) counts as having typed the password a moment ago."""
    record_authentication(request, user, "password", reauthenticated=True)


def pytest_unconfigure(config):
    shutil.rmtree(project_settings.VAR_DIR, ignore_errors=True)


def pytest_addoption(parser):
    parser.addoption(
        "--only-with-database",
        action="store_true",
        help="leave out what no database has a part in: the other round runs it already, with the same result",
    )


def pytest_collection_modifyitems(config, items):
    """What needs Redis runs only where settings name one; bin/test names a free port."""
    if config.getoption("only_with_database"):
        without = [item for item in items if not _has_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if _has_database(item)]
    services = [item for item in items if item.get_closest_marker("services")]
    if unseen := {item.path for item in services if run.SERVICES not in item.path.read_text()}:
        raise pytest.UsageError(f"bin/test finds the tests of its worker's round by “{run.SERVICES}”: {unseen}")
    if project_settings.REDIS_URL:
        return
    skip = pytest.mark.skip(reason="needs REDIS_URL to name a free port of this machine, as bin/test does")
    for item in services:
        item.add_marker(skip)


def _has_database(item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


@pytest.fixture(autouse=True)
def nothing_stays_in_the_cache(request, django_db_blocker):
    """What a test has committed is taken out with the rows of the models; the table of the cache is none of theirs."""
    yield
    if _commits(request.node):
        with django_db_blocker.unblock():
            cache.clear()


def _commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    return is_marked or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


@pytest.fixture
def sign_in(client):
    """Return a function that signs a new member of the conference's team in, and gives back the client."""

    def sign_in(conference, role=TeamRole.ORGANISER):
        client.force_login(make_member(conference, role=role))
        return client

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def only_rows_that_tests_write_are_emptied():
    """Content types and permissions are what the models are: after a test that commits, Django would make them all anew."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield


def _empty(test_case):
    written = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - OF_THE_MODELS
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(written)))


@pytest.fixture(scope="module")
def kept_world(django_db_setup, django_db_blocker):
    """The small world of tests/addresses/, made once for a file of tests, in a transaction that is undone at its end.

    Everybody in it is signed in, because the tests of a file open some thousand pages as somebody.
    """
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own for each test, in which a durable transaction may begin
    with django_db_blocker.unblock():
        around.__enter__()
        made = make_world()
        made.sign_ins = {reader: signed_in(user) for reader, user in made.users.items() if user}
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(kept_world, db):
    """A test's own copy of the small world; what the test writes is undone to the world as it was made."""
    return copy.deepcopy(kept_world)


@pytest.fixture
def no_code_runs_out(monkeypatch):
    """The half minute in which an app shows one code does not end during the test."""
    now = time.time()
    monkeypatch.setattr(codes_of_apps, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def redis(tmp_path):
    """A Redis of the test's own, at settings.REDIS_URL."""
    server = servers.Redis(tmp_path).start()
    yield server
    server.stop()


@pytest.fixture
def mail_server():
    """A mail server of the test's own."""
    server = servers.MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def plenary(transactional_db, mail_server):
    """The environment of Plenary's processes: this test's database, its broker and its mail server."""
    return servers.environment(EMAIL_URL=mail_server.url)


@pytest.fixture
def worker(redis, plenary, tmp_path):
    """A real worker; the test may kill it and start it again."""
    process = servers.Worker(tmp_path, plenary).start()
    yield process
    process.stop()


@pytest.fixture
def clock(redis, plenary, tmp_path):
    """The real clock."""
    process = servers.Clock(tmp_path, plenary).start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return servers.ROOT
