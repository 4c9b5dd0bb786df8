"""Every form of the site, sent empty: what comes back says what is missing, where, and keeps what was typed (UX-01)."""

import re

import pytest
from django.db import transaction

from tests.addresses import ADDRESSES, client_of
from tests.test_every_address import NAMES, PATTERNS, address_of

FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*>", re.IGNORECASE)
SUMMARY = 'class="error-summary"'
JUDGED = re.compile(r"\srequired\b|\spattern=|\stype=[\"'](?:email|url|number)[\"']")
POSTED = [name for name in NAMES if not ADDRESSES[name].is_post_only and ADDRESSES[name].who["organiser"] == 200]


def attribute(tag, name):
    found = re.search(rf"\s{name}=[\"']([^\"']*)[\"']", tag)
    return found.group(1) if found else ""


def html(response):
    """Return a page, or nothing when the answer is a file."""
    return response.text if response.headers.get("Content-Type", "").startswith("text/html") else ""


def fields_of(page):
    """Return the fields that people fill in, in all forms of a page that post."""
    tags = [tag for form in FORM.findall(page) for tag in FIELD.findall(form)]
    return [tag for tag in tags if attribute(tag, "type") not in {"hidden", "submit", "button"}]


@pytest.fixture(scope="module")
def shown(name, kept_world, django_db_blocker):
    """Return the page of an address as an organiser sees it: asked for once, for both tests of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        page = html(client_of(kept_world, "organiser").get(address_of(name, kept_world)))
        transaction.set_rollback(True)
    return page


@pytest.mark.parametrize("name", POSTED, scope="module")
def test_a_form_sent_empty_says_what_is_missing_at_the_top_and_beside_the_field(shown, world, name):
    if not fields_of(shown):
        return  # nothing to fill in

    response = client_of(world, "organiser").post(address_of(name, world), {})

    assert response.status_code in {200, 302, 405, 409}
    if response.status_code != 200 or SUMMARY not in response.text:
        return  # an empty form is an answer too, or another address takes it
    page = response.text
    assert re.search(r"<title>\s*Error: ", page), "the title does not begin with “Error:”"
    assert page.count(SUMMARY) == 1
    summary = re.search(r'<div class="error-summary".*?</ul>', page, re.DOTALL).group()
    assert "There is a problem" in summary
    assert 'tabindex="-1"' in summary
    links = re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary)
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    assert [target for target, _ in links if target not in ids] == []
    rest = page.replace(summary, "")
    assert [text for _, text in links if text not in rest] == []
    for target, _ in links:
        tag = next((each for each in fields_of(page) if attribute(each, "id") == target), "")
        described = attribute(tag, "aria-describedby").split()
        assert not tag or any(each in ids for each in described) or "<fieldset" in page, target


@pytest.mark.django_db
@pytest.mark.parametrize("name", POSTED, scope="module")
def test_browsers_do_not_judge_and_no_star_marks_a_field(shown, name):
    for form in FORM.findall(shown):
        if any(JUDGED.search(tag) for tag in FIELD.findall(form)):
            assert "novalidate" in form[: form.index(">")], form[:200]
        assert "asteriskField" not in form


def test_the_patterns_find_the_forms(world):
    client = client_of(world, "organiser")

    assert len(fields_of(client.get(address_of("conference:add_room", world)).text)) == 2
    assert PATTERNS["conference:add_room"].callback.access == "may_organise"
