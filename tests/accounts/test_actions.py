"""Opening accounts."""

import pytest

from accounts import actions
from accounts.models import User
from tests.factories import BEFORE, PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_an_account_is_opened_with_a_small_letter_address():
    user = actions.open_account(email=" Ana@Example.ORG ", name="Ana", password=PASSWORD, by=None, at=BEFORE)

    assert (user.email, user.name, user.joined_at) == ("ana@example.org", "Ana", BEFORE)
    assert user.check_password(PASSWORD)


def test_a_known_address_keeps_its_account_and_its_password():
    known = make_user(email="ana@example.org", name="Ana")

    again = actions.open_account(email="ANA@example.org", name="Eve", password="another one", by=None, at=BEFORE)

    assert again == known
    assert (again.name, again.check_password(PASSWORD)) == ("Ana", True)
    assert User.objects.count() == 1


def test_accounts_with_a_password_that_everybody_knows_are_closed():
    known = make_user(email="organiser@example.org")
    changed = make_user(email="desk@example.org")
    changed.set_password("one of their own choice")
    changed.save(update_fields=["password"])
    other = make_user(email="somebody@example.org")

    emails = ["organiser@example.org", "desk@example.org", "nobody@example.org"]
    closed = actions.close_accounts(emails, password=PASSWORD, by=None, at=BEFORE)

    assert closed == [known]
    known.refresh_from_db()
    assert (known.is_active, known.has_usable_password()) == (False, False)
    assert set(User.objects.filter(is_active=True)) == {changed, other}
    assert actions.close_accounts(emails, password=PASSWORD, by=None, at=BEFORE) == []
