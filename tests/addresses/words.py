"""The words of the table of addresses: who gets what, and how an address names its objects."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

READERS = ["anonymous", "stranger", "viewer", "rapporteur", "desk", "organiser", "elsewhere"]
TO_SIGN_IN = 302


def answers(*statuses: int) -> dict[str, int]:
    """Name the status for each reader, in the order of READERS."""
    return dict(zip(READERS, statuses, strict=True))


LEADS_ON = answers(302, 302, 302, 302, 302, 302, 302)
EVERYONE = answers(200, 200, 200, 200, 200, 200, 200)
GONE = answers(410, 410, 410, 410, 410, 410, 410)
NOBODY = answers(404, 404, 404, 404, 404, 404, 404)
SIGNED_IN = answers(TO_SIGN_IN, 200, 200, 200, 200, 200, 200)
TEAM = answers(TO_SIGN_IN, 404, 200, 200, 200, 200, 404)
ONLY_TEAM = answers(404, 404, 200, 200, 200, 200, 404)
DESK_AND_ON = answers(TO_SIGN_IN, 404, 403, 403, 302, 302, 404)
DESK = answers(TO_SIGN_IN, 404, 403, 403, 200, 200, 404)
NOTE_WRITERS = answers(TO_SIGN_IN, 404, 403, 200, 403, 200, 404)
ORGANISERS = answers(TO_SIGN_IN, 404, 403, 403, 403, 200, 404)
ANY_ORGANISER = answers(TO_SIGN_IN, 403, 403, 403, 403, 200, 200)
ONLY_BEFORE_SIGN_IN = answers(200, 302, 302, 302, 302, 302, 302)


@dataclass(frozen=True)
class Address:
    """One row: who gets what, the names in the address, and whether it only takes a POST."""

    who: dict[str, int]
    kwargs: Callable[[SimpleNamespace], dict] = lambda world: {}
    is_post_only: bool = False
    renews_links: bool = False  # behind a personal link: an older link is met with a page that offers a new one


def get(who, kwargs=lambda world: {}, **more) -> Address:
    return Address(who, kwargs, **more)


def post(who, kwargs=lambda world: {}, **more) -> Address:
    return Address(who, kwargs, is_post_only=True, **more)


def pk_of(name):
    """Take `pk` from the world's object of this name."""
    return lambda world: {"pk": getattr(world, name).pk}


def in_dictionary(**names):
    """Name entries of the dictionary, which all conferences share, by their own names."""
    return lambda world: {key: getattr(world, name).pk for key, name in names.items()}


def in_note(**more):
    """Name the world's note by its language; further names stand for objects or are taken as they are."""
    return lambda world: (
        {"language": world.note.language}
        | {key: getattr(world, value).pk if key == "pk" else value for key, value in more.items()}
    )


def text_of_a_message(world):
    """Name a kind of message and a language."""
    return {"kind": "invitation", "language": "en"}
