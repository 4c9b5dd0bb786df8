"""Badges: the name in its own script, organisation, State, role; and the reference of the registration to scan.

The code holds the reference alone, which says nothing to anybody without Plenary. Sheets to cut carry marks at the edges.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import segno
from django.db.models import TextChoices
from django.utils.safestring import SafeString

from lib import states
from lib.text import search_key
from reports.documents.frame import Frame, Voice, alone, html_of
from reports.documents.words import rank, speaker_role, words
from reports.lists import institution, without_state

LONG, VERY_LONG = 18, 34  # characters of a name: what is longer is set smaller


class Size(TextChoices):
    """How large badges are, and how many stand on a sheet."""

    A6_ON_A4 = "a6-on-a4", "A6, four on a sheet of A4"
    A6 = "a6", "A6, one on a page"
    CARD = "card", "86 × 54 mm, ten on a sheet of A4"


PER_SHEET = {Size.A6_ON_A4: 4, Size.A6: 1, Size.CARD: 10}


class Order(TextChoices):
    """In which order badges are printed."""

    NAME = "name", "By family name"
    ORGANISATION = "organisation", "By organisation, then by family name"


@dataclass(frozen=True)
class Badge:
    """One badge as it is printed."""

    name: Voice
    organisation: Voice
    state: str
    role: str
    reference: str
    code: SafeString

    @property
    def length(self) -> str:
        """How long the name is: the print styles set a long one smaller."""
        count = len(self.name.text)
        return "very-long" if count > VERY_LONG else "long" if count > LONG else "short"


def sheets(size: str) -> tuple[str, ...]:
    """Return the print styles of a size."""
    face = () if size == Size.CARD else ("badges-a6-face",)
    return ("document", "badges", *face, f"badges-{size}")


def in_order(by_name: Iterable, order: str) -> list:
    """Return registrations, which come by family name, in the order of the badges."""
    if order == Order.NAME:
        return list(by_name)
    return sorted(by_name, key=lambda each: search_key(_organisation(each.participant)))


def badges(registrations: Iterable, roles: Mapping[int, str], language: str) -> list[Badge]:
    """Return the badges of registrations, in their order.

    Wants them with participant, organisation and delegation; `roles` has what somebody does in the agenda, by
    participant.
    """
    return [_badge(registration, roles, language) for registration in registrations]


def badges_html(made: list[Badge], frame: Frame, size: str, *, event: str) -> str:
    """Return the HTML of badges on their sheets; `event` is the conference as it is named on each."""
    count = PER_SHEET[Size(size)]
    on_sheets = [made[start : start + count] for start in range(0, len(made), count)]
    return html_of("badges", frame, sheets=on_sheets, event=alone(event, frame.language), words=words(frame.language))


def _badge(registration, roles, language):
    person = registration.participant
    body = institution(person)
    country = (body.country if body else "") or person.country
    role = rank(person.delegation_role, language)
    if not role and person.pk in roles:
        role = speaker_role(roles[person.pk], language)
    return Badge(
        name=alone(person.name, language),
        organisation=alone(_beside(_organisation(person), country, language), language),
        state=states.name(country, language) if country else "",
        role=role or words(language)["participant"],
        reference=registration.reference,
        code=_code(registration.reference),
    )


def _organisation(person):
    body = person.organisation or institution(person)
    return body.official_name if body else ""


def _beside(organisation, country, language):
    """Return an organisation's name as it stands above that of its State."""
    return without_state(organisation, country, language) if country else organisation


def _code(reference):
    """Return the reference as a QR code, drawn; what segno draws of letters and figures needs no escaping."""
    code = segno.make_qr(reference, error="m")
    return SafeString(code.svg_inline(border=0, omitsize=True, title=reference, lineclass=None, svgclass="code"))
