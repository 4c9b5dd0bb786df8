"""Public pages are made once and kept: compressed, with validators, and never a moment too long."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.urls import reverse
from django.utils import timezone

from conference import actions as conferences
from reports import actions as reports
from sessions import actions
from sessions.facts.following import moment
from sessions.facts.reading import items
from sessions.views.kept import Page, Store, store
from tests.factories import BEFORE, OPENING, make_conference, make_member, make_note, make_session

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def conference():
    found = make_conference()
    make_session(found, title="Opening")
    actions.release(found, by=None, at=BEFORE)
    return found


def url(conference, name="agenda", **kwargs):
    return reverse(f"sessions:{name}", kwargs={"conference": conference.slug, **kwargs})


def test_the_second_reader_costs_one_query(client, conference, django_assert_num_queries):
    first = client.get(url(conference))
    with django_assert_num_queries(1):
        second = client.get(url(conference))

    assert second.content == first.content


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip", "gzip")]
)
def test_the_page_comes_in_the_best_encoding_that_the_reader_takes(client, conference, accepted, encoding):
    plain = client.get(url(conference)).content

    response = client.get(url(conference), headers={"accept-encoding": accepted})

    assert response.headers.get("Content-Encoding") == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert unpack(response.content) == plain
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize("name", ["agenda", "agenda_calendar", "schedule_json", "schedule_xml"])
def test_who_has_the_page_is_told_that_it_still_holds(client, conference, name):
    etag = client.get(url(conference, name))["ETag"]

    response = client.get(url(conference, name), headers={"if-none-match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_a_release_is_seen_on_the_next_request(client, conference):
    etag = client.get(url(conference))["ETag"]
    actions.change_session(conference.sessions.get(), title="Welcome", by=None, at=BEFORE)
    actions.release(conference, by=None, at=BEFORE)

    response = client.get(url(conference), headers={"if-none-match": etag})

    assert response.status_code == 200
    assert "Welcome" in response.content.decode()


def test_a_change_of_the_conference_is_seen_on_the_next_request(client, conference):
    client.get(url(conference))
    conferences.change(conference, title="Another title", by=None, at=BEFORE)

    assert "Another title" in client.get(url(conference)).content.decode()


def test_a_conference_that_is_no_longer_public_is_not_served_from_what_is_kept(client, conference):
    client.get(url(conference))
    conference.status = "draft"
    conference.save(update_fields=["status"])

    assert client.get(url(conference)).status_code == 404


def test_what_a_signed_in_person_sees_is_not_kept_for_others(client, conference):
    client.force_login(make_member(conference))
    assert "Olga Organiser" in client.get(url(conference)).content.decode()

    client.logout()
    assert "Olga Organiser" not in client.get(url(conference)).content.decode()


def test_readers_in_two_zones_get_two_pages(client, conference):
    here = client.get(url(conference)).content.decode()
    there = client.get(url(conference) + "?zone=Asia/Tokyo").content.decode()

    assert "Tokyo" in there
    assert "Tokyo" not in here


def test_what_runs_now_is_said_and_the_page_is_kept_only_until_it_ends(client):
    now = timezone.now()
    conference = make_conference(starts_on=now.date() - 2 * DAY, ends_on=now.date() + 2 * DAY)
    make_session(conference, title="Panel", starts_at=now - HOUR, minutes=120)
    actions.release(conference, by=None, at=BEFORE)

    html = client.get(url(conference)).content.decode()

    assert "Panel" in html.partition("<h3>Now</h3>")[2].partition("</ul>")[0]
    (page,) = [page for key, page in store.pages.items() if conference.slug in str(key)]
    assert page.fresh_until == pytest.approx((now + HOUR).timestamp(), abs=1)


@pytest.mark.parametrize(
    ("hours", "now", "following", "until"),
    [
        (-30, [], [], -9),
        (-1, [], ["Opening"], 0),
        (0, ["Opening"], ["Panel"], 1),
        (1, [], ["Panel"], 2),
        (2, ["Panel"], [], 3),
        (3, [], [], 15),
        (20, [], ["Tomorrow"], 24),
        (30, [], [], None),
    ],
)
def test_now_and_next_at_any_moment(hours, now, following, until):
    conference = make_conference()
    make_session(conference, title="Opening")
    make_session(conference, title="Panel", starts_at=OPENING + 2 * HOUR)
    make_session(conference, title="Tomorrow", starts_at=OPENING + 24 * HOUR)
    release = actions.release(conference, by=None, at=BEFORE)

    found = moment(items(release.snapshot["sessions"], conference.zone), OPENING + hours * HOUR)

    assert [item.title for item in found.now] == now
    assert [item.title for item in found.next] == following
    assert found.until == (None if until is None else OPENING + until * HOUR)


def test_the_store_gives_up_what_was_used_longest_ago():
    store = Store(most_bytes=5000)
    pages = {name: Page(name.encode() * 2000, {}, None) for name in "abc"}

    for name, page in pages.items():
        store.keep((name,), page)
        store.find(("a",), 0)

    assert [key for key in pages if store.find((key,), 0)] == ["a", "c"]
    assert store.bytes == sum(page.size for page in store.pages.values())


def test_a_page_that_time_has_made_old_is_not_found():
    store = Store(most_bytes=10_000)
    store.keep(("a",), Page(b"x", {}, fresh_until=100.0))

    assert store.find(("a",), 99.9)
    assert store.find(("a",), 100.0) is None


def test_other_organizers_are_seen_on_the_next_request(client, conference):
    client.get(url(conference))
    conferences.set_organizers(conference, [{"name": "Government of Peru", "role": "host"}], by=None, at=BEFORE)

    assert "Government of Peru" in client.get(url(conference)).content.decode()


def test_a_first_visit_leaves_a_cookie_that_scripts_cannot_read(client, conference):
    cookie = client.get(url(conference)).cookies[f"agenda-{conference.pk}"]

    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["path"]) == ("1.0", True, "Lax", "/")
    assert cookie["max-age"] == 365 * 24 * 3600


def test_a_published_note_is_led_to_on_the_next_request(client, conference):
    link = f'href="{conference.get_absolute_url()}notes/"'
    note = make_note(conference)
    reports.clear(note, by=None, at=BEFORE)
    assert link not in client.get(url(conference)).content.decode()

    reports.publish(note, by=None, at=BEFORE)
    assert link in client.get(url(conference)).content.decode()

    reports.withdraw(note, reason="It names somebody.", by=None, at=BEFORE)
    assert link not in client.get(url(conference)).content.decode()
