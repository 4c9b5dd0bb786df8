"""Fetches what notes can say of their conference; the pure modules compute on what it returns. Reads."""

from conference.choices import ConferenceStatus
from conference.models import Conference
from participants.choices import RegistrationStatus
from reports.content import of_note
from reports.facts.model import Basis, Data, Group, Person
from reports.lists import institution
from reports.models import StateGroup
from reports.proofreading import Evidence, Finding, passages_of, proofread
from reports.starting import Known


def known_of(conference, data: Data | None = None) -> Known:
    """Return what the front matter of a note can take from the data: in four queries, or in one beside `data`."""
    if data:
        starts = [session.starts_at for session in data.sessions]
        confirmed = data.counted(Basis.CONFIRMED)
        count = len([person for person in confirmed if person.has_arrived] or confirmed)
    else:
        starts = conference.sessions.published().placed().values_list("starts_at", flat=True)
        count = took_part(conference).count()
    return Known(
        conference=conference,
        organizers=list(conference.organizers.in_order()),
        session_days=[moment.astimezone(conference.zone).date() for moment in starts],
        participant_count=count,
    )


def facts_data(conference) -> Data:
    """Return everything that facts are computed on, in a fixed number of queries."""
    registrations = conference.registrations.exclude(
        status__in=[RegistrationStatus.REJECTED, RegistrationStatus.CANCELLED]
    ).select_related("participant__organisation", "participant__delegation__organisation")
    earlier = []
    if conference.series_id:
        same_series = Conference.objects.public().filter(
            series=conference.series_id, starts_on__lt=conference.starts_on
        )
        earlier = list(same_series.exclude(status=ConferenceStatus.CANCELLED).order_by("starts_on"))
    return Data(
        conference=conference,
        people=[_person(registration) for registration in registrations.order_by("participant__sort_key", "pk")],
        sessions=list(conference.sessions.published().placed().in_order().with_people()),
        groups=[Group(group.name, group.codes) for group in StateGroup.objects.all()],
        earlier=earlier,
    )


def evidence_of(note) -> Evidence:
    """Return everything that proofreading looks at; wants a note fetched with `whole()`."""
    content, data = of_note(note), facts_data(note.conference)
    people = note.conference.participants.exclude(family_name="")
    unlisted = list(people.filter(is_listed=False).exclude(given_name="").by_name())
    listed = {name.casefold() for name in people.filter(is_listed=True).values_list("family_name", flat=True)}
    return Evidence(
        content=content,
        passages=passages_of(content),
        data=data,
        known=known_of(note.conference, data),
        unlisted=tuple(person.name for person in unlisted),
        families={each.name: each.family_name for each in unlisted if each.family_name.casefold() not in listed},
    )


def findings_of(note, evidence: Evidence | None = None) -> tuple[list[Finding], list]:
    """Return what proofreading finds in a note and nobody dismissed, and the dismissals that still apply."""
    found = proofread(evidence or evidence_of(note))
    dismissed = {each.fingerprint: each for each in note.dismissals.all()}
    return (
        [finding for finding in found if finding.fingerprint not in dismissed],
        [dismissed[finding.fingerprint] for finding in found if finding.fingerprint in dismissed],
    )


def _person(registration):
    participant = registration.participant
    organisation = institution(participant)
    return Person(
        name=participant.name,
        country=participant.country or (organisation.country if organisation else ""),
        sector=organisation.sector if organisation else "",
        organisation=organisation.official_name if organisation else "",
        gender=participant.gender,
        is_confirmed=registration.status == RegistrationStatus.CONFIRMED,
        has_arrived=registration.checked_in_at is not None,
    )


def took_part(conference):
    """Return the registrations of those who took part: who arrived, or all confirmed when nobody was checked in."""
    confirmed = conference.registrations.confirmed()
    return confirmed.arrived() if basis_of(conference) == Basis.CHECKED_IN else confirmed


def basis_of(conference) -> str:
    """Return who is counted unless something else is chosen, as took_part does."""
    return Basis.CHECKED_IN if conference.registrations.confirmed().arrived().exists() else Basis.CONFIRMED
