"""Personal links: signed, bound to one purpose, revocable, never stored (SEC-01).

A link is made of an object's id and its link version, joined with an HMAC-SHA-256 (256 bits) keyed by the site's
secret and salted by the purpose. Nothing usable is kept in the database: a repeated message carries the same link,
and raising the object's link version revokes it. Older keys in SECRET_KEY_FALLBACKS still open their links.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "plenary.personal-link."


@dataclass(frozen=True)
class Link:
    """What a verified personal link says: the object's id and the version of its links."""

    pk: int
    version: int


def make(purpose: str, pk: int, version: int) -> str:
    """Return the text of a link for one purpose; a purpose is the name of the URL that the link opens."""
    return Signer(salt=SALT + purpose, sep=".").sign(f"{pk}.{version}")


def read(purpose: str, text: str) -> Link | None:
    """Return what a link says, or None when it was not made by us for this purpose."""
    try:
        pk, version = Signer(salt=SALT + purpose, sep=".").unsign(text).split(".")
        return Link(int(pk), int(version))
    except (BadSignature, ValueError):
        return None


def url(purpose: str, pk: int, version: int) -> str:
    """Return the full address of a personal link, as it goes into a message."""
    return settings.SITE_URL + reverse(purpose, kwargs={"link": make(purpose, pk, version)})
