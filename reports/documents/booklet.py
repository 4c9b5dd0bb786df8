"""The agenda as a booklet: days, sessions, rooms and speakers, to hold in the hand."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.safestring import SafeString

from lib import markup
from lib.written import written_days
from reports.documents.frame import Frame, html_of, isolated
from reports.documents.words import speaker_role, words
from sessions.facts import reading


class Paper(TextChoices):
    """The size of the page."""

    A4 = "a4", "A4"
    A5 = "a5", "A5, for a booklet"


@dataclass(frozen=True)
class Voice:
    """Somebody in a session."""

    role: str
    name: str
    affiliation: str


@dataclass(frozen=True)
class Talk:
    """A presentation with those who give it."""

    title: str
    abstract: SafeString
    voices: list[Voice]


@dataclass(frozen=True)
class Entry:
    """A session as the booklet prints it."""

    time: str
    title: str
    room: str
    summary: SafeString
    talks: list[Talk]
    voices: list[Voice]
    is_break: bool


@dataclass(frozen=True)
class Day:
    """A day with its sessions."""

    heading: str
    entries: list[Entry]


def sheets(paper: str) -> tuple[str, ...]:
    """Return the print styles of a size of paper."""
    return ("document", "booklet", "a5") if paper == Paper.A5 else ("document", "booklet")


def days(agenda: reading.Agenda, language: str, *, with_texts: bool, with_people: bool) -> list[Day]:
    """Return what the booklet prints of an agenda."""
    return [
        Day(
            written_days([day.date], language),
            [_entry(item, language, with_texts=with_texts, with_people=with_people) for item in day.items],
        )
        for day in agenda.days
    ]


def booklet_html(printed: list[Day], frame: Frame) -> str:
    """Return the HTML of the booklet."""
    return html_of("booklet", frame, days=printed, words=words(frame.language))


def _entry(item, language, *, with_texts, with_people):
    return Entry(
        time=f"{item.starts}–{item.ends}",
        title=isolated(item.title, language),
        room=isolated(item.room, language),
        summary=markup.to_html(item.summary) if with_texts else SafeString(),
        talks=[_talk(talk, language, with_texts=with_texts, with_people=with_people) for talk in item.talks],
        voices=[_voice(person, language) for person in item.unattached] if with_people else [],
        is_break=item.is_break,
    )


def _talk(talk, language, *, with_texts, with_people):
    return Talk(
        title=isolated(talk.title, language),
        abstract=markup.to_html(talk.abstract) if with_texts else SafeString(),
        voices=[_voice(person, language) for person in talk.people] if with_people else [],
    )


def _voice(person, language):
    return Voice(
        role="" if person.is_speaker else speaker_role(person.role, language),
        name=isolated(person.name, language),
        affiliation=isolated(person.affiliation, language),
    )
