"""What facts are computed on, and what they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices

from conference.models import Conference


class Basis(TextChoices):
    """Who is counted."""

    REGISTERED = "registered", "Everybody who registered and was not turned down"
    CONFIRMED = "confirmed", "Confirmed participants"
    CHECKED_IN = "checked_in", "Participants who were checked in"


@dataclass(frozen=True)
class Person:
    """A registered person, as far as facts go."""

    name: str
    country: str = ""
    sector: str = ""
    organisation: str = ""
    gender: str = ""
    is_confirmed: bool = True
    has_arrived: bool = False


@dataclass(frozen=True)
class Group:
    """States that the staff name together, by their codes."""

    name: str
    codes: Sequence[str]


@dataclass(frozen=True)
class Data:
    """Everything that facts are computed on."""

    conference: Conference
    people: Sequence[Person] = ()
    sessions: Sequence = ()  # published and placed, in order, with their people
    groups: Sequence[Group] = ()
    earlier: Sequence[Conference] = ()  # of the series, in order

    def counted(self, basis: str) -> list[Person]:
        """Return the people that a basis counts."""
        if basis == Basis.CHECKED_IN:
            return [person for person in self.people if person.has_arrived]
        if basis == Basis.CONFIRMED:
            return [person for person in self.people if person.is_confirmed]
        return list(self.people)


@dataclass(frozen=True)
class Fact:
    """One fact: a sentence to take over, the bare value to compare later, and the rows that it was computed from."""

    key: str
    label: str
    sentence: str
    value: object
    rows: list[str] = field(default_factory=list)
    basis: str = ""
    token: str = ""  # the bare figure or list, for a sentence of the author's own
    reason: str = ""  # why there is no sentence
