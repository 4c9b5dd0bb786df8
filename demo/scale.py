"""A conference of any size, for measuring and for looking at long lists.

The rows are written in bulk, past the actions: ten thousand registrations by single actions would take minutes, and
what is measured is how Plenary reads them. They have the shape that the actions would leave, history included.
"""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from conference import actions as conferences
from conference.models import AuditEntry, Conference
from correspondence.choices import MessageStatus
from correspondence.models import Message
from demo.data import names
from demo.sign_ins import TEAM
from lib import states
from lib.text import search_key
from participants.choices import Gender, InvitationAnswer, RegistrationStatus, Sector
from participants.models import Invitation, Organisation, Participant, Registration
from sessions import actions as sessions
from sessions.choices import SessionKind, SpeakerRoleKind
from sessions.models import Contribution, Session, SpeakerRole

ZONE = ZoneInfo("Europe/Vienna")
STARTS = (time(9, 0), time(10, 15), time(11, 30), time(14, 0), time(15, 15), time(16, 30))
MOST_ROOMS = 12
STATUSES = {
    RegistrationStatus.CONFIRMED: 80,
    RegistrationStatus.PENDING: 8,
    RegistrationStatus.WAITLISTED: 5,
    RegistrationStatus.REJECTED: 3,
    RegistrationStatus.CANCELLED: 4,
}
INVITED = {RegistrationStatus.CONFIRMED, RegistrationStatus.CANCELLED}
BATCH = 1000


@dataclass
class Scale:
    """The conference in the making, its chance and its moment."""

    conference: Conference
    chance: random.Random
    at: datetime


@transaction.atomic
def load(*, slug: str, registration_count: int, session_count: int, seed: int, at) -> Conference:
    """Make a conference with so many registrations and sessions; the same seed gives the same people and agenda."""
    chance = random.Random(seed)  # noqa: S311 - reproducible data, not a secret
    room_count = min(MOST_ROOMS, max(1, ceil(session_count / (5 * len(STARTS)))))
    day_count = max(1, ceil(session_count / (room_count * len(STARTS))))
    scale = Scale(_conference(slug, registration_count, day_count, room_count, at), chance, at)
    people = _people(scale, registration_count)
    registrations = _registrations(scale, people)
    _invitations(scale, registrations)
    _agenda(scale, session_count, [each.participant for each in registrations if each.status == "confirmed"])
    if session_count:
        sessions.release(scale.conference, by=None, at=at)
    return scale.conference


def _conference(slug, registration_count, day_count, room_count, at):
    starts_on = (at + timedelta(days=90)).date()
    conference = conferences.create(
        title=f"Conference with {registration_count:,} registrations",
        short_title=f"Scale {registration_count}",
        slug=slug,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=day_count - 1),
        time_zone=ZONE.key,
        city="Vienna",
        country="AT",
        registration_opens_at=at - timedelta(days=60),
        registration_closes_at=at + timedelta(days=60),
        contact_name="Conference office",
        contact_email="conference.office@example.org",
        by=User.objects.filter(email=TEAM[0][0]).first(),
        at=at,
    )
    for number in range(room_count):
        conferences.add_room(conference, name=f"Room {number + 1}", seat_count=60 + 40 * (number == 0), by=None, at=at)
    for email, name, role in TEAM[1:]:
        if User.objects.filter(email=email).exists():
            conferences.add_member(conference, email=email, name=name, role=role, by=None, at=at)
    return conferences.announce(conference, by=None, at=at)


def _organisations(scale, how_many):
    """Find or make ministries and companies, shared by all conferences."""
    chance, wanted = scale.chance, {}
    members = states.member_states()
    while len(wanted) < how_many:
        state = chance.choice(members)
        name = state.names["en"]
        if chance.random() < 0.6:
            wanted[f"{chance.choice(names.MINISTRIES)}, {name}"] = (Sector.GOVERNMENT, state.code)
        else:
            company = f"{chance.choice(names.COMPANY_FIRST)} {chance.choice(names.COMPANY_SECOND)}"
            wanted[f"{company} ({name})"] = (Sector.INDUSTRY, state.code)
    known = set(Organisation.objects.filter(official_name__in=wanted).values_list("official_name", flat=True))
    Organisation.objects.bulk_create(
        (
            Organisation(official_name=name, sector=sector, country=country, search_key=search_key(name))
            for name, (sector, country) in wanted.items()
            if name not in known
        ),
        batch_size=BATCH,
    )
    return list(Organisation.objects.filter(official_name__in=wanted).order_by("official_name"))


