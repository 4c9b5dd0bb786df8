"""Who reads: the own time zone, the version seen last, the sessions picked. All of it in cookies, none needs an account."""

from dataclasses import dataclass, replace
from functools import lru_cache
from http.cookies import SimpleCookie
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.signing import BadSignature, Signer

from lib import zones

ZONE = "zone"
YEAR = 365 * 24 * 3600
MOST_PICKS = 500


@dataclass(frozen=True)
class Reader:
    """What the cookies and the address say. `zone` is None when it is the conference's own.

    `seen` is the version looked at last, `since` the one before it, from which changes are marked until the reader
    lets them be (0: nothing is marked).
    """

    zone: ZoneInfo | None = None
    asked_for_zone: bool = False
    seen: int = 0
    since: int = 0


def read(request, conference_id: int, conference_zone: str) -> Reader:
    """Return the reader of a request."""
    asked = request.GET.get(ZONE)
    name = request.COOKIES.get(ZONE, "") if asked is None else asked
    zone = zones.find(name) if name != conference_zone else None
    seen, _, since = request.COOKIES.get(_seen_name(conference_id), "").partition(".")
    return Reader(
        zone=zone,
        asked_for_zone=asked is not None and (zone is not None or name in {"", conference_zone}),
        seen=_number(seen),
        since=_number(since),
    )


def arrives(reader: Reader, last: int, *, lets_be: bool = False) -> Reader:
    """Return the reader as the visit of version `last` leaves them: what was seen before becomes `since`.

    With `lets_be` the reader has taken note of the changes.
    """
    if lets_be:
        return replace(reader, seen=last, since=0)
    if not last or reader.seen == last:
        return reader
    return replace(reader, seen=last, since=reader.seen if reader.seen < last else 0)


def remember(response, before: Reader, now: Reader, conference_id: int) -> None:
    """Write to the cookies what this visit changed."""
    if now.asked_for_zone:
        _set(response, ZONE, now.zone.key if now.zone else "")
    if (now.seen, now.since) != (before.seen, before.since):
        _set(response, _seen_name(conference_id), f"{now.seen}.{now.since}")


def picks(request, conference_id: int) -> frozenset[int]:
    """Return the sessions picked in this browser; a cookie that is not ours counts as none."""
    return read_picks(request.COOKIES.get(_picks_name(conference_id), ""), conference_id)


def keep_picks(response, conference_id: int, chosen) -> None:
    """Write the picked sessions to the cookie."""
    _set(response, _picks_name(conference_id), sign_picks(chosen, conference_id))


def has_picks(request, conference_id: int) -> bool:
    """Say, without reading them, whether this browser may have picks."""
    return _picks_name(conference_id) in request.COOKIES


def sign_picks(chosen, conference_id: int) -> str:
    """Return picks as a text that only we can make: for the cookie, and for the address of a calendar."""
    listed = "-".join(str(pk) for pk in sorted(chosen)[:MOST_PICKS])
    return Signer(salt=f"plenary.picks.{conference_id}", sep=".").sign(listed)


def read_picks(text: str, conference_id: int) -> frozenset[int]:
    """Return the picks of such a text; none when it was not made by us for this conference."""
    try:
        listed = Signer(salt=f"plenary.picks.{conference_id}", sep=".").unsign(text)
    except BadSignature:
        return frozenset()
    return frozenset(int(pk) for pk in listed.split("-") if pk)


def _number(text):
    """Return the number that a cookie names; what no version can be called counts as none."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _set(response, name, value):
    response.cookies[name] = _cookie(name, value, settings.IS_HTTPS)


@lru_cache(maxsize=256)
def _cookie(name, value, is_secure):
    """Return a cookie as it is written; readers who come for the first time all get the same."""
    made = SimpleCookie({name: value})[name]
    made.update({"max-age": YEAR, "path": "/", "httponly": True, "samesite": "Lax", "secure": is_secure})
    return made


def _seen_name(conference_id):
    return f"agenda-{conference_id}"


def _picks_name(conference_id):
    return f"picks-{conference_id}"
