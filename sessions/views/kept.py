"""Pages that are the same for all anonymous readers are made once and kept, compressed too.

Kept is what an address answered for one state of the conference (queries.public_state), language and reader. A release,
or any change of the conference, gives another state, so the next request sees it, in every process, without a word
between them. Each process keeps the pages used last, up to STORE_BYTES.
"""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial, wraps
from hashlib import sha256
from threading import Lock

import brotli
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language

from sessions import queries
from sessions.views import reader

STORE_BYTES = 12 * 1024 * 1024
PLAIN_QUERIES = {"zone", "view", "seen"}
HEADERS = ("Content-Type", "Content-Disposition")


@dataclass
class Page:
    """An answer that can be given again."""

    body: bytes
    headers: dict[str, str]
    fresh_until: float | None
    state: tuple = ()

    @cached_property
    def etag(self) -> str:
        return f'W/"{sha256(self.body).hexdigest()[:24]}"'

    @cached_property
    def compressed(self) -> dict[str, bytes]:
        return {"br": brotli.compress(self.body, quality=7), "gzip": gzip.compress(self.body, 6, mtime=0)}

    @cached_property
    def headers_of(self) -> dict[str, dict[str, str]]:
        """The headers of the answer in each encoding, written once."""
        common = self.headers | self.validators
        return {"": common} | {encoding: common | {"Content-Encoding": encoding} for encoding in self.compressed}

    @cached_property
    def validators(self) -> dict[str, str]:
        vary = "Accept-Encoding, Accept-Language, Cookie"
        return {"ETag": self.etag, "Cache-Control": "no-cache", "Vary": vary}

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(each) for each in self.compressed.values())

    def answer(self, request) -> HttpResponse:
        """Return the page in the best encoding that the reader takes, or 304 when the reader has it."""
        if self.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            return HttpResponseNotModified(headers=self.validators)
        encoding = _best(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.compressed[encoding] if encoding else self.body
        return HttpResponse(body, headers=self.headers_of[encoding])


class Store:
    """The pages of one process, the one used longest ago given up first."""

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def find(self, key: tuple, now: float, state: tuple = ()) -> Page | None:
        """Return the page of this key, unless it was made for another state or time has made it old."""
        with self.lock:
            page = self.pages.get(key)
            if page is None or page.state != state or (page.fresh_until is not None and now >= page.fresh_until):
                return None
            self.pages.move_to_end(key)
            return page

    def keep(self, key: tuple, page: Page) -> None:
        """Keep a page in place of an older one, and give up others when there is no room."""
        with self.lock:
            old = self.pages.pop(key, None)
            self.bytes += page.size - (old.size if old else 0)
            self.pages[key] = page
            while self.bytes > self.most_bytes and len(self.pages) > 1:
                _, given_up = self.pages.popitem(last=False)
                self.bytes -= given_up.size


store = Store(STORE_BYTES)


def kept(view: Callable | None = None, *, beside: Callable | None = None) -> Callable:
    """Keep what a public view of the agenda answers; give the view its reader as `request.reader`.

    `beside(pk)` looks up, by the conference's id, what the answer depends on besides; equal values give equal answers.

    A view whose answer depends on the time says until when it holds: `response.fresh_until`, a datetime or None.
    """
    if view is None:
        return partial(kept, beside=beside)

    @wraps(view)
    def quick(request, **kwargs):
        state = _state(kwargs["conference"], beside)
        if state is None:
            return view(request, **kwargs)
        before = reader.read(request, state.pk, state.time_zone)
        request.reader = now = reader.arrives(before, state.last_number, lets_be="seen" in request.GET)
        key = _key(request, state, now)
        page = store.find(key, time.time(), state.everything) if key else None
        if page is None:
            response = view(request, **kwargs)
            if not key or response.status_code != 200:
                reader.remember(response, before, now, state.pk)
                return response
            page = _page(response, state)
            store.keep(key, page)
        response = page.answer(request)
        reader.remember(response, before, now, state.pk)
        return response

    return quick


def _state(conference, beside):
    """Return what the answers of a conference depend on, or None when there is no such conference."""
    state = queries.public_state(conference)
    if state is None or beside is None:
        return state
    return replace(state, everything=(state.everything, beside(state.pk)))


def _key(request, state, now):
    """Return what the answer depends on besides the state, or None when it is for one reader alone."""
    is_personal = (
        state.is_draft
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or "messages" in request.COOKIES
        or reader.has_picks(request, state.pk)
    )
    if is_personal or request.method not in {"GET", "HEAD"} or request.GET.keys() - PLAIN_QUERIES:
        return None
    zone = now.zone.key if now.zone else ""
    return request.path, get_language(), zone, now.since, request.GET.get("view", "") == "grid"


def _page(response, state):
    fresh_until = getattr(response, "fresh_until", None)
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    return Page(response.content, headers, fresh_until.timestamp() if fresh_until else None, state.everything)


@lru_cache(maxsize=64)
def _best(accepted):
    offered = {
        part.partition(";")[0].strip() for part in accepted.split(",") if not part.replace(" ", "").endswith(";q=0")
    }
    return next((encoding for encoding in ("br", "gzip") if encoding in offered), "")
