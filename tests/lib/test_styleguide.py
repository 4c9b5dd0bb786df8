"""Pages that need no conference: the style guide, and what people see when something is wrong."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from lib.styleguide import styleguide

WHAT_HAPPENED = {
    "400.html": "The server did not understand that",
    "403.html": "You may not open this page",
    "403_csrf.html": "This page was open too long",
    "404.html": "There is no such page",
    "429.html": "Too many attempts",
    "500.html": "Something went wrong",
    "503.html": "The service is very busy",
    "being_worked_on.html": "Your form is being worked on",
    "archived.html": "This conference is archived",
    "personal_link_invalid.html": "This link is no longer valid",
}


def headings(html):
    return [" ".join(text.split()) for text in re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.S)]


def title(html):
    return re.search(r"<title>(.*?)</title>", html).group(1)


@pytest.fixture
def guide(rf):
    def guide(address="/styleguide/"):
        request = rf.get(address)
        request.user = AnonymousUser()
        return styleguide(request).content.decode()

    return guide


def test_the_style_guide_shows_every_component(guide):
    html = guide()

    assert headings(html) == ['<span class="eyebrow">Plenary</span> Style guide']
    assert title(html) == "Style guide – Plenary"
    assert re.findall(r'<h2 id="(\w+)"', html) == [
        "colours",
        "type",
        "buttons",
        "notices",
        "badges",
        "numbers",
        "lists",
        "tabs",
        "summary",
        "forms",
        "history",
        "confirm",
        "document",
    ]


def test_a_refused_form_says_so_in_the_title_and_once_at_the_top(guide):
    html = guide("/styleguide/?refused")

    assert title(html) == "Error: Style guide – Plenary"
    assert html.count("data-error-summary") == 1
    assert html.index("data-error-summary") < html.index("<h1")


def test_a_list_says_how_it_is_sorted_and_keeps_the_rest_of_the_address(guide):
    html = guide("/styleguide/?sort=-organisation&q=McDonald")

    assert re.findall(r'aria-sort="(\w+)"', html) == ["descending"]
    assert 'href="?sort=-organisation&amp;q=McDonald&amp;page=8"' in html


@pytest.mark.parametrize(("template", "heading"), WHAT_HAPPENED.items())
def test_a_page_of_last_resort_needs_nothing_and_says_what_happened(template, heading):
    html = render_to_string(template)

    assert headings(html) == [heading]
    assert title(html) == f"{heading} – Plenary"


def test_a_dead_link_names_whom_to_ask():
    html = render_to_string("personal_link_invalid.html", {"contact_email": "office@example.org"})

    assert '<a href="mailto:office@example.org">office@example.org</a>' in html
