"""Pages around the account, in our layout and our words (accounts/urls.py routes them)."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from tests.lib.test_styleguide import headings, title
from tests.servers import wait_until

pytestmark = pytest.mark.django_db
SIGNED_OUT = {
    "account_login": "Sign in",
    "account_reset_password": "Reset your password",
    "account_reset_password_done": "Look into your mailbox",
    "account_reset_password_from_key_done": "Your password is changed",
    "account_inactive": "This account is closed",
    "account_signup": "Accounts are opened by organisers",
}
SIGNED_IN = {
    "account_profile": "Your profile",
    "account_change_password": "Change your password",
    "account_reauthenticate": "Confirm that it is you",
    "account_logout": "Sign out",
}


def summary(html):
    found = re.findall(r'<div class="error-summary".*?</div>', html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


@pytest.mark.parametrize(("name", "heading"), SIGNED_OUT.items())
def test_a_stranger_reads_one_plain_heading(client, name, heading):
    html = client.get(reverse(name)).content.decode()

    assert headings(html) == [heading]
    assert title(html) == f"{heading} – Plenary"
    assert "placeholder" not in html


@pytest.mark.parametrize(("name", "heading"), SIGNED_IN.items())
def test_a_user_reads_one_plain_heading(client, name, heading):
    client.force_login(make_user())

    html = client.get(reverse(name)).content.decode()

    assert headings(html) == [heading]
    assert title(html) == f"{heading} – Plenary"
    assert "placeholder" not in html


def test_signing_in_asks_for_the_address_first(client):
    html = client.get(reverse("account_login")).content.decode()

    assert re.findall(r'<label for="id_\w+" class="form-label">([^<]+?)\s*</label>', html) == [
        "E-mail address",
        "Password",
    ]


def test_a_wrong_password_is_said_once_and_without_naming_which_was_wrong(client):
    user = make_user()

    html = client.post(reverse("account_login"), {"login": user.email, "password": "no"}).content.decode()

    assert summary(html) == ["There is a problem The e-mail address or the password is wrong."]
    assert title(html) == "Error: Sign in – Plenary"
    assert f'value="{user.email}"' in html


def test_signing_in_needs_no_message_and_signing_out_leaves_one(client):
    user = make_user()
    signed_in = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    signed_out = client.post(reverse("account_logout"), follow=True)

    assert [str(message) for message in signed_in.context["messages"]] == []
    assert [str(message) for message in signed_out.context["messages"]] == ["You are signed out."]


def test_a_forgotten_password_is_chosen_anew_through_a_link(client):
    user = make_user()
    client.post(reverse("account_reset_password"), {"email": user.email})
    [message] = wait_until(lambda: mail.outbox, what="the letter")
    [link] = re.findall(r"http://testserver(\S+)", message.body)

    page = client.get(link, follow=True)
    new = {"password1": "a better password 1540", "password2": "a better password 1540"}
    done = client.post(page.request["PATH_INFO"], new, follow=True)

    assert message.subject == "Choose a new password"
    assert message.body.startswith("Somebody, probably you, asked for a new password for this address.")
    assert headings(page.content.decode()) == ["Choose a new password"]
    assert headings(done.content.decode()) == ["Your password is changed"]
    assert headings(client.get(link, follow=True).content.decode()) == ["This link is no longer valid"]


def test_an_unknown_address_is_told_so_by_mail_and_nowhere_else(client):
    response = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)

    assert headings(response.content.decode()) == ["Look into your mailbox"]
    letters = wait_until(lambda: mail.outbox, what="the letter")
    assert [message.subject for message in letters] == ["There is no account with this address"]
