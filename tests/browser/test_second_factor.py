"""The pages of second factors in a real browser, with a security key that the browser plays itself."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.accounts.test_second_factor import code_of
from tests.browser.conftest import follow, press
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, base, user):
    page.goto(base + reverse("account_login"))
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


@pytest.mark.usefixtures("no_code_runs_out")
def test_an_app_and_its_recovery_codes(new_page, inspect):
    user = make_user()
    page = new_page(user=user)
    page.goto(reverse("mfa_index"))
    inspect(page)
    follow(page, "Set up an app")
    inspect(page)

    page.get_by_label("Code").fill(code_of(page.locator(".secret").inner_text()))
    press(page, "Switch it on")

    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".secrets li").count() == 10
    inspect(page)
    follow(page, "I have kept them")
    page.get_by_text("10 are left").wait_for()
    inspect(page)
    follow(page, "Sign-ins")
    inspect(page)


def test_a_security_key_is_added_and_signs_in(chromium, live_server, settings):
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    base, user = live_server.url, make_user()
    context = chromium.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page, base, user)
    page.get_by_role("link", name=str(user)).wait_for()
    page.goto(base + reverse("mfa_add_webauthn"))
    page.get_by_label("Name").fill("The one on my key ring")
    press(page, "Add the key")
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto(base + reverse("mfa_index"))
    page.get_by_text("The one on my key ring").wait_for()
    press(page, "Sign out")
    sign_in(page, base, user)
    press(page, "Use a security key")

    page.get_by_role("link", name=str(user)).wait_for()
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None
    context.close()
