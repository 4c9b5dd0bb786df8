"""The list of participants: by delegation in protocol order, as a table, or the names alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import TextChoices

from lib.written import comma
from reports.documents.frame import Frame, Voice, html_of, isolated, voice_of
from reports.documents.words import rank, words
from reports.lists import Delegation, delegations, institution_under

SHEETS = ("document", "lists")


class Layout(TextChoices):
    """How the list is printed."""

    DELEGATIONS = "delegations", "By delegation, in protocol order"
    TABLE = "table", "As a table: State or organisation, name, position and institution"
    NAMES = "names", "Names only, in alphabetical order"


@dataclass(frozen=True)
class Line:
    """A person of the list."""

    name: Voice
    rank: str
    position: str
    institution: str
    comma: str

    @property
    def details(self) -> str:
        return self.comma.join(part for part in (self.function, self.institution) if part)

    @property
    def function(self) -> str:
        return self.comma.join(part for part in (self.rank, self.position) if part)


@dataclass(frozen=True)
class Party:
    """A delegation with its people as they are printed."""

    name: str
    people: list[Line]


@dataclass(frozen=True)
class Part:
    """A part of the list: the States, the observers, the United Nations…"""

    heading: str
    parties: list[Party]


def parts(participants: Iterable, language: str) -> list[Part]:
    """Group participants as the list prints them; wants what `reports.lists.delegations` wants."""
    said = words(language)
    return [
        Part(said[section], [_party(each, language) for each in group])
        for section, group in groupby(delegations(participants, language), key=lambda each: each.section)
    ]


def participants_html(participants: Iterable, frame: Frame, layout: str) -> str:
    """Return the HTML of the list."""
    people = list(participants)
    said = words(frame.language)
    if layout == Layout.NAMES:
        names = [
            voice_of(isolated(each.formal_name, frame.language))
            for each in sorted(people, key=lambda each: (each.sort_key, each.pk))
        ]
        return html_of("names", frame, names=names, words=said)
    return html_of(
        "table" if layout == Layout.TABLE else "delegations", frame, parts=parts(people, frame.language), words=said
    )


def _party(delegation: Delegation, language):
    return Party(
        isolated(delegation.name, language), [_line(member, delegation.name, language) for member in delegation.members]
    )


def _line(member, party, language):
    return Line(
        name=voice_of(isolated(member.formal_name, language)),
        rank=rank(member.delegation_role, language),
        position=isolated(member.job_title, language),
        institution=isolated(institution_under(party, member, language), language),
        comma=comma(language),
    )
