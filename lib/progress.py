"""How far something is that one transaction holds together: until its end, the database shows nothing of it.

It is told beside the database, in the cache named "progress": Redis where there is one, else files below VAR_DIR, which
web and worker share. Nothing depends on it, so what cannot be told or read is left out, and nobody waits for it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.core.cache import caches

EVERY = 0.3  # seconds between two words
FRESH = 30  # seconds after which a word says nothing any more


class Teller:
    """Tells under a key how many steps of how many are passed; not more often than somebody could read it."""

    def __init__(self, key: str):
        self.key, self.next_at, self.is_heard = key, 0.0, True

    def __call__(self, passed: int, total: int) -> None:
        if self.is_heard and (time.monotonic() >= self.next_at or passed == total):
            self.next_at = time.monotonic() + EVERY
            try:
                caches["progress"].set(self.key, (passed, total), FRESH)
            except Exception:  # the cache is gone: the work is not
                self.is_heard = False


@dataclass(frozen=True)
class Told:
    """How far something is: so many steps of so many."""

    passed: int
    total: int

    @property
    def percent(self) -> str:
        return f"{100 * self.passed // self.total} %"


def told(key: str) -> Told | None:
    """Return what was last told under a key; None when nobody has told anything lately."""
    try:
        said = caches["progress"].get(key)
    except Exception:  # nobody can say: the page says the rest
        return None
    return Told(*said) if said else None


class Steps:
    """Counts the steps of something, of which it takes `total`; `tell(passed, total)` is called after each."""

    def __init__(self, total: int, tell: Callable[[int, int], None] | None = None):
        self.passed, self.total, self.tell = 0, total, tell

    def through(self, items) -> Iterator:
        """Yield each of the items; each is a step."""
        for item in items:
            yield item
            self._pass(1)

    def reach(self, passed: int) -> None:
        """Say how many steps are passed by now, where somebody else counts them."""
        self._pass(passed - self.passed)

    def in_parts(self, items: Sequence, size: int) -> Iterator[Sequence]:
        """Yield the items in parts of a size; each item is a step."""
        for start in range(0, len(items), size):
            part = items[start : start + size]
            yield part
            self._pass(len(part))

    def _pass(self, count):
        self.passed += count
        if self.tell:
            self.tell(self.passed, self.total)
