"""Signing in, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import late, press
from tests.factories import PASSWORD, make_conference, make_member


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_signs_in_and_is_led_back_to_where_they_wanted_to_go(new_page, live_server, javascript):
    conference = make_conference()
    user = make_member(conference)
    page = new_page(javascript=javascript)

    page.goto(f"/c/{conference.slug}/desk/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")

    expect(page).to_have_url(f"{live_server.url}/c/{conference.slug}/desk/")


def test_whoever_types_before_the_script_arrives_stays_in_the_field(page):
    page.goto("/account/sign-in/")
    press(page, "Sign in")
    expect(page.locator("[data-error-summary]")).to_be_focused()

    with late(page, "error-summary"):
        press(page, "Sign in", leads_on=False)
        expect(page.locator("[data-error-summary]")).to_be_focused()
        page.get_by_label("E-mail").press_sequentially("ana@")
    page.wait_for_load_state()
    page.keyboard.type("example.org")

    expect(page.get_by_label("E-mail")).to_have_value("ana@example.org")


def test_the_sign_in_page_is_accessible_and_fits_a_phone(page, inspect):
    page.goto("/account/sign-in/")

    inspect(page, "sign-in")
    assert page.get_by_role("heading", level=1).count() == 1
