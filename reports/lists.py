"""The list of participants in protocol order, and the agenda, as narratives for annexes. Pure over fetched rows."""

from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from lib import states
from lib.markup import escape
from lib.text import search_key
from participants.choices import DelegationRole, Sector
from reports.documents.frame import isolated

# States first, then UN entities and organisations, then industry and civil society, as UN lists have them.
PROTOCOL = [
    Sector.GOVERNMENT,
    Sector.UNITED_NATIONS,
    Sector.INTERGOVERNMENTAL,
    Sector.REGIONAL,
    Sector.INDUSTRY,
    Sector.CIVIL_SOCIETY,
    Sector.ACADEMIA,
    Sector.MEDIA,
    Sector.OTHER,
]
OBSERVERS = "observers"
# The parts of a list of participants, in their order; observers come behind the States.
SECTIONS = ["states", OBSERVERS, *PROTOCOL[1:]]
RANKS = [DelegationRole.HEAD, DelegationRole.ALTERNATE, DelegationRole.DELEGATE, DelegationRole.ADVISER]


@dataclass(frozen=True)
class Delegation:
    """The people of a State, or of another organisation, in their order."""

    name: str
    section: str
    members: list


def delegations(participants, language: str = "en") -> list[Delegation]:
    """Group participants by State, or by organisation where it is not a government's, in protocol order.

    States stand in the alphabetical order of the language, then those that observe; within a delegation its head comes first, then the order
    that the delegation set, then the names. Wants participants with organisation and the delegation's organisation.
    """
    found = {}
    for participant in participants:
        found.setdefault(_group(participant, language), []).append(participant)
    return [
        Delegation(name, SECTIONS[place], sorted(members, key=_rank))
        for (place, _, _, name), members in sorted(found.items(), key=lambda item: item[0][:3])
    ]


def participants_text(participants, language: str = "en") -> str:
    """Write the list: the delegation in bold, then one line a person, with function and institution."""
    parts = []
    for delegation in delegations(participants, language):
        lines = [
            f"- {escape(isolated(_line(member, delegation.name, language), language))}" for member in delegation.members
        ]
        parts += [f"**{escape(isolated(delegation.name, language))}**", "\n".join(lines)]
    return "\n\n".join(parts)


def agenda_text(sessions, zone: ZoneInfo, written_date, language: str = "en") -> str:
    """Write the agenda: the day in bold, then a table of times, sessions with their speakers, and rooms.

    Wants placed sessions in order with their people; `written_date` writes a date in the language of the note.
    """
    parts = []
    for day, of_day in groupby(sessions, key=lambda session: session.starts_at.astimezone(zone).date()):
        rows = [_row(session, zone, language) for session in of_day]
        parts += [f"**{escape(written_date(day))}**", "\n".join(rows)]
    return "\n\n".join(parts)


def institution(participant):
    """Return the organisation that a participant speaks for: that of the delegation before the own."""
    return participant.delegation.organisation if participant.delegation else participant.organisation


def institution_under(heading: str, participant, language: str) -> str:
    """Return a participant's own institution as it reads under a heading: what stands there is not said again."""
    organisation = participant.organisation
    if not organisation or organisation.official_name == heading:
        return ""
    country = organisation.country
    if country and heading == states.name(country, language):
        return without_state(organisation.official_name, country, language)
    return organisation.official_name


def without_state(name: str, country: str, language: str) -> str:
    """Return the name of an organisation as it reads beside the name of its State: “Ministry of Economy”, not “…, Chile”."""
    for state in (states.name(country, language), states.name(country)):
        name = name.removesuffix(f", {state}")
    return name


def _group(participant, language):
    of_delegation, own = institution(participant), participant.organisation
    sector = (of_delegation or own).sector if (of_delegation or own) else Sector.OTHER
    country = (of_delegation.country if of_delegation else "") or participant.country
    if sector == Sector.GOVERNMENT and country:
        section = OBSERVERS if states.is_observer(country) else "states"
        return SECTIONS.index(section), states.position(country, language), "", states.name(country, language)
    name = of_delegation.official_name if of_delegation else "–"
    place = 0 if sector == Sector.GOVERNMENT else SECTIONS.index(sector)
    return place, states.position(""), search_key(name), name


def _rank(participant):
    return (
        RANKS.index(participant.delegation_role),
        participant.delegation_position,
        participant.sort_key,
        participant.pk,
    )


def _line(participant, delegation, language):
    parts = [participant.formal_name, participant.job_title, institution_under(delegation, participant, language)]
    return ", ".join(part for part in parts if part)


def _row(session, zone, language):
    starts, ends = (moment.astimezone(zone) for moment in (session.starts_at, session.ends_at))
    speakers = "; ".join(_speaker(role) for role in session.speaker_roles.all())
    what = f"**{escape(isolated(session.title, language))}**"
    what += f" {escape(isolated(speakers, language))}" if speakers else ""
    where = f" ({escape(isolated(session.room.name, language))})" if session.room else ""
    return f"- {starts:%H:%M}–{ends:%H:%M}: {what}{where}"


def _speaker(role):
    person = role.participant
    organisation = f" ({person.organisation})" if person.organisation else ""
    return f"{person.formal_name}{organisation}"
