"""Who speaks: everybody with a role in the released agenda, by name, with the sessions of each."""

from dataclasses import dataclass
from itertools import groupby

from lib.text import search_key
from sessions.facts.reading import Item, Person

MANY = 30  # so many names are found more quickly under letters


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody in the agenda, and where: each session with what the person does there."""

    person: Person
    places: list[tuple[Item, Person]]
    sort_key: str

    @property
    def letter(self) -> str:
        return self.sort_key[:1].upper()


def speakers(items: list[Item], sort_keys: dict[int, str]) -> list[Speaker]:
    """Return everybody once, by `sort_keys` (by the participants' ids); who has none there is sorted by the name."""
    places: dict[int, list[tuple[Item, Person]]] = {}
    for item in items:
        for person in item.people:
            places.setdefault(person.pk, []).append((item, person))
    found = [Speaker(own[0][1], own, sort_keys.get(pk) or search_key(own[0][1].name)) for pk, own in places.items()]
    return sorted(found, key=lambda speaker: (speaker.sort_key, speaker.person.pk))


def by_letter(found: list[Speaker]) -> list[tuple[str, list[Speaker]]]:
    """Return the speakers under their letters when they are many, else all under none."""
    if len(found) < MANY:
        return [("", found)] if found else []
    return [(letter, list(group)) for letter, group in groupby(found, key=lambda speaker: speaker.letter)]
