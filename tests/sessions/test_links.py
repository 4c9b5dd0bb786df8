"""No link leads to a closed door: every page of the agenda, as each reader, and every address that it names."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

import correspondence.rules
from conference import rules
from tests.addresses import make_world

pytestmark = pytest.mark.django_db
RULES = [rules, correspondence.rules]
TEAM = ["viewer", "rapporteur", "desk", "organiser"]


class Addresses(HTMLParser):
    """The addresses that a page names: where links lead, and where forms send to."""

    def __init__(self):
        super().__init__()
        self.links, self.posts = set(), set()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and "href" in attrs:
            self.links.add(attrs["href"])
        if tag == "form":
            into = self.posts if attrs.get("method") == "post" else self.links
            into.add(attrs.get("action", ""))
        if "data-action" in attrs:
            self.posts.add(attrs["data-action"])


def crawled(client, start, within):
    """Read all pages within a part of the site, from one on; return the links and the posts of each page."""
    waiting, found = [start], {}
    while waiting:
        page = waiting.pop()
        if page in found:
            continue
        response = client.get(page)
        if response.status_code == 403:
            found[page] = Addresses()
            continue
        assert response.status_code == 200, page
        found[page] = addresses = Addresses()
        if response["Content-Type"].startswith("text/html"):
            addresses.feed(response.content.decode())
        addresses.links = {urldefrag(urljoin(page, link)).url for link in addresses.links}
        addresses.posts = {urljoin(page, post) for post in addresses.posts}
        waiting += [link for link in addresses.links if link.startswith(within) and link not in found]
    return found


def is_open_to(user, conference, address):
    """Say whether the view behind an address lets this user in; its rule is named by its decorator."""
    access = resolve(urlsplit(address).path).func.access
    rule = next((getattr(module, access) for module in RULES if hasattr(module, access)), None)
    return rule(user, conference) if rule else access == "public"


@pytest.mark.parametrize("reader", TEAM)
def test_the_team_is_shown_only_what_it_may_use(reader):
    world = make_world()
    client, user = Client(), world.users[reader]
    client.force_login(user)
    desk = reverse("sessions:desk_agenda", kwargs={"conference": world.conference.slug})

    pages = crawled(client, desk, within=desk)

    closed = {
        (page, address)
        for page, addresses in pages.items()
        for address in addresses.links | addresses.posts
        if address.startswith("/c/") and not is_open_to(user, world.conference, address)
    }
    assert closed == set()
    names = {resolve(urlsplit(page).path).url_name for page in pages}
    assert {"desk_session", "speaker_list", "clash_list", "release_list", "removed_list", "plan"} <= names
    assert ("change_session" in names) == (reader == "organiser")


def test_every_link_of_the_public_agenda_answers_anyone():
    world = make_world()
    client = Client()
    agenda = reverse("sessions:agenda", kwargs={"conference": world.conference.slug})

    pages = crawled(client, agenda, within=agenda)

    dead = {
        link
        for addresses in pages.values()
        for link in addresses.links
        if link.startswith("/") and client.get(link).status_code != 200
    }
    assert dead == set()
    assert {resolve(urlsplit(page).path).url_name for page in pages} >= {"session", "person", "zone", "mine", "choose"}


def test_the_parser_sees_what_a_page_names():
    found = Addresses()
    found.feed('<a href="/a">x</a><form method="post" action="/b"></form><li data-action="/c"><form action="/d">')

    assert (found.links, found.posts) == ({"/a", "/d"}, {"/b", "/c"})
    with pytest.raises(Resolver404):
        resolve("/nowhere/")
