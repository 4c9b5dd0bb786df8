"""The agenda as a booklet: days, sessions, rooms and speakers, to hold in the hand."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from lib import markup
from lib.written import clause_comma, colon, written_with_weekday
from reports.documents.frame import Frame, Voice, html_of, said
from reports.documents.words import speaker_role, words
from sessions.facts import reading


class Paper(TextChoices):
    """The size of the page."""

    A4 = "a4", "A4"
    A5 = "a5", "A5, for a booklet"


@dataclass(frozen=True)
class Part:
    """Somebody's part in a session: the role, unless it is a speaker's, the name, and for whom."""

    role: str
    named: SafeString


@dataclass(frozen=True)
class Talk:
    """A presentation with those who give it."""

    title: Voice
    abstract: SafeString
    people: list[Part]


@dataclass(frozen=True)
class Entry:
    """A session as the booklet prints it."""

    time: str
    title: Voice
    room: Voice
    summary: SafeString
    talks: list[Talk]
    people: list[Part]
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
            written_with_weekday(day.date, language),
            [_entry(item, language, with_texts=with_texts, with_people=with_people) for item in day.items],
        )
        for day in agenda.days
    ]


def booklet_html(printed: list[Day], frame: Frame) -> str:
    """Return the HTML of the booklet."""
    marks = {"colon": colon(frame.language), "comma": clause_comma(frame.language)}
    return html_of("booklet", frame, days=printed, words=words(frame.language), **marks)


def _entry(item, language, *, with_texts, with_people):
    return Entry(
        time=f"{item.starts}–{item.ends}",
        title=said(item.title, language),
        room=said(item.room, language),
        summary=markup.to_html(item.summary, language=language) if with_texts else SafeString(),
        talks=[_talk(talk, language, with_texts=with_texts, with_people=with_people) for talk in item.talks],
        people=[_part(person, language) for person in item.unattached] if with_people else [],
        is_break=item.is_break,
    )


def _talk(talk, language, *, with_texts, with_people):
    return Talk(
        title=said(talk.title, language),
        abstract=markup.to_html(talk.abstract, language=language) if with_texts else SafeString(),
        people=[_part(person, language) for person in talk.people] if with_people else [],
    )


def _part(person, language):
    texts = [person.name, *person.affiliations]
    return Part(
        role="" if person.is_speaker else speaker_role(person.role, language),
        named=format_html_join(clause_comma(language), "{}", ([said(text, language).inline] for text in texts)),
    )
