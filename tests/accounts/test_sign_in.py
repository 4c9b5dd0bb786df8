"""Signing in and out, in a page and in a part of a page."""

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, make_conference, make_member, make_user

pytestmark = pytest.mark.django_db


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.mark.parametrize("email", ["ana@example.org", "ANA@Example.org"])
def test_a_user_signs_in_by_address_whatever_the_case(client, email):
    user = make_user(email="ana@example.org")

    assert sign_in(client, email, PASSWORD).status_code == 302

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    make_user(email="ana@example.org")

    answers = [
        sign_in(client, email, "a wrong password").context["form"].non_field_errors()
        for email in ["ana@example.org", "nobody@example.org"]
    ]

    assert answers[0] == answers[1] == ["The e-mail address or the password is wrong."]


def test_nobody_opens_an_account_alone(client):
    response = client.post(
        reverse("account_signup"), {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "account/signup_closed.html" in [template.name for template in response.templates]


def test_signing_out_needs_a_click(client):
    client.force_login(make_user())
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


def test_a_part_of_a_page_is_never_replaced_by_the_sign_in_page(client):
    conference = make_conference()
    make_member(conference)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/c/{conference.slug}/desk/history/?q=a"}

    response = client.get(reverse("conference:history", kwargs={"conference": conference.slug}), headers=headers)

    assert response.status_code == 401
    assert response["HX-Redirect"] == (f"{reverse('account_login')}?next=/c/{conference.slug}/desk/history/%3Fq%3Da")


def test_too_many_wrong_passwords_are_slowed_down(client):
    make_user(email="ana@example.org")

    statuses = [sign_in(client, "ana@example.org", "a wrong password").status_code for _ in range(12)]

    assert 429 in statuses or "Too many" in sign_in(client, "ana@example.org", PASSWORD).content.decode()


def test_nobody_takes_over_an_address_that_is_not_theirs(client):
    user = make_user(email="viewer@example.org")
    client.force_login(user)

    statuses = {
        client.post("/account/email/", {"email": "minister@example.org", action: ""}).status_code
        for action in ("action_add", "action_primary")
    }

    user.refresh_from_db()
    assert statuses == {404}
    assert user.email == "viewer@example.org"