def _people(scale, how_many):
    chance = scale.chance
    organisations = _organisations(scale, min(1500, max(1, how_many // 6)))
    people = []
    for number in range(how_many):
        given, family = chance.choice(names.GIVEN_NAMES), chance.choice(names.FAMILY_NAMES)
        organisation = chance.choice(organisations)
        email = f"person{number + 1}@example.org"
        people.append(
            Participant(
                conference=scale.conference,
                honorific=chance.choice(("Ms.", "Mr.", "Dr.", "")),
                given_name=given,
                family_name=family,
                job_title=chance.choice(names.JOB_TITLES),
                organisation=organisation,
                country=organisation.country,
                email=email,
                needs=chance.choice(names.NEEDS),
                gender=chance.choice((Gender.FEMALE, Gender.MALE, Gender.NOT_STATED)),
                is_listed=chance.random() < 0.9,
                created_at=scale.at,
                search_key=search_key(given, family, email),
                sort_key=search_key(family, given),
            )
        )
    return Participant.objects.bulk_create(people, batch_size=BATCH)


def _registrations(scale, people):
    """Most register in the last days before the date, as people do."""
    chance, conference = scale.chance, scale.conference
    statuses = chance.choices(list(STATUSES), weights=list(STATUSES.values()), k=len(people))
    made = []
    for number, (person, status) in enumerate(zip(people, statuses, strict=True)):
        registered_at = scale.at - timedelta(days=60 * (1 - chance.random() ** 0.5), minutes=1)
        moved = timedelta() if status == RegistrationStatus.PENDING else timedelta(hours=chance.random() * 48)
        made.append(
            Registration(
                conference=conference,
                participant=person,
                reference=f"{conference.pk:04}-{number + 1:06}",
                status=status,
                registered_at=registered_at,
                status_changed_at=min(registered_at + moved, scale.at),
            )
        )
    made = Registration.objects.bulk_create(made, batch_size=BATCH)
    AuditEntry.objects.bulk_create(
        (_entry("registration.received", each, each.participant.name, each.registered_at) for each in made),
        batch_size=BATCH,
    )
    return made


def _entry(verb, registration, actor_label, at):
    return AuditEntry(
        conference=registration.conference,
        at=at,
        verb=verb,
        actor_label=actor_label,
        subject_kind="participants.registration",
        subject_id=registration.pk,
        subject_label=str(registration),
        after={"status": str(registration.status)},
    )


def _invitations(scale, registrations):
    """Those who have a place were invited before, each by a message that was handed over."""
    invited = [each for each in registrations if each.status in INVITED]
    messages = Message.objects.bulk_create(
        (
            Message(
                conference=scale.conference,
                kind="invitation",
                occasion=f"scale:{each.pk}",
                to_email=each.participant.email,
                to_name=each.participant.name,
                subject=f"Invitation: {scale.conference.title}",
                text=f"Dear {each.participant.formal_name},\n\nyou are invited.\n",
                status=MessageStatus.SENT,
                created_at=each.registered_at - timedelta(days=3),
                not_before=each.registered_at - timedelta(days=3),
                sent_at=each.registered_at - timedelta(days=3),
                attempt_count=1,
            )
            for each in invited
        ),
        batch_size=BATCH,
    )
    Invitation.objects.bulk_create(
        (
            Invitation(
                conference=scale.conference,
                participant=each.participant,
                message=message,
                created_at=message.created_at,
                answer=InvitationAnswer.ACCEPTED,
                answered_at=each.registered_at,
            )
            for each, message in zip(invited, messages, strict=True)
        ),
        batch_size=BATCH,
    )


def _agenda(scale, session_count, speakers):
    chance, conference = scale.chance, scale.conference
    rooms = list(conference.rooms.all())
    made = []
    for number in range(session_count):
        slot, room = divmod(number, len(rooms))
        day, start = divmod(slot, len(STARTS))
        starts_at = datetime.combine(conference.starts_on + timedelta(days=day), STARTS[start], tzinfo=ZONE)
        subject = chance.choice(names.SUBJECTS)
        made.append(
            Session(
                conference=conference,
                kind=chance.choice((SessionKind.PANEL, SessionKind.PRESENTATIONS, SessionKind.DISCUSSION)),
                title=_sentence(chance.choice(names.ANGLES).format(subject)),
                summary=f"Speakers compare their experience of {subject} and answer questions.",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=60),
                room=rooms[room],
                changed_at=scale.at,
            )
        )
    made = Session.objects.bulk_create(made, batch_size=BATCH)
    talks = Contribution.objects.bulk_create(
        (
            Contribution(
                session=session, title=_sentence(f"{chance.choice(names.SUBJECTS)} in practice"), position=place
            )
            for session in made
            if session.kind == SessionKind.PRESENTATIONS
            for place in range(2)
        ),
        batch_size=BATCH,
    )
    _speakers(chance, made, talks, speakers)


def _speakers(chance, made, talks, speakers):
    roles, talks_of = [], {}
    for talk in talks:
        talks_of.setdefault(talk.session_id, []).append(talk)
    for session in made:
        chosen = chance.sample(speakers, min(len(speakers), 3))
        own = talks_of.get(session.pk, [])
        for place, person in enumerate(chosen):
            kind = SpeakerRoleKind.MODERATOR if place == 0 else SpeakerRoleKind.SPEAKER
            talk = own[place - 1] if own and place else None
            roles.append(SpeakerRole(session=session, participant=person, role=kind, contribution=talk, position=place))
    SpeakerRole.objects.bulk_create(roles, batch_size=BATCH)


def _sentence(text):
    return text[:1].upper() + text[1:]
