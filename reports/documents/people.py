"""The list of participants: by delegation in protocol order, as a table, or the names alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import TextChoices
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from lib.written import comma
from reports.documents.frame import Frame, Voice, html_of, said
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
    position: Voice
    institution: Voice
    comma: str

    @property
    def details(self) -> SafeString:
        return self._joined(self.rank, self.position.inline, self.institution.inline)

    @property
    def function(self) -> SafeString:
        return self._joined(self.rank, self.position.inline)

    def _joined(self, *parts):
        return format_html_join(self.comma, "{}", ([part] for part in parts if part))


@dataclass(frozen=True)
class Party:
    """A delegation with its people as they are printed."""

    name: Voice
    people: list[Line]


@dataclass(frozen=True)
class Part:
    """A part of the list: the States, the observers, the United Nations…"""

    heading: str
    parties: list[Party]

    @property
    def has_institutions(self) -> bool:
        return any(person.institution.text for party in self.parties for person in party.people)


def parts(participants: Iterable, language: str) -> list[Part]:
    """Group participants as the list prints them; wants what `reports.lists.delegations` wants."""
    fixed = words(language)
    return [
        Part(fixed[section], [_party(each, language) for each in group])
        for section, group in groupby(delegations(participants, language), key=lambda each: each.section)
    ]


def participants_html(participants: Iterable, frame: Frame, layout: str) -> str:
    """Return the HTML of the list."""
    people = list(participants)
    fixed = words(frame.language)
    if layout == Layout.NAMES:
        names = [
            said(each.formal_name, frame.language) for each in sorted(people, key=lambda each: (each.sort_key, each.pk))
        ]
        return html_of("names", frame, names=names, words=fixed)
    return html_of(
        "table" if layout == Layout.TABLE else "delegations", frame, parts=parts(people, frame.language), words=fixed
    )


def _party(delegation: Delegation, language):
    return Party(
        said(delegation.name, language), [_line(member, delegation.name, language) for member in delegation.members]
    )


def _line(member, party, language):
    return Line(
        name=said(member.formal_name, language),
        rank=rank(member.delegation_role, language),
        position=said(member.job_title, language),
        institution=said(institution_under(party, member, language), language),
        comma=comma(language),
    )
