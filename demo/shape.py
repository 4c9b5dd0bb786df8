"""The shapes in which the demonstration's people, organisations and sessions are written down."""

from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True)
class Body:
    """An organisation that sends people."""

    name: str
    sector: str
    country: str
    short: str = ""


@dataclass(frozen=True)
class Person:
    """A participant. The key is the first part of the address at example.org."""

    key: str
    honorific: str
    given: str
    family: str
    job: str
    body: str
    is_family_first: bool = False
    language: str = "en"
    gender: str = ""
    phone: str = ""
    needs: str = ""
    is_listed: bool = True

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


@dataclass(frozen=True)
class Talk:
    """A contribution to a session, and who gives it."""

    title: str
    speakers: tuple[str, ...]
    abstract: str = ""


@dataclass(frozen=True)
class Slot:
    """A session: on which day of the conference (0 is the first), from when to when, with whom.

    A slot without a day is not placed yet.
    """

    kind: str
    title: str
    day: int | None
    starts: time | None = None
    ends: time | None = None
    room: str = ""
    summary: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    talks: tuple[Talk, ...] = field(default=())
    is_published: bool = True
