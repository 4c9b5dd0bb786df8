"""A second factor: set up, asked for, lost and found again; and being asked once more before what is hard to undo (SEC-06)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as codes_of_apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import actions
from conference.choices import TeamRole
from tests.factories import BEFORE, PASSWORD, make_conference, make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_code_runs_out")]


def code_of(secret, *, periods_ago=0):
    """What an app shows for this secret."""
    period = int(codes_of_apps.time.time()) // 30 - periods_ago
    return codes_of_apps.format_hotp_value(codes_of_apps.hotp_value(secret, period))


def set_up(client, user):
    """Set an app up through its page; return its secret and the recovery codes."""
    client.force_login(user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    return secret, response.context["unused_codes"]


def with_password(email):
    """A browser in which the password was just typed."""
    client = Client()
    response = client.post(reverse("account_login"), {"login": email, "password": PASSWORD}, follow=True)
    return client, response


def with_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_an_app_is_set_up_and_the_user_is_told(client, mailoutbox):
    user = make_user()

    secret, codes = set_up(client, user)

    assert len(codes) == 10
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert "Set up on" in client.get(reverse("mfa_index")).text


def test_a_wrong_code_sets_nothing_up(client):
    client.force_login(make_user())
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, periods_ago=9)})

    assert response.context["form"].errors["code"] == [
        "The code is wrong or was used already. Enter the one that is shown now."
    ]
    assert not Authenticator.objects.exists()


def test_the_password_alone_opens_nothing_any_more(client):
    user = make_user()
    secret, _ = set_up(client, user)

    browser, asked = with_password(user.email)

    assert asked.request["PATH_INFO"] == reverse("mfa_authenticate")
    assert not is_signed_in(browser)
    with_code(browser, "000000")
    assert not is_signed_in(browser)
    with_code(browser, code_of(secret))
    assert is_signed_in(browser)


def test_a_code_opens_once(client):
    user = make_user()
    secret, _ = set_up(client, user)
    code = code_of(secret)
    first, _ = with_password(user.email)
    second, _ = with_password(user.email)

    with_code(first, code)
    with_code(second, code)

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_a_recovery_code_opens_once(client):
    user = make_user()
    _, codes = set_up(client, user)
    first, _ = with_password(user.email)
    second, _ = with_password(user.email)

    with_code(first, codes[0])
    with_code(second, codes[0])

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)
    assert "9 are left" in first.get(reverse("mfa_index")).text


def test_guessing_codes_is_slowed_down(client):
    user = make_user()
    secret, _ = set_up(client, user)
    browser, _ = with_password(user.email)
    for _ in range(5):
        with_code(browser, "000000")

    response = with_code(browser, code_of(secret))

    assert not is_signed_in(browser)
    assert "Too many attempts" in response.text


def test_secrets_are_read_with_an_earlier_key_of_the_site_and_with_no_other(client, settings):
    user = make_user()
    secret, _ = set_up(client, user)
    former = settings.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of the site, long enough", [former]

    browser, _ = with_password(user.email)
    with_code(browser, code_of(secret))
    assert is_signed_in(browser)


def test_an_installation_may_ask_everybody(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    conference = make_conference(slug="x")
    user = make_member(conference)
    client.force_login(user)

    assert client.get("/c/x/desk/").url == reverse("mfa_index")
    assert client.get("/c/x/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == reverse("mfa_index")
    assert "asks everybody for a second factor" in client.get(reverse("mfa_index")).text
    set_up(client, user)

    assert client.get("/c/x/desk/").status_code == 200
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert "Set up another one first" in refused.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_app_is_removed_and_its_recovery_codes_with_it(client):
    user = make_user()
    set_up(client, user)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("page", ["conference:add_member", "conference:change_role", "conference:remove_member"])
def test_roles_are_given_only_by_who_has_just_shown_who_they_are(client, page):
    conference = make_conference()
    client.force_login(make_member(conference))
    viewer = conference.team.get(user=make_member(conference, role=TeamRole.VIEWER))
    kwargs = {"conference": conference.slug} | ({} if page.endswith("add_member") else {"pk": viewer.pk})
    url = reverse(page, kwargs=kwargs)
    assert client.get(url).status_code == 200
    grow_old(client)

    asked = client.post(url, {"role": TeamRole.DESK})

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert conference.team.get(pk=viewer.pk).role == TeamRole.VIEWER


def test_what_was_sent_is_done_once_the_password_is_typed_again(client):
    conference = make_conference()
    client.force_login(make_member(conference))
    viewer = conference.team.get(user=make_member(conference, role=TeamRole.VIEWER))
    grow_old(client)
    url = reverse("conference:change_role", kwargs={"conference": conference.slug, "pk": viewer.pk})
    asked = client.post(url, {"role": TeamRole.DESK})

    client.post(asked.url, {"password": "a wrong password"})
    assert conference.team.get(pk=viewer.pk).role == TeamRole.VIEWER
    client.post(asked.url, {"password": PASSWORD})

    assert conference.team.get(pk=viewer.pk).role == TeamRole.DESK


def grow_old(client):
    """Let the last time that the password was typed be an hour ago."""
    session = client.session
    session["account_authentication_methods"] = [
        each | {"at": each["at"] - 3600} for each in session["account_authentication_methods"]
    ]
    session.save()


def test_a_user_sees_the_own_sign_ins_and_ends_the_others():
    user = make_user()
    here, _ = with_password(user.email)
    there, _ = with_password(user.email)

    page = here.get(reverse("usersessions_list"))
    assert page.text.count("This one") == 1
    assert len(page.context["sessions"]) == 2
    here.post(reverse("usersessions_list"))

    assert here.get(reverse("account_profile")).status_code == 200
    assert there.get(reverse("account_profile")).status_code == 302


def test_those_who_run_the_installation_end_sign_ins_and_close_accounts(capsys):
    user = make_user(email="ana@example.org")
    browser, _ = with_password(user.email)

    call_command("account", "ANA@example.org", "--end-sign-ins")
    assert browser.get(reverse("account_profile")).status_code == 302

    browser, _ = with_password(user.email)
    call_command("account", "ana@example.org", "--close")
    assert browser.get(reverse("account_profile")).status_code == 302
    assert not is_signed_in(with_password(user.email)[0])

    call_command("account", "ana@example.org", "--reopen")
    assert is_signed_in(with_password(user.email)[0])
    assert capsys.readouterr().out.splitlines() == [
        "1 sign-ins of ana@example.org are ended.",
        "The account ana@example.org is closed.",
        "The account ana@example.org may sign in again.",
    ]
    with pytest.raises(CommandError, match="no account with the address"):
        call_command("account", "nobody@example.org", "--close")


def test_a_lost_factor_is_taken_away(client, capsys):
    user = make_user()
    set_up(client, user)

    assert actions.remove_second_factors(user, by=None, at=BEFORE) == 2
    call_command("account", user.email, "--remove-second-factor")

    assert is_signed_in(with_password(user.email)[0])
    assert capsys.readouterr().out == f"{user.email} had no second factor.\n"
