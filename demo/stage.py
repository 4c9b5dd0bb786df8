"""What both conferences of the demonstration need: their team, organisations, people, agenda, and messages gone by.

Everything goes through the actions, each at the time at which it is said to have happened.
"""

from datetime import date, datetime, timedelta

from accounts import actions as accounts
from conference import actions as conferences
from conference import holdings
from conference.models import Conference
from correspondence import delivery, smtp
from correspondence.choices import AttemptOutcome, MessageStatus
from demo.data.people import BODIES
from demo.sign_ins import PASSWORD, TEAM
from participants import actions as participants
from participants.audit import by_link
from participants.choices import DelegationRole, NameOrder
from participants.models import Organisation
from sessions import actions as sessions

HANDED_OVER_AFTER = timedelta(seconds=4)
REFUSED = smtp.Answer(AttemptOutcome.REFUSED, 550, "550 5.1.1 The mailbox does not exist.", True)


def open_team(*, at) -> dict:
    """Open the demonstration's sign-ins; return the users by role."""
    return {
        role: accounts.open_account(email=email, name=name, password=PASSWORD, by=None, at=at)
        for email, name, role in TEAM
    }


class Stage:
    """A conference while it is being filled: who acts, and whom and what the keys of the data stand for."""

    def __init__(self, conference: Conference, people, bodies, *, organiser, desk):
        self.conference = conference
        self.organiser = organiser
        self.desk = desk
        self.people = {person.key: person for person in people}
        self.bodies = BODIES | bodies
        self.registrations = {}
        self.invitations = {}

    def moment(self, day, clock) -> datetime:
        """Return a day and a time of day in the conference's zone."""
        return datetime.combine(day, clock, tzinfo=self.conference.zone)

    def keep_people(self, *, at):
        """Keep the invented people of a conference that is long over: otherwise the clock would erase them at once."""
        days = {holding.key: date(2099, 12, 31) for holding in holdings.known}
        conferences.set_erase_dates(self.conference, days, by=self.organiser, at=at)

    def add_team(self, *, at):
        """Add all but the organiser, who opened the conference."""
        for email, name, role in TEAM[1:]:
            conferences.add_member(self.conference, email=email, name=name, role=role, by=self.organiser, at=at)

    def invite(self, key, *, at, **terms):
        """Send a person an invitation."""
        self.invitations[key] = participants.invite(
            self.conference, by=self.desk, at=at, **terms, **self._details(key, at)
        )
        return self.invitations[key]

    def accept(self, key, *, at):
        """Let a person accept by the personal link, and correct the own details."""
        invitation = self.invitations[key]
        self.registrations[key] = participants.accept(
            invitation, by=by_link(invitation.participant), at=at, **self._own_details(key)
        )

    def decline(self, key, *, at, reason=""):
        """Let a person decline by the personal link."""
        invitation = self.invitations[key]
        participants.decline(invitation, by=by_link(invitation.participant), at=at, reason=reason)

    def register(self, key, *, at):
        """Let a person ask for a place at the conference's page."""
        details = self._details(key, at) | self._own_details(key)
        name = f"{details['given_name']} {details['family_name']}".strip()
        person = participants.add_participant(self.conference, by=name, at=at, **details)
        self.registrations[key] = participants.register(person, needs_approval=True, by=name, at=at)
        return self.registrations[key]

    def form_delegation(self, key, *, at, seat_limit=None, focal_point=""):
        """Open the delegation of a person's organisation, with the person at its head; return it."""
        delegation = participants.add_delegation(
            self.conference,
            self._organisation(self.people[key].body, at),
            focal_point_name=focal_point,
            focal_point_email=f"{focal_point.lower().replace(' ', '.')}@example.org" if focal_point else "",
            seat_limit=seat_limit,
            by=self.organiser,
            at=at,
        )
        participants.change_participant(
            self.participant(key), delegation_role=DelegationRole.HEAD, by=self.organiser, at=at
        )
        return delegation

    def place(self, slot, *, at):
        """Put a session with its presentations and speakers into the agenda."""
        rooms = {room.name: room for room in self.conference.rooms.all()}
        day = None if slot.day is None else self.conference.starts_on + timedelta(days=slot.day)
        terms = {"by": self.organiser, "at": at}
        session = sessions.add_session(
            self.conference,
            kind=slot.kind,
            title=slot.title,
            summary=slot.summary,
            starts_at=day and self.moment(day, slot.starts),
            ends_at=day and self.moment(day, slot.ends),
            room=rooms.get(slot.room),
            is_published=slot.is_published,
            **terms,
        )
        for role, key in slot.roles:
            sessions.add_speaker(session, self.participant(key), role=role, **terms)
        for talk in slot.talks:
            contribution = sessions.add_contribution(session, title=talk.title, abstract=talk.abstract, **terms)
            for key in talk.speakers:
                sessions.add_speaker(session, self.participant(key), role="speaker", contribution=contribution, **terms)
        return session

    def participant(self, key):
        """Return the person of this key, who was invited or has registered."""
        return (self.registrations.get(key) or self.invitations[key]).participant

    def hand_over_messages(self, *, refused=()):
        """Mark the messages written so far as handed over soon after they were written; those to `refused`, not.

        They are letters of the past to invented people: no worker should send them today.
        """
        for message in self.conference.messages.waiting().oldest_first():
            handed_over_at = message.created_at + HANDED_OVER_AFTER
            message.status, message.leased_until = MessageStatus.SENDING, handed_over_at + delivery.LEASE
            message.save(update_fields=["status", "leased_until"])  # house: the lease that a sender would take
            answer = REFUSED if message.to_email in refused else smtp.ACCEPTED
            delivery.mark(message, answer, handed_over_at)

    def _details(self, key, at):
        """Return what the organisers know of a person."""
        person = self.people[key]
        organisation = self._organisation(person.body, at)
        return {
            "honorific": person.honorific,
            "given_name": person.given,
            "family_name": person.family,
            "name_order": NameOrder.FAMILY_FIRST if person.is_family_first else NameOrder.GIVEN_FIRST,
            "job_title": person.job,
            "organisation": organisation,
            "country": organisation.country,
            "email": person.email,
        }

    def _own_details(self, key):
        """Return what only the person can say."""
        person = self.people[key]
        return {
            "phone": person.phone,
            "language": person.language,
            "needs": person.needs,
            "gender": person.gender,
            "is_listed": person.is_listed,
        }

    def _organisation(self, key, at) -> Organisation:
        body = self.bodies[key]
        return participants.add_organisation(
            official_name=body.name,
            short_name=body.short,
            sector=body.sector,
            country=body.country,
            conference=self.conference,
            by=self.organiser,
            at=at,
        )
