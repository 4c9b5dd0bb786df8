"""What changes who may sign in, and with what."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User


@transaction.atomic
def open_account(*, email: str, name: str, password: str | None, by, at, time_zone: str = "UTC") -> User:
    """Return the user with this address; when there is none, make one.

    `password` None makes a user who chooses a password by the reset page. An existing user keeps the own name,
    password and time zone. `by` is the user who asked, or None for a command; `at` is the time of joining.
    """
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if user:
        return user
    return User.objects.create_user(email.strip(), password, name=name, time_zone=time_zone, joined_at=at)


@transaction.atomic
def change_profile(user: User, *, name: str, time_zone: str, by, at) -> User:
    """Change what a user says about themselves; accounts belong to no conference, so no history keeps it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.name, user.time_zone = name, time_zone
    user.save(update_fields=["name", "time_zone"])
    return user


@transaction.atomic
def close_accounts(emails: list[str], *, password: str, by, at) -> list[User]:
    """Close the accounts that still have this password, and return them: nobody signs in with what everybody knows."""
    found = User.objects.select_for_update().filter(email__in=emails, is_active=True)
    closed = [user for user in found if user.check_password(password)]
    for user in closed:
        user.is_active, user.password = False, make_password(None)
        user.save(update_fields=["is_active", "password"])
    return closed


@transaction.atomic
def end_sign_ins(user: User, *, by, at) -> int:
    """End a user's sign-ins everywhere, from the next request on; return how many there were."""
    found = list(UserSession.objects.filter(user=user))
    for each in found:
        each.end()
    return len(found)


@transaction.atomic
def remove_second_factors(user: User, *, by, at) -> int:
    """Take away what a user has lost; return how many factors there were. The password alone signs in until a new one."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    return removed


@transaction.atomic
def close_account(user: User, *, by, at) -> User:
    """Let a user sign in no more, and end the sign-ins. What they did stays in the history under their name."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sign_ins(user, by=by, at=at)
    return user


@transaction.atomic
def reopen_account(user: User, *, by, at) -> User:
    """Let a user sign in again."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user
