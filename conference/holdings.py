"""What is kept about people, by class, and until when (PRIV-03).

Each app says in its `AppConfig.ready()` what it holds: `holdings.known.append(Holding(...))`. A conference may set dates of
its own (RetentionDate); without one, a class is erased so many days after the last day. Numbers and history stay.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from conference.models import Conference


@dataclass(frozen=True)
class Holding:
    """A class of personal data: what it is, how long it is needed, how much there is, what erases it.

    `count(conference)` returns how many entries still hold it; `erase(conference, by=, at=)` is an action.
    """

    key: str
    label: str
    days: int
    count: Callable[[Conference], int]
    erase: Callable


@dataclass(frozen=True)
class Term:
    """A class at one conference: the day from which it is erased, and whether the conference chose that day."""

    holding: Holding
    erase_on: date
    is_own: bool


known: list[Holding] = []


def terms(conference: Conference, own: Iterable) -> list[Term]:
    """Return every class with its day, the earliest first; `own` are the conference's RetentionDates."""
    chosen = {each.holding: each.erase_on for each in own}
    found = [
        Term(each, chosen.get(each.key) or conference.ends_on + timedelta(days=each.days), each.key in chosen)
        for each in known
    ]
    return sorted(found, key=lambda term: (term.erase_on, term.holding.label))


def due(conference: Conference, own: Iterable, at) -> list[Term]:
    """Return the classes whose day has come in the conference's zone."""
    today = at.astimezone(conference.zone).date()
    return [term for term in terms(conference, own) if term.erase_on <= today]
