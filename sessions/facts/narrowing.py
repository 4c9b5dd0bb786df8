"""The agenda narrowed to what a reader looks for: a day, a room, a kind, a person, words."""

from dataclasses import dataclass
from datetime import date

from lib.text import search_key
from sessions.facts.reading import Item


@dataclass(frozen=True)
class Wish:
    """What a reader asked for; empty fields ask for nothing."""

    day: date | None = None
    room: str = ""
    kind: str = ""
    speaker: str = ""
    words: str = ""

    @property
    def is_anything(self) -> bool:
        return self != Wish()


def narrowed(items: list[Item], wish: Wish) -> list[Item]:
    """Return the items that fit all that was asked for, whatever accents or case."""
    speaker, words = search_key(wish.speaker).split(), search_key(wish.words).split()
    return [
        item
        for item in items
        if (not wish.day or item.day == wish.day)
        and (not wish.room or item.room == wish.room)
        and (not wish.kind or item.kind == wish.kind)
        and (not speaker or _has(search_key(*(person.name for person in item.people)), speaker))
        and (not words or _has(_everything(item), words))
    ]


def rooms(items: list[Item]) -> list[str]:
    """Return the rooms that are used, by name."""
    return sorted({item.room for item in items if item.room})


def days(items: list[Item]) -> list[date]:
    """Return the days on which there are sessions."""
    return sorted({item.day for item in items if item.day})


def _has(text, words):
    return all(word in text for word in words)


def _everything(item):
    talks = (part for talk in item.talks for part in (talk.title, talk.abstract))
    people = (part for person in item.people for part in (person.name, person.affiliation))
    return search_key(item.title, item.summary, item.room, *talks, *people)
