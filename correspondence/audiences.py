"""Whom a mailing may go to: the app that knows the people registers its audiences here, and how a person is written to.

register(Audience("confirmed", "Everyone with a confirmed registration", find)) and register_people(load, selections, addresses),
called in AppConfig.ready().
"""

from collections.abc import Callable
from dataclasses import dataclass, field

EVERYONE = "everyone"  # the audience from which previews take their people
SELECTION = "selection"  # what somebody chose on a list, see Selections


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
    """A group of a conference's people; `find(conference, at)` returns their ids in the order of their names.

    One without `find` is not offered: it only names to whom something went that was written to each by itself.
    """

    code: str
    label: str
    find: Callable | None = None


@dataclass(frozen=True)
class Selections:
    """What was chosen on a list, kept as a text that only the app which has the list understands.

    `accept(conference, user, query, at)` returns that text for what a user sees under a query,
    `find(conference, text, at)` the ids of its people in the order of their names, and `describe(conference, text)`
    its name as people read it.
    """

    accept: Callable
    find: Callable
    describe: Callable


@dataclass
class Registry:
    """What the apps above have registered; `load(conference, ids, language)` returns Recipients in the order
    of the ids, in this language where one is given; `addresses(conference, word)` returns queries for the addresses, in
    small letters, of the people and organisations that a word names."""

    audiences: dict[str, Audience] = field(default_factory=dict)
    selections: Selections | None = None
    load: Callable | None = None
    addresses: Callable | None = None


registry = Registry()


def register(audience: Audience) -> None:
    """Offer an audience for mailings; called once at start."""
    registry.audiences[audience.code] = audience


def register_people(load: Callable, selections: Selections, addresses: Callable) -> None:
    """Say how people are written to, and how those chosen on a list or named by a word are found; called once at start."""
    registry.load, registry.selections, registry.addresses = load, selections, addresses


def choices() -> list[tuple[str, str]]:
    """Return the audiences as a form offers them."""
    return [(audience.code, audience.label) for audience in registry.audiences.values() if audience.find]


def accept(conference, user, query: str, at) -> str:
    """Return what to keep of a list's query, as this user sees the list; an empty text when nobody is selected."""
    return registry.selections.accept(conference, user, query, at) if query else ""


def label(code: str, conference, selection: str = "") -> str:
    """Return an audience's name as people read it."""
    if code == SELECTION:
        return registry.selections.describe(conference, selection)
    return registry.audiences[code].label if code in registry.audiences else code


def find(code: str, conference, at, selection: str = "") -> list[int]:
    """Return the ids of those who belong to an audience now, in the order of their names."""
    if code == SELECTION:
        return registry.selections.find(conference, selection, at)
    audience = registry.audiences.get(code)
    return audience.find(conference, at) if audience and audience.find else []


def recipients(conference, ids: list[int], language: str = "") -> list[Recipient]:
    """Return how to write to these people, in this order; who has no address any more is left out.

    Each is written to in the own language, or all in the one that is given.
    """
    return registry.load(conference, ids, language)


def reason_to_leave_out(recipient: Recipient, text: str) -> str:
    """Return why a text cannot be sent to somebody: it names what this person does not have; else an empty text."""
    if "{personal_link}" in text and recipient.link is None:
        return "The text has a personal link; this person is neither registered nor invited, so there is none."
    if "{reference}" in text and not recipient.values.get("reference"):
        return "The text has the reference of the registration; this person has no registration."
    return ""


def addresses(conference, word: str) -> list:
    """Return queries for the addresses, in small letters, of whom a word names by person or organisation."""
    return registry.addresses(conference, word)
