"""Signing in, in a real browser."""

import pytest

from tests.factories import PASSWORD, make_conference, make_member


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_signs_in_and_is_led_back_to_where_they_wanted_to_go(new_page, javascript):
    conference = make_conference()
    user = make_member(conference)
    page = new_page(javascript=javascript)

    page.goto(f"/c/{conference.slug}/desk/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    assert page.url.endswith(f"/c/{conference.slug}/desk/")


def test_the_sign_in_page_is_accessible_and_fits_a_phone(page, inspect):
    page.goto("/account/sign-in/")

    inspect(page, "sign-in")
    assert page.get_by_role("heading", level=1).count() == 1
