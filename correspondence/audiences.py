"""Whom a mailing may go to: the app that knows the people registers its audiences here, each with a way to find them.

audiences.register(Audience("confirmed", "Everyone with a confirmed registration", find))    in AppConfig.ready()
"""

from collections.abc import Callable
from dataclasses import dataclass, field

EVERYONE = "everyone"  # the audience from which previews take their people


@dataclass(frozen=True)
class Recipient:
    """One person with an address: how to write to them, and what the placeholders of a text stand for.

    `link` is (purpose, pk, version) of the person's own page.
    """

    email: str
    name: str
    language: str = "en"
    link: tuple[str, int, int] | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Audience:
    """A group of a conference's people; `find(conference, at)` returns its recipients in the order of their names."""

    code: str
    label: str
    find: Callable


_registered: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Offer an audience for mailings; called once at start."""
    _registered[audience.code] = audience


def choices() -> list[tuple[str, str]]:
    """Return the audiences as a form offers them."""
    return [(audience.code, audience.label) for audience in _registered.values()]


def label(code: str) -> str:
    """Return an audience's name as people read it."""
    return _registered[code].label if code in _registered else code


def recipients(code: str, conference, at) -> list[Recipient]:
    """Return an audience's recipients, each address once."""
    found = _registered[code].find(conference, at) if code in _registered else []
    return list({recipient.email.lower(): recipient for recipient in reversed(found)}.values())[::-1]
