"""Reading the environment: vague values are refused at start, with the variable's name."""

import os

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no variable. Anything but the two words raises ImproperlyConfigured."""
    value = os.environ.get(name, "yes" if default else "no")
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be 'yes' or 'no', not {value!r}.")
    return value == "yes"


def words(name: str, *, default: str = "") -> list[str]:
    """Read a list separated by commas; empty entries are dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, *, default: int) -> int:
    """Read a whole number of zero or more."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def secret(name: str) -> str:
    """Read a secret of at least 32 characters; a missing one stops the start."""
    value = os.environ.get(name, "")
    if len(value) < 32:
        raise ImproperlyConfigured(
            f"{name} is missing or shorter than 32 characters. bin/start makes one; "
            "elsewhere set it to a long random text and keep it."
        )
    return value
