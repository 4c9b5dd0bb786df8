"""Every URL × every kind of reader, from the site's own list of URLs. The expected answers stand in tests/addresses/."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from conference.choices import ConferenceStatus
from conference.models import Conference
from lib import links
from tests.addresses import ADDRESSES, READERS, TO_SIGN_IN, client_of, link_owner
from tests.addresses.headers import faults


def named_patterns(patterns, namespace="", around=frozenset()):
    """Yield (full name, pattern, names in the address) for every URL of the site."""
    for pattern in patterns:
        within = around | pattern.pattern.converters.keys()
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_patterns(pattern.url_patterns, inner, within)
        else:
            yield f"{namespace}{pattern.name}", pattern, within


PATTERNS = {name: pattern for name, pattern, _ in named_patterns(get_resolver().url_patterns)}
NAMED = {name: named for name, _, named in named_patterns(get_resolver().url_patterns)}
# What an archived conference still takes, and the answer.
IN_THE_ARCHIVE = {
    "conference:reopen": 302,
    "participants:ask_for_data": 200,
    "participants:erase": 302,
    "participants:export": 200,
    "participants:keep_selection": 302,
}
NAMES = sorted(PATTERNS.keys() & ADDRESSES.keys())


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(ADDRESSES) == sorted(PATTERNS)


@dataclass(frozen=True)
class Answer:
    """What a reader got, and what asking for it wrote."""

    status: int
    headers: Mapping[str, str]
    faults: list[str]
    writes: list[str]


@pytest.fixture(scope="module")
def answers(name, kept_world, django_db_blocker):
    """Return each reader's answer of an address: asked for once, for all tests of what a GET gets."""
    with django_db_blocker.unblock(), transaction.atomic():
        url = address_of(name, kept_world)
        got = {reader: asked(client_of(kept_world, reader), url, name) for reader in READERS}
        transaction.set_rollback(True)
    return got


def asked(client, url, name) -> Answer:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    writes = [each["sql"] for each in queries if is_a_write(each["sql"])]
    return Answer(response.status_code, response.headers, faults(response, name), writes)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, scope="module")
def test_every_reader_gets_what_the_row_says(answers, name):
    row = ADDRESSES[name]

    got = {reader: answer.status for reader, answer in answers.items()}

    assert got == {reader: expected(row, status) for reader, status in row.who.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, scope="module")
def test_reading_changes_nothing(answers, name):
    assert {reader: answer.writes for reader, answer in answers.items()} == {reader: [] for reader in READERS}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, scope="module")
def test_every_answer_carries_the_headers(answers, name):
    assert {reader: answer.faults for reader, answer in answers.items()} == {reader: [] for reader in READERS}
    if getattr(PATTERNS[name].callback, "access", "").startswith("personal link"):
        for answer in answers.values():
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["X-Robots-Tag"] == "noindex"
            assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", [name for name in NAMES if ADDRESSES[name].who["stranger"] >= 400])
def test_those_who_are_refused_cannot_post_either(world, name):
    row, url = ADDRESSES[name], address_of(name, world)
    refused = {reader: status for reader, status in row.who.items() if status in {TO_SIGN_IN, 403, 404}}

    got = {reader: client_of(world, reader).post(url).status_code for reader in refused}

    assert {reader: status for reader, status in got.items() if status not in {405, refused[reader]}} == {}
    assert all(status != TO_SIGN_IN or reader == "anonymous" for reader, status in got.items())


@pytest.mark.parametrize("name", [name for name in NAMES if {"conference", "pk"} <= NAMED[name]])
def test_the_objects_of_one_conference_are_not_found_under_another(world, name):
    row = ADDRESSES[name]
    kwargs = row.kwargs(world) | {"conference": world.elsewhere.slug}
    if "language" in kwargs:
        world.elsewhere.notes.create(
            language=kwargs["language"], created_at=world.note.created_at, changed_at=world.note.changed_at
        )

    client = client_of(world, "elsewhere")
    response = (
        client.post(reverse(name, kwargs=kwargs)) if row.is_post_only else client.get(reverse(name, kwargs=kwargs))
    )

    assert response.status_code == 404


@pytest.mark.parametrize("name", [name for name in NAMES if "link" in NAMED[name]])
def test_a_personal_link_opens_only_what_it_was_made_for(world, name):
    purpose, owner = link_owner(world, PATTERNS[name].callback.access)
    forged = links.make("another:purpose", owner.pk, owner.link_version)
    older = links.make(purpose, owner.pk, owner.link_version + 1)
    method = "post" if ADDRESSES[name].is_post_only else "get"
    more = ADDRESSES[name].kwargs(world)

    assert getattr(Client(), method)(reverse(name, kwargs=more | {"link": forged})).status_code == 404
    revoked = 200 if ADDRESSES[name].renews_links else 410
    assert getattr(Client(), method)(reverse(name, kwargs=more | {"link": older})).status_code == revoked


@pytest.mark.parametrize("name", [name for name in NAMES if {"conference", "link"} & NAMED[name]])
def test_an_archived_conference_is_only_read(world, name):
    Conference.objects.filter(pk=world.conference.pk).update(status=ConferenceStatus.ARCHIVED)
    url, client = address_of(name, world), client_of(world, "organiser")
    is_public = PATTERNS[name].callback.access == "public"  # what readers choose for themselves is in their cookies

    with CaptureQueriesContext(connection) as queries:
        answer = client.post(url).status_code

    if name in IN_THE_ARCHIVE:
        assert answer == IN_THE_ARCHIVE[name]
    else:
        assert is_public or answer in {405, 409}
        assert [each["sql"] for each in queries if is_a_write(each["sql"])] == []
    if answer != 302:
        assert client.get(url).status_code == expected(ADDRESSES[name], ADDRESSES[name].who["organiser"])


def address_of(name, world):
    kwargs = ADDRESSES[name].kwargs(world)
    if "conference" in NAMED[name]:
        kwargs["conference"] = world.conference.slug
    if "link" in NAMED[name]:
        purpose, owner = link_owner(world, PATTERNS[name].callback.access)
        kwargs["link"] = links.make(purpose, owner.pk, owner.link_version)
    return reverse(name, kwargs=kwargs)


def expected(row, status):
    """A URL that takes only a POST says so to a GET before it asks for rights; only the sign-in comes first."""
    return 405 if row.is_post_only and status != TO_SIGN_IN else status


def is_a_write(sql):
    """Say whether a query changes data; login sessions and the cache are the site's own bookkeeping."""
    bookkeeping = ("django_session", settings.CACHES["default"]["LOCATION"])
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql for table in bookkeeping)
